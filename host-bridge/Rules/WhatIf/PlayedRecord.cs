using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>A record as a terminal wrote it, or as it would write it by other rules.</summary>
/// <param name="Type">Its type.</param>
/// <param name="At">When.</param>
/// <param name="Line">What it says that rules can change: two records with the same line say the same.</param>
/// <param name="Json">The bytes.</param>
/// <param name="Moment">What tells the records of one decision from those of another.</param>
public sealed record PlayedRecord(string Type, DateTimeOffset At, string Line, byte[] Json, string Moment)
{
    // What differs from one playing to the next though nothing else was decided: clocks, numbers, versions, and what a timer measures to the second.
    private static readonly HashSet<string> Unsaid = new(StringComparer.Ordinal)
    {
        "v", "terminal", "epoch", "seq", "type", "at", "clock", "boot", "ticks", "mac", "badge", "outgoingAt", "incomingAt", "roster", "policy", "sheet", "count", "seconds",
    };

    /// <summary>Reads it.</summary>
    public static PlayedRecord Of(LogEntry entry)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        bool timed = record.Type is "handover.due" or "handover.late";
        IEnumerable<string> said = json.RootElement.EnumerateObject().Where(member => !Unsaid.Contains(member.Name) && !(timed && member.Name is "minutes")).Select(member => $"{member.Name}={member.Value.GetRawText()}");
        return new PlayedRecord(record.Type, record.At, $"{record.Type} {string.Join(' ', said)}".TrimEnd(), entry.Body, $"{record.Number("boot")}/{record.Number("ticks")}");
    }

    /// <summary>The members, as a fold asks for them; what is read must not outlive <paramref name="read"/>.</summary>
    public T Read<T>(Func<RecordView, T> read)
    {
        using JsonDocument json = JsonDocument.Parse(Json);
        return read(new RecordView(json.RootElement, new LogEntry(0, LogKind.Record, "", "", 0, Json, At)));
    }
}

/// <summary>What a terminal wrote at one moment: for a tap, or of itself.</summary>
/// <param name="At">When.</param>
/// <param name="Staff">Who tapped; empty: nobody, or a badge that nobody has.</param>
/// <param name="IsTap">Whether somebody tapped.</param>
/// <param name="IsBlocked">Whether it was a blocked badge.</param>
/// <param name="Records">The records.</param>
public sealed record Decision(DateTimeOffset At, string Staff, bool IsTap, bool IsBlocked, IReadOnlyList<PlayedRecord> Records)
{
    private static readonly string[] OfTaps =
        ["duty.clock-in", "duty.clock-out", "duty.continued", "handover.started", "handover.confirmed", "handover.refused", "tap.refused", "away.started", "away.ended", "check.answered", "hold.released", "release.opened"];

    private static readonly string[] OfTimers = ["handover.timed-out", "handover.due", "handover.late", "check.due", "check.missed"];

    /// <summary>Whether two decisions say the same.</summary>
    public bool SaysTheSameAs(Decision other) => Records.Select(record => record.Line).SequenceEqual(other.Records.Select(record => record.Line), StringComparer.Ordinal);

    /// <summary>The decisions that records stem from, in order: those that rules have a say in.</summary>
    public static IReadOnlyList<Decision> Of(IEnumerable<PlayedRecord> records)
    {
        var decisions = new List<Decision>();
        var group = new List<PlayedRecord>();
        foreach (PlayedRecord record in records.Where(record => OfTaps.Contains(record.Type, StringComparer.Ordinal) || OfTimers.Contains(record.Type, StringComparer.Ordinal) || record.Type is "handover.silenced"))
        {
            if (group.Count > 0 && !string.Equals(group[0].Moment, record.Moment, StringComparison.Ordinal))
            {
                decisions.AddRange(OfGroup(group));
                group = [];
            }

            group.Add(record);
        }

        decisions.AddRange(OfGroup(group));
        return decisions;
    }

    // A timer may be due in the tick of a tap: each is a decision of its own.
    private static IEnumerable<Decision> OfGroup(List<PlayedRecord> group)
    {
        PlayedRecord[] timers = [.. group.Where(record => OfTimers.Contains(record.Type, StringComparer.Ordinal))], taps = [.. group.Except(timers)];
        if (timers.Length > 0)
        {
            yield return new Decision(timers[0].At, "", false, false, timers);
        }

        if (taps.Length > 0)
        {
            // Silence alone, and from nobody, was ordered from afar.
            PlayedRecord teller = Array.Find(taps, record => record.Type is "handover.confirmed") ?? taps[^1];
            bool blocked = teller.Read(record => record.Text("reason")) is "blocked-badge";
            string staff = teller.Read(Tapper);
            yield return new Decision(taps[0].At, staff, staff.Length > 0 || teller.Type is not "handover.silenced", blocked, taps);
        }
    }

    private static string Tapper(RecordView record)
    {
        return record.Type is not "handover.confirmed" ? record.Id("staff")
            : record.Flag("absent") ? record.Id("releasedBy")
            : string.CompareOrdinal(record.Text("outgoingAt"), record.Text("incomingAt")) > 0 ? record.Id("outgoing") : record.Id("incoming");
    }
}
