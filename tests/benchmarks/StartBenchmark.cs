using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// From <c>BridgeHost.StartAsync</c> until <c>/healthz/ready</c> answers that it is, with many records stored, in a process that has started a bridge before: the same with
/// none stored is what a start costs anyway. The records came by the bridge's own way, a day at a time, and the bridge before was stopped as it should be. How long it then goes on proving
/// them behind the scenes stands beside it.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class StartBenchmark
{
    private const int Starts = 5;
    private const double MostMs = 1000;

    // A server of its own and its commits are slow to fill: what a start costs there beside SQLite shows with fewer.
    private const int PostgresShare = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ProofLook = TimeSpan.FromMilliseconds(100);

    internal static async Task RunAsync(int count, string folder)
    {
        Machine.Tell();
        string own = Directory.CreateTempSubdirectory("dutykiosk-bench-").FullName;
        try
        {
            var probe = new FsyncProbe(own);
            probe.Probe();
            Machine.Row($"the disk's fsync of {FsyncProbe.PageBytes} bytes", probe.Text);
            double slowest = await MeasureAsync("SQLite", folder.Length > 0 ? folder : Path.Combine(own, "sqlite"), Path.Combine(own, "sqlite-empty"), () => Task.FromResult(""), count);
            await using OwnPostgres? server = await OwnPostgres.StartAsync(syncs: true);
            if (server == null)
            {
                Machine.Row("PostgreSQL", "not on this machine: apt-get install postgresql");
            }
            else
            {
                slowest = Math.Max(slowest, await MeasureAsync("PostgreSQL", Path.Combine(own, "postgres"), Path.Combine(own, "postgres-empty"), server.NewDatabaseAsync, count / PostgresShare));
            }

            Report.Current.IsTrial = count < BenchHouse.UsualCount;
            Report.Current.Bar("ready with a million records stored, the slower of both databases", $"at most {MostMs:N0} ms", $"{slowest:N0} ms", slowest <= MostMs);
        }
        finally
        {
            Directory.Delete(own, true);
        }
    }

    private static async Task<double> MeasureAsync(string name, string folder, string emptyFolder, Func<Task<string>> database, int count)
    {
        BridgeOptions empty = BenchHouse.Fill(emptyFolder, await database(), 0);
        BridgeOptions full = BenchHouse.Fill(folder, await database(), count);
        double first = await StartAsync(empty);
        double folding = await StartAsync(full);
        var none = new double[Starts];
        var many = new double[Starts];
        for (int i = 0; i < Starts; i++)
        {
            none[i] = await StartAsync(empty);
            many[i] = await StartAsync(full);
        }

        Array.Sort(none);
        Array.Sort(many);
        Machine.Row($"{name}: the first start here, nothing stored", $"{first:N0} ms");
        Machine.Row($"{name}: a start that folds everything, {count:N0} records stored", $"{folding:N0} ms");
        Machine.Row($"{name}: a start, nothing stored", $"{none[Starts / 2]:N0} ms ({none[0]:N0} to {none[^1]:N0})");
        Machine.Row($"{name}: a start, {count:N0} records stored", $"{many[Starts / 2]:N0} ms ({many[0]:N0} to {many[^1]:N0}){Machine.Load()}");
        Machine.Row($"{name}: everything proved again behind the scenes", await ProveAsync(full));
        return many[Starts / 2];
    }

    private static async Task<double> StartAsync(BridgeOptions options)
    {
        long from = Stopwatch.GetTimestamp();
        await using BridgeHost host = await BridgeHost.StartAsync(options, TimeProvider.System);
        await ReadyAsync(host);
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static async Task<string> ProveAsync(BridgeOptions options)
    {
        long from = Stopwatch.GetTimestamp();
        await using BridgeHost host = await BridgeHost.StartAsync(options, TimeProvider.System);
        await ReadyAsync(host);
        while (!host.Core.IsProved)
        {
            await Task.Delay(ProofLook, TimeProvider.System);
        }

        double proved = Stopwatch.GetElapsedTime(from).TotalSeconds;
        double writingMs = WriteSnapshot(host.Core, options, out long bytes);
        return $"{proved:N1} s after the start began; a snapshot is written in {writingMs:N0} ms, the disk's sync among them, for which nobody waits, {bytes / 1e6:N1} MB{Machine.Load()}";
    }

    private static double WriteSnapshot(BridgeCore core, BridgeOptions options, out long bytes)
    {
        string folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "another-snapshot")).FullName;
        using var master = MasterKey.Load(options.MasterKeyPath, mayMake: false);
        var snapshot = new FoldSnapshot(folder, master);
        long from = Stopwatch.GetTimestamp();
        if (!snapshot.Write(core, 0))
        {
            throw new InvalidOperationException("Nothing was written, though everything is proved.");
        }

        double tookMs = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        bytes = new FileInfo(Path.Combine(folder, FoldSnapshot.FileName)).Length;
        Directory.Delete(folder, recursive: true);
        return tookMs;
    }

    private static async Task ReadyAsync(BridgeHost host)
    {
        using var http = new HttpClient();
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(host.WebAddress + "/healthz/ready", CancellationToken.None);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
