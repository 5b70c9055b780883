using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>How a record changes the state of its post.</summary>
public static class DutyFold
{
    private const long MostLateMinutes = 366 * 24 * 60;

    /// <summary>Folds a record in; true when who is in or who holds has changed.</summary>
    public static bool Apply(PostState post, RecordView record, RosterModel roster)
    {
        string staff = record.Text("staff");
        switch (record.Type)
        {
            case "duty.clock-in":
                Enter(post, staff, record.Text("shift"), record.At, roster);
                if (record.Flag("holder"))
                {
                    Hold(post, staff, record.Text("shift"), record.At, roster);
                }

                return true;

            case "duty.clock-out":
                post.In.Remove(staff);
                if (record.Flag("holder"))
                {
                    Hold(post, "", "", record.At, roster);
                }

                return true;

            case "duty.continued":
                Enter(post, staff, record.Text("to"), post.In.TryGetValue(staff, out PresentPerson? present) ? present.Since : record.At, roster);
                Hold(post, staff, record.Text("to"), record.At, roster);
                return true;

            case "handover.confirmed":
                string incoming = record.Text("incoming");
                Enter(post, incoming, record.Text("to"), post.In.TryGetValue(incoming, out PresentPerson? relief) ? relief.Since : record.At, roster);
                Hold(post, incoming, record.Text("to"), record.At, roster);
                Relieve(post, record.Text("from"), record.Text("to"));
                return true;

            case "handover.due" or "handover.late":
                post.LadderStep = (int)record.Number("step");
                post.LateFrom = LateFrom(record);
                return false;

            case "away.started" when post.In.TryGetValue(staff, out PresentPerson? leaving):
                post.In[staff] = leaving with { AwaySince = record.At };
                return true;

            case "away.ended" when post.In.TryGetValue(staff, out PresentPerson? back):
                post.In[staff] = back with { AwaySince = null };
                return true;

            default:
                return false;
        }
    }

    /// <summary>A changed roster moves the ends of shifts.</summary>
    public static void FollowRoster(PostState post, RosterModel roster, DateTimeOffset now)
    {
        if (post.Holder.Length > 0)
        {
            post.Until = roster.Shift(post.Post, post.HolderShift, post.Since)?.End ?? post.Until;
        }

        foreach (string staff in post.In.Keys.ToArray())
        {
            PresentPerson person = post.In[staff];
            post.In[staff] = person with { ShiftEnd = roster.Shift(post.Post, person.Shift, person.Since)?.End ?? person.ShiftEnd };
        }
    }

    // The terminal's word counts for what was late by then; what has passed since is the bridge's to count, and no terminal's clock that runs
    // ahead may make that less than nothing.
    private static DateTimeOffset LateFrom(RecordView record)
    {
        DateTimeOffset told = record.At < record.Entry.ReceivedAt ? record.At : record.Entry.ReceivedAt;
        return told.AddMinutes(-Math.Clamp(record.Number("minutes"), 0, MostLateMinutes));
    }

    // Everybody of the shift that ends may go; an unscheduled handover in mid-shift relieves nobody of the rest of it.
    private static void Relieve(PostState post, string from, string to)
    {
        foreach (string staff in post.In.Keys.ToArray())
        {
            PresentPerson person = post.In[staff];
            if (!string.Equals(from, to, StringComparison.Ordinal) && string.Equals(person.Shift, from, StringComparison.Ordinal))
            {
                post.In[staff] = person with { Relieved = true };
            }
        }
    }

    private static void Enter(PostState post, string staff, string shift, DateTimeOffset at, RosterModel roster)
    {
        post.In[staff] = new PresentPerson(shift, at, null, shift.Length == 0 ? null : roster.Shift(post.Post, shift, at)?.End);
    }

    private static void Hold(PostState post, string staff, string shift, DateTimeOffset at, RosterModel roster)
    {
        post.Holder = staff;
        post.HolderShift = shift;
        post.Since = at;
        post.Until = shift.Length == 0 ? null : roster.Shift(post.Post, shift, at)?.End;
        post.LadderStep = 0;
    }
}
