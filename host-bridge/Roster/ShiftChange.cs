using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What a change does to a shift.</summary>
public enum ShiftChangeKind
{
    /// <summary>Somebody is named deputy.</summary>
    Deputy,

    /// <summary>Somebody takes the place of another.</summary>
    Replace,

    /// <summary>Somebody is on leave.</summary>
    Leave,

    /// <summary>Working it straight after, or before, a shift of his own is approved for somebody.</summary>
    Double,

    /// <summary>It starts at another time.</summary>
    Start,

    /// <summary>It ends at another time.</summary>
    End,

    /// <summary>A planner has planned it anew: whatever was changed before, it is as his plan says.</summary>
    Planned,

    /// <summary>It is a shift that the roster as written does not have.</summary>
    Added,

    /// <summary>It takes place no more, until it is planned anew.</summary>
    Cancelled,
}

/// <summary>
/// One change of a shift that was decided after the roster was written. The roster as written stays as it is: a change lies over it, so that a roster that
/// is written anew does not undo what people have agreed on.
/// </summary>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Planned">Its start as the roster has it, <c>yyyy-MM-dd HH:mm</c>, as ids of shifts come again.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Staff">The person: who is named, replaced, on leave, approved.</param>
/// <param name="Other">Who takes the place.</param>
/// <param name="Time">The new time, <c>yyyy-MM-dd HH:mm</c>.</param>
/// <param name="Plan">How it is planned anew, or added; null: it is neither.</param>
public sealed record ShiftChange(string Post, string Shift, string Planned, ShiftChangeKind Kind, string Staff = "", string Other = "", string Time = "", ShiftPlan? Plan = null)
{
    /// <summary>Whether it is whole: everything that its kind needs is there.</summary>
    internal bool IsWhole => this is { Post: not null, Shift: not null, Planned: not null, Staff: not null, Other: not null, Time: not null }
        && (Kind is not (ShiftChangeKind.Planned or ShiftChangeKind.Added) || (Plan != null && ShiftPlan.IsWhole(Plan)));

    /// <summary>Whether it says that the shift takes place, or that it does not.</summary>
    internal bool DecidesWhetherItIs => Kind is ShiftChangeKind.Planned or ShiftChangeKind.Added or ShiftChangeKind.Cancelled;

    /// <summary>Whether it is about this shift as the roster has it.</summary>
    public bool IsAbout(ShiftEntry entry)
    {
        return string.Equals(Post, entry.Post, StringComparison.Ordinal) && string.Equals(Shift, entry.Id, StringComparison.Ordinal)
            && string.Equals(Planned, entry.Start, StringComparison.Ordinal);
    }

    /// <summary>The shift with all changes that are about it, in order; the same where there is none.</summary>
    public static ShiftEntry Changed(ShiftEntry entry, IEnumerable<ShiftChange> changes)
    {
        ShiftEntry? changed = null;
        foreach (ShiftChange change in changes.Where(change => change.IsAbout(entry)))
        {
            changed ??= Copy(entry);
            change.ApplyTo(changed);
        }

        return changed ?? entry;
    }

    private static ShiftEntry Copy(ShiftEntry entry) => new()
    {
        Id = entry.Id,
        Post = entry.Post,
        Start = entry.Start,
        End = entry.End,
        Leader = entry.Leader,
        Deputies = [.. entry.Deputies],
        Crew = [.. entry.Crew],
        Doubles = [.. entry.Doubles],
        Supervisor = entry.Supervisor,
    };

    private void ApplyTo(ShiftEntry entry)
    {
        switch (Kind)
        {
            case ShiftChangeKind.Deputy:
                Add(entry.Deputies, Staff);
                break;
            case ShiftChangeKind.Replace:
                bool led = string.Equals(entry.Leader, Staff, StringComparison.Ordinal);
                bool deputised = entry.Deputies.Contains(Staff, StringComparer.Ordinal);
                TakeOff(entry, Staff);
                TakeOff(entry, Other);
                if (led)
                {
                    entry.Leader = Other;
                }
                else
                {
                    Add(deputised ? entry.Deputies : entry.Crew, Other);
                }

                break;
            case ShiftChangeKind.Leave:
                TakeOff(entry, Staff);
                break;
            case ShiftChangeKind.Double:
                Add(entry.Doubles, Staff);
                break;
            case ShiftChangeKind.Start:
                entry.Start = Time;
                break;
            case ShiftChangeKind.End:
                entry.End = Time;
                break;
            case ShiftChangeKind.Planned or ShiftChangeKind.Added:
                (entry.Start, entry.End, entry.Leader, entry.Supervisor) = (Plan!.Start, Plan.End, Plan.Leader, Plan.Supervisor);
                (entry.Deputies, entry.Crew, entry.Doubles) = ([.. Plan.Deputies], [.. Plan.Crew], [.. Plan.Doubles]);
                break;
        }
    }

    private static void Add(List<string> people, string staff)
    {
        if (!people.Contains(staff, StringComparer.Ordinal))
        {
            people.Add(staff);
        }
    }

    private static void TakeOff(ShiftEntry entry, string staff)
    {
        entry.Leader = string.Equals(entry.Leader, staff, StringComparison.Ordinal) ? "" : entry.Leader;
        entry.Deputies.RemoveAll(person => string.Equals(person, staff, StringComparison.Ordinal));
        entry.Crew.RemoveAll(person => string.Equals(person, staff, StringComparison.Ordinal));
    }
}
