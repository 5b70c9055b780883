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
/// 500 records a second from 1000 terminals, each at its time whether the one before is answered or not: how long a record takes from the moment it was due until its PUBACK, beside what the disk
/// itself takes for a page, and how much memory the bridge has with 1000 terminals connected.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class PacedBenchmark
{
    private const int Terminals = 1000;
    private const int ASecond = 500;
    private const int Runs = 5;
    private const double MostMs = 10;
    private const double MostMegabytes = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    internal static async Task RunAsync(int seconds)
    {
        Report report = Report.Current;
        report.IsTrial = seconds < IngestBenchmark.Seconds;
        Machine.Describe();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-paced-").FullName;
        try
        {
            await MeasureAsync(report, folder, seconds);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task MeasureAsync(Report report, string folder, int seconds)
    {
        LoadFile load = LoadFile.Make(Terminals, (int)((ASecond * (WarmUp.TotalSeconds + (Runs * seconds)) / Terminals) + Runs + 1), TimeProvider.System.GetUtcNow());
        var floor = new FsyncProbe(folder);
        await using var bridge = new Bridge(folder, Terminals);
        await bridge.StartAsync();
        LoadGenerator generator = await LoadGenerator.ConnectAsync(load, bridge.Port, IngestBenchmark.Window);
        await using var memory = new MemoryWatch(bridge.Processes);
        await generator.RunAsync(WarmUp, ASecond);
        floor.Probe();
        report.Table("run", "answered a second", "publish to PUBACK, p50", "p99", "longest", "fsync until now", "CPU of a core", "memory now", "of it files", "taken by the host");
        var p50 = new List<double>();
        var p99 = new List<double>();
        IReadOnlyList<int> answered = [];
        for (int run = 1; run <= Runs; run++)
        {
            TimeSpan before = bridge.Processes.Cpu(), stolen = Machine.Stolen();
            LoadResult result = await generator.RunAsync(TimeSpan.FromSeconds(seconds), ASecond);
            TimeSpan cpu = bridge.Processes.Cpu() - before;
            stolen = Machine.Stolen() - stolen;
            if (result.Faults.Count > 0)
            {
                throw new InvalidOperationException($"The bridge closed connections: {string.Join(' ', result.Faults)} {string.Join('\n', bridge.Processes.Lines)}");
            }

            floor.Probe();
            answered = result.AnsweredOf;
            p50.Add(result.P50Ms);
            p99.Add(result.P99Ms);
            report.Row($"{run}", $"{result.Answered / result.Seconds:F0}", $"{result.P50Ms:F1} ms", $"{result.P99Ms:F1} ms", $"{result.LongestMs:F1} ms", floor.Text, $"{cpu.TotalSeconds / result.Seconds:P0}", $"{bridge.Processes.MemoryBytes() / 1e6:F0} MB", $"{bridge.Processes.FileBytes() / 1e6:F0} MB", $"{stolen.TotalSeconds / result.Seconds / Environment.ProcessorCount:P1}");
        }

        double most = memory.MostMegabytes;
        generator.Close();
        await bridge.Processes.KillAsync();
        Loss loss = Loss.Of(load, answered, bridge.Stored());
        double middle50 = p50.Order().ElementAt(Runs / 2), middle99 = p99.Order().ElementAt(Runs / 2), above = middle99 - floor.AtMs(99);
        report.Say($"{Runs} runs of {seconds} s after {WarmUp.TotalSeconds} s to warm up; {Terminals} terminals, {ASecond} records a second. Of {loss.Acknowledged:N0} acknowledged records {loss.Lost} are not stored.");
        report.Plot("Milliseconds at 500 records a second from 1000 terminals, median of five runs", ("the disk's fsync, p50", floor.AtMs(50), 1), ("publish to PUBACK, p50", middle50, 0), ("the disk's fsync, p99", floor.AtMs(99), 1), ("publish to PUBACK, p99", middle99, 0));
        report.Bar($"p99 publish to PUBACK, median of {Runs} runs, above the fsync's p99", $"at most {MostMs} ms", $"{middle99:F1} - {floor.AtMs(99):F1} = {above:F1} ms", above <= MostMs);
        report.Bar($"memory with {Terminals} terminals connected, the most of a look a second", $"at most {MostMegabytes} MB", $"{most:F0} MB", most <= MostMegabytes);
        report.Bar("acknowledged records that are not stored", "0", $"{loss.Lost}", loss.Lost == 0);
    }
}
