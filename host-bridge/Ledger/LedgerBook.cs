using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>A supervisor excused somebody.</summary>
/// <param name="Staff">Whom.</param>
/// <param name="What">From which kind of row.</param>
/// <param name="Day">The civil day on which the shift starts.</param>
/// <param name="By">Who excused.</param>
/// <param name="At">When, by which it was beforehand or not.</param>
public sealed record Excuse(string Staff, string What, string Day, string By, DateTimeOffset At);

/// <summary>Somebody says that the records do not tell what was.</summary>
/// <param name="Staff">Who.</param>
/// <param name="What"><c>clock-in</c>, <c>clock-out</c>, <c>handover</c> or <c>sheet</c>.</param>
/// <param name="At">When it was, as he says.</param>
/// <param name="Text">Why the records lack it.</param>
/// <param name="RequestedAt">When he asked.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DecidedBy">Who decided; empty: nobody yet.</param>
/// <param name="Answer">What he said to it; empty: nothing.</param>
public sealed record Correction(string Staff, string What, DateTimeOffset At, string Text, DateTimeOffset RequestedAt, RequestState State = RequestState.Asked, string DecidedBy = "", string Answer = "");

/// <summary>Which row of whose ledger an objection is about.</summary>
/// <param name="Staff">Whose.</param>
/// <param name="Kind">What the row is about.</param>
/// <param name="Day">Its civil day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Post">Its post.</param>
/// <param name="Shift">Its shift.</param>
/// <param name="At">The moment at which it came to be.</param>
public sealed record RowName(string Staff, string Kind, string Day, string Post, string Shift, DateTimeOffset At)
{
    /// <summary>The name of a row.</summary>
    public static RowName Of(string staff, LedgerRow row) => new(staff, row.Kind, NodaTime.Text.LocalDatePattern.Iso.Format(row.Day), row.Post, row.Shift, row.At);
}

/// <summary>Somebody says that a row of his ledger is wrong.</summary>
/// <param name="Row">Which.</param>
/// <param name="Text">Why.</param>
/// <param name="RequestedAt">When he objected.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DecidedBy">Who decided; empty: nobody yet.</param>
/// <param name="Answer">What he said to it.</param>
public sealed record Objection(RowName Row, string Text, DateTimeOffset RequestedAt, RequestState State = RequestState.Asked, string DecidedBy = "", string Answer = "");

/// <summary>A manager confirmed what the ledger of somebody proposed for a month by then.</summary>
public sealed record Confirmation(string Staff, string Month, string By, DateTimeOffset At);

/// <summary>A sheet says something of somebody that belongs into his ledger.</summary>
/// <param name="Staff">Of whom.</param>
/// <param name="Post">At which post.</param>
/// <param name="Shift">On the sheet of which shift.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">What.</param>
public sealed record PersonalEntry(string Staff, string Post, string Shift, DateTimeOffset At, string Text);

/// <summary>What people have added to what the records say, in order. The records stay as they are beside it.</summary>
public sealed class LedgerBook
{
    /// <summary>The excuses.</summary>
    public List<Excuse> Excuses { get; } = [];

    /// <summary>The corrections.</summary>
    public List<Correction> Corrections { get; } = [];

    /// <summary>The objections.</summary>
    public List<Objection> Objections { get; } = [];

    /// <summary>The confirmations.</summary>
    public List<Confirmation> Confirmations { get; } = [];

    /// <summary>The personal entries.</summary>
    public List<PersonalEntry> Entries { get; } = [];

    /// <summary>The oldest correction of a person that waits; null: none.</summary>
    public Correction? Open(string staff) => Corrections.Find(correction => correction.State == RequestState.Asked && string.Equals(correction.Staff, staff, StringComparison.Ordinal));

    /// <summary>A correction of a person that waits, by what and when it speaks of; null: there is none.</summary>
    public Correction? Open(string staff, string what, DateTimeOffset? at)
    {
        return Corrections.Find(correction => correction.State == RequestState.Asked && string.Equals(correction.Staff, staff, StringComparison.Ordinal) && string.Equals(correction.What, what, StringComparison.Ordinal) && correction.At == at);
    }

    /// <summary>Whether a person has asked for a correction, and nobody has said no to it.</summary>
    public bool IsAsked(string staff, string what, DateTimeOffset at)
    {
        return Corrections.Exists(correction => correction.State is not RequestState.Rejected && correction.At == at && string.Equals(correction.Staff, staff, StringComparison.Ordinal) && string.Equals(correction.What, what, StringComparison.Ordinal));
    }

    /// <summary>The newest objection to a row; null: none.</summary>
    public Objection? ObjectionTo(RowName row) => Objections.FindLast(objection => objection.Row == row);

    /// <summary>The approved corrections of a person of one kind.</summary>
    public IEnumerable<Correction> Approved(string staff, string what)
    {
        return Corrections.Where(correction => correction.State == RequestState.Approved && string.Equals(correction.Staff, staff, StringComparison.Ordinal) && string.Equals(correction.What, what, StringComparison.Ordinal));
    }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Items(Excuses);
        writer.Items(Corrections);
        writer.Items(Objections);
        writer.Items(Confirmations);
        writer.Items(Entries);
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        Excuses.AddRange(reader.Items<Excuse>());
        Corrections.AddRange(reader.Items<Correction>());
        Objections.AddRange(reader.Items<Objection>());
        Confirmations.AddRange(reader.Items<Confirmation>());
        Entries.AddRange(reader.Items<PersonalEntry>());
    }

    /// <summary>Folds an entry.</summary>
    public void Apply(LedgerAct act, LogEntry entry)
    {
        switch (act.Kind)
        {
            case LedgerActKind.Excused:
                Excuses.Add(new Excuse(act.Staff, act.What, act.Day, act.By, entry.ReceivedAt));
                break;
            case LedgerActKind.CorrectionRequested:
                Corrections.Add(new Correction(act.Staff, act.What, act.At ?? entry.ReceivedAt, act.Text, entry.ReceivedAt));
                break;
            case LedgerActKind.CorrectionApproved or LedgerActKind.CorrectionRejected when (Open(act.Staff, act.What, act.At) ?? Open(act.Staff)) is { } open:
                Corrections[Corrections.IndexOf(open)] = open with { State = act.Kind is LedgerActKind.CorrectionApproved ? RequestState.Approved : RequestState.Rejected, DecidedBy = act.By, Answer = act.Text };
                break;
            case LedgerActKind.Objected:
                Objections.Add(new Objection(RowOf(act), act.Text, entry.ReceivedAt));
                break;
            case LedgerActKind.ObjectionUpheld or LedgerActKind.ObjectionRejected when ObjectionTo(RowOf(act)) is { State: RequestState.Asked } waiting:
                Objections[Objections.IndexOf(waiting)] = waiting with { State = act.Kind is LedgerActKind.ObjectionUpheld ? RequestState.Approved : RequestState.Rejected, DecidedBy = act.By, Answer = act.Text };
                break;
            case LedgerActKind.Confirmed:
                Confirmations.Add(new Confirmation(act.Staff, act.What, act.By, entry.ReceivedAt));
                break;
        }
    }

    private static RowName RowOf(LedgerAct act) => new(act.Staff, act.What, act.Day, act.Post, act.Shift, act.At ?? DateTimeOffset.UnixEpoch);
}
