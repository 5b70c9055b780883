using System;
using System.Globalization;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Times of day as people write them, and where days and months begin and end.</summary>
public static class CivilClock
{
    private const int MinutesAnHour = 60;
    private const int MinutesADay = 24 * MinutesAnHour;

    /// <summary>Reads <c>HH:mm</c>; null: it is none, or the end of a day, which is no time of it.</summary>
    public static LocalTime? Parse(string text) => MinuteOf(text) is { } minute and < MinutesADay ? LocalTime.FromMinutesSinceMidnight(minute) : null;

    /// <summary>The minute of a time of day, <c>HH:mm</c>, where 24:00 is the end of the day; null: it is none.</summary>
    public static int? MinuteOf(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (1 or 2) || text.Length != colon + 3)
        {
            return null;
        }

        ReadOnlySpan<char> hours = text.AsSpan(0, colon), minutes = text.AsSpan(colon + 1);
        if (hours.ContainsAnyExceptInRange('0', '9') || minutes.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        int hour = int.Parse(hours, CultureInfo.InvariantCulture), minute = int.Parse(minutes, CultureInfo.InvariantCulture);
        return minute < MinutesAnHour && (hour * MinutesAnHour) + minute <= MinutesADay ? (hour * MinutesAnHour) + minute : null;
    }

    /// <summary>The moment of a time of day on a civil day.</summary>
    public static DateTimeOffset MomentOf(this RosterModel roster, LocalDate day, int minute) => roster.Moment(day.AtMidnight().PlusMinutes(minute));

    /// <summary>The first moment of a civil day and the first one behind it.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) SpanOf(this RosterModel roster, LocalDate day) => (roster.MomentOf(day, 0), roster.MomentOf(day.PlusDays(1), 0));

    /// <summary>The first moment of a civil month and the first one behind it.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) SpanOf(this RosterModel roster, YearMonth month)
    {
        LocalDate first = month.OnDayOfMonth(1);
        return (roster.MomentOf(first, 0), roster.MomentOf(first.PlusMonths(1), 0));
    }
}
