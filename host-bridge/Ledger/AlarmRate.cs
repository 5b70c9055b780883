using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>
/// How often alarms come, against one in ten minutes: what EEMUA 191 takes for manageable. More than that over a long time, and people stop reading them. The time is cut
/// into pieces of ten minutes, beginning with the span.
/// </summary>
/// <param name="Count">How many alarms there were.</param>
/// <param name="Pieces">How many pieces the span has.</param>
/// <param name="Busiest">The most in one piece.</param>
/// <param name="BusiestAt">When that began; null: there was no alarm.</param>
/// <param name="Above">The pieces with more than one, the fullest first, then the newest.</param>
public sealed record AlarmRate(int Count, long Pieces, int Busiest, DateTimeOffset? BusiestAt, IReadOnlyList<(DateTimeOffset From, int Count)> Above)
{
    /// <summary>The length of a piece.</summary>
    public static readonly TimeSpan Piece = TimeSpan.FromMinutes(10);

    /// <summary>How many a piece may have.</summary>
    public const int Bound = 1;

    /// <summary>Alarms in ten minutes, on average.</summary>
    public double Mean => Pieces == 0 ? 0 : (double)Count / Pieces;

    /// <summary>The share of time above the bound, in percent.</summary>
    public double PercentAbove => Pieces == 0 ? 0 : Above.Count * 100.0 / Pieces;

    /// <summary>Whether the average is above the bound.</summary>
    public bool IsAbove => Mean > Bound;

    /// <summary>Counts the alarms of a span of time.</summary>
    public static AlarmRate Of(IEnumerable<DateTimeOffset> alarms, DateTimeOffset from, DateTimeOffset to)
    {
        (long Place, int Count)[] full = [.. alarms.Where(at => at >= from && at < to).GroupBy(at => (at - from).Ticks / Piece.Ticks).Select(group => (group.Key, group.Count()))];
        (long Place, int Count) busiest = full.OrderByDescending(piece => piece.Count).ThenByDescending(piece => piece.Place).FirstOrDefault();
        return new AlarmRate(
            full.Sum(piece => piece.Count),
            to <= from ? 0 : (long)Math.Ceiling((to - from) / Piece),
            busiest.Count,
            busiest.Count == 0 ? null : from + (busiest.Place * Piece),
            [.. full.Where(piece => piece.Count > Bound).OrderByDescending(piece => piece.Count).ThenByDescending(piece => piece.Place).Select(piece => (from + (piece.Place * Piece), piece.Count))]);
    }
}
