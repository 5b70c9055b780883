using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>The world that boards live in: its true time, and what runs when. Twins: <see cref="RealTime"/> and <see cref="SimulatedTime"/>.</summary>
public abstract class BoardTime
{
    /// <summary>The true time in Unix milliseconds.</summary>
    public abstract long UnixMs { get; }

    /// <summary>Milliseconds of a clock that nobody sets; only differences of it mean something.</summary>
    internal abstract long ElapsedMs { get; }

    /// <summary>Starts a loop of a board.</summary>
    internal abstract LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle);

    /// <summary>Calls back after a while, on any thread.</summary>
    public abstract void After(long delayMs, Action action);

    /// <summary>Waits until the condition holds, for a library call that blocks. It is looked at again whenever <see cref="Nudge"/> is called.</summary>
    /// <exception cref="StalledException">Always in simulated time, where nothing else could happen meanwhile.</exception>
    internal abstract void Block(Board board, string what, Func<bool> until);

    /// <summary>Something that a blocked call may wait for has changed.</summary>
    internal abstract void Nudge();
}
