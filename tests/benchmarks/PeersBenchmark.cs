using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks.Candidates;
using DutyKiosk.Benchmarks.Load;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// The bridge beside what people build without it: mosquitto with <c>mosquitto_sub</c> into <c>sqlite3</c>, and Node-RED with its SQLite node. All of them get the same load by the same generator in the same run:
/// as fast as they answer until all of their processes are killed in the middle of it, and at a pace that each of them can store until they are killed again. Each is then started again, and gets the
/// time to store what it has kept; what was acknowledged and is not stored then is lost.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class PeersBenchmark
{
    private const int Terminals = 100;
        // mosquitto answers faster than this; what it stores is counted until it has stored all of it.
    private const int MostASecond = 90_000;
    private const int PacedASecond = 2000;
    private const double TimesBetter = 5;

    // How often a broker saves in the full run: never in it, as saving what has piled up would slow it down; and in the paced one: as often as it can.
    private const int FullAutosaveSeconds = 1800;
    private const int PacedAutosaveSeconds = 1;
    // A row a transaction is what is written first; with many, whoever knows how is as quick as the database, and what is gathered is lost.
    private static readonly int[] Batches = [1, 200];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Paced = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures and prints.</summary>
    /// <param name="seconds">How long a full run is.</param>
    /// <param name="programs">Where Node-RED is, or is put; empty: into a folder of the moment.</param>
    internal static async Task RunAsync(int seconds, string programs)
    {
        Report report = Report.Current;
        report.IsTrial = seconds < IngestBenchmark.Seconds;
        Machine.Describe();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-peers-").FullName;
        try
        {
            programs = programs.Length > 0 ? programs : Path.Combine(folder, "node-red");
            string refusal = await NodeRedFlow.InstallAsync(programs);
            await MeasureAsync(report, folder, seconds, programs, refusal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task MeasureAsync(Report report, string folder, int seconds, string programs, string refusal)
    {
        LoadFile load = LoadFile.Make(Terminals, (int)(MostASecond * (seconds + WarmUp.TotalSeconds) / Terminals), TimeProvider.System.GetUtcNow());
        var fsync = new FsyncProbe(folder);
        fsync.Probe();
        (double Plain, double Log) bare = BareLoad.RowsASecond(load, folder);
        var made = new List<Func<string, int, Candidate>> { (own, _) => new Bridge(own, Terminals) };
        foreach (int batch in Batches)
        {
            made.Add((own, autosave) => new MosquittoPipe(own, autosave, batch));
            if (refusal.Length == 0)
            {
                made.Add((own, autosave) => new NodeRedFlow(own, programs, autosave, batch));
            }
        }

        report.Table("candidate", "rows stored a second", "acknowledged a second", "publish to PUBACK, p50", "p99", "CPU a stored row", "memory, most", "killed in it: acknowledged, lost", $"killed at {PacedASecond:N0} a second: acknowledged, lost", "stored twice", "fsync until now");
        var outcomes = new List<Outcome>();
        foreach (Func<string, int, Candidate> make in made)
        {
            Outcome outcome = await MeasureAsync(folder, load, seconds, make);
            fsync.Probe();
            report.Row(
                outcome.Name,
                $"{outcome.Rows:N0}",
                $"{outcome.Full.Answered / outcome.Full.Seconds:N0}",
                $"{outcome.Full.P50Ms:F1} ms",
                $"{outcome.Full.P99Ms:F1} ms",
                $"{outcome.CpuMicroseconds:F0} µs",
                $"{outcome.Megabytes:F0} MB",
                $"{outcome.FullLoss.Acknowledged:N0}, **{outcome.FullLoss.Lost:N0}**",
                $"{outcome.PacedLoss.Acknowledged:N0}, **{outcome.PacedLoss.Lost:N0}**",
                $"{outcome.FullLoss.Doubled + outcome.PacedLoss.Doubled:N0}",
                fsync.Text);
            outcomes.Add(outcome);
        }

        if (refusal.Length > 0)
        {
            report.Say($"Node-RED could not be measured: {refusal}");
        }

        bare = BareLoad.Between(bare, BareLoad.RowsASecond(load, folder));
        report.Say($"{Terminals} terminals, a window of {IngestBenchmark.Window}, {seconds} s after {WarmUp.TotalSeconds} s; rows that are committed at the end of them. The same rows are inserted into SQLite alone at {bare.Plain:N0} a second, into the log's own table at {bare.Log:N0}{Machine.Load()}.");
        report.Plot("Rows stored a second", [.. outcomes.Select((outcome, i) => (outcome.Name.Replace(", ", "\n", StringComparison.Ordinal), outcome.Rows, i == 0 ? 0 : 1))]);
        int asWritten = refusal.Length == 0 ? 2 : 1;
        double better = outcomes.Skip(1).Take(asWritten).Max(outcome => outcome.Rows);
        report.Bar("rows stored a second, beside the better peer", $"at least {TimesBetter} times", $"{outcomes[0].Rows / better:F1} times", outcomes[0].Rows >= TimesBetter * better);

        // It stores in the same way as this does, and answers for nothing of it.
        double batched = outcomes.Skip(1 + asWritten).Max(outcome => outcome.Rows);
        report.Say($"The bar is beside the better of the two as they are written first, which store each row by itself. The better of the two that gather {Batches[1]} rows in memory stores {batched:N0} rows a second, and this {outcomes[0].Rows / batched:F1} times as many.");
        report.Bar("acknowledged records that this loses when it is killed", "0", $"{outcomes[0].FullLoss.Lost} and {outcomes[0].PacedLoss.Lost}", outcomes[0].FullLoss.Lost + outcomes[0].PacedLoss.Lost == 0);
        foreach (Outcome peer in outcomes.Skip(1))
        {
            report.Bar($"acknowledged records that {peer.Name} loses", "some", $"{peer.FullLoss.Lost:N0} and {peer.PacedLoss.Lost:N0}", peer.FullLoss.Lost > 0 || peer.PacedLoss.Lost > 0);
        }

        if (refusal.Length > 0)
        {
            report.Bar("both peers are measured", "yes", "Node-RED is not", false);
        }
    }

    private static async Task<Outcome> MeasureAsync(string folder, LoadFile load, int seconds, Func<string, int, Candidate> make)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, "candidate")).FullName;
        Outcome outcome;
        await using (Candidate candidate = make(own, FullAutosaveSeconds))
        {
            await candidate.StartAsync();
            await using var memory = new MemoryWatch(candidate.Processes);
            LoadGenerator generator = await LoadGenerator.ConnectAsync(load, candidate.Port, IngestBenchmark.Window);
            TimeSpan time = TimeSpan.FromSeconds(seconds);
            Task<LoadResult> sending = generator.RunAsync(WarmUp + time + Beyond, 0);
            await Task.Delay(WarmUp, TimeProvider.System);
            long first = candidate.Newest(), from = Stopwatch.GetTimestamp();
            TimeSpan cpu = candidate.Processes.Cpu();
            (long last, double took) = await StoredAsync(candidate, sending, from, time);
            cpu = candidate.Processes.Cpu() - cpu;
            LoadResult full = await KillAsync(candidate, sending);
            generator.Close();
            long rows = candidate.Stored(first, last).LongCount();
            outcome = new Outcome(candidate.Name, rows / took, cpu.TotalMicroseconds / Math.Max(1, rows), memory.MostMegabytes, full, await AgainAsync(candidate, load, full), new Loss(0, 0, 0));
        }

        Directory.Delete(own, true);
        Directory.CreateDirectory(own);
        await using (Candidate candidate = make(own, PacedAutosaveSeconds))
        {
            await candidate.StartAsync();
            LoadGenerator generator = await LoadGenerator.ConnectAsync(load, candidate.Port, IngestBenchmark.Window);
            Task<LoadResult> sending = generator.RunAsync(Paced + Beyond, PacedASecond);
            await Task.Delay(Paced, TimeProvider.System);
            LoadResult paced = await KillAsync(candidate, sending);
            generator.Close();
            outcome = outcome with { PacedLoss = await AgainAsync(candidate, load, paced) };
        }

        Directory.Delete(own, true);
        return outcome;
    }

    // Until the time is over, or until everything is stored that there was.
    private static async Task<(long Last, double Seconds)> StoredAsync(Candidate candidate, Task sending, long from, TimeSpan time)
    {
        long last = candidate.Newest();
        double took = Stopwatch.GetElapsedTime(from).TotalSeconds;
        while (took < time.TotalSeconds)
        {
            await Task.Delay(Look, TimeProvider.System);
            long now = candidate.Newest();
            if (now == last && sending.IsCompleted)
            {
                break;
            }

            last = now;
            took = Stopwatch.GetElapsedTime(from).TotalSeconds;
        }

        return (last, took);
    }

    // One that has closed its connections before would have been measured idle. A broker that answers faster than anybody stores may have had the whole load by then, and is storing still.
    private static async Task<LoadResult> KillAsync(Candidate candidate, Task<LoadResult> sending)
    {
        if (sending.IsCompleted && (await sending) is { Faults.Count: > 0 } early)
        {
            throw new InvalidOperationException($"{candidate.Name} has closed its connections after {early.Seconds:F1} s: {string.Join(' ', early.Faults)} {string.Join('\n', candidate.Processes.Lines)}");
        }

        await candidate.Processes.KillAsync();
        return await sending;
    }

    // Started again, it may still store what its broker has kept.
    private static async Task<Loss> AgainAsync(Candidate candidate, LoadFile load, LoadResult result)
    {
        await candidate.StartAsync();
        long newest = candidate.Newest(), since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Quiet)
        {
            await Task.Delay(Look, TimeProvider.System);
            long now = candidate.Newest();
            (newest, since) = now == newest ? (newest, since) : (now, Stopwatch.GetTimestamp());
        }

        await candidate.Processes.KillAsync();
        return Loss.Of(load, result.AnsweredOf, candidate.Stored());
    }

    private sealed record Outcome(string Name, double Rows, double CpuMicroseconds, double Megabytes, LoadResult Full, Loss FullLoss, Loss PacedLoss);
}
