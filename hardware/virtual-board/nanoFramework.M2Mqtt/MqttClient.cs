using System;
using System.Collections;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DutyKiosk.VirtualBoard;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>
/// An MQTT client with the behaviour of the real library: the name is resolved in the constructor, which throws offline; Publish queues without
/// looking at the connection; what is in flight is forgotten when the connection ends; events run on a thread of their own, and an exception in
/// a handler ends the connection; a refused Connect leaves things open until Close; ConnectionClosed is raised for one's own Disconnect too.
/// </summary>
public class MqttClient : IMqttClient, IDisposable, IBrokerEvents
{
    private readonly Board _board;
    private readonly string _host;
    private readonly int _port;
    private readonly Queue<Action> _dispatch = [];
    private readonly HashSet<ushort> _inFlight = [];
    private readonly LoopHandle _dispatcher;
    private IBrokerSession? _session;
    private ushort _nextId;
    private bool _closed;

    /// <summary>A client of a broker without TLS.</summary>
    public MqttClient(string brokerHostName)
        : this(brokerHostName, MqttSettings.BrokerDefaultPort, false, null, null, MqttSslProtocols.None)
    {
    }

    /// <summary>A client of a broker.</summary>
    public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
    {
        _board = Board.Current;
        _host = brokerHostName;
        _port = brokerPort;
        if (!_board.Network.Up)
        {
            throw new InvalidOperationException($"The name {brokerHostName} cannot be resolved.");
        }

        _dispatcher = _board.StartLoop("mqtt dispatch", Dispatch);
    }

    /// <summary>A message has come.</summary>
    public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    /// <summary>A publish was acknowledged.</summary>
    public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

    /// <summary>A subscription was acknowledged.</summary>
    public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

    /// <summary>The connection has ended.</summary>
    public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

    /// <summary>Whether the connection is thought to stand.</summary>
    public bool IsConnected => _session?.IsConnected == true;

    /// <summary>The client id.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Settings of this client.</summary>
    public MqttSettings Settings { get; } = new();

    /// <summary>Connects without will and credentials.</summary>
    public MqttReasonCode Connect(string clientId)
    {
        return Connect(clientId, null, null, false, MqttQoSLevel.AtMostOnce, false, null, null, true, 60);
    }

    /// <summary>Connects with credentials and a will.</summary>
    public MqttReasonCode Connect(
        string clientId, string? username, string? password, bool willRetain, MqttQoSLevel willQosLevel, bool willFlag, string? willTopic, string? willMessage, bool cleanSession, ushort keepAlivePeriod)
    {
        _ = Board.Current;
        ClientId = clientId;
        IBrokerLink link = _board.Network.Link ?? throw new MqttConnectionException("Exception connecting to the broker", new InvalidOperationException("No route to the broker."));
        try
        {
            _session = link.Open(_board, _host, _port, this);
            return (MqttReasonCode)_session.Connect(new BrokerConnect(clientId)
            {
                User = username,
                Password = password,
                WillTopic = willFlag ? willTopic : null,
                Will = Encoding.UTF8.GetBytes(willMessage ?? ""),
                WillRetain = willRetain,
                KeepAliveS = keepAlivePeriod,
            });
        }
        catch (Exception exception) when (exception is not PowerLostException)
        {
            throw new MqttConnectionException("Exception connecting to the broker", exception);
        }
    }

    /// <summary>Publishes with QoS 0.</summary>
    public ushort Publish(string topic, byte[] message) => Publish(topic, message, null, null, MqttQoSLevel.AtMostOnce, false);

    /// <summary>Publishes; content type and user properties are MQTT 5's.</summary>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        _ = Board.Current;
        if (contentType != null || userProperties != null)
        {
            throw new NotSupportedException("Content type and user properties need MQTT 5.");
        }

        ushort id = ++_nextId == 0 ? ++_nextId : _nextId;
        if (qosLevel == MqttQoSLevel.AtLeastOnce)
        {
            lock (_inFlight)
            {
                if (_inFlight.Count >= Settings.InflightQueueSize)
                {
                    throw new MqttClientException(MqttClientErrorCode.InflightQueueFull);
                }

                _inFlight.Add(id);
            }
        }

        _session?.Publish(id, topic, message, qosLevel == MqttQoSLevel.AtLeastOnce, retain);
        return id;
    }

    /// <summary>Subscribes.</summary>
    public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
    {
        _ = Board.Current;
        ushort id = ++_nextId == 0 ? ++_nextId : _nextId;
        _session?.Subscribe(id, topics);
        return id;
    }

    /// <summary>Takes leave of the broker; throws when the connection is gone already.</summary>
    public void Disconnect()
    {
        if (_session == null || !_session.IsConnected)
        {
            throw new MqttCommunicationException();
        }

        _session.Disconnect();
    }

    /// <summary>Ends the connection and forgets what is in flight.</summary>
    public void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        lock (_inFlight)
        {
            _inFlight.Clear();
        }

        _session?.Close();
        _dispatcher.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    void IBrokerEvents.Received(string topic, byte[] payload, bool retain)
    {
        Queue(() => MqttMsgPublishReceived?.Invoke(this, new MqttMsgPublishEventArgs(topic, payload, false, MqttQoSLevel.AtLeastOnce, retain)));
    }

    void IBrokerEvents.Published(ushort id)
    {
        lock (_inFlight)
        {
            if (!_inFlight.Remove(id))
            {
                return;
            }
        }

        Queue(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, true)));
    }

    void IBrokerEvents.Subscribed(ushort id)
    {
        Queue(() => MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(id, [MqttQoSLevel.AtLeastOnce])));
    }

    void IBrokerEvents.Closed() => Queue(() => ConnectionClosed?.Invoke(this, EventArgs.Empty));

    /// <summary>Closes the client.</summary>
    protected virtual void Dispose(bool disposing) => Close();

    private void Queue(Action action)
    {
        lock (_dispatch)
        {
            _dispatch.Enqueue(action);
        }

        _dispatcher.Wake();
    }

    private long Dispatch(long ticks)
    {
        while (true)
        {
            Action action;
            lock (_dispatch)
            {
                if (_dispatch.Count == 0)
                {
                    return long.MaxValue;
                }

                action = _dispatch.Dequeue();
            }

            try
            {
                action();
            }
            catch (Exception exception) when (exception is not PowerLostException)
            {
                // As in the real library, a handler that throws costs the connection.
                _board.WriteConsole($"mqtt handler: {exception.Message}");
                _session?.Close();
            }
        }
    }
}
