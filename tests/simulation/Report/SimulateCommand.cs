using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.Simulation.Oracle;
using DutyKiosk.Simulation.World;

namespace DutyKiosk.Simulation.Report;

/// <summary>What the program does without a command: many seeds, or one, or a script.</summary>
public static class SimulateCommand
{
    private const int MostFailures = 10;
    private const int MostShrinkingRuns = 400;
    private const double DaysAYear = 365.25;

    /// <summary>Gives it to the root command.</summary>
    public static void AddTo(RootCommand root)
    {
        var seeds = new Option<int>("--seeds") { Description = "how many seeds", DefaultValueFactory = _ => 100 };
        var first = new Option<int>("--first") { Description = "the first of them", DefaultValueFactory = _ => 1 };
        var days = new Option<int>("--days") { Description = "simulated days of each", DefaultValueFactory = _ => 7 };
        var seed = new Option<int?>("--seed") { Description = "one seed alone, exactly as it ran among others" };
        var script = new Option<string?>("--script") { Description = "a script, exactly as it was written" };
        var write = new Option<string?>("--write") { Description = "where the script of a failure is written, shrunk; with --seed, the seed's own where nothing fails" };
        var trace = new Option<bool>("--trace") { Description = "with --seed or --script: prints everything that is shown, sent and written" };
        foreach (Option option in new Option[] { seeds, first, days, seed, script, write, trace })
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed => parsed.GetValue(script) is { } path ? One(Script.Load(path), parsed.GetValue(write), parsed.GetValue(trace), shrinks: false)
            : parsed.GetValue(seed) is { } one ? One(Planner.Make(one, parsed.GetValue(days)), parsed.GetValue(write), parsed.GetValue(trace), shrinks: !parsed.GetValue(trace))
            : Many(parsed.GetValue(first), parsed.GetValue(seeds), parsed.GetValue(days), parsed.GetValue(write)));
    }

    private static int One(Script script, string? write, bool traces, bool shrinks)
    {
        long began = TimeProvider.System.GetTimestamp();
        RunResult result = SimulatedHouse.Run(script, traces ? Console.WriteLine : null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {script.Seed}: {script.Steps.Count} steps, {result.Days:0.00} days, {result.Taps} taps, {result.Accepted} accepted, {result.Records} records, {result.Handovers} handovers, trace {result.Trace:x16}, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.00} s, {Environment.CpuUsage.TotalTime.TotalSeconds:0.00} s of CPU, {result.Turns.Terminals} turns of terminals, {result.Turns.Bridge} of the bridge"));
        Console.WriteLine("faults: " + string.Join(", ", result.Faults.Select(fault => $"{fault.Value} {fault.Key}")));
        if (result.Violation is not { } violation)
        {
            Console.WriteLine($"every invariant held: {result.Checked.Values.Sum()} times looked at");
            if (write != null)
            {
                Write(script, write);
            }

            return 0;
        }

        Fail(script, violation, write, shrinks);
        return 1;
    }

    private static int Many(int first, int seeds, int days, string? write)
    {
        long began = TimeProvider.System.GetTimestamp();
        var campaign = new Campaign();
        campaign.Run(Enumerable.Range(first, seeds), days, MostFailures, (seed, result) =>
        {
            if (result.Violation is { } violation)
            {
                Console.WriteLine($"seed {seed}: {violation.Invariant}: {violation.What}");
            }

            if (campaign.Seeds % 100 == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{campaign.Seeds} seeds, {campaign.Days / DaysAYear:0.00} years, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s, {Environment.CpuUsage.TotalTime.TotalSeconds:0} s of CPU"));
            }
        });
        Print(campaign, TimeProvider.System.GetElapsedTime(began));
        foreach ((_, (Script script, Violation violation)) in campaign.Failed.Take(1))
        {
            Fail(script, violation, write, shrinks: true);
        }

        return campaign.Failed.Count == 0 ? 0 : 1;
    }

    private static void Print(Campaign campaign, TimeSpan took)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{campaign.Seeds} seeds, {campaign.Days / DaysAYear:0.00} simulated years of a house with five terminals, {took.TotalSeconds:0} s on {Environment.ProcessorCount} processors, {Environment.CpuUsage.TotalTime.TotalSeconds / Math.Max(1, campaign.Seeds):0.00} s of CPU a seed"));
        Console.WriteLine($"{campaign.Counts.Taps} taps, {campaign.Counts.Accepted} shown as accepted, {campaign.Counts.Records} records, {campaign.Counts.Handovers} handovers");
        Console.WriteLine();
        Console.WriteLine("injected faults:");
        foreach ((string kind, long count) in campaign.Faults)
        {
            Console.WriteLine($"  {count,10} {kind}");
        }

        Console.WriteLine();
        Console.WriteLine("invariants, by how often each was looked at:");
        foreach (string invariant in Invariants.All)
        {
            Console.WriteLine($"  {campaign.Checked.GetValueOrDefault(invariant),10} {invariant}");
        }

        Console.WriteLine();
        Console.WriteLine(campaign.Failed.Count == 0 ? "every invariant held" : $"failed: seeds {string.Join(", ", campaign.Failed.Keys)}");
    }

    private static void Fail(Script script, Violation violation, string? write, bool shrinks)
    {
        Console.WriteLine();
        Console.WriteLine($"seed {script.Seed} breaks '{violation.Invariant}' at {TimeSpan.FromMilliseconds(violation.AtMs)}: {violation.What}");
        if (shrinks)
        {
            var shrinker = new Shrinker(candidate => SimulatedHouse.Run(candidate).Violation, MostShrinkingRuns);
            (script, violation) = shrinker.Shrink(script, violation);
            Console.WriteLine($"shrunk to {script.Steps.Count} steps in {shrinker.Runs} runs; it breaks at {TimeSpan.FromMilliseconds(violation.AtMs)}: {violation.What}");
        }

        foreach (string line in script.Lines(new House(script.Seed)))
        {
            Console.WriteLine("  " + line);
        }

        if (write != null)
        {
            Write(script, write);
        }
    }

    private static void Write(Script script, string path)
    {
        File.WriteAllLines(path, script.Lines(new House(script.Seed)));
        Console.WriteLine($"written to {path}; it runs again with --script {path}");
    }
}
