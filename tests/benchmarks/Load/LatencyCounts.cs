using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>How often which time was taken: to the hundredth of a millisecond up to ten seconds, so that millions of times take no room.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal sealed class LatencyCounts
{
    private const int StepsAMillisecond = 100;
    private const int MostMs = 10_000;

    private readonly int[] _counts = new int[MostMs * StepsAMillisecond];
    private long _all;

    /// <summary>Counts a time in the ticks of <see cref="Stopwatch"/>. It may be called from any thread.</summary>
    internal void Add(long ticks)
    {
        Interlocked.Increment(ref _counts[Math.Clamp(ticks * StepsAMillisecond * 1000 / Stopwatch.Frequency, 0, _counts.Length - 1)]);
        Interlocked.Increment(ref _all);
    }

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        Array.Clear(_counts);
        _all = 0;
    }

    /// <summary>The time that so many of a hundred did not exceed, in milliseconds.</summary>
    internal double AtMs(int percent)
    {
        long wanted = Math.Max(1, _all * percent / 100), seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return (double)i / StepsAMillisecond;
            }
        }

        return 0;
    }
}
