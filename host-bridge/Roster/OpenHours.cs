using System;
using System.Linq;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>The hours of a civil day, by its weekday and by what the calendar says of it.</summary>
internal sealed class OpenHours(WeekHours week, WorkCalendar calendar, bool restDaysWithdrawn)
{
    private const int DaysAWeek = 7;

    /// <summary>The calendar.</summary>
    internal WorkCalendar Calendar => calendar;

    /// <summary>The hours of an ordinary workday: those of Monday, or else the first that are named.</summary>
    internal DayHours Usual => week.Of(IsoDayOfWeek.Monday) ?? week.All.First();

    /// <summary>The latest minute at which the hours of any day start.</summary>
    internal int LatestStart => week.All.Max(hours => hours.From);

    /// <summary>The earliest minute at which the hours of any day end.</summary>
    internal int EarliestEnd => week.All.Min(hours => hours.To);

    /// <summary>The latest minute at which the hours of any day end.</summary>
    internal int LatestEnd => week.All.Max(hours => hours.To);

    /// <summary>
    /// The hours of a day; null: none. A holiday or rest day has those of a holiday, or its weekday's where rest days are withdrawn; a day that makes up for
    /// another has Monday's, whatever weekday it is, and so has one that the calendar calls a workday and whose weekday has none.
    /// </summary>
    internal DayHours? On(LocalDate day)
    {
        if (calendar.IsHoliday(day))
        {
            return week.NamesHolidays ? week.Holiday : restDaysWithdrawn ? week.Of(day.DayOfWeek) : null;
        }

        return calendar.IsMakeUp(day) ? week.Of(IsoDayOfWeek.Monday) : week.Of(day.DayOfWeek) ?? (calendar.IsNamedWorkday(day) ? week.Of(IsoDayOfWeek.Monday) : null);
    }

    /// <summary>
    /// How many days from one to another have hours by their weekday. Teams take turns by these and not by what the calendar adds and takes away: a holiday
    /// that is entered late must not change who comes on every day behind it.
    /// </summary>
    internal int OrdinaryDays(LocalDate first, LocalDate day)
    {
        int days = Period.DaysBetween(first, day);
        int aWeek = Enumerable.Range(1, DaysAWeek).Count(weekday => week.Of((IsoDayOfWeek)weekday) != null);
        int ofRest = Enumerable.Range(0, days % DaysAWeek).Count(i => week.Of(first.PlusDays(i).DayOfWeek) != null);
        return (days / DaysAWeek * aWeek) + ofRest;
    }
}
