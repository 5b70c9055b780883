using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Something that a person has to be told, once.</summary>
/// <param name="Key">Tells it from every other one; the same key is not sent twice.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Post">The post; empty: none.</param>
/// <param name="Terminal">The terminal; empty: none.</param>
/// <param name="Staff">The person it is about; empty: none.</param>
/// <param name="At">The moment it is about.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Cause">What tells it from others of its topic and terminal; empty: nothing.</param>
/// <param name="Count">How many places it is about.</param>
/// <param name="Level">How often it was passed on because nobody has acknowledged it; 0: it is the first of its kind.</param>
public sealed record Notice(string Key, string Topic, string Post, string Terminal, string Staff, DateTimeOffset At, IReadOnlyList<string> To, string Cause = "", int Count = 1, int Level = 0)
{
    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Text(Key);
        writer.Text(Topic);
        writer.Text(Post);
        writer.Text(Terminal);
        writer.Text(Staff);
        writer.Time(At);
        writer.Texts(To);
        writer.Text(Cause);
        writer.Number(Count);
        writer.Number(Level);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static Notice Load(StateReader reader) =>
        new(reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Time(), reader.Texts(), reader.Text(), (int)reader.Number(), (int)reader.Number());
}

/// <summary>A notice that was sent.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Position">The place in the log at which that stands.</param>
/// <param name="SentAt">When.</param>
/// <param name="Acknowledged">Whether somebody has taken note.</param>
/// <param name="AcknowledgedBy">Who; empty: nobody has, or it is not known who.</param>
public sealed record SentNotice(Notice Notice, long Position, DateTimeOffset SentAt, bool Acknowledged = false, string AcknowledgedBy = "");
