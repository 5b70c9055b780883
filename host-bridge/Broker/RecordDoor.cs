using System;
using System.Collections.Generic;
using System.Threading;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>What the lanes of all connections share: where records go, and how many of them wait for their PUBACK.</summary>
public sealed class RecordDoor
{
    // So few lanes are written to by the thread that commits itself: waking another one for each takes longer than a write, but of many it would be the next commit that waits.
    private const int FewLanes = 2;

    private readonly Lazy<BridgeCore> _core;
    private readonly Action _wake;
    private readonly Action<string> _refused;
    private readonly Lock _gate = new();
    private readonly List<RecordLane> _answered = [];
    private int _waiting;
    private volatile bool _isShut;

    /// <summary>A door that is open.</summary>
    /// <param name="core">The bridge's core.</param>
    /// <param name="wake">Has the bridge commit.</param>
    /// <param name="refused">Is told why a record was refused.</param>
    public RecordDoor(Func<BridgeCore> core, Action wake, Action<string> refused)
    {
        _wake = wake;
        _refused = refused;
        _core = new Lazy<BridgeCore>(() =>
        {
            BridgeCore known = core();
            known.Answered += WriteAnswers;
            return known;
        });
    }

    /// <summary>Whether a record waits for its PUBACK to be on its way.</summary>
    internal bool IsAcknowledging => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether nobody stores any more.</summary>
    internal bool IsShut => _isShut;

    /// <summary>Nobody stores any more.</summary>
    internal void Shut() => _isShut = true;

    /// <summary>Hands a record in. <paramref name="stored"/> is told what has become of it, if it is to be stored.</summary>
    internal bool Receive(string client, string topic, byte[] payload, Action<bool> stored)
    {
        Reception reception = _core.Value.Receive(client, topic, payload, stored);
        if (reception == Reception.Store)
        {
            return true;
        }

        _refused(reception == Reception.Refuse ? "unproved" : "foreign-topic");
        return false;
    }

    /// <summary>Something was handed in.</summary>
    internal void Wake() => _wake();

    /// <summary>
    /// A lane has answers to write. It waits until all of the same commit are told: whoever is sent half of his answers sends half of what he has to send, and the other half comes too late for the next
    /// commit, from then on at every one.
    /// </summary>
    internal void HasAnswers(RecordLane lane)
    {
        lock (_gate)
        {
            _answered.Add(lane);
        }
    }

    /// <summary>So many more records wait for their PUBACK.</summary>
    internal void Count(int more) => Interlocked.Add(ref _waiting, more);

    private void WriteAnswers()
    {
        RecordLane[] answered;
        lock (_gate)
        {
            answered = [.. _answered];
            _answered.Clear();
        }

        foreach (RecordLane lane in answered)
        {
            lane.WriteAnswers(isAtOnce: answered.Length <= FewLanes);
        }
    }
}
