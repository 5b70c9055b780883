using System;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Nobody sends himself home: what a planner changes must not leave less of his own duty. Another supervisor may do that for him.</summary>
public static class OwnPresence
{
    /// <summary>The refusal of whoever tries.</summary>
    public const string Refusal = "own-shift";

    private static readonly TimeSpan LongestLookAhead = TimeSpan.FromDays(366);

    /// <summary>Whether a plan takes somebody off a shift that he was on, or lets him come later or go earlier.</summary>
    /// <param name="staff">Who plans, as the roster knows him; empty, or somebody who is on no shift: it concerns him not.</param>
    /// <param name="before">How the shift is.</param>
    /// <param name="after">How it is to be; null: it is to take place no more.</param>
    public static bool IsLess(string staff, ShiftPlan before, ShiftPlan? after)
    {
        return before.RoleOf(staff).Length > 0
            && (after == null || after.RoleOf(staff).Length == 0 || string.CompareOrdinal(after.Start, before.Start) > 0 || string.CompareOrdinal(after.End, before.End) < 0);
    }

    /// <summary>The first shift of a post, of those that are ahead in the year behind a moment, of which another roster leaves somebody less; null: it leaves him all.</summary>
    public static RosterShift? FirstLost(RosterModel before, RosterModel after, string post, string staff, DateTimeOffset from)
    {
        if (staff.Length == 0)
        {
            return null;
        }

        DateTimeOffset to = from + LongestLookAhead;
        RosterShift[] kept = [.. after.Document.Posts.SelectMany(entry => after.Shifts(entry.Id, from, to)).Where(IsHis).OrderBy(shift => shift.Start)];
        return before.Shifts(post, from, to).Where(shift => shift.Start > from && shift.End < to && IsHis(shift)).FirstOrDefault(shift => !IsWhole(shift));

        bool IsHis(RosterShift shift) => shift.People.Contains(staff, StringComparer.Ordinal);

        // Shifts that follow each other may stand in the place of one.
        bool IsWhole(RosterShift shift)
        {
            DateTimeOffset until = shift.Start;
            foreach (RosterShift other in kept)
            {
                until = other.Start <= until && other.End > until ? other.End : until;
            }

            return until >= shift.End;
        }
    }
}
