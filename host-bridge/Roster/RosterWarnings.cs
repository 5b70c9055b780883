using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Something in a roster that somebody should look at before it happens.</summary>
/// <param name="Topic"><c>coverage-gap</c>, <c>double-shift</c>, <c>headcount</c> or <c>unqualified</c>.</param>
/// <param name="Post">The post.</param>
/// <param name="Staff">The person; empty: nobody in particular.</param>
/// <param name="Day">The civil day on which it begins.</param>
/// <param name="At">The moment at which it begins: the start of the shift, or of the gap.</param>
public sealed record RosterWarning(string Topic, string Post, string Staff, LocalDate Day, DateTimeOffset At);

/// <summary>Looks a roster over.</summary>
public static class RosterWarnings
{
    private const int MinutesADay = 1440;
    private static readonly TimeSpan RestBetween = TimeSpan.FromHours(1);

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
        var gaps = new List<(DateTimeOffset From, DateTimeOffset To)>();
        IReadOnlyList<RosterShift> shifts = roster.Shifts(post, from, to);
        foreach ((DateTimeOffset open, DateTimeOffset close) in CoverHours(roster, post, from, to))
        {
            DateTimeOffset covered = open;
            foreach (RosterShift shift in shifts)
            {
                Add(covered, shift.Start < close ? shift.Start : close);
                covered = shift.End > covered ? shift.End : covered;
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
        PolicyParameters policy = roster.PolicyOf(post);
        int first = MinuteOf(policy.Word("coverFrom")), last = MinuteOf(policy.Word("coverTo"));
        for (LocalDate day = roster.Civil(from).Date.PlusDays(-1); day <= roster.Civil(to).Date; day = day.PlusDays(1))
        {
            LocalDateTime midnight = day.AtMidnight();
            DateTimeOffset open = roster.Moment(midnight.PlusMinutes(first));

            // Hours that end before they begin end on the next day.
            DateTimeOffset close = roster.Moment(midnight.PlusMinutes(last > first ? last : last + MinutesADay));
            open = open < from ? from : open;
            close = close > to ? to : close;
            if (open < close)
            {
                yield return (open, close);
            }
        }
    }

    private static int MinuteOf(string time) => (int.Parse(time.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60) + int.Parse(time.AsSpan(3, 2), CultureInfo.InvariantCulture);

    /// <summary>What is to be warned of at one post in a span of time.</summary>
    public static IEnumerable<RosterWarning> OfPost(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        IReadOnlyList<RosterShift> shifts = roster.Shifts(post, from, to);
        PolicyParameters policy = roster.PolicyOf(post);
        foreach (RosterShift shift in shifts)
        {
            LocalDate day = roster.Civil(shift.Start).Date;
            if (shift.People.Count() < policy.Number("headcount"))
            {
                yield return new RosterWarning("headcount", post, "", day, shift.Start);
            }

            foreach (string staff in shift.People)
            {
                if (roster.Person(staff)?.Qualified == false)
                {
                    yield return new RosterWarning("unqualified", post, staff, day, shift.Start);
                }

                bool worksBefore = shifts.Any(before => before != shift && before.End <= shift.Start && shift.Start - before.End < RestBetween && before.People.Contains(staff, StringComparer.Ordinal));
                if (worksBefore && !shift.Entry.Doubles.Contains(staff, StringComparer.Ordinal) && policy.Word("doubleShift") is not "allow")
                {
                    yield return new RosterWarning("double-shift", post, staff, day, shift.Start);
                }
            }
        }

        bool allDay = policy.Word("coverFrom") is "00:00" && policy.Word("coverTo") is "24:00";
        for (int i = 1; allDay && i < shifts.Count; i++)
        {
            DateTimeOffset covered = shifts.Take(i).Max(shift => shift.End);
            if (shifts[i].Start > covered)
            {
                yield return new RosterWarning("coverage-gap", post, "", roster.Civil(covered).Date, covered);
            }
        }
    }
}
