using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks.Candidates;
using DutyKiosk.Benchmarks.Load;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// A terminal that comes back with 5,000 records kept: how long until all of them are acknowledged by their PUBACK. One terminal after the other, alone: the first to a bridge that was started this moment,
/// the last to one that has run for a while.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class DrainBenchmark
{
    private const int Kept = 5000;
    private const int Terminals = 13;
    private const int Measured = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static async Task RunAsync()
    {
        Report report = Report.Current;
        Machine.Describe();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-drain-").FullName;
        try
        {
            LoadFile load = LoadFile.Make(Terminals, Kept, TimeProvider.System.GetUtcNow());
            var fsync = new FsyncProbe(folder);
            fsync.Probe();
            (double Plain, double Log) bare = BareLoad.RowsASecond(load, folder);
            await using var bridge = new Bridge(folder, Terminals);
            await bridge.StartAsync();
            report.Table("terminal", $"{Kept:N0} records acknowledged after", "records a second", "publish to PUBACK, p50", "p99", "fsync until now");
            var took = new List<double>();
            for (int i = 0; i < Terminals; i++)
            {
                LoadGenerator generator = await LoadGenerator.ConnectAsync(load.Only(i), bridge.Port, IngestBenchmark.Window);
                LoadResult result = await generator.RunAsync(Patience, 0);
                generator.Close();
                fsync.Probe();
                if (result.Answered < Kept)
                {
                    throw new InvalidOperationException($"Of {Kept} records {result.Answered} are acknowledged. {string.Join(' ', result.Faults)}");
                }

                took.Add(result.Seconds);
                report.Row($"{i + 1}", $"{result.Seconds * 1000:F0} ms", $"{result.Answered / result.Seconds:N0}", $"{result.P50Ms:F2} ms", $"{result.P99Ms:F2} ms", fsync.Text);
            }

            double[] last = [.. took.TakeLast(Measured).Order()];
            report.Say($"The last {Measured}, median: {last[Measured / 2] * 1000:F0} ms, {Kept / last[Measured / 2]:N0} records a second; the same rows are inserted into SQLite alone, {BareLoad.Batch} a transaction, at {bare.Plain:N0} a second, into the log's own table at {bare.Log:N0}{Machine.Load()}.");
            report.Plot($"Milliseconds until {Kept:N0} kept records are acknowledged, one terminal after the other", [.. took.Select((seconds, i) => ($"{i + 1}", Math.Round(seconds * 1000), i < Terminals - Measured ? 1 : 0))]);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
