using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>The names of the patterns by which rotations make shifts.</summary>
public static class RotationPatterns
{
    /// <summary>Two shifts of twelve hours a day.</summary>
    public const string TwoTwelve = "two-12h";

    /// <summary>Three shifts of eight hours a day.</summary>
    public const string ThreeEight = "three-8h";

    /// <summary>A handover on every even day of the month.</summary>
    public const string EvenDays = "even-days";

    /// <summary>Assignments of four days each.</summary>
    public const string FourDay = "four-day";

    /// <summary>One shift a day, with the hours of the weekday.</summary>
    public const string WeekdayHours = "weekday-hours";

    /// <summary>Duty outside of the hours of work.</summary>
    public const string AfterHours = "after-hours";

    // Bare, as they are compared: small letters and digits.
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.Ordinal)
    {
        [TwoTwelve] = ["12h", "12hours", "two12", "two12hours", "2x12h", "twoshift", "twoshifts", "twelvehour", "twelvehours"],
        [ThreeEight] = ["8h", "8hours", "three8", "three8hours", "3x8h", "threeshift", "threeshifts", "eighthour", "eighthours"],
        [EvenDays] = ["even", "evenday", "evendates", "evendate", "evendaysofthemonth"],
        [FourDay] = ["fourdays", "fourdaycycle", "fourdayassignment", "fourdayassignments", "4day", "4days", "4daycycle"],
        [WeekdayHours] = ["hoursbyweekday", "weekdays", "weekday", "byweekday", "hoursbyday", "servicehours"],
        [AfterHours] = ["afterhoursduty", "afterwork", "outofhours", "outsideworkhours"],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [TwoTwelve, ThreeEight, EvenDays, FourDay, WeekdayHours, AfterHours];

    /// <summary>The one name of the pattern that a name stands for: case, blanks and hyphens are forgiven. A name that stands for none is given back as it is.</summary>
    public static string Canonical(string name)
    {
        string bare = Bare(name);
        return All.FirstOrDefault(pattern => string.Equals(Bare(pattern), bare, StringComparison.Ordinal) || Aliases[pattern].Contains(bare, StringComparer.Ordinal)) ?? name;
    }

    private static string Bare(string name) => new(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
}
