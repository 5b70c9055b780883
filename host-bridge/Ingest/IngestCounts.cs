using System;
using DutyKiosk.HostBridge.Store;
using Prometheus;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What came in, counted for the metrics page.</summary>
public sealed class IngestCounts
{
    private static readonly Counter StoredTotal = Metrics.CreateCounter("dutykiosk_entries_stored_total", "Entries that were committed, records and all else that terminals publish.");
    private static readonly Counter DuplicatesTotal = Metrics.CreateCounter("dutykiosk_records_duplicate_total", "Records that came again and were stored already.");
    private static readonly Counter QuarantinedTotal = Metrics.CreateCounter("dutykiosk_records_quarantined_total", "Publishes that were no records.");
    private static readonly Counter RefusedTotal = Metrics.CreateCounter("dutykiosk_records_refused_total", "Publishes that prove nothing, beyond what a terminal may have stored of them; none was acknowledged.");
    private static readonly Counter FailedTotal = Metrics.CreateCounter("dutykiosk_commits_failed_total", "Commits that failed; nothing of them was acknowledged.");
    private static readonly Gauge Unproved = Metrics.CreateGauge("dutykiosk_records_unproved", "Stored records whose proof is not ok, by proof.", "proof");
    private static readonly Histogram CommitSeconds = Metrics.CreateHistogram(
        "dutykiosk_commit_seconds",
        "How long commits took, until the records were on the disk.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 14) });

    internal void Committed(int entries, int duplicates, TimeSpan took)
    {
        StoredTotal.Inc(entries - duplicates);
        DuplicatesTotal.Inc(duplicates);
        CommitSeconds.Observe(took.TotalSeconds);
    }

    internal void CommitFailed() => FailedTotal.Inc();

    internal void Quarantined() => QuarantinedTotal.Inc();

    internal void Refused() => RefusedTotal.Inc();

    internal void Judged(Chain chain)
    {
        foreach (Proof proof in new[] { Proof.BadMac, Proof.Gap, Proof.Fork, Proof.Quarantined })
        {
            Unproved.WithLabels(Words.Of(proof)).Set(chain.Count(proof));
        }
    }
}
