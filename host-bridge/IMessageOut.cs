namespace DutyKiosk.HostBridge;

/// <summary>The way to the terminals. Twins: the broker of this process, and the rehearsal's broker in memory.</summary>
public interface IMessageOut
{
    /// <summary>Publishes with QoS 1.</summary>
    void Publish(string topic, byte[] payload, bool retain);
}
