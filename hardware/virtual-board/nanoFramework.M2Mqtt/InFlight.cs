using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>One publish or subscription that waits to be sent or acknowledged. The payload is the caller's array, not a copy, as in the real library.</summary>
internal sealed class InFlight(ushort id, string[] topics, byte[]? payload, MqttQoSLevel qos, bool retain)
{
    internal ushort Id { get; } = id;

    internal string[] Topics { get; } = topics;

    /// <summary>Null: it is a subscription.</summary>
    internal byte[]? Payload { get; } = payload;

    internal MqttQoSLevel Qos { get; } = qos;

    internal bool Retain { get; } = retain;

    internal int Attempts { get; set; }

    /// <summary>The tick at which it is to be sent again, or given up.</summary>
    internal long DueMs { get; set; } = long.MinValue;
}
