using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>The whole service on free ports of this machine, in a data folder of its own.</summary>
public sealed class RunningBridge : IAsyncDisposable
{
    private readonly BrokerLimits _limits;
    private readonly bool _tls;
    private readonly HttpClient _http = new();

    private RunningBridge(BrokerLimits limits, bool tls, BridgeHost host, string folder)
    {
        _limits = limits;
        _tls = tls;
        Host = host;
        Folder = folder;
        _http.DefaultRequestHeaders.Add("X-Api-Key", TestKeys.Of(host));
        Terminal = new FakeTerminal("T1", host.Terminals.Find("T1")!.KeyBytes());
    }

    /// <summary>The service since the last start.</summary>
    public BridgeHost Host { get; private set; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Terminal T1.</summary>
    public FakeTerminal Terminal { get; }

    /// <summary>Starts a bridge with the sample's terminals, changed as wanted, and with a listener for TLS if that is wanted.</summary>
    public static async Task<RunningBridge> StartAsync(BrokerLimits? limits = null, Action<TerminalsFile>? change = null, bool tls = false)
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-running-").FullName;
        TerminalsFile terminals = SampleTerminals();
        change?.Invoke(terminals);
        terminals.Write(Path.Combine(folder, TerminalsFile.Name));
        if (tls)
        {
            ReadyCertificates.CopyTo(folder);
        }

        return new RunningBridge(limits ?? new BrokerLimits(), tls, await Open(folder, limits ?? new BrokerLimits(), tls), folder);
    }

    /// <summary>The sample's terminals, with keys that tests know.</summary>
    public static TerminalsFile SampleTerminals() => new()
    {
        SiteKey = new string('5', 64),
        Terminals = [.. SampleRoster.Terminals.Select((sample, index) => new ListedTerminal { Id = sample.Terminal, Post = sample.Post, Handover = true, Key = new string((char)('1' + index), 64) })],
    };

    /// <summary>Stops the service and starts it on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = await Open(Folder, _limits, _tls);
    }

    /// <summary>A real MQTT client that is connected as a terminal.</summary>
    public async Task<IMqttClient> ConnectAsync(string id, string? password = null, Action<MqttClientOptionsBuilder>? more = null)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Host.MqttPort).WithClientId(id).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession();
        if (password != null)
        {
            options.WithCredentials(id, password);
        }

        more?.Invoke(options);
        await client.ConnectAsync(options.Build(), CancellationToken.None);
        return client;
    }

    /// <summary>Publishes with QoS 1; true when it was acknowledged, false when the connection ended instead.</summary>
    public static async Task<bool> PublishAsync(IMqttClient client, string topic, byte[] payload, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.AtLeastOnce)
    {
        try
        {
            return (await client.PublishBinaryAsync(topic, payload, quality, false, CancellationToken.None)).IsSuccess;
        }
        catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or MQTTnet.Exceptions.MqttClientDisconnectedException)
        {
            // The client is told in its own way that nobody answers any more.
            return false;
        }
    }

    /// <summary>Asks the web for a text, with a key that may do everything.</summary>
    public Task<string> GetAsync(string path) => _http.GetStringAsync(Host.WebAddress + path, CancellationToken.None);

    /// <summary>Asks the web with that key, whatever it answers.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Folder, true);
    }

    private static Task<BridgeHost> Open(string folder, BrokerLimits limits, bool tls)
    {
        return BridgeHost.StartAsync(new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = tls ? 0 : -1, Limits = limits, AllowPrivate = ["127.0.0.1"], LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning }, TimeProvider.System);
    }
}
