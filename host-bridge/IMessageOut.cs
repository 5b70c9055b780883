namespace DutyKiosk.HostBridge;

/// <summary>The way to the terminals. Twins: the broker of this process, and the rehearsal's broker in memory.</summary>
public interface IMessageOut
{
    /// <summary>Whether much may be published at once. What only has to be told at some time waits until it may.</summary>
    bool HasRoom => true;

    /// <summary>Publishes with QoS 1.</summary>
    void Publish(string topic, byte[] payload, bool retain);
}
