using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>One handover that was confirmed.</summary>
/// <param name="Position">The place of its record.</param>
/// <param name="DueAt">When it was due: when the outgoing shift ended; where nobody knows that, when it was confirmed.</param>
/// <param name="At">When it was confirmed.</param>
/// <param name="LateSeconds">How long after the end, as the terminal has it.</param>
/// <param name="IsHasty">Whether it was hasty.</param>
/// <param name="IsAbsent">Whether the outgoing person was absent, and a supervisor signed in his stead.</param>
/// <param name="IsReleased">Whether a supervisor's release let it be outside of its time.</param>
public sealed record HandoverFact(long Position, DateTimeOffset DueAt, DateTimeOffset At, int LateSeconds, bool IsHasty, bool IsAbsent, bool IsReleased);

/// <summary>One alarm: something that insisted on somebody's attention at a terminal.</summary>
/// <param name="At">When.</param>
/// <param name="Type">The type of its record.</param>
public sealed record AlarmFact(DateTimeOffset At, string Type);

/// <summary>The handovers and the alarms of one post, in the order in which they were folded: what figures are made of, without reading a year of records anew.</summary>
public sealed class HandoverBook
{
    // A terminal may sign any number; nothing is late by more than a year.
    private const int MostSeconds = 366 * 24 * 3600;

    /// <summary>The handovers.</summary>
    public List<HandoverFact> Handovers { get; } = [];

    /// <summary>The alarms.</summary>
    public List<AlarmFact> Alarms { get; } = [];

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(Handovers, handover =>
        {
            writer.Number(handover.Position);
            writer.Time(handover.DueAt);
            writer.Time(handover.At);
            writer.Number(handover.LateSeconds);
            writer.Flag(handover.IsHasty);
            writer.Flag(handover.IsAbsent);
            writer.Flag(handover.IsReleased);
        });
        writer.Each(Alarms, alarm =>
        {
            writer.Time(alarm.At);
            writer.Text(alarm.Type);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        Handovers.AddRange(reader.Each(() => new HandoverFact(reader.Number(), reader.Time(), reader.Time(), (int)reader.Number(), reader.Flag(), reader.Flag(), reader.Flag())));
        Alarms.AddRange(reader.Each(() => new AlarmFact(reader.Time(), reader.Text())));
    }

    /// <summary>Folds a record in.</summary>
    public void Follow(string post, RecordView record, RosterModel roster)
    {
        switch (record.Type)
        {
            case "handover.confirmed":
                DateTimeOffset due = record.Id("from") is { Length: > 0 } shift && roster.Shift(post, shift, record.At) is { } known ? known.End : record.At;
                Handovers.Add(new HandoverFact(
                    record.Entry.Position, due, record.At, (int)Math.Clamp(record.Number("latenessSeconds"), 0, MostSeconds), record.Flag("hasty"), record.Flag("absent"), record.Text("releasedBy").Length > 0));
                break;
            case "handover.due" or "handover.late" or "check.due" or "terminal.reader-fault" or "terminal.journal-near-full":
                Alarms.Add(new AlarmFact(record.At, record.Type));
                break;
        }
    }
}
