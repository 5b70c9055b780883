using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// How terminals have been, for five weeks. It stands in a table beside the log: nothing is folded from it, and losing some of it costs a piece of a chart and nothing else.
/// </summary>
public sealed class HealthHistory(Database database)
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    private const int SecondsAMinute = 60;
    private static readonly string[] Names = ["@terminal", "@minute", "@samples", "@faults", "@outbox", "@journal", "@heap", "@rssi_least", "@rssi_most", "@clock"];

    /// <summary>Keeps samples, in one transaction, and lets go of those that are too old. One that stands there already stays as it is.</summary>
    public void Keep(IReadOnlyList<HealthSample> samples, DateTimeOffset now)
    {
        long oldest = (now - Kept).ToUnixTimeSeconds() / SecondsAMinute;
        database.Write(work =>
        {
            work.ExecuteEach(
                "INSERT INTO health_sample(terminal, minute, samples, reader_faults, outbox_most, journal_most, heap_least, rssi_least, rssi_most, clock_worst) "
                + "VALUES(@terminal, @minute, @samples, @faults, @outbox, @journal, @heap, @rssi_least, @rssi_most, @clock) ON CONFLICT (terminal, minute) DO NOTHING",
                Names,
                [.. samples.Select(sample => new object?[]
                {
                    sample.Terminal, sample.Minute, sample.Samples, sample.ReaderFaults, sample.OutboxMost, sample.JournalMost, sample.HeapLeast, sample.RssiLeast, sample.RssiMost, sample.ClockWorst,
                })]);
            work.Execute("DELETE FROM health_sample WHERE minute < @oldest", ("@oldest", oldest));
        });
    }

    /// <summary>How a terminal was in a span of time, in pieces of so many minutes, oldest first; where it said nothing there is no piece.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment behind it.</param>
    /// <param name="pieceMinutes">How many minutes a piece has, counted from <paramref name="from"/>.</param>
    public IReadOnlyList<HealthSample> Read(string terminal, DateTimeOffset from, DateTimeOffset to, long pieceMinutes)
    {
        long first = from.ToUnixTimeSeconds() / SecondsAMinute;
        return database.Read(work => work.Query(
            "SELECT (minute - @from) / @piece AS piece, CAST(sum(samples) AS BIGINT), CAST(sum(reader_faults) AS BIGINT), max(outbox_most), max(journal_most), min(heap_least), min(rssi_least), max(rssi_most), max(clock_worst) "
            + "FROM health_sample WHERE terminal = @terminal AND minute >= @from AND minute < @to GROUP BY (minute - @from) / @piece ORDER BY piece",
            row => new HealthSample(terminal, first + (row.GetInt64(0) * pieceMinutes), row.GetInt64(1))
            {
                ReaderFaults = row.GetInt64(2),
                OutboxMost = Number(row, 3),
                JournalMost = Number(row, 4),
                HeapLeast = Number(row, 5),
                RssiLeast = Number(row, 6),
                RssiMost = Number(row, 7),
                ClockWorst = Number(row, 8),
            },
            ("@terminal", terminal),
            ("@from", first),
            ("@to", to.ToUnixTimeSeconds() / SecondsAMinute),
            ("@piece", pieceMinutes)));
    }

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
