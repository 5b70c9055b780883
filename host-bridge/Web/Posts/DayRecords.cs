using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>A record with the time that it claims: what is not proved says nothing of its time, and that is told later.</summary>
public sealed record DatedRecord(LogEntry Entry, DateTimeOffset Claimed);

/// <summary>
/// The records of some terminals that tell of a day, whenever the bridge had them. They are read and looked into once for everybody who looks at that day, and outside of the gate behind which the bridge
/// decides; of a day that goes on only what is new is read.
/// </summary>
public sealed class DayRecords(Log log, TimeProvider time)
{
    private const int Page = 1000;
    private const int MostRecords = 5 * Page;
    private const int MostKept = 32;

    // A clock that runs ahead writes of what is still to come; one that was offline brings a day's records days later.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);
    private static readonly TimeSpan Behind = TimeSpan.FromDays(3);

    // What was erased, or let go, is not shown for longer than this.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Terminal, DateTimeOffset From), Known> _known = [];

    /// <summary>Reads what tells of a day, or is not proved to tell of another.</summary>
    public IReadOnlyList<DatedRecord> Read(IReadOnlyList<string> terminals, (DateTimeOffset From, DateTimeOffset To) day) => [.. terminals.SelectMany(terminal => Read(terminal, day))];

    /// <summary>Those that tell of a day by what is proved of them, in the order of their times. What nobody has judged yet comes later.</summary>
    public static IReadOnlyList<LogEntry> Judged(IEnumerable<DatedRecord> records, Chain chain, (DateTimeOffset From, DateTimeOffset To) day)
    {
        return [.. records.Where(record => chain.ProofOf(record.Entry.Position) != null)
            .Select(record => (At: chain.ProofOf(record.Entry.Position) is Proof.Ok or Proof.Erased ? record.Claimed : record.Entry.ReceivedAt, record.Entry))
            .Where(dated => dated.At >= day.From && dated.At < day.To)
            .OrderBy(dated => dated.At).ThenBy(dated => dated.Entry.Position).Select(dated => dated.Entry)];
    }

    /// <summary>The time that a record claims, or, of what is none, when the bridge had it.</summary>
    private static DateTimeOffset ClaimOf(LogEntry entry)
    {
        if (entry.Kind == LogKind.Quarantined || RecordBody.Read(entry.Body) == null)
        {
            return entry.ReceivedAt;
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        return new RecordView(json.RootElement, entry).At;
    }

    private IReadOnlyList<DatedRecord> Read(string terminal, (DateTimeOffset From, DateTimeOffset To) day)
    {
        Known known = KnownOf(terminal, day.From);
        lock (known)
        {
            known.ReadTo ??= log.PositionBefore(day.From - Ahead);
            bool more = !known.IsWhole && known.Read < MostRecords;
            while (more)
            {
                List<LogEntry> page = log.ReadRecords(terminal, known.ReadTo.Value, Page);
                known.Records.AddRange(page.Select(entry => new DatedRecord(entry, ClaimOf(entry))).Where(record => Touches(record.Claimed, day) || Touches(record.Entry.ReceivedAt, day)));
                known.Read += page.Count;
                known.ReadTo = page.Count > 0 ? page[^1].Position : known.ReadTo;
                known.IsWhole = page.Count > 0 && page[^1].ReceivedAt >= day.To + Behind;
                more = page.Count == Page && !known.IsWhole && known.Read < MostRecords;
            }

            return [.. known.Records];
        }
    }

    private static bool Touches(DateTimeOffset at, (DateTimeOffset From, DateTimeOffset To) day) => at >= day.From && at < day.To;

    private Known KnownOf(string terminal, DateTimeOffset from)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            if (_known.TryGetValue((terminal, from), out Known? known) && now - known.At < Kept && now >= known.At)
            {
                return known;
            }

            foreach (var old in _known.Where(one => now - one.Value.At >= Kept || now < one.Value.At).Select(one => one.Key).ToArray())
            {
                _known.Remove(old);
            }

            if (_known.Count >= MostKept)
            {
                _known.Remove(_known.MinBy(one => one.Value.At).Key);
            }

            return _known[(terminal, from)] = new Known(now);
        }
    }

    // What is known of a terminal's day; whoever reads on locks it.
    private sealed class Known(DateTimeOffset at)
    {
        internal DateTimeOffset At => at;

        // Nothing: it was not begun yet.
        internal long? ReadTo { get; set; }

        internal int Read { get; set; }

        internal bool IsWhole { get; set; }

        internal List<DatedRecord> Records { get; } = [];
    }
}
