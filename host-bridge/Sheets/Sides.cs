using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>Who is on which side of a handover that is to come.</summary>
public static class Sides
{
    /// <summary>Who may write on the sheet of a shift, count and tick as the outgoing side: the holder, and who is on that shift or came for it.</summary>
    public static bool IsOutgoing(RosterModel roster, PostState post, Sheet sheet, string staff)
    {
        return IsOf(roster, post, sheet, staff)
            || string.Equals(post.Holder, staff, StringComparison.Ordinal)
            || (post.In.TryGetValue(staff, out PresentPerson? present) && string.Equals(present.Shift, sheet.Shift, StringComparison.Ordinal));
    }

    /// <summary>Who is rostered for the shift of a sheet.</summary>
    public static bool IsOf(RosterModel roster, PostState post, Sheet sheet, string staff)
    {
        return roster.Shift(post.Post, sheet.Shift, sheet.BegunAt)?.People.Contains(staff, StringComparer.Ordinal) == true;
    }

    /// <summary>Who may read, contest, count and tick as the incoming side: who is on the incoming shift, and who is here for another than this one and was not relieved of it.</summary>
    public static bool IsIncoming(RosterModel roster, PostState post, string staff, DateTimeOffset now)
    {
        return !string.Equals(post.Holder, staff, StringComparison.Ordinal)
            && (Incoming(roster, post, now)?.People.Contains(staff, StringComparer.Ordinal) == true
                || (post.In.TryGetValue(staff, out PresentPerson? present) && !present.Relieved && !string.Equals(present.Shift, post.HolderShift, StringComparison.Ordinal)));
    }

    /// <summary>Who may take over: the leader of the incoming shift, its deputies, its substitutes.</summary>
    public static IReadOnlyList<string> Entitled(RosterModel roster, PostState post, DateTimeOffset now)
    {
        return Incoming(roster, post, now) is { } shift ? Entitlement.Of(roster, shift).Holders : [];
    }

    /// <summary>The next shift of the post by start; when that is over too, the one that covers now; null: none.</summary>
    public static RosterShift? Incoming(RosterModel roster, PostState post, DateTimeOffset now)
    {
        if (post.Holder.Length == 0 || roster.Shift(post.Post, post.HolderShift, post.Since) is not { } held)
        {
            return roster.Covering(post.Post, now) ?? roster.Shifts(post.Post, now, now.AddDays(2)).FirstOrDefault();
        }

        RosterShift? next = roster.Shifts(post.Post, held.Start, held.Start.AddDays(7)).FirstOrDefault(shift => shift.Start > held.Start);
        return next != null && next.End <= now ? roster.Covering(post.Post, now) : next;
    }

    /// <summary>Whether somebody decides over both sides.</summary>
    public static bool Supervises(RosterModel roster, string staff) => roster.Person(staff)?.Role is "supervisor" or "manager";
}
