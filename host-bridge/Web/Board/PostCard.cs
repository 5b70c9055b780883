using System.Linq;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>How loud a post's alarm is.</summary>
public enum AlarmState
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The handover is due.</summary>
    Due,

    /// <summary>It is late, or was missed, and nobody has taken note.</summary>
    Sounding,

    /// <summary>It is late, and somebody has taken note.</summary>
    Silent,
}

/// <summary>One post as the board shows it. Equal cards look the same.</summary>
/// <param name="Post">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Holder">Who holds the duty; empty: nobody.</param>
/// <param name="HolderName">The name of that person.</param>
/// <param name="Since">Since when, for people.</param>
/// <param name="Until">Until when, for people; empty: it is not known.</param>
/// <param name="Ends">The same for a script, which counts down to it.</param>
/// <param name="Expected">While nobody holds, who ought to; empty: nobody.</param>
/// <param name="In">Who is in.</param>
/// <param name="Next">The next shift; null: none within two days.</param>
/// <param name="LadderStep">The step of the alarm ladder; 0: none.</param>
/// <param name="LateMinutes">How late the handover is.</param>
/// <param name="Alarm">How loud that is.</param>
/// <param name="AlarmTopic">The topic of a notice of it that nobody has taken note of; empty: none.</param>
/// <param name="Holds">What stands before the next handover.</param>
/// <param name="Sheet">The sheet; null: sheets do not bind here, or there is none.</param>
/// <param name="Terminals">Its terminals.</param>
/// <param name="Policy">Its rules; null: the roster does not know the post.</param>
public sealed record PostCard(
    string Post,
    string Name,
    string Holder,
    string HolderName,
    string Since,
    string Until,
    string Ends,
    string Expected,
    Lines<PersonChip> In,
    NextLine? Next,
    int LadderStep,
    int LateMinutes,
    AlarmState Alarm,
    string AlarmTopic,
    Lines<HoldLine> Holds,
    SheetLine? Sheet,
    Lines<TerminalLine> Terminals,
    PolicyLine? Policy)
{
    internal const int LateStep = 2;
    private const int SupervisorStep = 3;

    /// <summary>While nobody holds, who ought to, with the hours alone: on a wall the day is today's; empty: nobody.</summary>
    public string ExpectedShort { get; init; } = "";

    /// <summary>How it stands, the gravest first, as the edge of its card shows it: <c>late</c>, <c>due</c>, <c>empty</c>, <c>blocked</c> (a hold stands before the handover) or <c>held</c>.</summary>
    public string State => Alarm is AlarmState.Sounding or AlarmState.Silent ? "late" : Alarm == AlarmState.Due ? "due" : Holder.Length == 0 ? "empty" : OpenHolds > 0 ? "blocked" : "held";

    /// <summary>How many of the holds nobody has released.</summary>
    public int OpenHolds => Holds.Count(hold => !hold.IsReleased);

    /// <summary>Whether the terminal says that the handover is late, and not only due.</summary>
    public bool IsLate => LadderStep >= LateStep;

    /// <summary>Whether the supervisor was told that the handover is late.</summary>
    public bool IsSupervisorTold => LadderStep >= SupervisorStep;
}

/// <summary>One person in the room as the board shows him.</summary>
public sealed record PersonChip(string Id, string Name, string Since, string AwaySince, bool Holds, bool Relieved);

/// <summary>The next shift of a post.</summary>
/// <param name="At">When it begins, for people.</param>
/// <param name="Leader">Who leads it.</param>
/// <param name="People">Everybody who is on it, the leader first.</param>
/// <param name="IsNear">Whether it is time to come for it.</param>
public sealed record NextLine(string At, string Leader, Lines<ArrivalChip> People, bool IsNear)
{
    /// <summary>How it stands in one line.</summary>
    public override string ToString() => $"{At} {Leader}".TrimEnd();
}

/// <summary>One person of the next shift.</summary>
/// <param name="Id">His id.</param>
/// <param name="Name">His name.</param>
/// <param name="HasArrived">Whether he is in.</param>
public sealed record ArrivalChip(string Id, string Name, bool HasArrived);

/// <summary>One condition that stands before the next handover.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Reason">Why it was opened.</param>
/// <param name="By">Who has opened it.</param>
/// <param name="Since">When.</param>
/// <param name="IsReleased">Whether the next handover may happen in spite of it.</param>
public sealed record HoldLine(string Id, string Kind, string Reason, string By, string Since, bool IsReleased);

/// <summary>How far the sheet is.</summary>
/// <param name="Missing">How much the outgoing side has still to do; 0: it is complete.</param>
/// <param name="IsRead">Whether somebody of the incoming side has read it as it is.</param>
public sealed record SheetLine(int Missing, bool IsRead);

/// <summary>One terminal as the board shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state, as a word of the wire.</param>
/// <param name="Since">Since when it is in that; empty: it was never seen.</param>
/// <param name="Clock">How good its clock is, in words.</param>
/// <param name="Outbox">How many of its records wait to be acknowledged; 0: none, or it does not say.</param>
/// <param name="Journal">How full its journal is, in percent; null: it does not say.</param>
public sealed record TerminalLine(string Id, string State, string Since, string Clock, long Outbox, long? Journal);

/// <summary>The pack of a post as the board shows it, with what the post has otherwise.</summary>
public sealed record PolicyLine(string Pack, string Title, Lines<OverrideLine> Overrides);

/// <summary>One parameter that a post has otherwise than its pack.</summary>
public sealed record OverrideLine(string Name, string Words, string Value, string OfPack);
