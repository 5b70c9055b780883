using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>The true time of the world that boards live in. Twins: <see cref="RealTime"/> and <see cref="SimulatedTime"/>.</summary>
public abstract class BoardTime
{
    /// <summary>Unix milliseconds; never goes back.</summary>
    public abstract long UnixMs { get; }

    /// <summary>Starts a loop of a board.</summary>
    internal abstract LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle);

    /// <summary>Calls back after a while, on any thread.</summary>
    internal abstract void After(long delayMs, Action action);
}
