using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Which civil days are workdays at a post: what the calendar says of a day, and of every other day what its weekday says.</summary>
public sealed class WorkCalendar
{
    private const string Workday = "workday", RestDay = "rest-day", HolidayWord = "holiday", MakeUp = "make-up";
    private static readonly string[] Kinds = [Workday, RestDay, HolidayWord, MakeUp];

    private readonly Dictionary<LocalDate, string> _kinds;
    private readonly DateTimeZone _zone;
    private readonly bool _weekendsWork;

    /// <summary>The calendar of a roster under the policy of one of its posts.</summary>
    public WorkCalendar(RosterDocument document, DateTimeZone zone, PolicyParameters policy)
    {
        _kinds = document.Calendar.ToDictionary(entry => LocalDatePattern.Iso.Parse(entry.Day).GetValueOrThrow(), entry => entry.Kind);
        _zone = zone;
        _weekendsWork = policy.Word("weekends") is "work";
    }

    /// <summary>The calendar of a post.</summary>
    public static WorkCalendar Of(RosterModel roster, string post) => new(roster.Document, roster.Zone, roster.PolicyOf(post));

    /// <summary>Checks what people wrote.</summary>
    /// <exception cref="RosterException">A day or its kind is none, or a day has two.</exception>
    public static void Check(IReadOnlyList<CalendarEntry> entries)
    {
        var days = new HashSet<LocalDate>();
        for (int i = 0; i < entries.Count; i++)
        {
            ParseResult<LocalDate> day = LocalDatePattern.Iso.Parse(entries[i].Day);
            if (!day.Success)
            {
                throw new RosterException($"calendar: number {i + 1}: '{entries[i].Day}' is no day: write yyyy-MM-dd.");
            }

            if (!Kinds.Contains(entries[i].Kind, StringComparer.Ordinal))
            {
                throw new RosterException($"calendar: {entries[i].Day}: kind '{entries[i].Kind}' is none of {string.Join(", ", Kinds)}.");
            }

            if (!days.Add(day.Value))
            {
                throw new RosterException($"calendar: {entries[i].Day} stands there twice: a day is of one kind, so take one of them away.");
            }
        }
    }

    /// <summary>Whether people work on a day: Monday to Friday, or all days where weekends are worked, unless the calendar says otherwise.</summary>
    public bool IsWorkday(LocalDate day) => _kinds.TryGetValue(day, out string? kind) ? kind is Workday or MakeUp : _weekendsWork || day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);

    /// <summary>Whether the calendar makes a day a holiday or a rest day. A plain weekend is none.</summary>
    public bool IsHoliday(LocalDate day) => _kinds.GetValueOrDefault(day) is HolidayWord or RestDay;

    /// <summary>Whether the calendar makes a day a workday that makes up for another.</summary>
    public bool IsMakeUp(LocalDate day) => _kinds.GetValueOrDefault(day) is MakeUp;

    /// <summary>Whether the calendar itself calls a day a workday.</summary>
    public bool IsNamedWorkday(LocalDate day) => _kinds.GetValueOrDefault(day) is Workday;

    /// <summary>
    /// The moment that many workdays later, at the same time of day: what comes in on a Thursday at 16:00 and is due in two workdays is due on Monday at 16:00.
    /// Somebody who asks on a rest day has it counted from the next workday on, as that is the first on which anybody can answer. A regulation that names
    /// days and no hour means that much time, and the end of the day would give the late caller less of it than the early one.
    /// </summary>
    public DateTimeOffset AddWorkdays(DateTimeOffset moment, int workdays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workdays);
        LocalDateTime civil = Instant.FromDateTimeOffset(moment).InZone(_zone).LocalDateTime;
        LocalDate day = civil.Date;
        for (int left = workdays; left > 0; left -= IsWorkday(day) ? 1 : 0)
        {
            day = day.PlusDays(1);
        }

        return workdays == 0 ? moment : (day + civil.TimeOfDay).InZoneLeniently(_zone).ToDateTimeOffset();
    }
}
