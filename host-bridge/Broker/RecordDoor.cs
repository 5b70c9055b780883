using System;
using System.Threading;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>What the lanes of all connections share: where records go, and how many of them wait for their PUBACK.</summary>
/// <param name="core">The bridge's core.</param>
/// <param name="wake">Has the bridge commit.</param>
/// <param name="refused">Is told why a record was refused.</param>
public sealed class RecordDoor(Func<BridgeCore> core, Action wake, Action<string> refused)
{
    private int _waiting;
    private volatile bool _isShut;

    /// <summary>Whether a record waits for its PUBACK to be on its way.</summary>
    internal bool IsAcknowledging => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether nobody stores any more.</summary>
    internal bool IsShut => _isShut;

    /// <summary>Nobody stores any more.</summary>
    internal void Shut() => _isShut = true;

    /// <summary>Hands a record in. <paramref name="stored"/> is told what has become of it, if it is to be stored.</summary>
    internal bool Receive(string client, string topic, byte[] payload, Action<bool> stored)
    {
        Reception reception = core().Receive(client, topic, payload, stored);
        if (reception == Reception.Store)
        {
            return true;
        }

        refused(reception == Reception.Refuse ? "unproved" : "foreign-topic");
        return false;
    }

    /// <summary>Something was handed in.</summary>
    internal void Wake() => wake();

    /// <summary>So many more records wait for their PUBACK.</summary>
    internal void Count(int more) => Interlocked.Add(ref _waiting, more);
}
