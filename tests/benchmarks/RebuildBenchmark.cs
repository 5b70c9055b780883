using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// How long it takes to fold a log of many records from the first entry on, as a bridge does that trusts nothing: every row is read, its seal is looked at, its signature is proved, and it is folded. Beside it
/// stands how long reading the rows alone takes, without a look at them, as no fold can be faster. Each fold must come to the same.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class RebuildBenchmark
{
    private const int Rounds = 3;
    private const double MostSeconds = 15;

    internal static void Run(int count, string folder)
    {
        Machine.Tell();
        string own = folder.Length > 0 ? "" : Directory.CreateTempSubdirectory("dutykiosk-bench-").FullName;
        try
        {
            long from = Stopwatch.GetTimestamp();
            BridgeOptions options = BenchHouse.Fill(folder.Length > 0 ? folder : own, "", count);
            Machine.Row($"{count:N0} records of SQLite", $"there in {Stopwatch.GetElapsedTime(from).TotalSeconds:N0} s, {new FileInfo(SqliteDatabase.PathIn(options.DataFolder)).Length / 1e6:N0} MB");
            Measure(options, count);
        }
        finally
        {
            if (own.Length > 0)
            {
                Directory.Delete(own, true);
            }
        }
    }

    private static void Measure(BridgeOptions options, int count)
    {
        using BridgeStore store = BridgeStore.Open(options, TimeProvider.System);
        var probe = new FsyncProbe(options.DataFolder);
        probe.Probe();
        Machine.Row($"the disk's fsync of {FsyncProbe.PageBytes} bytes, which no fold waits for", probe.Text);
        var took = new double[Rounds];
        string? digest = null;
        for (int round = 0; round < Rounds; round++)
        {
            long rows = Stopwatch.GetTimestamp();
            long bytes = store.Log.Database.Read(work =>
            {
                long sum = 0;
                work.Each("SELECT position, kind, terminal, epoch, seq, body, received, seal FROM log ORDER BY position", row => sum += row.GetFieldValue<byte[]>(5).Length);
                return sum;
            });
            double bare = Stopwatch.GetElapsedTime(rows).TotalSeconds;
            GC.Collect();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            long from = Stopwatch.GetTimestamp();
            var history = new HistoryWatch();
            var fold = new LogFold(store.Log, store.Terminals, history, (what, exception) => throw new InvalidOperationException(what, exception));
            foreach (LogPage page in LogPages.Behind(store.Log, 0))
            {
                fold.Take(page);
            }

            took[round] = Stopwatch.GetElapsedTime(from).TotalSeconds;
            double busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
            long proved = fold.Chain.JournalsOf("T1").Sum(journal => journal.StoredUpTo);
            if (proved != count || history.Noted(fold.Chain).Any())
            {
                throw new InvalidOperationException($"Of {count} records {proved} are proved.");
            }

            Machine.Row($"round {round + 1}: read, unsealed, proved and folded", $"{took[round]:N2} s: {count / took[round]:N0} records a second, {busy / count * 1e6:N1} µs of CPU a record; the rows alone are read in {bare:N2} s ({bytes / 1e6:N0} MB of bodies){Machine.Load()}");
            string found = Projection.Of(fold).Digest;
            digest ??= found;
            if (!string.Equals(digest, found, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Two folds of one log come to different things.");
            }
        }

        Array.Sort(took);
        Machine.Row($"the median of {Rounds}", $"{took[Rounds / 2]:N2} s, {Environment.WorkingSet / 1e6:N0} MB of memory{Machine.Load()}");
        Report.Current.IsTrial = count < BenchHouse.UsualCount;
        Report.Current.Bar("a million records read, proved and folded", $"at most {MostSeconds:N0} s", $"{took[Rounds / 2]:N2} s", took[Rounds / 2] <= MostSeconds);
    }
}
