using System;
using System.Globalization;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Times of day as parameters write them.</summary>
public static class CivilClock
{
    private const int MinutesAnHour = 60;

    /// <summary>Reads <c>HH:mm</c>; null: nothing stands there, or the end of a day, which is no time of it.</summary>
    public static LocalTime? Parse(string text) => MinuteOf(text) is { } minute && minute < 24 * MinutesAnHour ? LocalTime.FromMinutesSinceMidnight(minute) : null;

    /// <summary>The minute of the day of <c>HH:mm</c>, up to 1440 for <c>24:00</c>; null: nothing stands there.</summary>
    public static int? MinuteOf(string text)
    {
        return text.Length == 0 ? null : (int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture) * MinutesAnHour) + int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture);
    }

    /// <summary>The moment of a time of day on a civil day.</summary>
    public static DateTimeOffset MomentOf(this RosterModel roster, LocalDate day, int minute) => roster.Moment(day.AtMidnight().PlusMinutes(minute));
}
