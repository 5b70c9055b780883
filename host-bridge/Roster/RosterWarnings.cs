using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Something in a roster that somebody should look at before it happens.</summary>
/// <param name="Topic"><c>coverage-gap</c>, <c>double-shift</c>, <c>headcount</c> or <c>unqualified</c>.</param>
/// <param name="Post">The post.</param>
/// <param name="Staff">The person; empty: nobody in particular.</param>
/// <param name="Day">The civil day on which it begins.</param>
public sealed record RosterWarning(string Topic, string Post, string Staff, LocalDate Day);

/// <summary>Looks a roster over.</summary>
public static class RosterWarnings
{
    private static readonly TimeSpan RestBetween = TimeSpan.FromHours(1);

    /// <summary>What is to be warned of in a span of time.</summary>
    public static IReadOnlyList<RosterWarning> Of(RosterModel roster, DateTimeOffset from, DateTimeOffset to)
    {
        return roster.Document.Posts.SelectMany(post => Of(roster, post.Id, from, to)).ToArray();
    }

    private static IEnumerable<RosterWarning> Of(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        IReadOnlyList<RosterShift> shifts = roster.Shifts(post, from, to);
        PolicyParameters policy = roster.PolicyOf(post);
        foreach (RosterShift shift in shifts)
        {
            LocalDate day = roster.Civil(shift.Start).Date;
            if (shift.People.Count() < policy.Number("headcount"))
            {
                yield return new RosterWarning("headcount", post, "", day);
            }

            foreach (string staff in shift.People)
            {
                if (roster.Person(staff)?.Qualified == false)
                {
                    yield return new RosterWarning("unqualified", post, staff, day);
                }

                bool worksBefore = shifts.Any(before => before != shift && before.End <= shift.Start && shift.Start - before.End < RestBetween && before.People.Contains(staff, StringComparer.Ordinal));
                if (worksBefore && !shift.Entry.Doubles.Contains(staff, StringComparer.Ordinal) && policy.Word("doubleShift") is not "allow")
                {
                    yield return new RosterWarning("double-shift", post, staff, day);
                }
            }
        }

        bool allDay = policy.Word("coverFrom") is "00:00" && policy.Word("coverTo") is "24:00";
        for (int i = 1; allDay && i < shifts.Count; i++)
        {
            DateTimeOffset covered = shifts.Take(i).Max(shift => shift.End);
            if (shifts[i].Start > covered)
            {
                yield return new RosterWarning("coverage-gap", post, "", roster.Civil(covered).Date);
            }
        }
    }
}
