using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>A running bridge beside a real mosquitto, as Home Assistant would see them.</summary>
public sealed class HomeAssistantLinkTests : IAsyncLifetime
{
    private const string HotlineConfig = "homeassistant/device/dutykiosk_post_hotline/config";
    private const string Hotline = "dutykiosk/house/post/hotline";

    private readonly IMqttClient _home = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, string Payload, bool Retained)> _heard = new();
    private Mosquitto _broker = null!;
    private RunningBridge _bridge = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _broker = await Mosquitto.StartOpenAsync();
        _bridge = await RunningBridge.StartAsync();
        _home.ApplicationMessageReceivedAsync += received =>
        {
            _heard.Enqueue((received.ApplicationMessage.Topic, received.ApplicationMessage.ConvertPayloadToString() ?? "", received.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        await ConnectAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _home.Dispose();
        await _bridge.DisposeAsync();
        await _broker.DisposeAsync();
    }

    /// <summary>Everything is kept by the broker for whoever comes later, what changes is told, and an orderly end as well.</summary>
    [Fact]
    public async Task TheHouseIsTold()
    {
        HomeAssistantLink link = Link();
        link.Start();
        await HeardAsync(HotlineConfig, payload => payload.Contains("\"sw_version\":\"1.2.3\"", StringComparison.Ordinal));
        await HeardAsync("homeassistant/device/dutykiosk_terminal_T2/config", payload => payload.Length > 0);
        await HeardAsync(Hotline, payload => payload.Contains("nobody", StringComparison.Ordinal));
        _bridge.Host.Core.Receive("T1", _bridge.Terminal.EventTopic, _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"X\",\"holder\":true"), null);
        _bridge.Host.Core.Commit();
        _bridge.Host.Core.Step();
        await HeardAsync(Hotline, payload => payload.Contains("王芳", StringComparison.Ordinal));

        await AgainAsync();
        await Until.HoldsAsync(() => _heard.Any(message => message is { Topic: HotlineConfig, Retained: true }) && _heard.Any(message => message is { Topic: Hotline, Retained: true } && message.Payload.Contains("王芳", StringComparison.Ordinal)));
        await link.DisposeAsync();
        await HeardAsync(HomeAssistantMessages.Availability, payload => payload is "offline");
    }

    /// <summary>What an earlier start has left of a terminal that is gone is taken away; what is another's stays.</summary>
    [Fact]
    public async Task WhatIsGoneIsTakenAway()
    {
        const string Gone = "homeassistant/device/dutykiosk_terminal_T9/config", Others = "homeassistant/device/boiler_dutykiosk_/config";
        foreach (string topic in new[] { Gone, Others, "dutykiosk/house/terminal/T9" })
        {
            await _home.PublishStringAsync(topic, "{}", MqttQualityOfServiceLevel.AtLeastOnce, true, TestContext.Current.CancellationToken);
        }

        await using HomeAssistantLink link = Link();
        link.Start();
        await HeardAsync(Gone, payload => payload.Length == 0);
        await HeardAsync("dutykiosk/house/terminal/T9", payload => payload.Length == 0);
        await AgainAsync();
        await HeardAsync(Others, payload => payload is "{}");
        Assert.DoesNotContain(_heard, message => message.Topic is Gone);
    }

    /// <summary>Home Assistant that has just started is told everything again.</summary>
    [Fact]
    public async Task WhoHasJustStartedIsToldEverything()
    {
        await using HomeAssistantLink link = Link();
        link.Start();
        await HeardAsync("dutykiosk/house/terminal/T2", _ => true);
        _heard.Clear();
        await _home.PublishStringAsync(HomeAssistantMessages.Status, "online", MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken);
        await HeardAsync(HotlineConfig, _ => true);
        await HeardAsync("dutykiosk/house/terminal/T2", _ => true);
    }

    /// <summary>A broker that has lost everything is told everything, and somebody's scribbling is put right.</summary>
    [Fact]
    public async Task ABrokerThatLostEverythingIsToldEverything()
    {
        await using HomeAssistantLink link = Link();
        link.Start();
        await HeardAsync(Hotline, _ => true);
        await _broker.KillAsync();
        await Until.HoldsAsync(() => !_home.IsConnected);
        _heard.Clear();
        await _broker.RunAsync();
        await ConnectAsync();
        await HeardAsync(HotlineConfig, payload => payload.Length > 0);
        await HeardAsync(Hotline, payload => payload.Contains("nobody", StringComparison.Ordinal));
        await _home.PublishStringAsync(Hotline, "{}", MqttQualityOfServiceLevel.AtLeastOnce, true, TestContext.Current.CancellationToken);
        _heard.Clear();
        await HeardAsync(Hotline, payload => payload.Contains("nobody", StringComparison.Ordinal));
    }

    /// <summary>Only the bridge that leads speaks; one that follows leaves, and speaks of everything when it leads again.</summary>
    [Fact]
    public async Task OnlyTheLeaderSpeaks()
    {
        _bridge.Host.Core.Follow();
        await using HomeAssistantLink link = Link();
        link.Start();
        _bridge.Host.Core.Lead(false);
        await HeardAsync(Hotline, _ => true);
        _bridge.Host.Core.Follow();
        await Until.HoldsAsync(() => !link.IsConnected);
        Assert.DoesNotContain(_heard, message => message is { Topic: HomeAssistantMessages.Availability, Payload: "offline" });
        _heard.Clear();
        _bridge.Host.Core.Lead(false);
        await HeardAsync(Hotline, _ => true);
    }

    /// <summary>The service makes the link that its settings ask for.</summary>
    [Fact]
    public async Task TheServiceMakesTheLink()
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-home-").FullName;
        var options = new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = -1, HomeAssistant = new Uri(_broker.Address), HomeAssistantPassword = Mosquitto.Password, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning };
        await using (await BridgeHost.StartAsync(options, TimeProvider.System))
        {
            await HeardAsync(HotlineConfig, payload => payload.Length > 0);
        }

        Directory.Delete(folder, true);
    }

    private HomeAssistantLink Link() => new(BrokerAddress.Parse(_broker.Address, Mosquitto.Password), _bridge.Host.Core, "1.2.3", null);

    private Task HeardAsync(string topic, Func<string, bool> says) => Until.HoldsAsync(() => _heard.Any(message => string.Equals(message.Topic, topic, StringComparison.Ordinal) && says(message.Payload)));

    private async Task ConnectAsync()
    {
        await _home.ConnectAsync(BrokerAddress.Parse(_broker.Address, Mosquitto.Password).Options("home").WithCleanStart().Build(), TestContext.Current.CancellationToken);
        await _home.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("homeassistant/device/#").WithTopicFilter("dutykiosk/house/#").Build(), TestContext.Current.CancellationToken);
    }

    // Another one who comes later is told what is kept.
    private async Task AgainAsync()
    {
        await _home.DisconnectAsync(new MqttClientDisconnectOptions(), TestContext.Current.CancellationToken);
        _heard.Clear();
        await ConnectAsync();
    }
}
