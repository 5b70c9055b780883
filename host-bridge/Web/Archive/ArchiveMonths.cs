using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Search;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>Months, as the archive files by them.</summary>
public static class ArchiveMonths
{
    private static readonly YearMonthPattern Iso = YearMonthPattern.Iso;

    /// <summary>The types of records that are filed as alarms.</summary>
    public static IReadOnlyList<string> AlarmTypes { get; } = ["handover.late", "check.missed", "terminal.reader-fault", "terminal.journal-near-full", "terminal.journal-damaged"];

    /// <summary>A month as text.</summary>
    public static string Text(YearMonth month) => Iso.Format(month);

    /// <summary>The month of a text; null: it is none.</summary>
    public static YearMonth? Of(string text) => Iso.Parse(text) is { Success: true, Value: { Year: > 1970 and < 9000 } month } ? month : null;

    /// <summary>The first and the last day of a month, as the index has them.</summary>
    public static (int First, int Last) SpanOf(YearMonth month) => (RecordFacts.NumberOf(month.OnDayOfMonth(1)), RecordFacts.NumberOf(month.ToDateInterval().End));

    /// <summary>The months from the newest day to the oldest.</summary>
    public static IEnumerable<YearMonth> Between(int first, int last)
    {
        YearMonth oldest = RecordFacts.DayOf(first).ToYearMonth();
        for (YearMonth month = RecordFacts.DayOf(last).ToYearMonth(); month >= oldest; month = month.PlusMonths(-1))
        {
            yield return month;
        }
    }

    /// <summary>A day of the index as text.</summary>
    public static string DayText(int day) => RecordFacts.DayOf(day).ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
}
