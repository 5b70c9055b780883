using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Something in a roster that somebody should look at before it happens.</summary>
/// <param name="Topic"><c>coverage-gap</c>, <c>double-shift</c>, <c>long-stretch</c>, <c>once-a-month</c>, <c>headcount</c> or <c>unqualified</c>.</param>
/// <param name="Post">The post.</param>
/// <param name="Staff">The person; empty: nobody in particular.</param>
/// <param name="Day">The civil day on which it begins.</param>
/// <param name="At">The moment at which it begins: the start of the shift, or of the gap.</param>
public sealed record RosterWarning(string Topic, string Post, string Staff, LocalDate Day, DateTimeOffset At);

/// <summary>Looks a roster over.</summary>
public static class RosterWarnings
{
    private static readonly TimeSpan RestBetween = TimeSpan.FromHours(1);

    // An assignment that touches a span of time may have begun this long before it, in the month before.
    private static readonly TimeSpan LongestAssignment = TimeSpan.FromDays(5);

    /// <summary>What a roster may be warned of.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["coverage-gap", "double-shift", "long-stretch", "once-a-month", "headcount", "unqualified"];

    /// <summary>What is to be warned of in a span of time.</summary>
    public static IReadOnlyList<RosterWarning> Of(RosterModel roster, DateTimeOffset from, DateTimeOffset to)
    {
        return roster.Document.Posts.SelectMany(post => OfPost(roster, post.Id, from, to)).ToArray();
    }

    /// <summary>
    /// When in a span of time nobody is rostered for a post although it is to be covered. Unlike what is warned of between two shifts, this is also
    /// before the first shift and behind the last.
    /// </summary>
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Uncovered(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        return Uncovered(roster, post, roster.Shifts(post, from, to), from, to);
    }

    /// <summary>
    /// The days of a span on which a post that ought to be covered has no shift, although it has some in the same month: none begins on such a day, and none covers its noon.
    /// Those that follow each other are one.
    /// </summary>
    public static IReadOnlyList<(LocalDate First, LocalDate Last)> EmptyDays(RosterModel roster, string post, LocalDate first, LocalDate last)
    {
        if (last < first)
        {
            return [];
        }

        var planned = new HashSet<LocalDate>();
        LocalDate begin = first.With(DateAdjusters.StartOfMonth), end = last.With(DateAdjusters.EndOfMonth).PlusDays(1);
        foreach (RosterShift shift in roster.Shifts(post, roster.Moment(begin.AtMidnight()), roster.Moment(end.AtMidnight())))
        {
            LocalDateTime starts = roster.Civil(shift.Start), ends = roster.Civil(shift.End);
            planned.Add(starts.Date);
            for (LocalDate day = starts.Date; day + LocalTime.Noon < ends; day = day.PlusDays(1))
            {
                planned.Add(day);
            }
        }

        var calendar = WorkCalendar.Of(roster, post);
        HashSet<LocalDate> months = [.. planned.Select(day => day.With(DateAdjusters.StartOfMonth))];
        var empty = new List<(LocalDate First, LocalDate Last)>();
        for (LocalDate day = first; day <= last; day = day.PlusDays(1))
        {
            if (planned.Contains(day) || !months.Contains(day.With(DateAdjusters.StartOfMonth)) || CoverOf(roster, post, calendar, day) == null)
            {
                continue;
            }

            bool goesOn = empty.Count > 0 && empty[^1].Last.PlusDays(1) == day;
            if (goesOn)
            {
                empty[^1] = (empty[^1].First, day);
            }
            else
            {
                empty.Add((day, day));
            }
        }

        return empty;
    }

    /// <summary>What is to be warned of at one post in a span of time.</summary>
    public static IEnumerable<RosterWarning> OfPost(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        PolicyParameters policy = roster.PolicyOf(post);

        // What came before decides on what is a double shift, a long stretch or the second assignment of the month.
        TimeSpan longest = TimeSpan.FromHours(policy.Number("longestStretchH"));
        bool oncePerMonth = policy.Flag("oncePerMonth");
        DateTimeOffset monthBegin = roster.Moment(roster.Civil(from - LongestAssignment).Date.With(DateAdjusters.StartOfMonth).AtMidnight());
        DateTimeOffset before = from - longest - RestBetween;
        IReadOnlyList<RosterShift> all = roster.Shifts(post, oncePerMonth && monthBegin < before ? monthBegin : before, to);
        RosterShift[] shifts = [.. all.Where(shift => shift.End > from)];
        Dictionary<(RosterShift Shift, string Staff), TimeSpan> stretches = Stretches(all);
        Dictionary<string, DateTimeOffset[]> endsOf = all.SelectMany(shift => shift.People.Select(staff => (Staff: staff, shift.End))).GroupBy(worked => worked.Staff, worked => worked.End, StringComparer.Ordinal)
            .ToDictionary(worked => worked.Key, worked => worked.Order().ToArray(), StringComparer.Ordinal);
        double headcount = policy.Number("headcount");
        bool allowsDoubles = policy.Word("doubleShift") is "allow";
        var ledIn = new HashSet<(string Leader, LocalDate Month)>();
        int led = 0;
        foreach (RosterShift shift in shifts)
        {
            LocalDate day = roster.Civil(shift.Start).Date;
            string[] people = [.. shift.People];
            if (people.Length < headcount)
            {
                yield return new RosterWarning("headcount", post, "", day, shift.Start);
            }

            foreach (string staff in people)
            {
                if (roster.Person(staff)?.Qualified == false)
                {
                    yield return new RosterWarning("unqualified", post, staff, day, shift.Start);
                }

                if (!allowsDoubles && !shift.Entry.Doubles.Contains(staff, StringComparer.Ordinal) && EndedShortlyBefore(endsOf[staff], shift.Start))
                {
                    yield return new RosterWarning("double-shift", post, staff, day, shift.Start);
                }

                if (stretches[(shift, staff)] > longest)
                {
                    yield return new RosterWarning("long-stretch", post, staff, day, shift.Start);
                }
            }

            for (; oncePerMonth && led < all.Count && all[led].Start < shift.Start; led++)
            {
                ledIn.Add((all[led].Entry.Leader, MonthOf(roster, all[led])));
            }

            if (oncePerMonth && shift.Entry.Leader.Length > 0 && ledIn.Contains((shift.Entry.Leader, MonthOf(roster, shift))))
            {
                yield return new RosterWarning("once-a-month", post, shift.Entry.Leader, day, shift.Start);
            }
        }

        if (shifts.Length > 0)
        {
            foreach ((DateTimeOffset gap, DateTimeOffset _) in Uncovered(roster, post, shifts, shifts[0].Start, shifts.Max(shift => shift.End)))
            {
                yield return new RosterWarning("coverage-gap", post, "", roster.Civil(gap).Date, gap);
            }
        }
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Uncovered(RosterModel roster, string post, IReadOnlyList<RosterShift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var gaps = new List<(DateTimeOffset From, DateTimeOffset To)>();
        int first = 0;
        foreach ((DateTimeOffset open, DateTimeOffset close) in CoverHours(roster, post, from, to))
        {
            // The days follow each other, and so do the shifts: what was over at one is over at the next.
            while (first < shifts.Count && shifts[first].End <= open)
            {
                first++;
            }

            DateTimeOffset covered = open;
            for (int i = first; i < shifts.Count && shifts[i].Start < close; i++)
            {
                Add(covered, shifts[i].Start);
                covered = shifts[i].End > covered ? shifts[i].End : covered;
            }

            Add(covered, close);
        }

        return gaps;

        // One that goes on over midnight is one.
        void Add(DateTimeOffset begin, DateTimeOffset end)
        {
            if (begin >= end)
            {
                return;
            }

            bool goesOn = gaps.Count > 0 && gaps[^1].To == begin;
            if (goesOn)
            {
                gaps[^1] = (gaps[^1].From, end);
            }
            else
            {
                gaps.Add((begin, end));
            }
        }
    }

    // The hours of each civil day that are to be covered, as far as they lie in a span of time.
    private static IEnumerable<(DateTimeOffset Open, DateTimeOffset Close)> CoverHours(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        var calendar = WorkCalendar.Of(roster, post);
        for (LocalDate day = roster.Civil(from).Date.PlusDays(-1); day <= roster.Civil(to).Date; day = day.PlusDays(1))
        {
            if (CoverOf(roster, post, calendar, day) is not { } hours)
            {
                continue;
            }

            DateTimeOffset open = roster.Moment(hours.BeginOn(day));
            DateTimeOffset close = roster.Moment(hours.EndOn(day));
            open = open < from ? from : open;
            close = close > to ? to : close;
            if (open < close)
            {
                yield return (open, close);
            }
        }
    }

    // A Saturday on which people work instead of another day has a workday's hours.
    private static DayHours? CoverOf(RosterModel roster, string post, WorkCalendar calendar, LocalDate day)
    {
        return roster.Rotations.IsHoliday(post, day, out DayHours? left) ? left : WeekHours.CoverOf(roster.PolicyOf(post), calendar.IsMakeUp(day) ? IsoDayOfWeek.Monday : day.DayOfWeek);
    }

    private static bool EndedShortlyBefore(DateTimeOffset[] ends, DateTimeOffset start)
    {
        int after = Array.BinarySearch(ends, start - RestBetween);
        after = after < 0 ? ~after : after;

        // One that ended as long before as a rest is left enough of it.
        while (after < ends.Length && start - ends[after] >= RestBetween)
        {
            after++;
        }

        return after < ends.Length && ends[after] <= start;
    }

    // How long everybody will have been on duty at the end of each of his shifts, those before it included from which there is no rest.
    private static Dictionary<(RosterShift Shift, string Staff), TimeSpan> Stretches(IReadOnlyList<RosterShift> shifts)
    {
        var stretches = new Dictionary<(RosterShift Shift, string Staff), TimeSpan>();
        var last = new Dictionary<string, (DateTimeOffset Begin, DateTimeOffset End)>(StringComparer.Ordinal);
        foreach (RosterShift shift in shifts)
        {
            foreach (string staff in shift.People)
            {
                bool goesOn = last.TryGetValue(staff, out (DateTimeOffset Begin, DateTimeOffset End) before) && shift.Start - before.End < RestBetween;
                DateTimeOffset end = goesOn && before.End > shift.End ? before.End : shift.End;
                last[staff] = (goesOn ? before.Begin : shift.Start, end);
                stretches[(shift, staff)] = end - last[staff].Begin;
            }
        }

        return stretches;
    }

    private static LocalDate MonthOf(RosterModel roster, RosterShift shift) => roster.Civil(shift.Start).Date.With(DateAdjusters.StartOfMonth);
}
