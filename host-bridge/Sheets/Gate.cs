using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>What stands before the next handover of a post, as its terminal is told.</summary>
/// <param name="Shift">The outgoing shift.</param>
/// <param name="Sheet">The version of its sheet; 0: there is none.</param>
/// <param name="Complete">Whether that is complete.</param>
/// <param name="ReadBy">Who has read it.</param>
/// <param name="Holds">The ids of the open holds; <c>dispute</c> where a sheet that does not bind is contested.</param>
public sealed record Gate(string Shift, int Sheet, bool Complete, IReadOnlyList<string> ReadBy, IReadOnlyList<string> Holds)
{
    /// <summary>
    /// The gate of a post; null: it has none yet, as nothing there can stand before a handover. <paramref name="seen"/> is the newest version that a
    /// terminal of it holds: whatever that says is to be put right.
    /// </summary>
    public static Gate? Of(PostState post, RosterModel roster, DateTimeOffset now, long seen)
    {
        SheetBook book = post.Book;
        PolicyParameters policy = roster.PolicyOf(post.Post);
        Hold[] holds = book.OpenHolds.ToArray();
        bool binds = policy.Flag("sheetRequired") && book.Sheets.Count > 0;

        // Where the sheet itself stands before no handover, a contested one still does, and only a supervisor ends that.
        string[] contested = !policy.Flag("sheetRequired") && book.Current?.OpenDispute != null ? ["dispute"] : [];
        if (!binds && holds.Length == 0 && contested.Length == 0 && post.Gate == null && seen == 0)
        {
            return null;
        }

        Sheet? sheet = book.Current;
        string shift = sheet?.Shift ?? roster.Covering(post.Post, now)?.Id ?? "";
        return new Gate(
            shift.Length > 0 ? shift : "-",
            sheet?.Version ?? 0,
            sheet != null && Completeness.Lacks(book, sheet, policy.Sheet).Count == 0,
            sheet == null ? [] : Completeness.ReadBy(book, sheet, policy.Sheet),
            [.. holds.Select(hold => hold.Id), .. contested]);
    }

    /// <summary>Whether a terminal that knows this one learns nothing from another.</summary>
    public bool SaysTheSameAs(Gate other)
    {
        return string.Equals(Shift, other.Shift, StringComparison.Ordinal) && Sheet == other.Sheet && Complete == other.Complete
            && ReadBy.SequenceEqual(other.ReadBy, StringComparer.Ordinal) && Holds.SequenceEqual(other.Holds, StringComparer.Ordinal);
    }

}

/// <summary>A gate as an entry of the log has it.</summary>
/// <param name="Gate">What it says.</param>
/// <param name="Seen">The newest version that a terminal of the post held by then.</param>
public sealed record LoggedGate(Gate Gate, long Seen)
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none that a terminal may be told.</exception>
    public static LoggedGate Of(LogEntry entry) => JsonSerializer.Deserialize<LoggedGate>(entry.Body) is { Gate: { Shift: not null, ReadBy: not null, Holds: not null } gate } whole
        && gate.ReadBy.Concat(gate.Holds).Append(gate.Shift).All(RecordBody.IsId)
            ? whole
            : throw new JsonException("An entry that ought to be a gate is none.");
}

/// <summary>A gate that the terminals of a post are told.</summary>
/// <param name="Version">
/// The place of its entry in the log, or more where a terminal has seen more: after a restored backup places are given again, and a terminal heeds no
/// version below the one that it holds.
/// </param>
/// <param name="AsOf">When it was so.</param>
/// <param name="Gate">What it says.</param>
public sealed record ToldGate(long Version, DateTimeOffset AsOf, Gate Gate)
{
    /// <summary>The gate of an entry, behind the one before.</summary>
    public static ToldGate Of(LogEntry entry, ToldGate? before)
    {
        var logged = LoggedGate.Of(entry);
        return new ToldGate(Math.Max(entry.Position, Math.Max(logged.Seen, before?.Version ?? 0) + 1), entry.ReceivedAt, logged.Gate);
    }
}
