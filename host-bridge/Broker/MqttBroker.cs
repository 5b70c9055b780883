using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
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
public sealed class MqttBroker : IBroker
{
    private const string BridgeStateTopic = "dutykiosk/v1/bridge/state";
    private const string FirmwareTopics = "dutykiosk/v1/bridge/firmware/";

    // Both must be out of reach: the sender is no id of the wire, and nobody may call himself as the bridge's own topics do.
    private const string Sender = "$bridge";
    private const string BridgeId = "bridge";

    // A terminal has half a dozen, and one that never ends its subscriptions one more for each page of a roster that it has asked for.
    private const int MostFilters = 256;

    private static readonly Gauge Connected = Metrics.CreateGauge("dutykiosk_terminals_connected", "Connections that stand.");
    private static readonly Counter Refused = Metrics.CreateCounter("dutykiosk_connections_refused_total", "Connections that were refused or closed.", "why");

    // All that there are, so that each stands among the metrics from the first moment on.
    private static readonly string[] Reasons =
    [
        "accept-failed", "broken", "client-id", "filters", "foreign-topic", "no-connect", "no-credentials", "not-mqtt", "oversized", "packet-id", "password", "revoked", "stopping", "tls-failed", "tls-timeout", "too-many", "too-slow", "unknown", "unproved",
    ];

    private readonly TerminalRegister _terminals;
    private readonly IPEndPoint _plain;
    private readonly TlsDoor? _tls;
    private readonly BrokerLimits _limits;
    private readonly TimeProvider _time;
    private readonly Func<BridgeCore> _core;
    private readonly Action _wake;
    private readonly ConcurrentDictionary<(string Client, ushort Packet), TaskCompletionSource<bool>> _waiting = new();
    // The publish that a client's receiving loop is at: MQTTnet hands the interceptor of publishes the message without its packet's number.
    private readonly ConcurrentDictionary<string, ushort> _receiving = new(StringComparer.Ordinal);
    // How many kept messages were published when a client's newest SUBSCRIBE came in.
    private readonly ConcurrentDictionary<string, long> _subscribing = new(StringComparer.Ordinal);
    // How many connections each terminal has made: what is said of one that has ended must not end the next.
    private readonly ConcurrentDictionary<string, int> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<string>> _filters = new(StringComparer.Ordinal);
    private readonly RetainedMessages _retained = new();
    private readonly RecordDoor _door;
    private volatile bool _takesNoMore;
    private int _held;
    private MqttServer? _server;

    /// <summary>
    /// A broker that is not started, with a plain listener and, where <paramref name="tls"/> is given, one for TLS. <paramref name="wake"/> lets the bridge commit.
    /// </summary>
    public MqttBroker(TerminalRegister terminals, IPEndPoint plain, TlsDoor? tls, BrokerLimits limits, TimeProvider time, Func<BridgeCore> core, Action wake)
    {
        _terminals = terminals;
        _plain = plain;
        _tls = tls;
        _limits = limits;
        _time = time;
        _core = core;
        _wake = wake;
        _door = new RecordDoor(core, wake, why => Refused.WithLabels(why).Inc());
        Array.ForEach(Reasons, why => Refused.WithLabels(why));
    }

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <summary>The port that it listens on without TLS.</summary>
    public int Port { get; private set; }

    /// <summary>The port that it listens on for TLS; -1: none.</summary>
    public int TlsPort { get; private set; } = -1;

    /// <summary>Starts listening.</summary>
    /// <exception cref="StartupException">A port is in use.</exception>
    public async Task StartAsync()
    {
        var counts = new ConnectionCounts(_limits);
        MqttListener plain = Listen(_plain, null, counts, "MQTT", "--mqtt-port");
        var listeners = new List<MqttListener> { plain };
        Port = plain.Port;
        if (_tls != null)
        {
            try
            {
                MqttListener secure = Listen(_tls.At, _tls.Identity, counts, "MQTT over TLS", "--tls-port");
                listeners.Add(secure);
                TlsPort = secure.Port;
            }
            catch
            {
                plain.Dispose();
                throw;
            }
        }

        MqttServerOptions options = new MqttServerOptionsBuilder().WithoutDefaultEndpoint().WithDefaultCommunicationTimeout(_limits.ConnectPatience).Build();
        _server = new MqttServerFactory().CreateMqttServer(options, listeners);
        _server.ValidatingConnectionAsync += Validate;
        _server.InterceptingPublishAsync += Intercept;
        _server.InterceptingInboundPacketAsync += NoteNumber;
        _server.InterceptingOutboundPacketAsync += HoldAcknowledgement;
        _server.InterceptingSubscriptionAsync += CheckSubscription;
        _server.ClientSubscribedTopicAsync += SendMissed;
        _server.ClientUnsubscribedTopicAsync += GiveRoom;
        _server.ClientConnectedAsync += _ =>
        {
            Connected.Inc();
            return Task.CompletedTask;
        };
        _server.ClientDisconnectedAsync += Forget;
        _terminals.CredentialsChanged += Part;
        await _server.StartAsync();
        Publish(BridgeStateTopic, "{\"state\":\"online\"}"u8.ToArray(), true);
    }

    /// <summary>Whether the acknowledgement of a publish waits for its record to be stored.</summary>
    public bool IsAcknowledging => _door.IsAcknowledging || Volatile.Read(ref _held) > 0 || _waiting.Values.Any(stored => !stored.Task.IsCompleted);

    /// <summary>Lets nobody in any more; who is in stays.</summary>
    public Task TakeNoMoreAsync()
    {
        _takesNoMore = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SpeakForHouse(bool leads)
    {
        // As long as it runs its terminals know that a bridge lives; when it ends they are told.
    }

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        MqttServer? server = _server;
        if (server == null)
        {
            return;
        }

        if (retain)
        {
            _retained.Begin(topic, payload);
        }

        Inject(server, topic, payload, retain).GetAwaiter().GetResult();
        if (retain)
        {
            _retained.End(topic);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server == null)
        {
            return;
        }

        MqttServer server = _server;
        _terminals.CredentialsChanged -= Part;
        _door.Shut();
        Publish(BridgeStateTopic, "{\"state\":\"lost\"}"u8.ToArray(), true);
        _server = null;
        foreach (TaskCompletionSource<bool> stored in _waiting.Values)
        {
            // Nobody is left who would store it: the terminal has it still.
            stored.TrySetResult(false);
        }

        await server.StopAsync();
        server.Dispose();
    }

    // Wildcards and NUL have no place in the topic of a publish, and the replacement character stands for bytes that are no UTF-8.
    private static bool IsTopic(string topic) => !topic.AsSpan().ContainsAny("\0#+\uFFFD");

    private static Task Inject(MqttServer server, string topic, byte[] payload, bool retain)
    {
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = retain,
        };
        return server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = Sender });
    }

    private MqttListener Listen(IPEndPoint at, ServerIdentity? identity, ConnectionCounts counts, string what, string option)
    {
        try
        {
            return new MqttListener(at, identity, _limits, counts, _door, _time, why => Refused.WithLabels(why).Inc());
        }
        catch (SocketException exception)
        {
            throw new StartupException($"The {what} port {at.Port} cannot be opened on {at.Address} ({exception.Message}): stop what uses it, or choose another with {option}.");
        }
    }

    private Task Validate(ValidatingConnectionEventArgs connection)
    {
        bool loopback = connection.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
        if (_takesNoMore)
        {
            Refuse("stopping", MqttConnectReasonCode.ServerUnavailable);
            return Task.CompletedTask;
        }

        if (!RecordBody.IsId(connection.ClientId) || string.Equals(connection.ClientId, BridgeId, StringComparison.Ordinal))
        {
            Refuse("client-id", MqttConnectReasonCode.ClientIdentifierNotValid);
            return Task.CompletedTask;
        }

        TerminalEntry? terminal = _terminals.Find(connection.ClientId);
        if (_terminals.IsRevoked(connection.ClientId))
        {
            Refuse("revoked", MqttConnectReasonCode.NotAuthorized);
        }
        else if (terminal == null)
        {
            // Nobody comes in who was never enrolled, from this machine neither.
            Refuse("unknown", MqttConnectReasonCode.NotAuthorized);
        }
        else if (terminal.PasswordHash.Length > 0)
        {
            if (!string.Equals(connection.UserName, connection.ClientId, StringComparison.Ordinal) || connection.Password == null || !_terminals.IsPassword(terminal, connection.Password))
            {
                Refuse("password", MqttConnectReasonCode.BadUserNameOrPassword);
            }
        }
        else if (!loopback)
        {
            Refuse("no-credentials", MqttConnectReasonCode.NotAuthorized);
        }

        if (connection.ReasonCode == MqttConnectReasonCode.Success)
        {
            _connections.AddOrUpdate(connection.ClientId, 1, static (_, count) => count + 1);
        }

        return Task.CompletedTask;

        void Refuse(string why, MqttConnectReasonCode code)
        {
            Refused.WithLabels(why).Inc();
            connection.ReasonCode = code;
        }
    }

    // Nobody goes on with credentials that do not hold any more. Whoever has the new ones comes again.
    private void Part(string terminal) => _ = Close(terminal);

    private Task NoteNumber(InterceptingPacketEventArgs packet)
    {
        if (packet.Packet is MqttPublishPacket { PacketIdentifier: 0, QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce } or MqttSubscribePacket { PacketIdentifier: 0 } or MqttUnsubscribePacket { PacketIdentifier: 0 })
        {
            // MQTT has no such number, and whoever sends it could not be told what its answer belongs to. Its own loop must not wait for its end.
            Refused.WithLabels("packet-id").Inc();
            packet.ProcessPacket = false;
            _ = Close(packet.ClientId);
        }
        else if (packet.Packet is MqttPublishPacket { PacketIdentifier: > 0 } numbered)
        {
            _receiving[packet.ClientId] = numbered.PacketIdentifier;
        }
        else if (packet.Packet is MqttSubscribePacket)
        {
            _subscribing[packet.ClientId] = _retained.Published;
        }

        return Task.CompletedTask;
    }

    private Task Intercept(InterceptingPublishEventArgs publish)
    {
        if (string.Equals(publish.ClientId, Sender, StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        if (_server == null)
        {
            // It is being stopped, and nobody stores any more.
            publish.ProcessPublish = false;
            publish.CloseConnection = true;
            return Task.CompletedTask;
        }

        TakeIn(publish);
        return Task.CompletedTask;
    }

    private void TakeIn(InterceptingPublishEventArgs publish)
    {
        // A will has no number: it was not received just now.
        bool numbered = _receiving.TryRemove(publish.ClientId, out ushort number);
        string topic = publish.ApplicationMessage.Topic;
        var stored = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (numbered)
        {
            // Before the core has it: it may be committed, and its PUBACK be under way, before the next line runs.
            _waiting[(publish.ClientId, number)] = stored;
        }

        Reception reception = !IsTopic(topic) ? Reception.Close : _core().Receive(publish.ClientId, topic, publish.ApplicationMessage.Payload.ToArray(), result => stored.TrySetResult(result));

        // Records are for the bridge alone; only a terminal's own state is kept for others to see.
        publish.ProcessPublish = reception == Reception.Store && topic.EndsWith("/state", StringComparison.Ordinal);
        switch (reception)
        {
            case Reception.Close or Reception.Refuse:
                Refused.WithLabels(reception == Reception.Refuse ? "unproved" : "foreign-topic").Inc();
                publish.CloseConnection = true;
                stored.TrySetResult(false);
                break;
            case Reception.Take:
                stored.TrySetResult(true);
                _wake();
                break;
            default:
                _wake();
                break;
        }
    }

    private async Task HoldAcknowledgement(InterceptingPacketEventArgs packet)
    {
        // A PUBREC says to a sender with QoS 2 what a PUBACK says to one with QoS 1.
        if (packet.Packet is not (MqttPubAckPacket or MqttPubRecPacket))
        {
            return;
        }

        ushort number = ((MqttPacketWithIdentifier)packet.Packet).PacketIdentifier;
        if (!_waiting.TryRemove((packet.ClientId, number), out TaskCompletionSource<bool>? stored))
        {
            return;
        }

        int connection = _connections.GetValueOrDefault(packet.ClientId);
        Interlocked.Increment(ref _held);
        bool isStored = await stored.Task;
        Interlocked.Decrement(ref _held);
        if (!isStored)
        {
            packet.ProcessPacket = false;
            if (connection == _connections.GetValueOrDefault(packet.ClientId))
            {
                await Close(packet.ClientId);
            }
        }
    }

    private Task CheckSubscription(InterceptingSubscriptionEventArgs subscription)
    {
        string filter = subscription.TopicFilter.Topic;
        bool own = !filter.AsSpan().ContainsAny("\0\uFFFD") && filter.StartsWith($"dutykiosk/v1/{subscription.ClientId}/", StringComparison.Ordinal) || IsForAll(filter);
        if (!own || !HasRoomFor(subscription.ClientId, filter))
        {
            Refused.WithLabels(own ? "filters" : "foreign-topic").Inc();
            subscription.ProcessSubscription = false;
            subscription.CloseConnection = true;
        }

        return Task.CompletedTask;
    }

    // Pages of a firmware one at a time: all of them at once are half a megabyte for every terminal that asks.
    private static bool IsForAll(string filter)
    {
        return string.Equals(filter, BridgeStateTopic, StringComparison.Ordinal)
            || (filter.StartsWith(FirmwareTopics, StringComparison.Ordinal) && !filter.AsSpan().ContainsAny("+#\0\uFFFD"));
    }

    // Each message is held against every filter of every client, so a client has a few different ones in a connection and no more.
    private bool HasRoomFor(string client, string filter)
    {
        HashSet<string> filters = _filters.GetOrAdd(client, _ => new HashSet<string>(StringComparer.Ordinal));
        lock (filters)
        {
            return filters.Contains(filter) || (filters.Count < MostFilters && filters.Add(filter));
        }
    }

    private Task GiveRoom(ClientUnsubscribedTopicEventArgs unsubscribed)
    {
        if (_filters.TryGetValue(unsubscribed.ClientId, out HashSet<string>? filters))
        {
            lock (filters)
            {
                filters.Remove(unsubscribed.TopicFilter);
            }
        }

        return Task.CompletedTask;
    }

    // Sent as what is new and not as what is kept, or an old message could take the place of a newer one that is kept by now.
    private async Task SendMissed(ClientSubscribedTopicEventArgs subscribed)
    {
        MqttServer? server = _server;
        long published = _subscribing.GetValueOrDefault(subscribed.ClientId, long.MaxValue);
        foreach ((string topic, byte[] payload) in _retained.After(published, subscribed.TopicFilter.Topic))
        {
            if (server != null)
            {
                await Inject(server, topic, payload, false);
            }
        }
    }

    private Task Forget(ClientDisconnectedEventArgs client)
    {
        Connected.Dec();
        if (client.DisconnectType == MqttClientDisconnectType.Takeover)
        {
            // The client id is in use again, and what waits may already be the new connection's.
            if (_terminals.Find(client.ClientId) != null)
            {
                _core().TakeOvers.Note(client.ClientId, _time.GetUtcNow());
                _wake();
            }

            return Task.CompletedTask;
        }

        _filters.TryRemove(client.ClientId, out _);
        foreach (((string Client, ushort Packet) key, TaskCompletionSource<bool> stored) in _waiting)
        {
            // What is not decided stays: should the client be back already, its PUBACK must go on waiting.
            if (string.Equals(key.Client, client.ClientId, StringComparison.Ordinal) && stored.Task.IsCompletedSuccessfully && stored.Task.Result)
            {
                _waiting.TryRemove(new KeyValuePair<(string, ushort), TaskCompletionSource<bool>>(key, stored));
            }
        }

        return Task.CompletedTask;
    }

    private async Task Close(string clientId)
    {
        if (_server is not { } server)
        {
            return;
        }

        try
        {
            await server.DisconnectClientAsync(clientId, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.UnspecifiedError });
        }
        catch (InvalidOperationException)
        {
            // It has gone by itself.
        }
    }
}
