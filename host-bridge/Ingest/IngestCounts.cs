using Prometheus;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What came in, counted for the metrics page.</summary>
public sealed class IngestCounts
{
    private static readonly Counter StoredTotal = Metrics.CreateCounter("dutykiosk_entries_stored_total", "Entries that were committed, records and all else that terminals publish.");
    private static readonly Counter DuplicatesTotal = Metrics.CreateCounter("dutykiosk_records_duplicate_total", "Records that came again and were stored already.");
    private static readonly Counter QuarantinedTotal = Metrics.CreateCounter("dutykiosk_records_quarantined_total", "Publishes that were no records.");
    private static readonly Counter FailedTotal = Metrics.CreateCounter("dutykiosk_commits_failed_total", "Commits that failed; nothing of them was acknowledged.");

    /// <summary>Why the last commit failed; empty: it did not.</summary>
    public string LastFailure { get; private set; } = "";

    internal void Committed(int entries, int duplicates)
    {
        LastFailure = "";
        StoredTotal.Inc(entries - duplicates);
        DuplicatesTotal.Inc(duplicates);
    }

    internal void CommitFailed(string reason)
    {
        LastFailure = reason;
        FailedTotal.Inc();
    }

    internal void Quarantined() => QuarantinedTotal.Inc();
}
