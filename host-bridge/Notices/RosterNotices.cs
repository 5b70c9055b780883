using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>What the roster in force gives cause for in the day ahead: while there is still time to mend it.</summary>
public static class RosterNotices
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    // Two shifts in a row are seen only when both are looked at.
    private static readonly TimeSpan Behind = TimeSpan.FromHours(24);

    // The end of a roster is no gap yet: the next page of it is written in time, or else there is time to call somebody in.
    private static readonly TimeSpan BeforeItEnds = TimeSpan.FromHours(6);

    /// <summary>What a moment gives cause for; a shift or a gap is told once.</summary>
    public static void Collect(DutyRoom room, DateTimeOffset now, NoticeBoard board)
    {
        if (room.LookAhead(now) is not { } before)
        {
            return;
        }

        // What begins earlier was looked at before, in the same roster.
        DateTimeOffset unseen = before > now - Ahead ? before + Ahead : now;
        foreach (PostEntry post in room.Roster.Document.Posts)
        {
            bool begins = room.Roster.Shifts(post.Id, unseen, now + Ahead).Any(shift => shift.Start >= unseen);
            foreach (RosterWarning warning in begins ? RosterWarnings.OfPost(room.Roster, post.Id, now - Behind, now + Ahead) : [])
            {
                // Who is on duty for too long is told of as one who is on it twice. A second assignment in a month is the planner's business.
                if (warning.At >= unseen && warning.Topic is not ("coverage-gap" or "once-a-month"))
                {
                    Want(warning.Topic is "long-stretch" ? "double-shift" : warning.Topic, post.Id, warning.At, warning.Staff);
                }
            }

            foreach ((DateTimeOffset from, DateTimeOffset to) in RosterWarnings.Uncovered(room.Roster, post.Id, now, now + Ahead))
            {
                // A post whose first shift is still to come is not served yet. One that runs already was told when it lay ahead, unless the roster came
                // into force in the midst of it.
                bool served = room.Roster.Shifts(post.Id, from.AddDays(-7), from).Count > 0;
                bool ends = room.Roster.Shifts(post.Id, to, to.AddDays(7)).Count == 0;
                if (!served || (ends && from > now + BeforeItEnds))
                {
                    continue;
                }

                if (from > now)
                {
                    Want("coverage-gap", post.Id, from, "");
                }
                else if (RosterWarnings.Uncovered(room.Roster, post.Id, room.RosterSince, now.AddMinutes(1)) is [var first, ..] && first.From == room.RosterSince && first.To > now)
                {
                    Want("coverage-gap", post.Id, room.RosterSince, "");
                }
            }
        }

        void Want(string topic, string post, DateTimeOffset at, string staff)
        {
            board.Want(new Notice(string.Create(CultureInfo.InvariantCulture, $"{topic}/{post}/{at.UtcDateTime:yyyyMMddHHmm}/{staff}"), topic, post, "", staff, now, []));
        }
    }
}
