using System;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

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
            : section.DueWorkdays > 0 ? details with { Due = WorkCalendar.Of(roster, post).AddWorkdays(now, Math.Min(section.DueWorkdays, MostWorkdays)) }
            : details;
    }
}
