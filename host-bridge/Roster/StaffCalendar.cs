using System;
using System.Linq;
using Ical.Net;
using Ical.Net.Serialization;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>The shifts of one person as iCalendar.</summary>
public static class StaffCalendar
{
    /// <summary>The text of the calendar over a span of time, under names where somebody gives the shifts some.</summary>
    public static string Write(RosterModel roster, string staff, DateTimeOffset from, DateTimeOffset to, Func<RosterShift, ShiftName>? nameOf = null)
    {
        var calendar = new Calendar { ProductId = "-//DutyKiosk//roster//EN" };
        foreach (RosterShift shift in roster.Document.Posts.SelectMany(post => roster.Shifts(post.Id, from, to)).Where(shift => shift.People.Contains(staff, StringComparer.Ordinal)))
        {
            calendar.Events.Add(RosterCalendar.EventOf(shift, nameOf?.Invoke(shift)));
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }
}
