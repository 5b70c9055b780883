using System;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>What the broker puts up with before it closes a connection.</summary>
public sealed class BrokerLimits
{
    /// <summary>The largest packet in bytes, its header included. The wire says 4 KB.</summary>
    public int PacketBytes { get; init; } = 4096;

    /// <summary>How long a connection may take to send its CONNECT.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections from one address at a time. A house behind one gateway has all its terminals behind that one.</summary>
    public int ConnectionsAnAddress { get; init; } = 2048;
}
