using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>Several bridges with one database of PostgreSQL behind one mosquitto, in this process.</summary>
public sealed class OutsideBrokerTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TerminalCredentials Second = new("T2", "boiler", true, new string('8', 64), new string('5', 64), "the-password-of-T2");

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-outside-").FullName;
    private readonly List<BridgeHost> _bridges = [];
    private Mosquitto _broker = null!;
    private string _database = "";
    private TerminalCredentials _credentials = null!;
    private FakeTerminal _terminal = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync();
        _database = await server.NewDatabaseAsync();
        _credentials = new TerminalCredentials("T1", "hotline", true, new string('7', 64), new string('5', 64), "the-password-of-T1");
        await Security().PrepareAsync(TestContext.Current.CancellationToken);
        await Security().EnrolAsync(_credentials, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(_folder, "1"));
        new TerminalsFile
        {
            SiteKey = _credentials.SiteKey,
            Terminals = [.. new[] { _credentials, Second }.Select(terminal => new ListedTerminal { Id = terminal.Terminal, Post = terminal.Post, Handover = true, Key = terminal.Key, Password = terminal.Password })],
        }.Write(Path.Combine(_folder, "1", TerminalsFile.Name));
        _terminal = new FakeTerminal("T1", Convert.FromHexString(_credentials.Key));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (BridgeHost bridge in _bridges)
        {
            await bridge.DisposeAsync();
        }

        await _broker.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <summary>Every record is stored once, whichever bridge it came to, and the terminal is told how far; one bridge leads, and only it has said so.</summary>
    [Fact]
    public async Task TwoBridgesStoreEachRecordOnce()
    {
        BridgeHost one = await StartAsync("1");
        BridgeHost two = await StartAsync("2");
        await Until.HoldsAsync(() => one.Core.Leads != two.Core.Leads);
        using var told = new Listener(await ConnectAsync());
        await told.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        for (int i = 0; i < 40; i++)
        {
            await SendAsync(told.Client, "event", _terminal.Next());
        }

        await Until.HoldsAsync(() => told.Of("ack").Any(ack => ack.Contains("\"seq\":40", StringComparison.Ordinal)));
        foreach (BridgeHost bridge in _bridges)
        {
            await Until.HoldsAsync(() => bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", "5f0c9a1e")) == 40);
            Assert.Equal(40, bridge.Core.Log.ReadRecords("T1", 0, 1000).Count);
        }

        await Until.HoldsAsync(() => told.Of("roster").Any() && told.Of("policy").Any());
        Assert.Single(one.Core.Log.ReadKind(LogKind.Started, 0, 10));
    }

    /// <summary>A bridge that goes gives its lead to the other, which tells the terminals everything anew; the house's state stays online.</summary>
    [Fact]
    public async Task TheOtherBridgeTakesTheLead()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        BridgeHost two = await StartAsync("2");
        using var told = new Listener(await ConnectAsync());
        await told.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await told.Client.SubscribeAsync("dutykiosk/v1/bridge/state", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await Until.HoldsAsync(() => told.Of("roster").Count == 1 && told.Of("state").Any(state => state.Contains("online", StringComparison.Ordinal)));
        _bridges.Remove(one);
        await one.DisposeAsync();
        await Until.HoldsAsync(() => two.Core.Leads);
        await Until.HoldsAsync(() => told.Of("roster").Count == 2);
        await Until.HoldsAsync(() => told.Of("state").Count == 2);
        Assert.All(told.Of("state"), state => Assert.Contains("online", state, StringComparison.Ordinal));
        await SendAsync(told.Client, "event", _terminal.Next());
        await Until.HoldsAsync(() => told.Of("ack").Count == 1);
        Assert.Single(two.Core.Log.ReadKind(LogKind.Started, 0, 10));
    }

    /// <summary>A bridge that stops has told its terminals how far their records are stored; when nobody takes over, the last that they hear is that the bridge is gone.</summary>
    [Fact]
    public async Task AStopTellsEverythingThatIsOwed()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        using var told = new Listener(await ConnectAsync());
        await told.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await told.Client.SubscribeAsync("dutykiosk/v1/bridge/state", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await SendAsync(told.Client, "event", _terminal.Next());
        await Until.HoldsAsync(() => told.Of("ack").Count == 1);
        await SendAsync(told.Client, "event", _terminal.Next());
        await Until.HoldsAsync(() => one.Core.Read((_, chain) => chain.StoredUpTo("T1", "5f0c9a1e")) == 2);
        _bridges.Remove(one);
        await one.DisposeAsync();
        await Until.HoldsAsync(() => told.Of("state").Count > 0 && told.Of("state")[^1].Contains("lost", StringComparison.Ordinal));
        Assert.Contains(told.Of("ack"), ack => ack.Contains("\"seq\":2", StringComparison.Ordinal));
    }

    /// <summary>While the broker is away the bridge is not ready, and says which broker and what to do; the board says it too. When it is back nothing is left of it.</summary>
    [Fact]
    public async Task ABrokerThatIsAwayIsTold()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        Assert.Empty(HostBridge.Web.Board.BoardView.Of(Language.Bilingual, one.Core).BrokerTrouble);
        await _broker.KillAsync();
        await Until.HoldsAsync(() => one.Core.BrokerHealth.Trouble.Length > 0);
        Assert.Contains($"mqtt://127.0.0.1:{_broker.Port} cannot be reached", one.Core.BrokerHealth.Trouble, StringComparison.Ordinal);
        Assert.Equal(one.Core.BrokerHealth.Trouble, HostBridge.Web.Board.BoardView.Of(Language.Bilingual, one.Core).BrokerTrouble);
        using var http = new System.Net.Http.HttpClient();
        using System.Net.Http.HttpResponseMessage answer = await http.GetAsync(new Uri(one.WebAddress + "/healthz/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("see that it runs", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await _broker.RunAsync();
        await Until.HoldsAsync(() => one.Core.BrokerHealth.Trouble.Length == 0);
    }

    /// <summary>Who is connected is written down once, by the bridge that leads; a will is too.</summary>
    [Fact]
    public async Task ConnectionsAreWrittenDownOnce()
    {
        BridgeHost one = await StartAsync("1");
        BridgeHost two = await StartAsync("2");
        IMqttClient client = await ConnectAsync(will: "{\"state\":\"lost\",\"session\":3}");
        await client.PublishStringAsync("dutykiosk/v1/T1/state", "{\"state\":\"online\",\"session\":3}", MqttQualityOfServiceLevel.AtLeastOnce, true, TestContext.Current.CancellationToken);
        await Until.HoldsAsync(() => _bridges.TrueForAll(bridge => bridge.Core.Read((room, _) => room.TerminalOf("T1")!.State) is "online"));
        client.Dispose();
        await Until.HoldsAsync(() => _bridges.TrueForAll(bridge => bridge.Core.Read((room, _) => room.TerminalOf("T1")!.State) is "lost"));
        Assert.Equal(2, two.Core.Log.ReadKind(LogKind.Link, 0, 10).Count);
        Assert.Equal(one.Core.LastPosition, two.Core.LastPosition);
    }

    /// <summary>The broker that ends and comes back without anything that it kept: the bridges come back to it, and what is kept there is told again.</summary>
    [Fact]
    public async Task ABrokerThatForgetsIsToldAgain()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        await _broker.KillAsync();
        await _broker.RunAsync();
        using var told = new Listener(await ConnectAsync());
        await told.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await Until.HoldsAsync(() => told.Of("roster").Any() && told.Of("policy").Any());
        await SendAsync(told.Client, "event", _terminal.Next());
        await Until.HoldsAsync(() => told.Of("ack").Any());
    }

    /// <summary>A terminal can neither publish nor read under another's topics, nor come in with another's id or password; what is revoked is let in no longer.</summary>
    [Fact]
    public async Task ATerminalHasItsOwnTopicsAlone()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        TerminalCredentials other = Second;
        await Security().EnrolAsync(other, TestContext.Current.CancellationToken);
        using (IMqttClient intruder = await ConnectAsync())
        {
            // This broker closes the connection upon it, or swallows it: a client of MQTT 3.1.1 cannot be told more.
            await Record.ExceptionAsync(() => SendAsync(intruder, "dutykiosk/v1/T2/event", _terminal.Next(), own: false));
        }

        using var told = new Listener(await ConnectAsync());
        await told.Client.SubscribeAsync("dutykiosk/v1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await told.Client.SubscribeAsync("dutykiosk/v1/T2/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await told.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        IMqttClient second = await ConnectAsync("T2", other.Password);
        await second.PublishStringAsync("dutykiosk/v1/T2/event", "of T2", MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken);
        await Until.HoldsAsync(() => one.Core.Log.ReadRecords("T2", 0, 10).Count > 0);
        Assert.Equal("of T2", Encoding.UTF8.GetString(Assert.Single(one.Core.Log.ReadRecords("T2", 0, 10)).Body));
        await Until.HoldsAsync(() => told.Of("roster").Any());
        Assert.All(told.All, message => Assert.StartsWith("dutykiosk/v1/T1/", message.Topic, StringComparison.Ordinal));
        Assert.NotEqual(MqttClientConnectResultCode.Success, await ResultAsync("T1", other.Password));
        Assert.NotEqual(MqttClientConnectResultCode.Success, await ResultAsync("T3", other.Password));
        await Security().RevokeAsync("T2", TestContext.Current.CancellationToken);
        await Until.HoldsAsync(() => !second.IsConnected);
        Assert.NotEqual(MqttClientConnectResultCode.Success, await ResultAsync("T2", other.Password));
        second.Dispose();
    }

    /// <summary>The API's enrolment renews the client of the broker, too, so that the older password is dead there; a broker that does not answer changes nothing; revocation takes the client away.</summary>
    [Fact]
    public async Task TheApiWritesTheBrokersCredentials()
    {
        BridgeHost one = await StartAsync("1", dynamicSecurity: true);
        await Until.HoldsAsync(() => one.Core.Leads);
        using var web = new HttpClient { BaseAddress = new Uri(one.WebAddress) };
        web.DefaultRequestHeaders.Add("X-Api-Key", TestKeys.Of(one));
        var renewal = new { terminal = "T1", post = "hotline", handover = true, renew = true };
        using IMqttClient before = await ConnectAsync();
        using HttpResponseMessage made = await web.PostAsJsonAsync(new Uri("/api/v1/terminals", UriKind.Relative), renewal, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string password = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("password").GetString()!;
        await Until.HoldsAsync(() => !before.IsConnected);
        Assert.NotEqual(MqttClientConnectResultCode.Success, await ResultAsync("T1", _credentials.Password));
        Assert.Equal(MqttClientConnectResultCode.Success, await ResultAsync("T1", password));

        TerminalEntry enrolled = one.Terminals.Find("T1")!;
        await _broker.KillAsync();
        using HttpResponseMessage failed = await web.PostAsJsonAsync(new Uri("/api/v1/terminals", UriKind.Relative), renewal, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Equal(enrolled, one.Terminals.Find("T1"));
        await _broker.RunAsync();
        Assert.Equal(MqttClientConnectResultCode.Success, await ResultAsync("T1", password));

        using HttpResponseMessage gone = await web.DeleteAsync(new Uri("/api/v1/terminals/T1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        for (int attempt = 0; attempt < 600 && await ResultAsync("T1", password) == MqttClientConnectResultCode.Success; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(MqttClientConnectResultCode.Success, await ResultAsync("T1", password));
    }

    /// <summary>What a terminal publishes under another's topics reaches nobody who listens there, and what it subscribes of another's it is never sent.</summary>
    [Theory]
    [InlineData("event")]
    [InlineData("state")]
    [InlineData("health")]
    public async Task WhatATerminalSendsAsAnotherReachesNobody(string name)
    {
        TerminalCredentials other = Second;
        await Security().EnrolAsync(other, TestContext.Current.CancellationToken);
        string topic = "dutykiosk/v1/T2/" + name;
        using var owner = new Listener(await ConnectAsync("T2", other.Password));
        await owner.Client.SubscribeAsync("dutykiosk/v1/T2/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        using (IMqttClient intruder = await ConnectAsync())
        {
            // This broker closes the connection upon it, or swallows it: a client of MQTT 3.1.1 cannot be told more.
            await Record.ExceptionAsync(() => SendAsync(intruder, topic, "of T1"u8.ToArray(), own: false));
        }

        using var reader = new Listener(await ConnectAsync());
        foreach (string filter in new[] { topic, "dutykiosk/v1/T2/#", "dutykiosk/v1/+/" + name, "#" })
        {
            await Record.ExceptionAsync(() => reader.Client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken));
        }

        // One broker hands on in order: when T2 has its own message, T1's would have been there, and T1, which hears itself below, would have had T2's.
        await SendAsync(owner.Client, topic, "of T2"u8.ToArray(), own: false);
        await Until.HoldsAsync(() => owner.All.Count > 0);
        Assert.Equal([(topic, "of T2")], owner.All);
        await reader.Client.SubscribeAsync("dutykiosk/v1/T1/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await SendAsync(reader.Client, name, "of T1"u8.ToArray());
        await Until.HoldsAsync(() => reader.All.Count > 0);
        Assert.All(reader.All, message => Assert.Equal(("dutykiosk/v1/T1/" + name, "of T1"), message));
    }

    /// <summary>What comes under credentials that were revoked is not stored, whatever the broker lets through.</summary>
    [Fact]
    public async Task RevokedIsRefusedWhateverTheBrokerDoes()
    {
        BridgeHost one = await StartAsync("1");
        await Until.HoldsAsync(() => one.Core.Leads);
        using IMqttClient client = await ConnectAsync();
        await SendAsync(client, "event", _terminal.Next());
        await Until.HoldsAsync(() => one.Core.Log.ReadRecords("T1", 0, 10).Count == 1);
        one.Core.Append(LogKind.Terminal, "T1", Enrolment.Revoke("T1", "test").ToBody());
        one.Core.Read((_, _) => 0);
        await SendAsync(client, "event", _terminal.Next());
        await SendAsync(client, "health", "{}"u8.ToArray());
        Assert.Equal("revoked", one.Core.Read((room, _) => room.TerminalOf("T1")!.State));
        BridgeHost two = await StartAsync("2");
        Assert.Single(two.Core.Log.ReadRecords("T1", 0, 10));
        Assert.Equal(Proof.Ok, two.Core.Read((_, chain) => chain.ProofOf(two.Core.Log.ReadRecords("T1", 0, 10)[0].Position)));
    }

    private static async Task SendAsync(IMqttClient client, string topic, byte[] payload, bool own = true)
    {
        await client.PublishBinaryAsync(own ? "dutykiosk/v1/T1/" + topic : topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken);
    }

    private DynamicSecurity Security() => new(BrokerAddress.Parse(_broker.Address, Mosquitto.Password));

    private async Task<BridgeHost> StartAsync(string name, bool dynamicSecurity = false)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        BridgeHost bridge = await BridgeHost.StartAsync(
            new BridgeOptions { DataFolder = folder, Port = 0, Database = _database, Broker = _broker.Address, BrokerPassword = Mosquitto.Password, BrokerDynamicSecurity = dynamicSecurity, MasterKey = Path.Combine(_folder, "master.key") },
            TimeProvider.System);
        _bridges.Add(bridge);
        return bridge;
    }

    private MqttClientOptions Options(string id, string password, string? will = null)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _broker.Port).WithClientId(id).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().WithCredentials(id, password);
        return (will == null ? options : options.WithWillTopic($"dutykiosk/v1/{id}/state").WithWillPayload(will).WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)).Build();
    }

    private async Task<IMqttClient> ConnectAsync(string id = "T1", string? password = null, string? will = null)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(Options(id, password ?? _credentials.Password, will), TestContext.Current.CancellationToken);
        return client;
    }

    private async Task<MqttClientConnectResultCode> ResultAsync(string id, string password)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        try
        {
            return (await client.ConnectAsync(Options(id, password), TestContext.Current.CancellationToken)).ResultCode;
        }
        catch (MqttCommunicationException)
        {
            return MqttClientConnectResultCode.UnspecifiedError;
        }
    }

    private sealed class Listener : IDisposable
    {
        private readonly ConcurrentQueue<(string Topic, string Payload)> _heard = new();

        internal Listener(IMqttClient client)
        {
            Client = client;
            client.ApplicationMessageReceivedAsync += message =>
            {
                _heard.Enqueue((message.ApplicationMessage.Topic, message.ApplicationMessage.ConvertPayloadToString()));
                return Task.CompletedTask;
            };
        }

        internal IMqttClient Client { get; }

        internal IReadOnlyList<(string Topic, string Payload)> All => [.. _heard];

        public void Dispose() => Client.Dispose();

        internal IReadOnlyList<string> Of(string name) => [.. _heard.Where(message => message.Topic.EndsWith("/" + name, StringComparison.Ordinal)).Select(message => message.Payload)];
    }
}
