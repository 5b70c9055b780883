using System;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What somebody did about the plan.</summary>
public enum PlanActKind
{
    /// <summary>Asked another person to take his shift.</summary>
    SwapAsked,

    /// <summary>Is willing to take it.</summary>
    SwapAccepted,

    /// <summary>Will not take it.</summary>
    SwapDeclined,

    /// <summary>Allowed it: from now on the other one is responsible.</summary>
    SwapApproved,

    /// <summary>Did not allow it.</summary>
    SwapRejected,

    /// <summary>Asked for leave.</summary>
    LeaveRequested,

    /// <summary>Allowed it.</summary>
    LeaveApproved,

    /// <summary>Did not allow it.</summary>
    LeaveRejected,

    /// <summary>Named a deputy.</summary>
    DeputyNamed,

    /// <summary>Named a substitute.</summary>
    SubstituteNamed,

    /// <summary>Moved a shift.</summary>
    ShiftMoved,

    /// <summary>Planned shifts anew, added or cancelled some: what the changes say, all of it or nothing.</summary>
    ShiftsPlanned,
}

/// <summary>
/// An entry of the log about the plan. Whether it was allowed was decided when it was asked for; what it changes stands in it, so that folding it again
/// comes to the same.
/// </summary>
/// <param name="Kind">What was done.</param>
/// <param name="Post">The post of the shift; empty: shifts of several.</param>
/// <param name="Shift">The shift; empty: several.</param>
/// <param name="Planned">Its start as the roster has it; of several shifts that of the last.</param>
/// <param name="By">Who did it.</param>
/// <param name="Staff">Whose place it is about; empty: nobody's.</param>
/// <param name="Other">The other person; empty: none.</param>
/// <param name="Text">Why.</param>
/// <param name="Changes">What it changes; none: it only asks, or says no.</param>
public sealed record PlanAct(PlanActKind Kind, string Post, string Shift, string Planned, string By, string Staff, string Other, string Text, ShiftChange[] Changes)
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static PlanAct Of(LogEntry entry)
    {
        return JsonSerializer.Deserialize<PlanAct>(entry.Body) is { Post: not null, Shift: not null, Planned: not null, By: not null, Staff: not null, Other: not null, Text: not null, Changes: not null } whole
            && Array.TrueForAll(whole.Changes, change => change is { IsWhole: true })
            ? whole
            : throw new JsonException("An entry that ought to be of the plan is not.");
    }
}
