using System;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>What the broker puts up with before it closes a connection.</summary>
public sealed class BrokerLimits
{
    /// <summary>The largest packet in bytes, its header included. The wire says 4 KB.</summary>
    public int PacketBytes { get; init; } = 4096;

    /// <summary>How long a connection may take to send its CONNECT.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a packet may take from its first byte to its last.</summary>
    public TimeSpan PacketPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to make room for a packet that is written to it.</summary>
    public TimeSpan WritePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many packets of a client may wait for their answers before no more are read from it: who asks and never listens would fill the memory with
    /// answers. A terminal that drains its journal has fewer on their way.
    /// </summary>
    public int Unanswered { get; init; } = 512;

    /// <summary>The most connections from one address at a time: a house behind one gateway has all its terminals behind that one.</summary>
    public int ConnectionsAnAddress { get; init; } = 256;

    /// <summary>The most connections in all.</summary>
    public int Connections { get; init; } = HandleBudget.OfProcess.Terminals;

    /// <summary>How long no connection is taken after one could not be, as when there are no handles.</summary>
    public TimeSpan AcceptPause { get; init; } = TimeSpan.FromSeconds(1);
}
