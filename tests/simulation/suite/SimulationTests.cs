using System;
using System.Linq;
using DutyKiosk.Simulation.Oracle;
using DutyKiosk.Simulation.Report;
using DutyKiosk.Simulation.World;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>A few dozen seeds of what <c>dotnet run --project tests/simulation</c> does by the thousand.</summary>
public sealed class SimulationTests
{
    /// <summary>Whatever fails in a house, every invariant holds.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(21)]
    [InlineData(31)]
    public void EveryInvariantHolds(int first)
    {
        for (int seed = first; seed < first + 6; seed++)
        {
            RunResult result = SimulatedHouse.Run(Planner.Make(seed, 3));
            Assert.True(result.Violation == null, $"seed {seed}: {result.Violation}");
            Assert.True(result.Accepted > 20 && result.Handovers > 2, $"seed {seed}: {result.Accepted} taps were accepted, {result.Handovers} handovers confirmed");
        }
    }

    /// <summary>A seed runs the same way each time, to the last message.</summary>
    [Fact]
    public void ASeedDecidesEverything()
    {
        RunResult once = SimulatedHouse.Run(Planner.Make(77, 2));
        RunResult again = SimulatedHouse.Run(Planner.Make(77, 2));
        Assert.Equal(once.Trace, again.Trace);
        Assert.Equal(once.Records, again.Records);
        Assert.NotEqual(once.Trace, SimulatedHouse.Run(Planner.Make(78, 2)).Trace);
    }

    /// <summary>A script that was written to a file is the script that is read from it.</summary>
    [Fact]
    public void AScriptIsReadAsItWasWritten()
    {
        Script script = Planner.Make(5, 3);
        string path = System.IO.Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllLines(path, script.Lines(new House(5)));
            Assert.Equal(script.Steps.Select(step => step.ToString()), Script.Load(path).Steps.Select(step => step.ToString()));
            Assert.Equal(5, Script.Load(path).Seed);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>Of a script that fails because of two of its steps these two are left.</summary>
    [Fact]
    public void AFailingScriptIsMadeShort()
    {
        Script script = Planner.Make(9, 5);
        Step[] guilty = [script.Steps[script.Steps.Count / 3], script.Steps[script.Steps.Count / 2]];
        var shrinker = new Shrinker(candidate => guilty.All(candidate.Steps.Contains) ? new Violation(Invariants.Kept, "planted", guilty[1].AtMs) : null, 2000);
        (Script shortest, Violation violation) = shrinker.Shrink(script, new Violation(Invariants.Kept, "planted", guilty[1].AtMs));
        Assert.Equal(guilty, shortest.Steps);
        Assert.Equal(Invariants.Kept, violation.Invariant);
    }
}
