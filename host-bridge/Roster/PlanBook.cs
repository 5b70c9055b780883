using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>How far a request has come.</summary>
public enum RequestState
{
    /// <summary>It waits.</summary>
    Asked,

    /// <summary>The other person is willing; a supervisor has to decide.</summary>
    Accepted,

    /// <summary>The other person is not willing.</summary>
    Declined,

    /// <summary>It counts.</summary>
    Approved,

    /// <summary>A supervisor has said no.</summary>
    Rejected,
}

/// <summary>Somebody asks another one to take his shift.</summary>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Planned">Its start as the roster has it.</param>
/// <param name="From">Whose shift it is.</param>
/// <param name="To">Who is asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DecidedBy">Who decided last; empty: nobody yet.</param>
public sealed record Swap(string Post, string Shift, string Planned, string From, string To, DateTimeOffset AskedAt, RequestState State = RequestState.Asked, string DecidedBy = "");

/// <summary>Somebody asks for leave from a shift.</summary>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Planned">Its start as the roster has it.</param>
/// <param name="Staff">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="AskedAt">When.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DecidedBy">Who decided; empty: nobody yet.</param>
public sealed record Leave(string Post, string Shift, string Planned, string Staff, string Reason, DateTimeOffset AskedAt, RequestState State = RequestState.Asked, string DecidedBy = "");

/// <summary>Everything that was asked for and decided about the plan, in order.</summary>
public sealed class PlanBook
{
    private readonly Dictionary<(string Post, string Shift, string Planned, string Staff), DateTimeOffset> _turns = [];

    /// <summary>The swaps, oldest first.</summary>
    public List<Swap> Swaps { get; } = [];

    /// <summary>The leaves, oldest first.</summary>
    public List<Leave> Leaves { get; } = [];

    /// <summary>Every change of a shift, in the order in which they lie over the roster.</summary>
    public List<ShiftChange> Changes { get; } = [];

    /// <summary>When a person was last put on a shift, or taken off it, by a change of the plan; null: the roster itself says whether he is on it.</summary>
    public DateTimeOffset? ChangedAt(RosterShift shift, string staff) => _turns.TryGetValue((shift.Post, shift.Id, shift.Planned, staff), out DateTimeOffset at) ? at : null;

    /// <summary>A change has put a person on a shift, or has taken him off it.</summary>
    public void CameOrWent(ShiftChange change, string staff, DateTimeOffset at) => _turns[(change.Post, change.Shift, change.Planned, staff)] = at;

    /// <summary>Folds an entry; true when it changes a shift.</summary>
    public bool Apply(PlanAct act, LogEntry entry)
    {
        switch (act.Kind)
        {
            case PlanActKind.SwapAsked:
                Swaps.Add(new Swap(act.Post, act.Shift, act.Planned, act.Staff, act.Other, entry.ReceivedAt));
                break;
            case PlanActKind.SwapAccepted:
                Decide(act, RequestState.Accepted);
                break;
            case PlanActKind.SwapDeclined:
                Decide(act, RequestState.Declined);
                break;
            case PlanActKind.SwapApproved:
                Decide(act, RequestState.Approved);
                break;
            case PlanActKind.SwapRejected:
                Decide(act, RequestState.Rejected);
                break;
            case PlanActKind.LeaveRequested:
                Leaves.Add(new Leave(act.Post, act.Shift, act.Planned, act.Staff, act.Text, entry.ReceivedAt));
                break;
            case PlanActKind.LeaveApproved:
                DecideLeave(act, RequestState.Approved);
                break;
            case PlanActKind.LeaveRejected:
                DecideLeave(act, RequestState.Rejected);
                break;
        }

        Changes.AddRange(act.Changes);
        return act.Changes.Length > 0;
    }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Items(Swaps);
        writer.Items(Leaves);
        writer.Items(Changes);
        writer.Each(_turns, turn =>
        {
            writer.Text(turn.Key.Post);
            writer.Text(turn.Key.Shift);
            writer.Text(turn.Key.Planned);
            writer.Text(turn.Key.Staff);
            writer.Time(turn.Value);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        Swaps.AddRange(reader.Items<Swap>());
        Leaves.AddRange(reader.Items<Leave>());
        Changes.AddRange(reader.Items<ShiftChange>());
        reader.Times(() => _turns.Add((reader.Text(), reader.Text(), reader.Text(), reader.Text()), reader.Time()));
    }

    private void Decide(PlanAct act, RequestState state)
    {
        int at = Swaps.FindLastIndex(swap => Is(swap.Post, act.Post) && Is(swap.Shift, act.Shift) && Is(swap.Planned, act.Planned) && Is(swap.From, act.Staff) && Is(swap.To, act.Other));
        if (at >= 0)
        {
            Swaps[at] = Swaps[at] with { State = state, DecidedBy = act.By };
        }
    }

    private void DecideLeave(PlanAct act, RequestState state)
    {
        int at = Leaves.FindLastIndex(leave => Is(leave.Post, act.Post) && Is(leave.Shift, act.Shift) && Is(leave.Planned, act.Planned) && Is(leave.Staff, act.Staff));
        if (at >= 0)
        {
            Leaves[at] = Leaves[at] with { State = state, DecidedBy = act.By };
        }
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
