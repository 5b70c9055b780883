using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.My;

/// <summary>One record of somebody's own.</summary>
public sealed record OwnRecord(long Position, DateTimeOffset At, string Words, string Details, string Terminal);

/// <summary>The records of one person on some days.</summary>
/// <param name="Records">The newest of them, by their own time.</param>
/// <param name="HasMore">Whether there are older ones of these days, which are not shown.</param>
/// <param name="Unsearched">How many of the newest entries of the log were not looked at, as the index is far behind; 0: everything was.</param>
public sealed record PersonalRecords(IReadOnlyList<OwnRecord> Records, bool HasMore, long Unsearched)
{
    /// <summary>How many there are at most: ten a day are many, whoever taps more often plays.</summary>
    public const int Most = 200;

    /// <summary>Finds the records that name somebody, by the index: what the rest of the house does costs his page nothing.</summary>
    /// <param name="t">The language.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="search">By what records are found.</param>
    /// <param name="staff">Who.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    public static PersonalRecords Of(Language t, BridgeCore core, RecordSearch search, string staff, LocalDate first, LocalDate last)
    {
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        FoundRecords found = search.Find(new RecordQuery(Person: staff, Day: RecordFacts.NumberOf(first)) { LastDay = RecordFacts.NumberOf(last) }, Most, zone);
        OwnRecord[] records = core.Read((room, chain) => found.Entries.Select(one => one.Entry).Where(entry => entry.Kind == LogKind.Record && chain.ProofOf(entry.Position) == Proof.Ok).Select(entry => RecordOf(t, room.Roster, entry, staff)).OfType<OwnRecord>().ToArray());
        return new PersonalRecords([.. records.OrderBy(record => record.At)], found.Older != null, found.Unsearched);
    }

    // Who has released a handover stands in its record, too, and has tapped nothing in it.
    private static OwnRecord? RecordOf(Language t, RosterModel roster, LogEntry entry, string staff)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        return new[] { "staff", "outgoing", "incoming" }.Any(member => string.Equals(record.Text(member), staff, StringComparison.Ordinal))
            ? new OwnRecord(entry.Position, record.At, BoardWords.Of(t, record.Type), string.Join(" · ", RecordDetail.Of(t, record, roster)), entry.Terminal)
            : null;
    }
}
