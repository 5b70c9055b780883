namespace nanoFramework.M2Mqtt;

/// <summary>Settings of a client.</summary>
public class MqttSettings
{
    /// <summary>The port without TLS.</summary>
    public const int BrokerDefaultPort = 1883;

    /// <summary>The port with TLS.</summary>
    public const int BrokerDefaultSslPort = 8883;

    internal MqttSettings()
    {
    }

    /// <summary>How many publishes may wait for their acknowledgement; beyond it Publish throws.</summary>
    public int InflightQueueSize { get; set; } = int.MaxValue;
}
