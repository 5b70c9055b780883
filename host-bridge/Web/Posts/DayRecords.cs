using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>The records of some terminals that tell of a day, whenever the bridge had them.</summary>
public static class DayRecords
{
    private const int Page = 1000;
    private const int MostPages = 5;

    // A clock that runs ahead writes of what is still to come; one that was offline brings a day's records days later.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);
    private static readonly TimeSpan Behind = TimeSpan.FromDays(3);

    /// <summary>Reads them, in the order of their times. What nobody has judged yet comes later.</summary>
    public static IReadOnlyList<LogEntry> Read(Log log, IReadOnlyList<string> terminals, Chain chain, (DateTimeOffset From, DateTimeOffset To) day)
    {
        var found = new List<(DateTimeOffset At, LogEntry Entry)>();
        long first = log.PositionBefore(day.From - Ahead);
        foreach (string terminal in terminals)
        {
            List<LogEntry> page = log.ReadRecords(terminal, first, Page);
            for (int pages = 1; page.Count > 0; pages++)
            {
                found.AddRange(page.Where(entry => chain.ProofOf(entry.Position) != null).Select(entry => (TimeOf(entry, chain), entry)).Where(dated => dated.Item1 >= day.From && dated.Item1 < day.To));
                page = page.Count == Page && pages < MostPages && page[^1].ReceivedAt < day.To + Behind ? log.ReadRecords(terminal, page[^1].Position, Page) : [];
            }
        }

        return [.. found.OrderBy(dated => dated.At).ThenBy(dated => dated.Entry.Position).Select(dated => dated.Entry)];
    }

    // What is not proved says nothing of its time.
    internal static DateTimeOffset TimeOf(LogEntry entry, Chain chain)
    {
        if (entry.Kind == LogKind.Quarantined || chain.ProofOf(entry.Position) is not (Proof.Ok or Proof.Erased) || RecordBody.Read(entry.Body) == null)
        {
            return entry.ReceivedAt;
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        return new RecordView(json.RootElement, entry).At;
    }
}
