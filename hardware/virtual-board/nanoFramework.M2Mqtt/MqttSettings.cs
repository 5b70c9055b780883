using DutyKiosk.VirtualBoard;

namespace nanoFramework.M2Mqtt;

/// <summary>Settings of all clients of a board: one object, as in the real library.</summary>
public class MqttSettings
{
    /// <summary>The port without TLS.</summary>
    public const int BrokerDefaultPort = 1883;

    /// <summary>The port with TLS.</summary>
    public const int BrokerDefaultSslPort = 8883;

    /// <summary>Milliseconds for connecting.</summary>
    public const int ConnectTimeout = 30000;

    /// <summary>Milliseconds between two sendings of what is not acknowledged.</summary>
    public const int DefaultDelayRetry = 1000;

    /// <summary>How many publishes may wait.</summary>
    public const int DefaultInflightQueueSize = int.MaxValue;

    /// <summary>Milliseconds for an answer.</summary>
    public const int DefaultTimeout = 30000;

    /// <summary>How often something is sent at most.</summary>
    public const int MaximumAttemptsRetry = 3;

    private MqttSettings()
    {
    }

    /// <summary>The board's settings.</summary>
    public static MqttSettings Instance => Board.Current.Ram(() => new MqttSettings());

    /// <summary>How often something is sent at most.</summary>
    public int AttemptsOnRetry { get; } = MaximumAttemptsRetry;

    /// <summary>Milliseconds between two sendings of what is not acknowledged.</summary>
    public int DelayOnRetry { get; } = DefaultDelayRetry;

    /// <summary>How many publishes may wait to be sent or acknowledged; beyond it Publish throws.</summary>
    public int InflightQueueSize { get; set; } = DefaultInflightQueueSize;

    /// <summary>The port of the last client without TLS.</summary>
    public int Port { get; internal set; } = BrokerDefaultPort;

    /// <summary>The port of the last client with TLS.</summary>
    public int SslPort { get; internal set; } = BrokerDefaultSslPort;

    /// <summary>Milliseconds for connecting.</summary>
    public int TimeoutOnConnection { get; } = ConnectTimeout;

    /// <summary>Milliseconds for an answer.</summary>
    public int TimeoutOnReceiving { get; } = DefaultTimeout;

    /// <summary>Whether the broker's certificate is checked, which wants a set clock.</summary>
    public bool ValidateServerCertificate { get; set; } = true;
}
