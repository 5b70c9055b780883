namespace DutyKiosk.VirtualBoard;

/// <summary>The way from a board to a broker. Twins: TCP to a real one, and <see cref="MemoryBroker"/>.</summary>
public interface IBrokerLink
{
    /// <summary>Opens a connection; throws where nobody answers.</summary>
    IBrokerSession Open(Board board, string host, int port, IBrokerEvents events);

    /// <summary>Whether the broker's certificate can be believed.</summary>
    bool CertificateValid { get; }
}

/// <summary>One connection to a broker, MQTT 3.1.1.</summary>
public interface IBrokerSession
{
    /// <summary>Whether the connection stands.</summary>
    bool IsConnected { get; }

    /// <summary>CONNECT; returns the code of the CONNACK, 0 when accepted.</summary>
    byte Connect(BrokerConnect connect);

    /// <summary>PUBLISH; with QoS 1 the acknowledgement comes as an event.</summary>
    void Publish(ushort id, string topic, byte[] payload, bool atLeastOnce, bool retain);

    /// <summary>SUBSCRIBE.</summary>
    void Subscribe(ushort id, string[] topics);

    /// <summary>UNSUBSCRIBE.</summary>
    void Unsubscribe(ushort id, string[] topics);

    /// <summary>DISCONNECT: the will is not sent.</summary>
    void Disconnect();

    /// <summary>Ends the connection without a word: the will is sent.</summary>
    void Close();
}

/// <summary>What a connection tells.</summary>
public interface IBrokerEvents
{
    /// <summary>A message has come.</summary>
    void Received(string topic, byte[] payload, bool retain);

    /// <summary>A QoS 1 publish is acknowledged.</summary>
    void Published(ushort id);

    /// <summary>A subscription is acknowledged.</summary>
    void Subscribed(ushort id);

    /// <summary>The end of a subscription is acknowledged.</summary>
    void Unsubscribed(ushort id);

    /// <summary>The connection is gone.</summary>
    void Closed();
}

/// <summary>What a CONNECT carries.</summary>
public sealed class BrokerConnect(string clientId)
{
    /// <summary>The client id.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>User name, or null.</summary>
    public string? User { get; set; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; set; }

    /// <summary>Topic of the will, or null.</summary>
    public string? WillTopic { get; set; }

    /// <summary>The will.</summary>
    public byte[] Will { get; set; } = [];

    /// <summary>Whether the will is retained.</summary>
    public bool WillRetain { get; set; }

    /// <summary>Keep-alive in seconds.</summary>
    public int KeepAliveS { get; set; }
}
