using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// From <c>BridgeHost.StartAsync</c> until <c>/healthz/ready</c> answers that it is, with many records stored, in a process that has started a bridge before: the same with
/// none stored is what a start costs anyway. The records came by the bridge's own way, a day at a time.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class StartBenchmark
{
    private const int Records = 100000;
    private const int Starts = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    internal static async Task RunAsync()
    {
        Machine.Tell();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-bench-").FullName;
        try
        {
            await MeasureAsync("SQLite", Path.Combine(folder, "sqlite"), () => Task.FromResult(""));
            await using OwnPostgres? server = await OwnPostgres.StartAsync(syncs: true);
            if (server == null)
            {
                Machine.Row("PostgreSQL", "not on this machine: apt-get install postgresql");
                return;
            }

            await MeasureAsync("PostgreSQL", Path.Combine(folder, "postgres"), server.NewDatabaseAsync);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task MeasureAsync(string name, string folder, Func<Task<string>> database)
    {
        BridgeOptions empty = Fill(folder + "-empty", await database(), 0);
        BridgeOptions full = Fill(folder, await database(), Records);
        double first = await StartAsync(empty);
        var none = new double[Starts];
        var many = new double[Starts];
        for (int i = 0; i < Starts; i++)
        {
            none[i] = await StartAsync(empty);
            many[i] = await StartAsync(full);
        }

        Array.Sort(none);
        Array.Sort(many);
        double more = many[Starts / 2] - none[Starts / 2];
        Machine.Row($"{name}: the first start here, nothing stored", $"{first:N0} ms");
        Machine.Row($"{name}: a start, nothing stored", $"{none[Starts / 2]:N0} ms ({none[0]:N0} to {none[^1]:N0})");
        Machine.Row($"{name}: a start, {Records:N0} records stored", $"{many[Starts / 2]:N0} ms ({many[0]:N0} to {many[^1]:N0}): {Records / more * 1000:N0} records a second{Machine.Load()}");
    }

    private static BridgeOptions Fill(string folder, string database, int records)
    {
        Directory.CreateDirectory(folder);
        int days = records / BenchHouse.RecordsADay;
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-days - 1));
        using var house = new BenchHouse(folder, database, time);
        for (int day = 0; day < days; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            house.Take(house.Next(BenchHouse.RecordsADay, time.GetUtcNow()));
        }

        return house.Proved() == records
            ? new BridgeOptions { DataFolder = folder, Database = database, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = LogLevel.Error }
            : throw new InvalidOperationException($"Of {records} records {house.Proved()} are proved.");
    }

    private static async Task<double> StartAsync(BridgeOptions options)
    {
        using var http = new HttpClient();
        long from = Stopwatch.GetTimestamp();
        await using BridgeHost host = await BridgeHost.StartAsync(options, TimeProvider.System);
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(host.WebAddress + "/healthz/ready", CancellationToken.None);
            if (answer.IsSuccessStatusCode)
            {
                return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
