using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>An absence that has ended.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Verdict">What the rules in force when it ended say of it.</param>
/// <param name="UnattendedFrom">From when on the desk would count as unattended, had its holder been away; null: never.</param>
public sealed record Absence(DateTimeOffset Start, DateTimeOffset End, AwayVerdict Verdict, DateTimeOffset? UnattendedFrom);

/// <summary>One person who is in at a post.</summary>
/// <param name="Shift">The shift that the person came for; empty: none.</param>
/// <param name="Since">Since when.</param>
/// <param name="AwaySince">Since when the person has stepped away; null: has not.</param>
/// <param name="ShiftEnd">When that shift ends; null: unknown.</param>
/// <param name="Relieved">Whether that shift was handed over.</param>
/// <param name="RelievedLate">Whether that was after its end: who had to wait for it did not stay over of his own will.</param>
/// <param name="Reason">Why the person has stepped away; empty: nobody has said.</param>
/// <param name="AwaySeconds">What was counted of the absences in this shift that have ended.</param>
/// <param name="LastAway">The newest of those; null: none.</param>
public sealed record PresentPerson(
    string Shift, DateTimeOffset Since, DateTimeOffset? AwaySince, DateTimeOffset? ShiftEnd, bool Relieved = false, bool RelievedLate = false, string Reason = "", long AwaySeconds = 0, Absence? LastAway = null);

/// <summary>What the records say of one post.</summary>
public sealed class PostState(string post)
{
    /// <summary>The post.</summary>
    public string Post { get; } = post;

    /// <summary>Who holds the duty; empty: nobody.</summary>
    public string Holder { get; set; } = "";

    /// <summary>For which shift.</summary>
    public string HolderShift { get; set; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When the holder's shift ends; null: unknown.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>Who is in: few, who are gone through with every record.</summary>
    public SortedList<string, PresentPerson> In { get; } = new(StringComparer.Ordinal);

    /// <summary>The step of the alarm ladder; 0: none.</summary>
    public int LadderStep { get; set; }

    /// <summary>The moment from which the minutes of a late handover count, while <see cref="LadderStep"/> is not 0.</summary>
    public DateTimeOffset LateFrom { get; set; }

    /// <summary>The position of the entry since which this one holds, or nobody does; 0: nobody ever has.</summary>
    public long HolderPosition { get; set; }

    /// <summary>When the duty was handed over last, from one person to another; null: it never was.</summary>
    public DateTimeOffset? HandedOverAt { get; set; }

    /// <summary>What its terminals are told of its policy.</summary>
    public string PolicyMembers { get; set; } = "";

    /// <summary>The position of the entry that last changed that: the version that terminals know it by.</summary>
    public long PolicyVersion { get; set; }

    /// <summary>The position of the entry that last changed who is in or who holds.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The count of the newest entry that may have changed something about it (<see cref="DutyRoom.StirsOf"/>).</summary>
    internal long StirredAt { get; set; }

    /// <summary>When it was last looked at for notices, and what came of that.</summary>
    internal KeptLook Looked { get; set; } = KeptLook.None;

    /// <summary>When it was last found that its terminals know what stands before a handover.</summary>
    internal KeptLook GateLooked { get; set; } = KeptLook.None;

    /// <summary>The newest gate that a terminal of it held then.</summary>
    internal long GateSeen { get; set; }

    /// <summary>Its sheets and holds.</summary>
    public SheetBook Book { get; } = new();

    /// <summary>Who came and went.</summary>
    public AttendanceBook Attendance { get; } = new();

    /// <summary>Its handovers and alarms.</summary>
    public HandoverBook Handovers { get; } = new();

    /// <summary>The newest gate that its terminals are told; null: none yet.</summary>
    public ToldGate? Gate { get; set; }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Text(Post);
        writer.Text(Holder);
        writer.Text(HolderShift);
        writer.Time(Since);
        writer.MaybeTime(Until);
        writer.Items(In);
        writer.Number(LadderStep);
        writer.Time(LateFrom);
        writer.Number(HolderPosition);
        writer.MaybeTime(HandedOverAt);
        writer.Text(PolicyMembers);
        writer.Number(PolicyVersion);
        writer.Number(ChangedAt);
        Book.Save(writer);
        Attendance.Save(writer);
        Handovers.Save(writer);
        writer.Items<ToldGate>(Gate == null ? [] : [Gate]);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static PostState Load(StateReader reader)
    {
        var state = new PostState(reader.Text()) { Holder = reader.Text(), HolderShift = reader.Text(), Since = reader.Time(), Until = reader.MaybeTime() };
        foreach ((string staff, PresentPerson person) in reader.Items<KeyValuePair<string, PresentPerson>>())
        {
            state.In.Add(staff, person);
        }

        state.LadderStep = (int)reader.Number();
        state.LateFrom = reader.Time();
        state.HolderPosition = reader.Number();
        state.HandedOverAt = reader.MaybeTime();
        state.PolicyMembers = reader.Text();
        state.PolicyVersion = reader.Number();
        state.ChangedAt = reader.Number();
        state.Book.Load(reader);
        state.Attendance.Load(reader);
        state.Handovers.Load(reader);
        state.Gate = reader.Items<ToldGate>().SingleOrDefault();
        return state;
    }

    /// <summary>Who is in at a moment: presence lapses some hours after the end of one's shift, unless one holds the duty.</summary>
    public IEnumerable<KeyValuePair<string, PresentPerson>> PresentAt(DateTimeOffset now, TimeSpan lapse)
    {
        return In.Where(person => IsPresent(person.Key, person.Value, now, lapse));
    }

    /// <summary>Whether one of those who are in is so at a moment.</summary>
    internal bool IsPresent(string staff, PresentPerson person, DateTimeOffset now, TimeSpan lapse) => string.Equals(staff, Holder, StringComparison.Ordinal) || now < LapsesAt(person, lapse);

    /// <summary>When somebody who does not hold the duty is not in any more.</summary>
    public static DateTimeOffset LapsesAt(PresentPerson person, TimeSpan lapse) => (person.ShiftEnd ?? person.Since) + lapse;
}

/// <summary>What is known of one terminal.</summary>
public sealed class TerminalState(string id, string post)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Its post.</summary>
    public string Post { get; } = post;

    /// <summary><c>online</c>, <c>lost</c>, <c>never</c> seen, or <c>revoked</c>: its credentials were taken from it.</summary>
    public string State { get; set; } = "never";

    /// <summary>The session of the newest <c>online</c>.</summary>
    public long Session { get; set; }

    /// <summary>Since when it is in that state.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When something of it came last, of what is folded.</summary>
    public DateTimeOffset HeardAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The quality of its clock in the newest record.</summary>
    public string Clock { get; set; } = "unset";

    /// <summary>The epoch of its newest folded record.</summary>
    public string Epoch { get; set; } = "00000000";

    /// <summary>The version of the roster that it has last written down as applied; 0: none.</summary>
    public long RosterHeld { get; set; }

    /// <summary>The number of its newest folded record.</summary>
    public long Seq { get; set; }

    /// <summary>
    /// The position of its newest record behind which it has to be told who is in, whether or not that has changed: one about presence, as it believes nothing older, or one that says that its clock was
    /// set back, as while that ran ahead it may have forgotten people; 0: none.
    /// </summary>
    public long AsksAt { get; set; }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Text(Id);
        writer.Text(Post);
        writer.Text(State);
        writer.Number(Session);
        writer.Time(Since);
        writer.Time(HeardAt);
        writer.Text(Clock);
        writer.Text(Epoch);
        writer.Number(RosterHeld);
        writer.Number(Seq);
        writer.Number(AsksAt);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static TerminalState Load(StateReader reader) => new(reader.Text(), reader.Text())
    {
        State = reader.Text(),
        Session = reader.Number(),
        Since = reader.Time(),
        HeardAt = reader.Time(),
        Clock = reader.Text(),
        Epoch = reader.Text(),
        RosterHeld = reader.Number(),
        Seq = reader.Number(),
        AsksAt = reader.Number(),
    };
}
