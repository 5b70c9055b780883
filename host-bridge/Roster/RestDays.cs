using System;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Which days nobody works for whom no shift is written: by their weekday, and by what the calendar says of them.</summary>
public static class RestDays
{
    /// <summary>Whether a civil day is a rest day or a holiday for a post.</summary>
    public static bool Has(RosterModel roster, string post, LocalDate day)
    {
        string iso = LocalDatePattern.Iso.Format(day);
        return roster.Document.Calendar.FindLast(entry => string.Equals(entry.Day, iso, StringComparison.Ordinal))?.Kind switch
        {
            "rest-day" or "holiday" => true,
            "workday" or "make-up" => false,
            _ => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday && roster.PolicyOf(post).Word("weekends") is not "work",
        };
    }
}
