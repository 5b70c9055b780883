using System;
using System.Collections;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DutyKiosk.VirtualBoard;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>
/// An MQTT client with the behaviour of the real library: the name is resolved in the constructor, which throws offline; Publish queues without
/// looking at the connection; what is in flight is forgotten at Close; events run on a thread of their own, and an exception in a handler ends the
/// connection; a refused Connect leaves things open until Close; ConnectionClosed is raised for one's own Disconnect too, but not for Close.
/// MQTT 5 and QoS 2 are not here.
/// </summary>
public class MqttClient : IMqttClient, IDisposable, IBrokerEvents
{
    private const ushort DefaultKeepAliveS = 60;
    private const int FirstValidYear = 2021;

    private readonly Board _board;
    private readonly string _host;
    private readonly int _port;
    private readonly bool _secure;
    private readonly Queue<Action> _events = [];
    private readonly InFlightQueue _inFlight;
    private readonly object _gate = new();
    private LoopHandle? _dispatcher;
    private LoopHandle? _sender;
    private IBrokerSession? _session;
    private ushort _lastId;
    private bool _closing;

    /// <summary>A client of a broker without TLS.</summary>
    public MqttClient(string brokerHostName)
        : this(brokerHostName, MqttSettings.BrokerDefaultPort, false, null, null, MqttSslProtocols.None)
    {
    }

    /// <summary>A client of a broker.</summary>
    /// <exception cref="SocketException">Offline: the name cannot be resolved.</exception>
    public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
    {
        _board = Board.Current;
        _host = brokerHostName;
        _port = brokerPort;
        _secure = secure;
        Settings = MqttSettings.Instance;
        _inFlight = new InFlightQueue(Settings);
        if (secure)
        {
            Settings.SslPort = brokerPort;
        }
        else
        {
            Settings.Port = brokerPort;
        }

        if (!IPAddress.TryParse(brokerHostName, out _))
        {
            _board.Network.StopEverybody();
            if (!_board.Network.Up || _board.Network.Mute || !_board.Network.NameServerUp)
            {
                throw new SocketException((int)SocketError.HostNotFound);
            }
        }
        else if (!_board.Network.Up)
        {
            throw new SocketException((int)SocketError.NetworkUnreachable);
        }
    }

    /// <summary>A message has come.</summary>
    public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    /// <summary>A publish was acknowledged, or given up.</summary>
    public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

    /// <summary>A subscription was acknowledged.</summary>
    public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

    /// <summary>The connection has ended, on whichever side.</summary>
    public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

    /// <summary>Whether the connection is thought to stand.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The client id of the last accepted Connect.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Whether the broker keeps nothing over a reconnect.</summary>
    public bool CleanSession { get; private set; }

    /// <summary>Whether there is a will.</summary>
    public bool WillFlag { get; private set; }

    /// <summary>Quality of service of the will.</summary>
    public MqttQoSLevel WillQosLevel { get; private set; }

    /// <summary>Topic of the will.</summary>
    public string? WillTopic { get; private set; }

    /// <summary>The will.</summary>
    public string? WillMessage { get; private set; }

    /// <summary>The protocol; the virtual board speaks 3.1.1 alone.</summary>
    public MqttProtocolVersion ProtocolVersion { get; set; } = MqttProtocolVersion.Version_3_1_1;

    /// <summary>Settings, shared with every other client of the board.</summary>
    public MqttSettings Settings { get; }

    /// <summary>Connects without will and credentials.</summary>
    public MqttReasonCode Connect(string clientId) => Connect(clientId, true);

    /// <summary>Connects without will and credentials.</summary>
    public MqttReasonCode Connect(string clientId, bool cleanSession) => Connect(clientId, null, null, cleanSession, DefaultKeepAliveS);

    /// <summary>Connects without a will.</summary>
    public MqttReasonCode Connect(string clientId, string? username, string? password) => Connect(clientId, username, password, true, DefaultKeepAliveS);

    /// <summary>Connects without a will.</summary>
    public MqttReasonCode Connect(string clientId, string? username, string? password, bool cleanSession, ushort keepAlivePeriod)
    {
        return Connect(clientId, username, password, false, MqttQoSLevel.AtMostOnce, false, null, null, cleanSession, keepAlivePeriod);
    }

    /// <summary>Connects with credentials and a will. The keep-alive is in seconds.</summary>
    /// <returns>What the broker answers; anything but <see cref="MqttReasonCode.Success"/> leaves the connection open until <see cref="Close"/>.</returns>
    /// <exception cref="MqttConnectionException">Nobody answers, or TLS is asked for before the clock is set.</exception>
    public MqttReasonCode Connect(
        string clientId,
        string? username,
        string? password,
        bool willRetain,
        MqttQoSLevel willQosLevel,
        bool willFlag,
        string? willTopic,
        string? willMessage,
        bool cleanSession,
        ushort keepAlivePeriod)
    {
        MqttReasonCode code = Open(new BrokerConnect(clientId)
        {
            User = username,
            Password = password,
            WillTopic = willFlag ? willTopic : null,
            Will = Encoding.UTF8.GetBytes(willMessage ?? ""),
            WillRetain = willRetain,
            KeepAliveS = keepAlivePeriod,
        });
        if (code != MqttReasonCode.Success)
        {
            return code;
        }

        ClientId = clientId;
        CleanSession = cleanSession;
        WillFlag = willFlag;
        WillTopic = willTopic;
        WillMessage = willMessage;
        WillQosLevel = willQosLevel;
        lock (_gate)
        {
            IsConnected = !_closing;
            _dispatcher = _board.StartLoop("mqtt dispatch", _ => Dispatch());
            _sender = _board.StartLoop("mqtt send", Send);
        }

        return code;
    }

    /// <summary>Publishes with QoS 0.</summary>
    public ushort Publish(string topic, byte[] message) => Publish(topic, message, null, null, MqttQoSLevel.AtMostOnce, false);

    /// <summary>Publishes with QoS 0; a content type is MQTT 5's.</summary>
    public ushort Publish(string topic, byte[] message, string? contentType) => Publish(topic, message, contentType, null, MqttQoSLevel.AtMostOnce, false);

    /// <summary>Publishes with QoS 0; content type and user properties are MQTT 5's.</summary>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties)
    {
        return Publish(topic, message, contentType, userProperties, MqttQoSLevel.AtMostOnce, false);
    }

    /// <summary>Queues a message, whether or not there is a connection. The array is kept until it is sent.</summary>
    /// <returns>The id that <see cref="MqttMsgPublished"/> will name, with QoS 1.</returns>
    /// <exception cref="MqttClientException">As many wait as <see cref="MqttSettings.InflightQueueSize"/> allows.</exception>
    /// <exception cref="NotSupportedException">Content type and user properties are MQTT 5's; QoS 2 is not on the virtual board.</exception>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        _ = Board.Current;
        if (!string.IsNullOrEmpty(contentType) || userProperties is { Count: > 0 } || qosLevel == MqttQoSLevel.ExactlyOnce)
        {
            throw new NotSupportedException("Content type and user properties need MQTT 5; the virtual board has no QoS 2.");
        }

        return Enqueue(new InFlight(NextId(), [topic], message, qosLevel, retain));
    }

    /// <summary>Subscribes to topics. No acknowledgement means it has failed; nothing tells.</summary>
    public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
    {
        _ = Board.Current;
        if (topics.Length == 0)
        {
            throw new MqttClientException(MqttClientErrorCode.TopicsEmpty);
        }

        if (topics.Length != qosLevels.Length)
        {
            throw new MqttClientException(MqttClientErrorCode.TopicsQosLevelsNotMatch);
        }

        return Enqueue(new InFlight(NextId(), topics, null, MqttQoSLevel.AtLeastOnce, false));
    }

    /// <summary>Ends subscriptions to topics.</summary>
    public ushort Unsubscribe(string[] topics)
    {
        _ = Board.Current;
        return Enqueue(new InFlight(NextId(), topics, null, MqttQoSLevel.AtLeastOnce, false) { IsUnsubscribe = true });
    }

    /// <summary>Takes leave of the broker, so that the will is not sent.</summary>
    /// <exception cref="MqttCommunicationException">The connection is gone already.</exception>
    public void Disconnect()
    {
        _ = Board.Current;
        if (_session == null || !_session.IsConnected)
        {
            throw new MqttCommunicationException();
        }

        _session.Disconnect();
        BeginClosing();
    }

    /// <summary>Ends the connection without a word and forgets what is in flight and what was to be told.</summary>
    public void Close()
    {
        IBrokerSession? session;
        lock (_gate)
        {
            session = _session;
            _session = null;
            _dispatcher?.Stop();
            _sender?.Stop();
            _dispatcher = null;
            _sender = null;
            _inFlight.Clear();
            _events.Clear();
            _closing = false;
            IsConnected = false;
        }

        session?.Close();
    }

    /// <summary>Closes the client.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private MqttReasonCode Open(BrokerConnect connect)
    {
        _ = Board.Current;
        if (ProtocolVersion != MqttProtocolVersion.Version_3_1_1)
        {
            throw new NotSupportedException("The virtual board speaks MQTT 3.1.1 alone.");
        }

        try
        {
            if (_secure && Settings.ValidateServerCertificate && _board.Clock.UtcNow.Year < FirstValidYear)
            {
                throw new InvalidOperationException("No certificate is valid before the clock is set.");
            }

            if (_secure)
            {
                _board.Network.StopEverybody();
            }

            IBrokerLink link = _board.Network.Link ?? throw new InvalidOperationException("There is no way to the broker.");
            if (_secure && Settings.ValidateServerCertificate && !link.CertificateValid)
            {
                throw new InvalidOperationException("The certificate of the broker cannot be believed.");
            }

            IBrokerSession session = link.Open(_board, _host, _port, this);
            lock (_gate)
            {
                _session = session;
                _closing = false;
            }

            return (MqttReasonCode)session.Connect(connect);
        }
        catch (Exception exception) when (exception is not PowerLostException)
        {
            throw new MqttConnectionException("Exception connecting to the broker", exception);
        }
    }

    private ushort NextId()
    {
        // Zero is no id.
        _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        return _lastId;
    }

    private ushort Enqueue(InFlight message)
    {
        lock (_gate)
        {
            _inFlight.Add(message);
            _sender?.Wake();
        }

        return message.Id;
    }

    private long Send(long ticks)
    {
        var toSend = new List<InFlight>();
        long next;
        IBrokerSession? session;
        lock (_gate)
        {
            session = _session;
            next = _inFlight.TakeDue(ticks, toSend, givenUp => Tell(() => OnPublished(givenUp.Id, false)));
        }

        try
        {
            foreach (InFlight message in toSend)
            {
                if (message.IsUnsubscribe)
                {
                    session?.Unsubscribe(message.Id, message.Topics);
                }
                else if (message.Payload == null)
                {
                    session?.Subscribe(message.Id, message.Topics);
                }
                else
                {
                    session?.Publish(message.Id, message.Topics[0], message.Payload, message.Qos == MqttQoSLevel.AtLeastOnce, message.Retain);
                }
            }
        }
        catch (Exception exception) when (exception is not PowerLostException)
        {
            // As in the real library, where a dead socket ends the sending thread and with it the connection.
            _board.WriteConsole($"mqtt send: {exception.Message}");
            BeginClosing();
        }

        return next;
    }

    private void Tell(Action action)
    {
        _events.Enqueue(action);
        _dispatcher?.Wake();
    }

    private void TellUnlessClosed(Action action, Func<bool>? wanted = null)
    {
        // On any thread of the link's: the handlers are the dispatcher's.
        lock (_gate)
        {
            if (_session != null && (wanted == null || wanted()))
            {
                Tell(action);
            }
        }
    }

    void IBrokerEvents.Received(string topic, byte[] payload, bool retain) => TellUnlessClosed(() => OnReceived(topic, payload, retain));

    void IBrokerEvents.Published(ushort id) => TellUnlessClosed(() => OnPublished(id, true), () => _inFlight.TakeAcknowledged(id, false));

    void IBrokerEvents.Subscribed(ushort id) => TellUnlessClosed(() => OnSubscribed(id), () => _inFlight.TakeAcknowledged(id, true));

    void IBrokerEvents.Unsubscribed(ushort id)
    {
        lock (_gate)
        {
            _inFlight.TakeAcknowledged(id, true);
        }
    }

    void IBrokerEvents.Closed() => BeginClosing();

    private void OnReceived(string topic, byte[] payload, bool retain)
    {
        MqttMsgPublishReceived?.Invoke(this, new MqttMsgPublishEventArgs(topic, payload, false, MqttQoSLevel.AtLeastOnce, retain));
    }

    private void OnPublished(ushort id, bool arrived) => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, arrived));

    private void OnSubscribed(ushort id) => MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(id, [MqttQoSLevel.AtLeastOnce]));

    private void BeginClosing()
    {
        lock (_gate)
        {
            _closing = _session != null;
            IsConnected = false;
            _dispatcher?.Wake();
        }
    }

    private long Dispatch()
    {
        while (true)
        {
            Action? action = null;
            lock (_gate)
            {
                if (_events.Count > 0)
                {
                    action = _events.Dequeue();
                }
                else if (!_closing)
                {
                    return long.MaxValue;
                }
            }

            try
            {
                if (action == null)
                {
                    Close();
                    ConnectionClosed?.Invoke(this, EventArgs.Empty);
                    return long.MaxValue;
                }

                action();
            }
            catch (Exception exception) when (exception is not PowerLostException)
            {
                // As in the real library, a handler that throws costs the connection.
                _board.WriteConsole($"mqtt handler: {exception.Message}");
                BeginClosing();
            }
        }
    }
}
