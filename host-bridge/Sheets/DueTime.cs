using System;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>
/// When an item is due that names no time itself, by its section. It is decided when the item is written and stands in the entry, so that folding it again
/// needs neither pack nor calendar.
/// </summary>
public static class DueTime
{
    private const int MostWorkdays = 366;

    /// <summary>The details of an item with the time that its section gives it.</summary>
    public static ItemDetails Given(ItemDetails details, PackSection section, RosterModel roster, string post, DateTimeOffset now)
    {
        return details.Due != null ? details
            : section.DueMin > 0 ? details with { Due = now.AddMinutes(section.DueMin) }
            : section.DueWorkdays > 0 ? details with { Due = AfterWorkdays(roster, post, now, section.DueWorkdays) }
            : details;
    }

    // The same time of day, so many workdays later: rest days and holidays are passed over, make-up workdays count.
    private static DateTimeOffset AfterWorkdays(RosterModel roster, string post, DateTimeOffset now, int workdays)
    {
        LocalDateTime civil = roster.Civil(now);
        LocalDate day = civil.Date;
        for (int left = Math.Min(workdays, MostWorkdays); left > 0;)
        {
            day = day.PlusDays(1);
            left -= RestDays.Has(roster, post, day) ? 0 : 1;
        }

        return roster.Moment(day + civil.TimeOfDay);
    }
}
