using System;
using System.Collections.Generic;

namespace DutyKiosk.Simulation.World;

/// <summary>Simulated time: what is to happen, in its order. Two things of one moment happen in the order in which they were asked for.</summary>
public sealed class Agenda
{
    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private long _order;

    /// <summary>Milliseconds since the beginning.</summary>
    public long NowMs { get; private set; }

    /// <summary>The simulated moment.</summary>
    public DateTimeOffset Now => House.Begin.AddMilliseconds(NowMs);

    /// <summary>Has something happen at a moment; one that is over is now.</summary>
    public void At(long atMs, Action what) => _due.Enqueue(what, (Math.Max(atMs, NowMs), _order++));

    /// <summary>Has something happen in a while.</summary>
    public void In(long milliseconds, Action what) => At(NowMs + milliseconds, what);

    /// <summary>Lets everything happen up to a moment.</summary>
    public void RunTo(long untilMs)
    {
        while (_due.TryPeek(out Action? what, out (long At, long Order) place) && place.At <= untilMs)
        {
            _due.Dequeue();
            NowMs = place.At;
            what!();
        }

        NowMs = Math.Max(NowMs, untilMs);
    }
}

/// <summary>The bridge's clock.</summary>
public sealed class AgendaTime(Agenda agenda) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => 1000;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => agenda.Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => agenda.NowMs;
}
