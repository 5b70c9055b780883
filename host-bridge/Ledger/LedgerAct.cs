using System;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>What somebody did about the ledger.</summary>
public enum LedgerActKind
{
    /// <summary>A supervisor excused somebody beforehand.</summary>
    Excused,

    /// <summary>Somebody asked for a correction of what the records say of him.</summary>
    CorrectionRequested,

    /// <summary>A supervisor approved it.</summary>
    CorrectionApproved,

    /// <summary>A supervisor did not.</summary>
    CorrectionRejected,

    /// <summary>A manager confirmed what the ledger proposes.</summary>
    Confirmed,

    /// <summary>Somebody gave the reason of his absence.</summary>
    AbsenceExplained,

    /// <summary>Somebody objected to a row of his ledger.</summary>
    Objected,

    /// <summary>A supervisor upheld the objection: the row counts for nothing.</summary>
    ObjectionUpheld,

    /// <summary>A supervisor did not.</summary>
    ObjectionRejected,
}

/// <summary>An entry of the log about the ledger.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="By">Who did it.</param>
/// <param name="Staff">Whose ledger it is about.</param>
/// <param name="What">Of an excuse and of an objection the kind of row, of a correction what is corrected, of a confirmation the month.</param>
/// <param name="Day">Of an excuse and of an objection: the civil day, <c>yyyy-MM-dd</c>.</param>
/// <param name="At">Of a correction: the moment that it speaks of. Of an objection: the moment of the row.</param>
/// <param name="Text">Why.</param>
/// <param name="Post">Of an objection: the post of the row.</param>
/// <param name="Shift">Of an objection: its shift.</param>
public sealed record LedgerAct(LedgerActKind Kind, string By, string Staff, string What, string Day = "", DateTimeOffset? At = null, string Text = "", string Post = "", string Shift = "")
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static LedgerAct Of(LogEntry entry) => JsonSerializer.Deserialize<LedgerAct>(entry.Body) is { By: not null, Staff: not null, What: not null, Day: not null, Text: not null, Post: not null, Shift: not null } whole
        ? whole
        : throw new JsonException("An entry that ought to be of the ledger is not.");
}
