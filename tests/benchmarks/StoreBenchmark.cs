using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// Durable records a second, by the bridge's own way: <c>BridgeCore.Receive</c>, <c>Commit</c> (on the disk when it returns) and <c>Step</c> (proved and folded), without the broker before it.
/// What a disk gives differs by a hundred times from machine to machine, so beside it stand, in the same run and by turns, the disk's own fsync and the same rows inserted without any check.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class StoreBenchmark
{
    private const int Rounds = 5;
    private static readonly (int Batch, int Commits)[] Loads = [(1, 300), (64, 60)];

    internal static async Task RunAsync()
    {
        Machine.Tell();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-bench-").FullName;
        try
        {
            Measure("SQLite", Made(folder, "sqlite"), "", folder);
            await using OwnPostgres? server = await OwnPostgres.StartAsync(syncs: true);
            if (server == null)
            {
                Machine.Row("PostgreSQL", "not on this machine: apt-get install postgresql");
                return;
            }

            Measure("PostgreSQL", Made(folder, "postgres"), await server.NewDatabaseAsync(), folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Made(string folder, string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    private static void Measure(string name, string data, string connection, string disk)
    {
        using var house = new BenchHouse(data, connection, TimeProvider.System);
        using var bare = connection.Length == 0 ? BareInserts.InSqlite(Path.Combine(data, "bare.db")) : BareInserts.InPostgres(connection);

        // What is run for the first time is compiled for the first time.
        foreach ((int batch, int _) in Loads)
        {
            Stored(house, batch, 20);
            Inserted(bare, house, batch, 20);
        }

        foreach ((int batch, int commits) in Loads)
        {
            var fsyncs = new FsyncProbe(disk);
            var commit = TimeSpan.Zero;
            var whole = TimeSpan.Zero;
            var insert = TimeSpan.Zero;
            for (int round = 0; round < Rounds; round++)
            {
                fsyncs.Probe();
                (TimeSpan committed, TimeSpan folded) = Stored(house, batch, commits);
                commit += committed;
                whole += folded;
                insert += Inserted(bare, house, batch, commits);
            }

            double middle = fsyncs.AtMs(50);
            int times = Rounds * commits;
            Machine.Row($"{name}, batches of {batch}: the disk's fsync of {FsyncProbe.PageBytes} bytes", $"p50 {middle:F2} ms, p99 {fsyncs.AtMs(99):F2} ms");
            Machine.Row($"{name}, batches of {batch}: bare insert", $"{times * batch / insert.TotalSeconds:N0} records a second, a commit {insert.TotalMilliseconds / times:F2} ms");
            Machine.Row($"{name}, batches of {batch}: stored (received, committed)", $"{times * batch / commit.TotalSeconds:N0} records a second, a commit {commit.TotalMilliseconds / times:F2} ms: {commit / insert:F2} of a bare insert, {commit.TotalMilliseconds / times / middle:F2} fsyncs");
            Machine.Row($"{name}, batches of {batch}: stored, proved and folded", $"{times * batch / whole.TotalSeconds:N0} records a second, {whole.TotalMilliseconds / times:F2} ms a batch: {whole / insert:F2} of a bare insert");
        }

        long proved = house.Proved();
        Machine.Row($"{name}: proved at the end", proved == house.Terminal.Seq ? $"all {proved:N0} records{Machine.Load()}" : throw new InvalidOperationException($"Of {house.Terminal.Seq} records {proved} are proved."));
    }

    private static (TimeSpan Commit, TimeSpan Whole) Stored(BenchHouse house, int batch, int commits)
    {
        var commit = TimeSpan.Zero;
        var whole = TimeSpan.Zero;
        for (int i = 0; i < commits; i++)
        {
            List<byte[]> records = house.Next(batch, TimeProvider.System.GetUtcNow());
            long from = Stopwatch.GetTimestamp();
            house.Receive(records);
            bool stored = house.Core.Commit();
            commit += Stopwatch.GetElapsedTime(from);
            house.Core.Step();
            whole += Stopwatch.GetElapsedTime(from);
            if (!stored)
            {
                throw new IOException("The bridge could not store what it was to be measured by.");
            }
        }

        return (commit, whole);
    }

    // The newest rows of the log again.
    private static TimeSpan Inserted(BareInserts bare, BenchHouse house, int batch, int commits)
    {
        List<LogEntry> entries = house.Core.Log.ReadNewestRecords(batch);
        var took = TimeSpan.Zero;
        for (int i = 0; i < commits; i++)
        {
            took += bare.Insert(entries);
        }

        return took;
    }
}
