using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Hours of a civil day, in minutes from its midnight; those that end on the next day end behind minute 1440.</summary>
/// <param name="From">The first minute.</param>
/// <param name="To">The first minute after them.</param>
public sealed record DayHours(int From, int To)
{
    private const int MinutesADay = 1440;
    private static readonly string[] Dashes = ["-", "–", "—", "~", "至", " to "];

    /// <summary>When they begin on a day.</summary>
    public LocalDateTime BeginOn(LocalDate day) => day.AtMidnight().PlusMinutes(From);

    /// <summary>When they end that began on a day.</summary>
    public LocalDateTime EndOn(LocalDate day) => day.AtMidnight().PlusMinutes(To);

    /// <summary>From one time of day to another; when that is not later, it is of the next day.</summary>
    public static DayHours Between(int from, int to) => new(from, to > from ? to : to + MinutesADay);

    /// <summary>Reads <c>07:00-21:00</c>; null: it is none.</summary>
    public static DayHours? Parse(string text)
    {
        foreach (string dash in Dashes)
        {
            string[] parts = text.Split(dash, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && CivilClock.MinuteOf(parts[0]) is { } from and < MinutesADay && CivilClock.MinuteOf(parts[1]) is { } to)
            {
                return Between(from, to);
            }
        }

        return null;
    }
}

/// <summary>Hours by weekday, as a rotation writes them.</summary>
public sealed class WeekHours
{
    private static readonly IsoDayOfWeek[] Week = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];
    private static readonly string[] Closed = ["off", "none", "closed", "rest", "no"];
    private readonly Dictionary<IsoDayOfWeek, DayHours> _hours = [];

    private WeekHours()
    {
    }

    /// <summary>Whether something is said of holidays.</summary>
    public bool NamesHolidays { get; private set; }

    /// <summary>The hours of a holiday; null: none.</summary>
    public DayHours? Holiday { get; private set; }

    /// <summary>All the hours that are named.</summary>
    public IEnumerable<DayHours> All => Holiday is { } holiday ? _hours.Values.Append(holiday) : _hours.Values;

    /// <summary>The hours of a weekday; null: none.</summary>
    public DayHours? Of(IsoDayOfWeek day) => _hours.GetValueOrDefault(day);

    /// <summary>The hours that a post is to be covered.</summary>
    public static WeekHours OfCover(PolicyParameters policy)
    {
        var week = new WeekHours();
        foreach (IsoDayOfWeek day in Week)
        {
            if (CoverOf(policy, day) is { } hours)
            {
                week._hours[day] = hours;
            }
        }

        return week;
    }

    /// <summary>
    /// The hours that a post is to be covered on a weekday. Saturday and Sunday may end at another time, and one that ends as it begins is not covered at all;
    /// null: that.
    /// </summary>
    public static DayHours? CoverOf(PolicyParameters policy, IsoDayOfWeek day)
    {
        int from = CivilClock.MinuteOf(policy.Word("coverFrom"))!.Value;
        string special = day switch { IsoDayOfWeek.Saturday => policy.Word("coverToSat"), IsoDayOfWeek.Sunday => policy.Word("coverToSun"), _ => "" };
        int to = CivilClock.MinuteOf(special.Length > 0 ? special : policy.Word("coverTo"))!.Value;
        return special.Length > 0 && to == from ? null : DayHours.Between(from, to);
    }

    /// <summary>
    /// Reads the hours of a rotation. A key is a weekday, a list or a range of them, <c>workdays</c>, <c>weekend</c>, <c>daily</c> or <c>holiday</c>; the one that
    /// names fewer days has the say over the one that names more. A key without hours says the same as no key.
    /// </summary>
    /// <exception cref="RosterException">A key or hours are none.</exception>
    public static WeekHours Read(IReadOnlyDictionary<string, string> written, bool weekendsWork, string where)
    {
        var week = new WeekHours();
        var named = new Dictionary<IsoDayOfWeek, (int Days, DayHours? Hours)>();
        foreach ((string key, string text) in written.Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            bool closed = Closed.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
            DayHours? hours = closed ? null : DayHours.Parse(text.Trim()) ?? throw new RosterException($"{where}: hours of {key}: '{text}' are none: write two times of day, such as 07:00-21:00, or off.");
            if (IsHoliday(key))
            {
                week.NamesHolidays = true;
                week.Holiday = hours;
                continue;
            }

            IReadOnlyCollection<IsoDayOfWeek> days = DaysOf(key, weekendsWork) ?? throw new RosterException($"{where}: hours: '{key}' is no day: write Mon to Sun, a range such as Mon-Fri, workdays, weekend, daily or holiday.");
            foreach (IsoDayOfWeek day in days)
            {
                bool isNamed = named.TryGetValue(day, out (int Days, DayHours? Hours) other);
                if (isNamed && other.Days == days.Count && other.Hours != hours)
                {
                    throw new RosterException($"{where}: hours: {day} has two kinds of hours: leave it out of one of them.");
                }

                if (!isNamed || other.Days > days.Count)
                {
                    named[day] = (days.Count, hours);
                }
            }
        }

        foreach ((IsoDayOfWeek day, (int Days, DayHours? Hours) entry) in named)
        {
            if (entry.Hours is { } hours)
            {
                week._hours[day] = hours;
            }
        }

        return week;
    }

    /// <summary>Whether a word can stand before hours.</summary>
    public static bool IsDay(string key) => IsHoliday(key) || DaysOf(key, false) != null;

    private static bool IsHoliday(string key) => Bare(key) is "holiday" or "holidays" or "restday" or "restdays";

    private static IReadOnlyCollection<IsoDayOfWeek>? DaysOf(string key, bool weekendsWork)
    {
        switch (Bare(key))
        {
            case "workday" or "workdays" or "weekday" or "weekdays":
                return weekendsWork ? Week : Week[..5];
            case "weekend" or "weekends":
                return Week[5..];
            case "daily" or "everyday" or "all" or "alldays":
                return Week;
        }

        var days = new HashSet<IsoDayOfWeek>();
        foreach (string part in key.Split([',', ';', ' ', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            IsoDayOfWeek?[] ends = [.. part.Split(['-', '–', '~'], StringSplitOptions.TrimEntries).Select(DayOf)];
            if (ends.Length > 2 || ends.Any(end => end == null))
            {
                return null;
            }

            // A range may go on over the end of the week.
            IsoDayOfWeek day = ends[0]!.Value;
            days.Add(day);
            while (day != ends[^1])
            {
                day = day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
                days.Add(day);
            }
        }

        return days.Count > 0 ? days : null;
    }

    private static IsoDayOfWeek? DayOf(string name)
    {
        string bare = Bare(name);
        return bare.Length < 3 ? null : Week.Where(day => day.ToString().StartsWith(bare, StringComparison.OrdinalIgnoreCase)).Select(day => (IsoDayOfWeek?)day).FirstOrDefault();
    }

    private static string Bare(string name) => new(name.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant).ToArray());
}
