using System;
using System.Linq;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Firmware;

/// <summary>What the broker keeps of the firmware that terminals are offered.</summary>
public sealed class FirmwareFeedTests : IDisposable
{
    private readonly TestBridge _bridge = new(new TerminalEntry { Id = "T2", Post = "boiler", Key = new string('8', 64) });
    private readonly byte[] _image = FirmwareImage.Pack([[.. "NFMRK1"u8, .. new byte[3000]]]);

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Pages come once for all terminals and before the first manifest; what was told is not told again.</summary>
    [Fact]
    public void PagesComeBeforeManifests()
    {
        Keep();
        Offer("T1", "0.2.0");
        Offer("T2", "0.2.0");
        Assert.Equal(["bridge/firmware/0.2.0/1", "bridge/firmware/0.2.0/2", "T1/firmware", "T2/firmware"], Told());
        Assert.All(_bridge.Published.Where(message => IsFirmware(message.Topic)), message => Assert.True(message.Retain));
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\""));
        Assert.Equal(4, Told().Length);
    }

    /// <summary>A start tells everything again, from what stands in the database.</summary>
    [Fact]
    public void AStartTellsItAgain()
    {
        Keep();
        Offer("T1", "0.2.0");
        string manifest = Manifest("T1");
        _bridge.Published.Clear();
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Equal(["bridge/firmware/0.2.0/1", "bridge/firmware/0.2.0/2", "T1/firmware"], Told());
        Assert.Equal(manifest, Manifest("T1"));
    }

    /// <summary>What is offered to nobody any more is taken from the broker, behind the message that says so.</summary>
    [Fact]
    public void WhatIsWithdrawnGoes()
    {
        Keep();
        Offer("T1", "0.2.0");
        long version = Version("T1");
        Offer("T1", "");
        Assert.Equal(["T1/firmware", "bridge/firmware/0.2.0/1", "bridge/firmware/0.2.0/2"], Told()[3..]);
        Assert.Equal("", _bridge.Published[^1].Payload);
        Assert.True(Version("T1") > version);
        Assert.DoesNotContain("0.2.0", Manifest("T1"), StringComparison.Ordinal);
    }

    /// <summary>An image that is not there, or that another hand has changed, is offered to nobody, and that is a fault; other terminals are told all the same.</summary>
    [Theory]
    [InlineData("DELETE FROM firmware_image WHERE name = '0.3.0'")]
    [InlineData("UPDATE firmware_image SET image = x'00' WHERE name = '0.3.0'")]
    public void AChangedImageIsNotOffered(string change)
    {
        Keep();
        Assert.True(new FirmwareStore(_bridge.Core.Log.Database).Keep("0.3.0", _image));
        _bridge.ByHand(change);
        Offer("T1", "0.3.0");
        Offer("T2", "0.2.0");
        Assert.Equal(["bridge/firmware/0.2.0/1", "bridge/firmware/0.2.0/2", "T2/firmware"], Told());
    }

    /// <summary>A name is one build for ever.</summary>
    [Fact]
    public void ANameIsOneBuild()
    {
        var store = new FirmwareStore(_bridge.Core.Log.Database);
        Assert.True(store.Keep("0.2.0", _image));
        Assert.True(store.Keep("0.2.0", _image));
        Assert.False(store.Keep("0.2.0", [.. _image, 1]));
        Assert.Equal([("0.2.0", _image.Length)], store.All().Select(kept => (kept.Firmware, (int)kept.Size)));
    }

    /// <summary>A terminal that knows a higher version, as after a database that was put back, is told a higher one still.</summary>
    [Fact]
    public void ATerminalThatKnowsMoreIsToldMore()
    {
        Keep();
        Offer("T1", "0.2.0");
        string epoch = _bridge.Terminal.Epoch;
        _bridge.SaySigned("health", $"{{\"epoch\":\"{epoch}\",\"seq\":0,\"outboxDepth\":0,\"command\":0,\"mac\":\"\",\"offer\":5000");
        _bridge.Core.Step();
        Assert.True(Version("T1") > 5000);
    }

    /// <summary>Files that make no image are refused with a sentence.</summary>
    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        byte[] assembly = [.. "NFMRK1"u8, 0, 0];
        Assert.Throws<ArgumentException>(() => FirmwareImage.Pack([]));
        Assert.Throws<ArgumentException>(() => FirmwareImage.Pack([.. Enumerable.Repeat(assembly, 9)]));
        Assert.Throws<ArgumentException>(() => FirmwareImage.Pack([assembly, "MZ"u8.ToArray()]));
        Assert.Throws<ArgumentException>(() => FirmwareImage.Pack([[.. assembly, .. new byte[FirmwareImage.MaxBytes]]]));
        Assert.Equal(5 + (8 * 12), FirmwareImage.Pack([.. Enumerable.Repeat(assembly, 8)]).Length);
    }

    private static bool IsFirmware(string topic) => topic.EndsWith("/firmware", StringComparison.Ordinal) || topic.Contains("/bridge/firmware/", StringComparison.Ordinal);

    private void Keep() => Assert.True(new FirmwareStore(_bridge.Core.Log.Database).Keep("0.2.0", _image));

    private void Offer(string terminal, string firmware)
    {
        FirmwareOffer offer = firmware.Length == 0 ? FirmwareOffer.None("console") : new FirmwareOffer(firmware, _image.Length, FirmwareStore.HashOf(_image), "console");
        _bridge.Core.Append(LogKind.Firmware, terminal, offer.ToBody());
        _bridge.Core.Step();
    }

    private string[] Told() => [.. _bridge.Published.Where(message => IsFirmware(message.Topic)).Select(message => message.Topic["dutykiosk/v1/".Length..])];

    private string Manifest(string terminal) => _bridge.Published.Last(message => string.Equals(message.Topic, $"dutykiosk/v1/{terminal}/firmware", StringComparison.Ordinal)).Payload;

    private long Version(string terminal) => System.Text.Json.JsonDocument.Parse(Manifest(terminal)).RootElement.GetProperty("version").GetInt64();
}
