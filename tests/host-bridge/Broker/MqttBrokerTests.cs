using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>The broker against a real MQTT client, over loopback.</summary>
public sealed class MqttBrokerTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-broker-").FullName;
    private readonly HttpClient _http = new();
    private BridgeHost _bridge = null!;
    private FakeTerminal _terminal = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bridge = await BridgeHost.StartAsync(new BridgeOptions { DataFolder = _data, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning }, TimeProvider.System);
        _http.DefaultRequestHeaders.Add("X-Api-Key", TestKeys.Of(_bridge));
        _terminal = new FakeTerminal("T1", _bridge.Terminals.Find("T1")!.KeyBytes());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _bridge.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_data, true);
    }

    /// <summary>What was acknowledged can be read at once, with its proof.</summary>
    [Fact]
    public async Task AcknowledgedIsStored()
    {
        using IMqttClient client = await ConnectAsync("T1");
        for (int i = 0; i < 30; i++)
        {
            MqttClientPublishResult result = await client.PublishBinaryAsync(_terminal.EventTopic, _terminal.Next(), MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken);
            Assert.True(result.IsSuccess);
            Assert.Equal(i + 1, _bridge.Core.Log.ReadRecords("T1", 0, 1000).Count);
        }

        using JsonDocument json = JsonDocument.Parse(await _http.GetStringAsync($"{_bridge.WebAddress}/api/v1/records?terminal=T1&after=0", TestContext.Current.CancellationToken));
        JsonElement[] items = [.. json.RootElement.GetProperty("items").EnumerateArray()];
        Assert.Equal(30, items.Length);
        Assert.All(items, item => Assert.Equal("ok", item.GetProperty("proof").GetString()));
        Assert.Equal(items[^1].GetProperty("position").GetInt64(), json.RootElement.GetProperty("next").GetInt64());
    }

    /// <summary>Garbage is acknowledged and shown as quarantined.</summary>
    [Fact]
    public async Task GarbageIsAcknowledged()
    {
        using IMqttClient client = await ConnectAsync("T1");
        Assert.True((await client.PublishStringAsync(_terminal.EventTopic, "garbage", MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken)).IsSuccess);
        string records = await _http.GetStringAsync($"{_bridge.WebAddress}/api/v1/records?terminal=T1&after=0", TestContext.Current.CancellationToken);
        Assert.Contains("\"proof\":\"quarantined\",\"record\":null", records, StringComparison.Ordinal);
    }

    /// <summary>Another terminal's topic, another terminal's messages and packets over 4 KB end the connection without an acknowledgement.</summary>
    [Fact]
    public async Task WhatIsNotAllowedEndsTheConnection()
    {
        foreach (Func<IMqttClient, Task> attempt in new Func<IMqttClient, Task>[]
        {
            client => client.PublishStringAsync("dutykiosk/v1/T2/event", "x", MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken),
            client => client.PublishStringAsync(_terminal.EventTopic, new string('x', 5000), MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken),
            client => client.SubscribeAsync("dutykiosk/v1/T2/roster", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken),
            client => client.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken),
            client => client.SubscribeAsync("dutykiosk/v1/bridge/firmware/0.2.0/+", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken),
            client => client.SubscribeAsync("dutykiosk/v1/bridge/firmware/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken),
        })
        {
            await EndsTheConnectionAsync(attempt);
        }

        Assert.Empty(_bridge.Core.Log.ReadRecords(null, 0, 1000));
    }

    /// <summary>Pages, of a firmware or of a large roster, are asked for one after the other, more of them than a client may have filters at a time.</summary>
    [Theory]
    [InlineData("dutykiosk/v1/bridge/firmware/0.2.0/")]
    [InlineData("dutykiosk/v1/T1/roster/")]
    public async Task ManyPagesAreAskedForOneAfterTheOther(string pages)
    {
        using IMqttClient client = await ConnectAsync("T1");
        for (int page = 1; page <= 300; page++)
        {
            string topic = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pages}{page}");
            await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
            await client.UnsubscribeAsync(topic, TestContext.Current.CancellationToken);
        }

        Assert.True(await RunningBridge.PublishAsync(client, _terminal.EventTopic, _terminal.Next()));
        Assert.True(client.IsConnected);
    }

    /// <summary>Whoever keeps more filters than any terminal needs is parted from, and counted.</summary>
    [Fact]
    public async Task TooManyFiltersAtATimeEndTheConnection()
    {
        await EndsTheConnectionAsync(async client =>
        {
            for (int page = 1; page <= 300; page++)
            {
                await client.SubscribeAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dutykiosk/v1/T1/roster/{page}"), MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
            }
        });
        Assert.Matches("""dutykiosk_connections_refused_total\{why="filters"\} [1-9]""", await _http.GetStringAsync($"{_bridge.WebAddress}/metrics", TestContext.Current.CancellationToken));
    }

    /// <summary>Beyond what a terminal may have stored that proves nothing, it is parted from without an acknowledgement, and counted; it comes back, and its own record is stored.</summary>
    [Fact]
    public async Task AFloodIsPartedFrom()
    {
        using IMqttClient client = await ConnectAsync("T1");
        bool acknowledged = true;
        int sent = 0;
        while (acknowledged && sent <= 2000)
        {
            bool[] some = await Task.WhenAll(Enumerable.Range(sent, 100).Select(i => RunningBridge.PublishAsync(client, _terminal.EventTopic, System.Text.Encoding.ASCII.GetBytes($"junk {i}"))));
            sent += some.Length;
            acknowledged = Array.TrueForAll(some, each => each);
        }

        Assert.False(acknowledged);
        Assert.InRange(_bridge.Core.Log.ReadRecords("T1", 0, 5000).Count, 900, 1010);
        using IMqttClient back = await ConnectAsync("T1");
        Assert.False(await RunningBridge.PublishAsync(back, _terminal.EventTopic, "more junk"u8.ToArray()) && await RunningBridge.PublishAsync(back, _terminal.EventTopic, "and more"u8.ToArray()));
        using IMqttClient again = await ConnectAsync("T1");
        Assert.True(await RunningBridge.PublishAsync(again, _terminal.EventTopic, _terminal.Next()));
        Assert.Contains("dutykiosk_connections_refused_total{why=\"unproved\"}", await _http.GetStringAsync($"{_bridge.WebAddress}/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A terminal gets its roster, signed, as soon as it asks.</summary>
    [Fact]
    public async Task TheRosterIsRetained()
    {
        using IMqttClient client = await ConnectAsync("T1");
        var received = new TaskCompletionSource<string>();
        client.ApplicationMessageReceivedAsync += message =>
        {
            received.TrySetResult(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await client.SubscribeAsync("dutykiosk/v1/T1/roster", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        string manifest = await received.Task.WaitAsync(Until.Limit, TestContext.Current.CancellationToken);
        int mac = manifest.IndexOf(",\"mac\":\"", StringComparison.Ordinal);
        byte[] expected = SignedMessage.MacOf("dutykiosk/v1/T1/roster", manifest[..mac], _bridge.Terminals.Find("T1")!.KeyBytes());
        Assert.Equal(Convert.ToHexStringLower(expected), manifest[(mac + 8)..^2]);
    }

    /// <summary>Connections that say nothing are closed, and the service stays up meanwhile.</summary>
    [Fact]
    public async Task SilentConnectionsAreClosed()
    {
        var silent = new List<TcpClient>();
        for (int i = 0; i < 50; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _bridge.MqttPort, TestContext.Current.CancellationToken);
            silent.Add(client);
        }

        using IMqttClient speaking = await ConnectAsync("T1");
        Assert.True((await speaking.PublishBinaryAsync(_terminal.EventTopic, _terminal.Next(), MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken)).IsSuccess);
        foreach (TcpClient client in silent)
        {
            using (client)
            {
                Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(Until.Limit, TestContext.Current.CancellationToken));
            }
        }
    }

    private async Task<IMqttClient> ConnectAsync(string id)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _bridge.MqttPort).WithClientId(id).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().Build();
        await client.ConnectAsync(options, CancellationToken.None);
        return client;
    }

    private async Task EndsTheConnectionAsync(Func<IMqttClient, Task> attempt)
    {
        using IMqttClient client = await ConnectAsync("T1");
        var gone = new TaskCompletionSource();
        client.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        try
        {
            await attempt(client);
        }
        catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or MQTTnet.Exceptions.MqttClientDisconnectedException)
        {
            // The client is told in its own way that nobody answers any more.
        }

        await gone.Task.WaitAsync(Until.Limit, TestContext.Current.CancellationToken);
    }
}
