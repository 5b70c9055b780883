using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>How much time the charts show.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Length">How long it is.</param>
/// <param name="PieceMinutes">How many minutes a piece of a chart stands for.</param>
/// <param name="RowMinutes">How many minutes a row of the table stands for.</param>
public sealed record ChartSpan(string Name, TimeSpan Length, long PieceMinutes, long RowMinutes)
{
    /// <summary>All of them, the shortest first.</summary>
    public static IReadOnlyList<ChartSpan> All { get; } =
    [
        new("day", TimeSpan.FromDays(1), HealthSampler.SlotMinutes, 60), new("week", TimeSpan.FromDays(7), 60, 360), new("month", TimeSpan.FromDays(30), 240, 1440),
    ];

    /// <summary>The one of a name; a day where there is none.</summary>
    public static ChartSpan Of(string? name) => All.FirstOrDefault(span => string.Equals(span.Name, name, StringComparison.Ordinal)) ?? All[0];

    /// <summary>The moment that a chart ends with: the end of the five minutes that are under way, so that charts move with what is kept.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset now)
    {
        long slot = HealthSampler.SlotMinutes * 60;
        return DateTimeOffset.FromUnixTimeSeconds(((now.ToUnixTimeSeconds() / slot) + 1) * slot);
    }
}

/// <summary>One chart: a line or bars in a field as wide as the span has pieces and 100 high.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Summary">What can be seen in it, in words.</param>
/// <param name="Top">What the top of the field stands for.</param>
/// <param name="Bottom">What its bottom stands for.</param>
/// <param name="Width">How wide the field is.</param>
/// <param name="Path">What is drawn, in the words of SVG; empty: there is nothing to show.</param>
/// <param name="IsFilled">Whether that is an area and not a line.</param>
public sealed record HealthChart(string Key, string Title, string Summary, string Top, string Bottom, int Width, string Path, bool IsFilled);

/// <summary>A row of the table that says the same in numbers.</summary>
/// <param name="At">The first moment.</param>
/// <param name="Cells">The numbers, in the order of the charts; empty: it did not say.</param>
public sealed record ChartRow(string At, IReadOnlyList<string> Cells);

/// <summary>How a terminal was over time, as pictures and as a table.</summary>
/// <param name="Span">How much time they show.</param>
/// <param name="Ticks">Moments along the span, the first and the last among them.</param>
/// <param name="Charts">The charts.</param>
/// <param name="Rows">The table, newest first.</param>
public sealed record HealthCharts(ChartSpan Span, IReadOnlyList<string> Ticks, IReadOnlyList<HealthChart> Charts, IReadOnlyList<ChartRow> Rows)
{
    private const int TickCount = 4;
    private const int BytesAKibibyte = 1024;
    private const int SecondsAnHour = 3600;
    private const long WeakestRssi = -100;
    private const long StrongestRssi = -30;

    // The heights of a clock that is set, held and never was set: they differ, as colour alone says nothing to many.
    private const long ClockSet = 1;
    private const long ClockHeld = 2;
    private const long ClockUnset = 3;

    /// <summary>Draws them.</summary>
    /// <param name="t">The language.</param>
    /// <param name="civil">Times as the house writes them.</param>
    /// <param name="span">How much time.</param>
    /// <param name="end">The first moment behind it.</param>
    /// <param name="pieces">The pieces of the charts, oldest first.</param>
    /// <param name="rows">The rows of the table, oldest first.</param>
    public static HealthCharts Of(Language t, CivilTime civil, ChartSpan span, DateTimeOffset end, IReadOnlyList<HealthSample> pieces, IReadOnlyList<HealthSample> rows)
    {
        DateTimeOffset from = end - span.Length;
        var field = new Field(t, civil, from, span.PieceMinutes, (int)(span.Length.TotalMinutes / span.PieceMinutes), pieces);
        HealthChart[] charts =
        [
            field.Bars("faults", t["terminals.chart-faults"], piece => piece.ReaderFaults),
            field.Line("outbox", t["terminals.chart-outbox"], piece => piece.OutboxMost, 0, Math.Max(5, pieces.Max(piece => piece.OutboxMost) ?? 0), isWorstHigh: true),
            field.Line("heap", t["terminals.chart-heap"], piece => piece.HeapLeast / BytesAKibibyte, 0, Math.Max(1, pieces.Max(piece => piece.HeapLeast / BytesAKibibyte) ?? 0), isWorstHigh: false),
            field.Line("rssi", t["terminals.chart-rssi"], piece => piece.RssiLeast, WeakestRssi, StrongestRssi, isWorstHigh: false),
            field.Clock("clock", t["terminals.chart-clock"]),
        ];
        string[] ticks = [.. Enumerable.Range(0, TickCount).Select(i => civil.Dated(from + (span.Length * i / (TickCount - 1))))];
        return new HealthCharts(span, ticks, charts, [.. rows.Reverse().Select(row => RowOf(t, civil, row))]);
    }

    private static ChartRow RowOf(Language t, CivilTime civil, HealthSample row)
    {
        return new ChartRow(civil.Dated(Field.MomentOf(row.Minute)), [Number(row.ReaderFaults), Number(row.OutboxMost), Number(row.HeapLeast / BytesAKibibyte), Number(row.RssiLeast), ClockWords(t, row.ClockWorst)]);
    }

    private static string ClockWords(Language t, long? worst)
    {
        return worst switch
        {
            null => "",
            0 => t["wire.clock-set"],
            HealthReading.UnsetClock => t["wire.clock-unset"],
            { } seconds => t["wire.clock-held", seconds / SecondsAnHour],
        };
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private sealed class Field(Language t, CivilTime civil, DateTimeOffset from, long pieceMinutes, int width, IReadOnlyList<HealthSample> pieces)
    {
        private const int Height = 100;

        internal static DateTimeOffset MomentOf(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

        internal HealthChart Bars(string key, string title, Func<HealthSample, long> value)
        {
            long most = Math.Max(1, pieces.Select(value).DefaultIfEmpty().Max());
            var path = new StringBuilder();
            foreach (HealthSample piece in pieces.Where(piece => value(piece) > 0))
            {
                Box(path, IndexOf(piece), 100.0 * value(piece) / most);
            }

            long all = pieces.Sum(value);
            HealthSample? worst = pieces.Where(piece => value(piece) > 0).MaxBy(value);
            string summary = pieces.Count == 0 ? t["terminals.chart-empty"] : worst == null ? t["terminals.chart-no-faults"] : t["terminals.chart-sum", all, value(worst), civil.Dated(MomentOf(worst.Minute))];
            return new HealthChart(key, title, summary, Number(most), "0", width, path.ToString(), true);
        }

        internal HealthChart Line(string key, string title, Func<HealthSample, long?> value, long least, long most, bool isWorstHigh)
        {
            HealthSample[] known = [.. pieces.Where(piece => value(piece) != null)];
            var path = new StringBuilder();
            int behind = -1;
            foreach (HealthSample piece in known)
            {
                int index = IndexOf(piece);
                double height = Height - 2 - (96.0 * (Math.Clamp(value(piece)!.Value, least, most) - least) / (most - least));
                string begin = index == behind ? "V" : string.Create(CultureInfo.InvariantCulture, $"M{index} ");
                path.Append(CultureInfo.InvariantCulture, $"{begin}{height:0.#}H{index + 1}");
                behind = index + 1;
            }

            string summary = t["terminals.chart-empty"];
            if (known.Length > 0)
            {
                HealthSample worst = isWorstHigh ? known.MaxBy(value)! : known.MinBy(value)!;
                summary = t[isWorstHigh ? "terminals.chart-most" : "terminals.chart-least", value(worst), civil.Dated(MomentOf(worst.Minute)), value(known[^1])];
            }

            return new HealthChart(key, title, summary, Number(most), Number(least), width, path.ToString(), false);
        }

        internal HealthChart Clock(string key, string title)
        {
            var path = new StringBuilder();
            foreach (HealthSample piece in pieces.Where(piece => piece.ClockWorst != null))
            {
                Box(path, IndexOf(piece), 100.0 * (piece.ClockWorst switch { 0 => ClockSet, HealthReading.UnsetClock => ClockUnset, _ => ClockHeld }) / ClockUnset);
            }

            HealthSample? worst = pieces.Where(piece => piece.ClockWorst != null).MaxBy(piece => piece.ClockWorst);
            string summary = worst == null ? t["terminals.chart-empty"]
                : worst.ClockWorst == 0 ? t["terminals.chart-clock-set"]
                : t["terminals.chart-clock-worst", ClockWords(t, worst.ClockWorst), civil.Dated(MomentOf(worst.Minute))];
            return new HealthChart(key, title, summary, t["wire.clock-unset"], t["wire.clock-set"], width, path.ToString(), true);
        }

        private static void Box(StringBuilder path, int index, double height) => path.Append(CultureInfo.InvariantCulture, $"M{index} {Height}V{Height - height:0.#}H{index + 1}V{Height}Z");

        private int IndexOf(HealthSample piece) => (int)((piece.Minute - (from.ToUnixTimeSeconds() / 60)) / pieceMinutes);
    }
}
