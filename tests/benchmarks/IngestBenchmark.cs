using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks.Candidates;
using DutyKiosk.Benchmarks.Load;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// Durable records a second from 1, 100 and 1000 terminals, each with a window of 8: a bridge of its own process, sent to as fast as it answers. What is answered is on the disk, and at the end it is looked for
/// in the database. Beside it stand, from the same run, the same rows inserted into SQLite by nobody but SQLite, and the disk's own fsync.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class IngestBenchmark
{
    /// <summary>How long a run is in earnest, in seconds.</summary>
    internal const int Seconds = 60;

    /// <summary>How many publishes of a terminal may be unanswered.</summary>
    internal const int Window = 8;

    // What a bare insert reaches where the bars were set, and what is to be reached beside it.
    private const double BareASecond = 57_000;
    private const double ManyASecond = 30_000;
    private const double OneASecond = 12_000;

    // More than is answered in that time, so that a load does not end before it.
    private const int MostASecond = 70_000;
    private const string Never = "not in ten minutes";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    internal static async Task RunAsync(int seconds)
    {
        Report report = Report.Current;
        report.IsTrial = seconds < Seconds;
        Machine.Describe();
        report.Table("terminals", "durable records a second", "bare insert, rows a second", "of it", "bare insert into the log's own table", "of it", "publish to PUBACK, p50", "p99", "CPU a record", "and with its search index", "memory, most", "search index behind at the end, caught up after", "acknowledged, lost", "fsync");
        string folder = Directory.CreateTempSubdirectory("dutykiosk-ingest-").FullName;
        try
        {
            Outcome one = await MeasureAsync(folder, 1, seconds);
            Outcome hundred = await MeasureAsync(folder, 100, seconds);
            Outcome thousand = await MeasureAsync(folder, 1000, seconds);
            report.Say($"A run of {seconds} s after {WarmUp.TotalSeconds} s to warm up, a window of {Window}; a bare insert takes {BareLoad.Batch} rows a transaction. CPU of the bridge's process, warming up included{Machine.Load()}.");
            report.Plot("Records a second", ("1 terminal", one.Rate, 0), ("100 terminals", hundred.Rate, 0), ("1000 terminals", thousand.Rate, 0), ("bare insert", hundred.Bare.Plain, 1), ("into the log's table", hundred.Bare.Log, 1));
            Bar(report, "100 terminals", hundred, ManyASecond);
            Bar(report, "one terminal that drains", one, OneASecond);
            foreach (Outcome outcome in (Outcome[])[one, hundred, thousand])
            {
                report.Bar($"from {outcome.Terminals:N0}: acknowledged records that are not stored", "0", $"{outcome.Lost}", outcome.Lost == 0);
                report.Bar($"from {outcome.Terminals:N0}: the search index catches up", "yes", outcome.CaughtUp, outcome.CaughtUp != Never);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    // With which table the bare insert was measured when the bars were set is not known, so both are held against them.
    private static void Bar(Report report, string name, Outcome outcome, double wanted)
    {
        // Each way to read the bar is shown: as a figure, and beside a bare insert into either table.
        report.Bar($"{name}: durable records a second", $"at least {wanted:N0}", $"{outcome.Rate:N0}", outcome.Rate >= wanted);
        Beside("into a table without an index", outcome.Bare.Plain);
        Beside("into the log's own table", outcome.Bare.Log);

        void Beside(string table, double bare) => report.Bar(
            $"{name}: durable records a second where a bare insert {table} reaches {BareASecond:N0}",
            $"at least {wanted:N0}: {wanted / BareASecond:F3} of it",
            $"{outcome.Rate:N0} where it reaches {bare:N0}: {outcome.Rate / bare:F3} of it",
            outcome.Rate / bare >= wanted / BareASecond);
    }

    private static async Task<Outcome> MeasureAsync(string root, int terminals, int seconds)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, terminals.ToString(CultureInfo.InvariantCulture))).FullName;
        LoadFile load = LoadFile.Make(terminals, (int)(MostASecond / (terminals == 1 ? 2 : 1) * (seconds + WarmUp.TotalSeconds) / terminals), TimeProvider.System.GetUtcNow());
        var fsync = new FsyncProbe(folder);
        fsync.Probe();
        (double Plain, double Log) bare = BareLoad.RowsASecond(load, folder);
        await using var bridge = new Bridge(folder, terminals);
        await bridge.StartAsync();
        LoadGenerator generator = await LoadGenerator.ConnectAsync(load, bridge.Port, Window);
        await using var memory = new MemoryWatch(bridge.Processes);
        TimeSpan before = bridge.Processes.Cpu();
        await generator.RunAsync(WarmUp, 0);
        LoadResult result = await generator.RunAsync(TimeSpan.FromSeconds(seconds), 0);
        TimeSpan sent = bridge.Processes.Cpu() - before;
        long lag = bridge.SearchLag();
        string caughtUp = await CaughtUpAsync(bridge);
        TimeSpan indexed = bridge.Processes.Cpu() - before;
        generator.Close();
        if (result.Faults.Count > 0)
        {
            throw new InvalidOperationException($"The bridge closed connections: {string.Join(' ', result.Faults)} {string.Join('\n', bridge.Processes.Lines)}");
        }

        await bridge.Processes.KillAsync();
        Loss loss = Loss.Of(load, result.AnsweredOf, bridge.Stored());
        fsync.Probe();
        bare = BareLoad.Between(bare, BareLoad.RowsASecond(load, folder));
        double rate = result.Answered / result.Seconds;
        Report.Current.Row(
            $"{terminals}",
            $"{rate:N0}",
            $"{bare.Plain:N0}",
            $"{rate / bare.Plain:F2}",
            $"{bare.Log:N0}",
            $"{rate / bare.Log:F2}",
            $"{result.P50Ms:F1} ms",
            $"{result.P99Ms:F1} ms",
            $"{sent.TotalMicroseconds / loss.Acknowledged:F1} µs",
            $"{indexed.TotalMicroseconds / loss.Acknowledged:F1} µs",
            $"{memory.MostMegabytes:F0} MB",
            $"{lag:N0} entries, {caughtUp}",
            $"{loss.Acknowledged:N0}, {loss.Lost}",
            fsync.Text);
        Directory.Delete(folder, true);
        return new Outcome(terminals, rate, bare, loss.Lost, caughtUp);
    }

    private static async Task<string> CaughtUpAsync(Bridge bridge)
    {
        long from = Stopwatch.GetTimestamp();
        while (bridge.SearchLag() > 0)
        {
            if (Stopwatch.GetElapsedTime(from) > Patience)
            {
                return Never;
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        return $"{Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s";
    }

    private sealed record Outcome(int Terminals, double Rate, (double Plain, double Log) Bare, long Lost, string CaughtUp);
}
