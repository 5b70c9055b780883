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
public sealed record Correction(string Staff, string What, DateTimeOffset At, string Text, DateTimeOffset RequestedAt, RequestState State = RequestState.Asked, string DecidedBy = "");

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

    /// <summary>The confirmations.</summary>
    public List<Confirmation> Confirmations { get; } = [];

    /// <summary>The personal entries.</summary>
    public List<PersonalEntry> Entries { get; } = [];

    /// <summary>The oldest correction of a person that waits; null: none.</summary>
    public Correction? Open(string staff) => Corrections.Find(correction => correction.State == RequestState.Asked && string.Equals(correction.Staff, staff, StringComparison.Ordinal));

    /// <summary>The approved corrections of a person of one kind.</summary>
    public IEnumerable<Correction> Approved(string staff, string what)
    {
        return Corrections.Where(correction => correction.State == RequestState.Approved && string.Equals(correction.Staff, staff, StringComparison.Ordinal) && string.Equals(correction.What, what, StringComparison.Ordinal));
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
            case LedgerActKind.CorrectionApproved or LedgerActKind.CorrectionRejected when Open(act.Staff) is { } open:
                Corrections[Corrections.IndexOf(open)] = open with { State = act.Kind is LedgerActKind.CorrectionApproved ? RequestState.Approved : RequestState.Rejected, DecidedBy = act.By };
                break;
            case LedgerActKind.Confirmed:
                Confirmations.Add(new Confirmation(act.Staff, act.What, act.By, entry.ReceivedAt));
                break;
        }
    }
}
