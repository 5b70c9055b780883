using System;
using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// How often a terminal may say that it is there, or have it said that it is gone. Each such word is stored, and everybody who has a terminal's password can say it: a terminal whose network comes and goes says it some times
/// a minute, a thief who never stops fills some megabytes a day.
/// </summary>
public sealed class StateBudget
{
    /// <summary>How often at once.</summary>
    public const int Burst = 60;

    /// <summary>Once more after so long.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _left = new(StringComparer.Ordinal);

    /// <summary>Takes one of a terminal's, which is enrolled; false: none is left.</summary>
    public bool TryTake(string terminal, DateTimeOffset now)
    {
        (double left, DateTimeOffset at) = _left.GetValueOrDefault(terminal, (Burst, now));
        left = Math.Min(Burst, left + (now > at ? (now - at) / Refill : 0));
        bool isTaken = left >= 1;
        _left[terminal] = (isTaken ? left - 1 : left, now);
        return isTaken;
    }
}
