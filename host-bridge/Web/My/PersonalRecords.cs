using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.My;

/// <summary>One record of somebody's own.</summary>
public sealed record OwnRecord(long Position, DateTimeOffset At, string Words, string Details, string Terminal);

/// <summary>Finds the records of one person in a span of time.</summary>
public static class PersonalRecords
{
    private const int Page = 1000;

    // A terminal without a network sends what it has when it is back, some days later at times.
    private static readonly TimeSpan Late = TimeSpan.FromDays(3);
    private static readonly TimeSpan Early = TimeSpan.FromHours(1);

    /// <summary>The records that name somebody, by their own time.</summary>
    public static IReadOnlyList<OwnRecord> Of(Language t, BridgeCore core, string staff, DateTimeOffset from, DateTimeOffset to)
    {
        byte[] needle = Encoding.UTF8.GetBytes($"\"{staff}\"");
        long last = core.LastPosition, after = 0;
        var found = new List<OwnRecord>();
        List<LogEntry> page;
        do
        {
            page = core.Log.ReadRecords(from - Early, to + Late, after, last, Page);
            LogEntry[] own = [.. page.Where(entry => entry.Kind == LogKind.Record && entry.Body.AsSpan().IndexOf(needle) >= 0 && RecordBody.Read(entry.Body) != null)];
            found.AddRange(core.Read((room, chain) => own.Where(entry => chain.ProofOf(entry.Position) == Proof.Ok).Select(entry => RecordOf(t, room.Roster, entry, staff)).OfType<OwnRecord>().ToArray()));
            after = page.Count > 0 ? page[^1].Position : after;
        }
        while (page.Count == Page);
        return [.. found.Where(record => record.At >= from && record.At < to).OrderBy(record => record.At)];
    }

    private static OwnRecord? RecordOf(Language t, RosterModel roster, LogEntry entry, string staff)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        return new[] { "staff", "outgoing", "incoming" }.Any(member => string.Equals(record.Text(member), staff, StringComparison.Ordinal))
            ? new OwnRecord(entry.Position, record.At, BoardWords.Of(t, record.Type), string.Join(" · ", RecordDetail.Of(t, record, roster)), entry.Terminal)
            : null;
    }
}
