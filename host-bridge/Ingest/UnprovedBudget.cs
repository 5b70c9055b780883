using System;
using System.Runtime.InteropServices;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// How much more of a terminal is stored that proves nothing: a bucket that fills up with time and is emptied by what was judged and not proved. What is proved later is given
/// back, so what its key proves costs a terminal nothing in the end, whatever the order in which it came.
/// </summary>
/// <param name="Left">How many entries may be stored; below 1: none.</param>
/// <param name="At">When that was so.</param>
/// <param name="Held">How many entries of the terminal were stored by then that nothing proves.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UnprovedBudget(double Left, DateTimeOffset At, int Held)
{
    /// <summary>
    /// How many entries may come at once. A journal of the smallest board holds 3,000 records, of which a fault of flash spoils a block or two; a thief fills less than a megabyte with it.
    /// </summary>
    public const int Burst = 1000;

    /// <summary>
    /// How many journals of a terminal are kept in mind of which no record is proved. A terminal begins another one when its flash was lost, which is once in years.
    /// </summary>
    public const int MostEpochs = 64;

    /// <summary>
    /// One more entry after so long: a terminal whose key is wrong goes on being stored, at several hundred taps a day, and a thief who never stops fills a few megabytes a day at most.
    /// </summary>
    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    /// <summary>A full one; what is held already was allowed before.</summary>
    public static UnprovedBudget Full(int held, DateTimeOffset now) => new(Burst, now, held);

    /// <summary>The same at a later moment, when so many entries that nothing proves are held.</summary>
    public UnprovedBudget After(int held, DateTimeOffset now)
    {
        double gained = now > At ? (now - At) / Refill : 0;
        return new UnprovedBudget(Math.Min(Burst, Left + gained + Held - held), now, held);
    }
}
