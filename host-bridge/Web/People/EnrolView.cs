using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>A badge that nobody has and that was tapped lately.</summary>
/// <param name="Code">The digits by which records name it; empty: its card draws a random UID at each tap, and it cannot be anybody's.</param>
/// <param name="Terminal">Where it was tapped last.</param>
/// <param name="Post">At which post.</param>
/// <param name="At">When.</param>
/// <param name="Count">How often.</param>
public sealed record UnknownTap(string Code, string Terminal, string Post, string At, long Count);

/// <summary>The newest unknown taps, to be given to somebody.</summary>
/// <param name="Taps">The taps, newest first.</param>
/// <param name="People">Everybody who may be given one.</param>
/// <param name="Now">The time of the house.</param>
public sealed record EnrolView(IReadOnlyList<UnknownTap> Taps, IReadOnlyList<(string Id, string Name)> People, string Now)
{
    /// <summary>How long a tap is offered.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromMinutes(10);

    /// <summary>How many of the newest records are looked through.</summary>
    public const int Records = 600;

    /// <summary>Looks at the newest records.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The room.</param>
    /// <param name="newest">The newest records, the newest first.</param>
    /// <param name="proof">How far each can be trusted: what is not proved enrols nobody.</param>
    /// <param name="siteKeys">The keys by which known badges are told.</param>
    /// <param name="now">Now.</param>
    public static EnrolView Of(Language t, DutyRoom room, IEnumerable<LogEntry> newest, Func<long, Proof?> proof, IReadOnlyList<byte[]> siteKeys, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        HashSet<string> known = [.. roster.Document.Staff.SelectMany(person => person.Badges).SelectMany(badge => siteKeys.Select(key => Badge.HashOf(key, badge)))];
        var time = new CivilTime(roster, now);
        UnknownTap[] taps = [.. newest.TakeWhile(entry => entry.ReceivedAt > now - Offered).Where(entry => proof(entry.Position) == Proof.Ok).Select(entry => TapOf(room, entry, time)).OfType<UnknownTap>().Where(tap => !known.Contains(tap.Code))
            .GroupBy(tap => tap.Code, StringComparer.Ordinal).Select(same => same.First() with { Count = same.Sum(tap => tap.Count) })];
        return new EnrolView(taps, [.. roster.Document.Staff.Where(person => person.Qualified).Select(person => (person.Id, $"{person.Name} {person.Id}".Trim()))], time.Now);
    }

    private static UnknownTap? TapOf(DutyRoom room, LogEntry entry, CivilTime time)
    {
        if (entry.Kind != LogKind.Record || RecordBody.Read(entry.Body) == null)
        {
            return null;
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        return record.Type is "tap.refused" && record.Text("reason") is "unknown-badge"
            ? new UnknownTap(record.Text("badge"), entry.Terminal, PostOrder.NameOf(room.Roster, room.TerminalOf(entry.Terminal)?.Post ?? ""), time.Exact(record.At), Math.Max(1, record.Number("count")))
            : null;
    }
}
