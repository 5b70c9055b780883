using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Terminals;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Terminals;

/// <summary>What nanoff deploys to a terminal.</summary>
public sealed class EnrolmentKitTests
{
    private static readonly TerminalCredentials Drawn = new("T1", "hotline", true, new string('1', 64), new string('5', 64), "password");

    /// <summary>A terminal as the reference is built has nothing about it in its configuration, so that older firmware reads it, too.</summary>
    [Fact]
    public void TheReferenceIsNotSaid()
    {
        var place = new EnrolmentPlace { Broker = "bridge.house", Port = 8883 };
        using JsonDocument configuration = Json(place, "dutykiosk.json");
        Assert.DoesNotContain(configuration.RootElement.EnumerateObject(), member => member.Name is "lamps" or "buzzer" or "journalSegments" or "updates");
        Assert.Contains(EnrolmentKit.Commands(place), command => command.Contains("--target ESP32_REV3 ", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherBoardAndItsPartsAreSaid()
    {
        var place = new EnrolmentPlace { Broker = "bridge.house", Port = 8883, Board = "esp32-s3", Lamps = "rgb", Buzzer = "active" };
        Assert.Equal("", place.Fault());
        using JsonDocument configuration = Json(place, "dutykiosk.json");
        Assert.Equal("rgb", configuration.RootElement.GetProperty("lamps").GetString());
        Assert.Equal("active", configuration.RootElement.GetProperty("buzzer").GetString());
        Assert.Equal(490, configuration.RootElement.GetProperty("journalSegments").GetInt32());
        Assert.True(configuration.RootElement.GetProperty("updates").GetBoolean());
        Assert.Contains(EnrolmentKit.Commands(place), command => command.Contains("--target ESP32_S3_OCTAL ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("esp8266", "three", "passive")]
    [InlineData("esp32", "two", "passive")]
    [InlineData("esp32", "three", "loud")]
    public void WhatIsNotBuiltIsRefused(string board, string lamps, string buzzer)
    {
        var place = new EnrolmentPlace { Broker = "bridge.house", Port = 8883, Board = board, Lamps = lamps, Buzzer = buzzer };
        Assert.Equal("built", place.FaultyField());
        Assert.Contains("esp32-s3", place.Fault(), StringComparison.Ordinal);
    }

    /// <summary>The device's TLS reads PEM up to a zero, which nanoff does not add.</summary>
    [Fact]
    public void TheAuthorityEndsInAZero()
    {
        string authority = Text(new EnrolmentPlace { Broker = "bridge.house", Port = 8883, Authority = "-----BEGIN CERTIFICATE-----\n" }, "ca.crt");
        Assert.EndsWith("\n\0", authority, StringComparison.Ordinal);
    }

    /// <summary>Left out, nanoff takes both for none, and the terminal for an open network.</summary>
    [Theory]
    [InlineData("secret", "WPA2", "WPA2")]
    [InlineData("", "OPEN", "None")]
    public void TheWifiIsAsOpenAsItsPassword(string password, string authentication, string encryption)
    {
        using JsonDocument network = Json(new EnrolmentPlace { Broker = "bridge.house", Port = 8883, Wifi = "DUTY", WifiPassword = password }, "net.json");
        JsonElement wifi = network.RootElement.GetProperty("WirelessClient");
        Assert.Equal([authentication, encryption], new[] { "Authentication", "Encryption" }.Select(member => wifi.GetProperty(member).GetString()));
    }

    private static JsonDocument Json(EnrolmentPlace place, string name) => JsonDocument.Parse(Text(place, name));

    private static string Text(EnrolmentPlace place, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(EnrolmentKit.Zip(Drawn, place, DateTimeOffset.UnixEpoch.AddYears(50))));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
