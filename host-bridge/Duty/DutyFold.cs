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
        string staff = record.Id("staff");
        switch (record.Type)
        {
            case "duty.clock-in" when staff.Length > 0:
                Enter(post, staff, record.Id("shift"), record.At, roster);
                if (record.Flag("holder"))
                {
                    Hold(post, staff, record.Id("shift"), record, roster);
                }

                return true;

            case "duty.clock-out" when staff.Length > 0:
                post.In.Remove(staff);
                if (record.Flag("holder"))
                {
                    Hold(post, "", "", record, roster);
                }

                return true;

            case "duty.continued" when staff.Length > 0:
                Enter(post, staff, record.Id("to"), post.In.TryGetValue(staff, out PresentPerson? present) ? present.Since : record.At, roster);
                Hold(post, staff, record.Id("to"), record, roster);
                return true;

            case "handover.confirmed" when record.Id("incoming") is { Length: > 0 } incoming:
                Enter(post, incoming, record.Id("to"), post.In.TryGetValue(incoming, out PresentPerson? relief) ? relief.Since : record.At, roster);
                Hold(post, incoming, record.Id("to"), record, roster);
                post.HandedOverAt = record.At;
                Relieve(post, record.Id("from"), record.Id("to"), record.Number("latenessSeconds") > 0);
                return true;

            case "handover.due" or "handover.late":
                post.LadderStep = (int)Math.Clamp(record.Number("step"), 0, int.MaxValue);
                post.LateFrom = LateFrom(record);
                return false;

            case "away.started" when post.In.TryGetValue(staff, out PresentPerson? leaving):
                post.In[staff] = leaving with { AwaySince = record.At };
                return true;

            case "away.ended" when post.In.TryGetValue(staff, out PresentPerson? back):
                post.In[staff] = Returned(post, back, record.At, roster);
                return true;

            default:
                return false;
        }
    }

    /// <summary>Whether its terminal has to be told who is in behind this record, also when nothing has changed.</summary>
    public static bool IsAsking(RecordView record)
    {
        return record.Type is "duty.clock-in" or "duty.clock-out" or "duty.continued" or "handover.confirmed" || (record.Type is "terminal.clock-set" && record.Number("stepSeconds") < 0);
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
    private static void Relieve(PostState post, string from, string to, bool late)
    {
        foreach (string staff in post.In.Keys.ToArray())
        {
            PresentPerson person = post.In[staff];
            if (!string.Equals(from, to, StringComparison.Ordinal) && string.Equals(person.Shift, from, StringComparison.Ordinal))
            {
                post.In[staff] = person with { Relieved = true, RelievedLate = late };
            }
        }
    }

    private static PresentPerson Returned(PostState post, PresentPerson person, DateTimeOffset at, RosterModel roster)
    {
        if (person.AwaySince is not { } start)
        {
            return person;
        }

        var judgment = new AwayJudgment(roster.PolicyOf(post.Post), roster.Zone);
        AwayVerdict verdict = judgment.Of(start, at, person.AwaySeconds, person.Reason);
        var absence = new Absence(start, at, verdict, judgment.UnattendedFrom(start, person.AwaySeconds, person.Reason));
        return person with { AwaySince = null, Reason = "", AwaySeconds = person.AwaySeconds + verdict.CountedSeconds, LastAway = absence };
    }

    private static void Enter(PostState post, string staff, string shift, DateTimeOffset at, RosterModel roster)
    {
        post.In[staff] = new PresentPerson(shift, at, null, shift.Length == 0 ? null : roster.Shift(post.Post, shift, at)?.End);
    }

    private static void Hold(PostState post, string staff, string shift, RecordView record, RosterModel roster)
    {
        post.Holder = staff;
        post.HolderShift = shift;
        post.Since = record.At;
        post.HolderPosition = record.Entry.Position;
        post.Until = shift.Length == 0 ? null : roster.Shift(post.Post, shift, record.At)?.End;
        post.LadderStep = 0;
    }
}
