using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>A shift as a pattern makes it, in civil time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Begin">Its first moment.</param>
/// <param name="End">The first moment after it.</param>
/// <param name="Team">Who is on it.</param>
internal readonly record struct MadeShift(string Id, LocalDateTime Begin, LocalDateTime End, TeamEntry Team);

/// <summary>Says which shifts begin on a day. Each day can be asked on its own, so that a span of time costs as much as it is long, however old the rotation is.</summary>
internal interface IShiftPattern
{
    /// <summary>How many days a shift may run on behind the one on which it begins.</summary>
    int ReachDays { get; }

    /// <summary>The shifts that begin on a day, which is the first of the rotation or a later one.</summary>
    IEnumerable<MadeShift> On(LocalDate day);
}

/// <summary>The ids of shifts that are made: what they are and when they begin.</summary>
internal static class MadeId
{
    internal static string Of(string what, LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{what}{day.Month:00}{day.Day:00}");
}

/// <summary>A day in equal shifts: <c>two-12h</c> and <c>three-8h</c>. The letters name the shifts of a day.</summary>
internal sealed class EqualShifts(string letters, LocalDate first, LocalTime start, IReadOnlyList<TeamEntry> teams) : IShiftPattern
{
    /// <inheritdoc/>
    public int ReachDays => 2;

    /// <inheritdoc/>
    public IEnumerable<MadeShift> On(LocalDate day)
    {
        int aDay = letters.Length;
        int hours = 24 / aDay;
        int dayNumber = Period.DaysBetween(first, day);
        for (int i = 0; i < aDay; i++)
        {
            LocalDateTime begin = (day + start).PlusHours(i * hours);
            yield return new MadeShift(MadeId.Of(letters.Substring(i, 1), day), begin, begin.PlusHours(hours), teams[((dayNumber * aDay) + i) % teams.Count]);
        }
    }
}

/// <summary>A handover on every even day of the month. From the 30th it goes on to the 2nd, so a shift over the 31st or the 29th of February is a day longer.</summary>
internal sealed class EvenDays(LocalDate first, LocalTime start, IReadOnlyList<TeamEntry> teams) : IShiftPattern
{
    private readonly int _firstNumber = NumberOf(IsEven(first) ? first : Next(first));

    /// <inheritdoc/>
    public int ReachDays => 3;

    /// <inheritdoc/>
    public IEnumerable<MadeShift> On(LocalDate day)
    {
        if (IsEven(day))
        {
            yield return new MadeShift(MadeId.Of("E", day), day + start, Next(day) + start, teams[(NumberOf(day) - _firstNumber) % teams.Count]);
        }
    }

    private static bool IsEven(LocalDate day) => day.Day % 2 == 0;

    private static LocalDate Next(LocalDate day)
    {
        do
        {
            day = day.PlusDays(1);
        }
        while (!IsEven(day));
        return day;
    }

    // February has fourteen even days in every year, every other month has fifteen.
    private static int NumberOf(LocalDate day) => (day.Year * 179) + ((day.Month - 1) * 15) - (day.Month > 2 ? 1 : 0) + (day.Day / 2);
}

/// <summary>One shift a day, with the hours of the weekday; the calendar may take it away or give others.</summary>
internal sealed class WeekdayShifts(LocalDate first, OpenHours hours, IReadOnlyList<TeamEntry> teams) : IShiftPattern
{
    /// <inheritdoc/>
    public int ReachDays => 2;

    /// <inheritdoc/>
    public IEnumerable<MadeShift> On(LocalDate day)
    {
        if (hours.On(day) is { } open)
        {
            yield return new MadeShift(MadeId.Of("W", day), open.BeginOn(day), open.EndOn(day), teams[hours.OrdinaryDays(first, day) % teams.Count]);
        }
    }

    /// <summary>The hours of a day that the calendar makes a holiday or a rest day, null where there are none; false: it is none of those.</summary>
    internal bool IsHoliday(LocalDate day, out DayHours? open)
    {
        open = hours.On(day);
        return hours.Calendar.IsHoliday(day);
    }
}

/// <summary>
/// Duty outside of the hours of work: from the end of work to the start of work of the next workday. A rest day is cut at the time at which work would start,
/// so that nobody is on duty for longer than a day.
/// </summary>
internal sealed class AfterHours(LocalDate first, OpenHours work, IReadOnlyList<TeamEntry> teams) : IShiftPattern
{
    private const int LongestRest = 60;

    /// <inheritdoc/>
    public int ReachDays => 2;

    /// <inheritdoc/>
    public IEnumerable<MadeShift> On(LocalDate day)
    {
        LocalDateTime begin = work.On(day)?.EndOn(day) ?? Cut(day);
        LocalDateTime end = Cut(day.PlusDays(1));
        if (begin < end)
        {
            yield return new MadeShift(MadeId.Of("A", day), begin, end, teams[Period.DaysBetween(first, day) % teams.Count]);
        }
    }

    // Rest days are cut when the next workday starts, or the last of them would be longer than a day where that starts later than usual.
    private LocalDateTime Cut(LocalDate day)
    {
        DayHours next = Enumerable.Range(0, LongestRest).Select(i => work.On(day.PlusDays(i))).FirstOrDefault(hours => hours != null) ?? work.Usual;
        return next.BeginOn(day);
    }
}
