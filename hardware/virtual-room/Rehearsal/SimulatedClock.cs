using System;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The simulated world's time for the bridge.</summary>
public sealed class SimulatedClock(SimulatedTime time) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(time.UnixMs);
}
