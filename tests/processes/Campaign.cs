using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.Processes;

/// <summary>A run: one arrangement after the other gets its faults, is compared behind each of them and drained every now and then.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A run of processes takes the time of this machine.")]
internal static class Campaign
{
    private const int FaultsARound = 6;
    private const int Bad = 1;
    private const int Ended = 130;

    /// <summary>Runs; 1: something is lost, double, or otherwise not as it has to be.</summary>
    internal static async Task<int> RunAsync(int kills, int seed, string only, FileInfo? write, CancellationToken cancel)
    {
        var all = new List<(Arrangement Arrangement, Tally Tally)>();
        Arrangement[] arrangements = [.. Arrangement.All.Where(one => only.Length == 0 || string.Equals(one.Letter, only, StringComparison.Ordinal))];
        foreach (Arrangement arrangement in arrangements)
        {
            var tally = new Tally(arrangement);
            all.Add((arrangement, tally));
            long from = Stopwatch.GetTimestamp();
            try
            {
                await RunAsync(arrangement, kills * arrangement.Percent / arrangements.Sum(one => one.Percent), seed, tally, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return Ended;
            }
            catch (Exception exception) when (exception is TimeoutException or InvalidOperationException or OperationCanceledException or IOException or DbException or Xunit.Sdk.XunitException)
            {
                // A program that does not start, or a wait in vain.
                tally.Fault(exception.Message);
            }

            tally.Took = Stopwatch.GetElapsedTime(from);
            foreach (string fault in tally.Faults)
            {
                Console.WriteLine("WRONG " + fault);
            }
        }

        string tables = Tally.Tables(all);
        string end = $"`dotnet run -c Release --project tests/processes -- --kills {kills} --seed {seed}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load average {Load()}.\n";
        Console.WriteLine();
        Console.WriteLine(tables);
        Console.WriteLine(end);
        if (write != null)
        {
            await File.WriteAllTextAsync(write.FullName, tables + "\n" + end, CancellationToken.None);
        }

        return all.TrueForAll(one => one.Tally.IsGood) ? 0 : Bad;
    }

    private static async Task RunAsync(Arrangement arrangement, int kills, int seed, Tally tally, CancellationToken cancel)
    {
        Console.WriteLine($"{arrangement.Letter}: {arrangement.Title}, {kills} kills, seed {seed}");
        await using House house = await House.StartAsync(arrangement, cancel);
        var comparison = new Comparison(house, tally);
        var injection = new Injection(house, comparison, tally, cancel);
        int faults = 0;
        foreach (Fault fault in Fault.PlanOf(arrangement, seed).TakeWhile(_ => tally.Kills < kills))
        {
            long from = Stopwatch.GetTimestamp();
            Console.Write($"{arrangement.Letter} {tally.Kills,4} kills, then {fault.Kind} {fault.Target} after {fault.After} records, {fault.Lasts.TotalSeconds:0.0} s: ");
            await house.WriteAsync(fault.After);
            await injection.DoAsync(fault);
            double done = Stopwatch.GetElapsedTime(from).TotalSeconds;
            await house.SettleAsync();
            await comparison.OfClaimsAsync();
            tally.Comparisons++;
            LookForEnded(house, tally);
            Console.WriteLine($"mended in {done:0.0} s, settled in {Stopwatch.GetElapsedTime(from).TotalSeconds - done:0.0} s, {house.Stored.Count} stored");
            if (++faults % FaultsARound == 0)
            {
                await DrainAsync(house, comparison, injection, tally);
            }
        }

        await DrainAsync(house, comparison, injection, tally);
        await EndAsync(house, comparison, tally);
    }

    // Killed in the midst of taps, a terminal has on flash what it has shown, and sends that from there when it is started again.
    private static async Task DrainAsync(House house, Comparison comparison, Injection injection, Tally tally)
    {
        foreach (TerminalProcess terminal in house.Terminals)
        {
            await injection.KillAsync(terminal);
            terminal.ReadJournal();
            terminal.Start(rests: true);
        }

        await comparison.OfJournalsAsync();
        await house.UntilAsync("terminals have power", () => house.Terminals.TrueForAll(terminal => terminal.IsOn));
        tally.Comparisons++;
        foreach (TerminalProcess terminal in house.Terminals)
        {
            await terminal.SayAsync("go");
        }
    }

    private static async Task EndAsync(House house, Comparison comparison, Tally tally)
    {
        foreach (TerminalProcess terminal in house.Terminals)
        {
            await terminal.SayAsync("rest");
        }

        house.Load.ForEach(load => load.Terminal.End());
        await house.UntilAsync("everything is acknowledged", () => house.Load.TrueForAll(load => load.Terminal.Acknowledged == load.Terminal.Written));
        await house.UntilAsync("the terminals' newest records are acknowledged", () =>
        {
            house.Terminals.ForEach(terminal => terminal.ReadJournal());
            return house.Terminals.TrueForAll(terminal => terminal.Claims().Acknowledged >= terminal.Journal.Keys.Max());
        });
        await house.UntilAsync("bridges are ready", house.AreBridgesReadyAsync);
        await comparison.OfJournalsAsync();
        await comparison.OfAllAsync();
        LookForEnded(house, tally);
        (int code, string output) = await house.VerifyAsync();
        tally.Verified = output.Split('\n').LastOrDefault(line => line.StartsWith("The log is whole", StringComparison.Ordinal)) ?? $"ended with {code}";
        if (code != 0)
        {
            tally.Fault($"verify: {output.ReplaceLineEndings(" ")}");
        }
    }

    private static void LookForEnded(House house, Tally tally)
    {
        foreach (BridgeProcess bridge in house.Bridges.Where(bridge => bridge.HasEnded))
        {
            tally.Fault($"a bridge has ended by itself: {string.Join(' ', bridge.Errors.TakeLast(3))}");
            throw new InvalidOperationException("A house without a bridge cannot go on.");
        }

        if (house.Terminals.Find(terminal => terminal.HasEnded) is { } ended)
        {
            throw new InvalidOperationException($"{ended.Id} has ended by itself: {string.Join(' ', ended.Faults)}");
        }
    }

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
}
