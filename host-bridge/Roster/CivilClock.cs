using System;
using System.Globalization;
using System.Linq;
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
        string[] parts = text.Split(':');
        bool isTime = parts.Length == 2 && parts[0].Length is 1 or 2 && parts[1].Length == 2 && parts.All(part => part.All(char.IsAsciiDigit));
        if (!isTime)
        {
            return null;
        }

        int hour = int.Parse(parts[0], CultureInfo.InvariantCulture), minute = int.Parse(parts[1], CultureInfo.InvariantCulture);
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
