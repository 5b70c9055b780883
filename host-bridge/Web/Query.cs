using System;
using System.Globalization;
using DutyKiosk.HostBridge.Access;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web;

/// <summary>What is written behind the question mark of an address; each fault names its parameter.</summary>
public static class Query
{
    private const int LongestEcho = 40;

    // No clock is further from UTC, and no moment can be told further from it.
    private const int LargestOffsetSeconds = 14 * 60 * 60;

    /// <summary>A whole number, 0 or more.</summary>
    public static (long Number, Refusal? Refusal) Number(string name, string? text, long absent, string meaning)
    {
        return string.IsNullOrEmpty(text) ? (absent, null)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? (number, null)
            : (0, new Refusal(RefusalKind.Bad, $"{name} is '{Cut(text)}', but must be a whole number: {meaning}."));
    }

    /// <summary>A day of the house, or a moment.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">What is written.</param>
    /// <param name="zone">The house's zone.</param>
    /// <param name="isEnd">Whether a day means its end: both days of a span belong to it.</param>
    public static (DateTimeOffset Time, Refusal? Refusal) Moment(string name, string? text, DateTimeZone zone, bool isEnd)
    {
        if (LocalDatePattern.Iso.Parse(text ?? "") is { Success: true, Value: { Year: > 1970 and < 9000 } day })
        {
            return (day.PlusDays(isEnd ? 1 : 0).AtStartOfDayInZone(zone).ToDateTimeOffset(), null);
        }

        // Of a plus that was not escaped a query makes a blank.
        ParseResult<OffsetDateTime> moment = OffsetDateTimePattern.Rfc3339.Parse((text ?? "").Replace(' ', '+'));
        return moment is { Success: true, Value: { Year: > 1970 and < 9000, Offset.Seconds: >= -LargestOffsetSeconds and <= LargestOffsetSeconds } found }
            ? (found.ToDateTimeOffset(), null)
            : (default, new Refusal(RefusalKind.Bad, $"{name} is '{Cut(text ?? "")}', but must be a day as 2026-03-01, or a moment as 2026-03-01T08:00:00+08:00."));
    }

    private static string Cut(string text) => text.Length <= LongestEcho ? text : text[..LongestEcho] + "…";
}
