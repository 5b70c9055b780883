using System;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Times as the board writes them: civil time of the house, with the date where it is not today's.</summary>
public sealed class CivilTime(RosterModel roster, DateTimeOffset now)
{
    private static readonly LocalDateTimePattern Day = Pattern("MM'-'dd HH':'mm");
    private static readonly LocalDateTimePattern Hour = Pattern("HH':'mm");
    private static readonly LocalDateTimePattern DaySecond = Pattern("MM'-'dd HH':'mm':'ss");
    private static readonly LocalDateTimePattern Second = Pattern("HH':'mm':'ss");
    private static readonly LocalDateTimePattern Whole = Pattern("uuuu'-'MM'-'dd HH':'mm");

    /// <summary>The moment of the board itself.</summary>
    public string Now => Whole.Format(roster.Civil(now));

    /// <summary>To the minute, always with the date.</summary>
    public string Dated(DateTimeOffset at) => Day.Format(roster.Civil(at));

    /// <summary>To the minute.</summary>
    public string Minute(DateTimeOffset at) => (IsToday(at) ? Hour : Day).Format(roster.Civil(at));

    /// <summary>To the second.</summary>
    public string Exact(DateTimeOffset at) => (IsToday(at) ? Second : DaySecond).Format(roster.Civil(at));

    private static LocalDateTimePattern Pattern(string text) => LocalDateTimePattern.CreateWithInvariantCulture(text);

    private bool IsToday(DateTimeOffset at) => roster.Civil(at).Date == roster.Civil(now).Date;
}
