using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Prometheus;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// The broker in the bridge's own process. A PUBACK for a record goes out only when the record is committed; on MQTT 3.1.1 a refused publish would
/// still get its PUBACK, so a connection is closed instead.
/// </summary>
public sealed class MqttBroker : IMessageOut, IAsyncDisposable
{
    /// <summary>The largest packet that is taken.</summary>
    public const int MaxPacketBytes = 4096;

    private const string BridgeStateTopic = "dutykiosk/v1/bridge/state";
    private const string SenderKey = "dutykiosk";
    private const int MostConnectionsAnAddress = 2048;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly Gauge Connected = Metrics.CreateGauge("dutykiosk_terminals_connected", "Connections that stand.");
    private static readonly Counter Refused = Metrics.CreateCounter("dutykiosk_connections_refused_total", "Connections that were refused or closed.", "why");

    private readonly TerminalsFile _terminals;
    private readonly IPAddress _address;
    private readonly int _port;
    private readonly Func<BridgeCore> _core;
    private readonly Action _wake;
    private readonly ConcurrentDictionary<(string Client, ushort Packet), TaskCompletionSource<bool>> _waiting = new();
    // The publish that a client's receiving loop is at: MQTTnet hands the interceptor of publishes the message without its packet's number.
    private readonly ConcurrentDictionary<string, ushort> _receiving = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _connections = new(StringComparer.Ordinal);
    private MqttServer? _server;

    /// <summary>A broker that is not started. <paramref name="wake"/> lets the bridge commit.</summary>
    public MqttBroker(TerminalsFile terminals, IPAddress address, int port, Func<BridgeCore> core, Action wake)
    {
        _terminals = terminals;
        _address = address;
        _port = port;
        _core = core;
        _wake = wake;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="StartupException">The port is in use.</exception>
    public async Task StartAsync()
    {
        Port = _port == 0 ? FreePort(_address) : _port;
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(_address)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(Port)
            .WithDefaultCommunicationTimeout(ConnectPatience)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ValidatingConnectionAsync += Validate;
        _server.InterceptingPublishAsync += Intercept;
        _server.InterceptingInboundPacketAsync += InspectInbound;
        _server.InterceptingOutboundPacketAsync += HoldAcknowledgement;
        _server.InterceptingSubscriptionAsync += CheckSubscription;
        _server.ClientConnectedAsync += _ =>
        {
            Connected.Inc();
            return Task.CompletedTask;
        };
        _server.ClientDisconnectedAsync += Forget;
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException exception)
        {
            throw new StartupException($"The MQTT port {Port} cannot be opened ({exception.Message}): stop what uses it, or choose another with --mqtt-port.");
        }

        Publish(BridgeStateTopic, "{\"state\":\"online\"}"u8.ToArray(), true);
    }

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        MqttServer? server = _server;
        if (server == null)
        {
            return;
        }

        MqttApplicationMessage message = new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag(retain).Build();
        server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = SenderKey }).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server == null)
        {
            return;
        }

        MqttServer server = _server;
        Publish(BridgeStateTopic, "{\"state\":\"lost\"}"u8.ToArray(), true);
        _server = null;
        await server.StopAsync();
        server.Dispose();
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task Validate(ValidatingConnectionEventArgs connection)
    {
        bool loopback = connection.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
        TerminalEntry? terminal = _terminals.Find(connection.ClientId);
        if (!RecordBody.IsId(connection.ClientId))
        {
            Refuse("client-id", MqttConnectReasonCode.ClientIdentifierNotValid);
        }
        else if (terminal is { Password.Length: > 0 })
        {
            bool right = string.Equals(connection.UserName, terminal.Id, StringComparison.Ordinal) && connection.Password != null
                && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(connection.Password), Encoding.UTF8.GetBytes(terminal.Password));
            if (!right)
            {
                Refuse("password", MqttConnectReasonCode.BadUserNameOrPassword);
            }
        }
        else if (!loopback)
        {
            Refuse("no-credentials", MqttConnectReasonCode.NotAuthorized);
        }

        // Counted are those that are let in, as only they are told of when they leave.
        string from = AddressOf(connection.RemoteEndPoint);
        if (connection.ReasonCode == MqttConnectReasonCode.Success && _connections.AddOrUpdate(from, 1, (_, count) => count + 1) > MostConnectionsAnAddress)
        {
            _connections.AddOrUpdate(from, 0, (_, count) => count - 1);
            Refuse("too-many", MqttConnectReasonCode.QuotaExceeded);
        }

        return Task.CompletedTask;

        void Refuse(string why, MqttConnectReasonCode code)
        {
            Refused.WithLabels(why).Inc();
            connection.ReasonCode = code;
        }
    }

    private Task InspectInbound(InterceptingPacketEventArgs packet)
    {
        if (packet.Packet is MqttPublishPacket publish && publish.Payload.Length + publish.Topic.Length > MaxPacketBytes - 8)
        {
            Refused.WithLabels("oversized").Inc();
            packet.ProcessPacket = false;
            return Close(packet.ClientId);
        }

        if (packet.Packet is MqttPublishPacket { PacketIdentifier: > 0 } numbered)
        {
            _receiving[packet.ClientId] = numbered.PacketIdentifier;
        }

        return Task.CompletedTask;
    }

    private Task Intercept(InterceptingPublishEventArgs publish)
    {
        if (string.Equals(publish.ClientId, SenderKey, StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        string topic = publish.ApplicationMessage.Topic;
        var stored = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Reception reception = _core().Receive(publish.ClientId, topic, publish.ApplicationMessage.Payload.ToArray(), result => stored.TrySetResult(result));

        // Records are for the bridge alone; only a terminal's own state is kept for others to see.
        publish.ProcessPublish = reception != Reception.Close && topic.EndsWith("/state", StringComparison.Ordinal);
        if (reception == Reception.Close)
        {
            Refused.WithLabels("foreign-topic").Inc();
            return Close(publish.ClientId);
        }

        if (reception == Reception.Store)
        {
            if (publish.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce && _receiving.TryGetValue(publish.ClientId, out ushort id))
            {
                _waiting[(publish.ClientId, id)] = stored;
            }

            _wake();
        }

        return Task.CompletedTask;
    }

    private async Task HoldAcknowledgement(InterceptingPacketEventArgs packet)
    {
        if (packet.Packet is MqttPubAckPacket ack && _waiting.TryRemove((packet.ClientId, ack.PacketIdentifier), out TaskCompletionSource<bool>? stored)
            && !await stored.Task)
        {
            packet.ProcessPacket = false;
            await Close(packet.ClientId);
        }
    }

    private Task CheckSubscription(InterceptingSubscriptionEventArgs subscription)
    {
        string filter = subscription.TopicFilter.Topic;
        bool own = filter.StartsWith($"dutykiosk/v1/{subscription.ClientId}/", StringComparison.Ordinal) || string.Equals(filter, BridgeStateTopic, StringComparison.Ordinal);
        if (!own)
        {
            Refused.WithLabels("foreign-topic").Inc();
            subscription.ProcessSubscription = false;
            subscription.CloseConnection = true;
        }

        return Task.CompletedTask;
    }

    private Task Forget(ClientDisconnectedEventArgs client)
    {
        Connected.Dec();
        _connections.AddOrUpdate(AddressOf(client.RemoteEndPoint), 0, (_, count) => Math.Max(0, count - 1));
        foreach ((string Client, ushort Packet) key in _waiting.Keys.Where(key => string.Equals(key.Client, client.ClientId, StringComparison.Ordinal)))
        {
            _waiting.TryRemove(key, out _);
        }

        return Task.CompletedTask;
    }

    private async Task Close(string clientId)
    {
        if (_server != null)
        {
            await _server.DisconnectClientAsync(clientId, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized });
        }
    }

    private static string AddressOf(EndPoint? endPoint) => endPoint is IPEndPoint ip ? ip.Address.ToString() : "";
}
