using System;

namespace DutyKiosk.HostBridge.Store;

/// <summary>What an entry of the log is. The words stand in the database.</summary>
public enum LogKind
{
    /// <summary>A record of a terminal, as it came.</summary>
    Record,

    /// <summary>A second, different record under a number that is taken.</summary>
    Fork,

    /// <summary>Bytes that are no record.</summary>
    Quarantined,

    /// <summary>A terminal came online or was lost.</summary>
    Link,

    /// <summary>A roster document with posts, staff, shifts and parameters.</summary>
    Roster,

    /// <summary>The days of the roster that terminals hold have moved on.</summary>
    RosterWindow,

    /// <summary>A notice that was sent.</summary>
    Notice,

    /// <summary>A notice was acknowledged.</summary>
    Acknowledged,

    /// <summary>A command to a terminal.</summary>
    Command,

    /// <summary>What stands before the next handover of a post.</summary>
    Gate,

    /// <summary>The bridge was started: nobody is connected to it yet.</summary>
    Started,

    /// <summary>Something was written on the handover sheet of a post.</summary>
    Sheet,

    /// <summary>A hold was opened or cleared at a post.</summary>
    Hold,

    /// <summary>A swap, a leave, a deputy, a substitute or a moved shift was asked for or decided.</summary>
    Plan,

    /// <summary>An excuse, a correction or a fine was asked for or decided.</summary>
    Ledger,

    /// <summary>Somebody has taken records out of the house.</summary>
    Export,

    /// <summary>Something was done to the credentials of a terminal or of the house.</summary>
    Terminal,

    /// <summary>Somebody has changed or read something that is to be answered for: the audit log.</summary>
    Audit,

    /// <summary>Records up to a number that were never stored and that their terminal cannot send again.</summary>
    PassedOver,

    /// <summary>What was proved and then removed, as the policy of the house wants it: where the history of each terminal goes on.</summary>
    Retained,

    /// <summary>A record of somebody whose data was erased: what it said of him is gone, its signature is kept.</summary>
    Erased,

    /// <summary>Somebody's data was erased.</summary>
    Erasure,

    /// <summary>A terminal is offered another firmware, or none any more.</summary>
    Firmware,
}

/// <summary>How far a record of a terminal can be trusted.</summary>
public enum Proof
{
    /// <summary>Its signature fits the record before it.</summary>
    Ok,

    /// <summary>Its signature does not fit: it was changed, or comes from somebody without the key.</summary>
    BadMac,

    /// <summary>The record before it is missing, so its signature cannot be judged.</summary>
    Gap,

    /// <summary>Its number was taken by a different record.</summary>
    Fork,

    /// <summary>It is no record.</summary>
    Quarantined,

    /// <summary>What it said of a person was erased; the bridge vouches for what is left, and the record behind it for its signature.</summary>
    Erased,
}

/// <summary>One entry of the log.</summary>
/// <param name="Position">Its place in the one order of everything that the bridge has learnt.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Terminal">The terminal it is about or came from; empty: none.</param>
/// <param name="Epoch">Of a record, and of bytes that claim to be one: its epoch; else empty.</param>
/// <param name="Seq">Likewise its number; else 0.</param>
/// <param name="Body">The bytes as they came.</param>
/// <param name="ReceivedAt">When the bridge had it.</param>
public sealed record LogEntry(long Position, LogKind Kind, string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset ReceivedAt)
{
    /// <summary>Whether another hand has changed it, or moved it to this place.</summary>
    public bool IsAltered { get; init; }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Number(Position);
        writer.Number((long)Kind);
        writer.Text(Terminal);
        writer.Text(Epoch);
        writer.Number(Seq);
        writer.Bytes(Body);
        writer.Time(ReceivedAt);
        writer.Flag(IsAltered);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static LogEntry Load(StateReader reader) =>
        new(reader.Number(), (LogKind)reader.Number(), reader.Text(), reader.Text(), reader.Number(), reader.Bytes(), reader.Time()) { IsAltered = reader.Flag() };
}
