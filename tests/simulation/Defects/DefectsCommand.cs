using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.Simulation.Oracle;
using DutyKiosk.Simulation.Report;
using DutyKiosk.Simulation.World;

namespace DutyKiosk.Simulation.Defects;

/// <summary>The command <c>defects</c>: the simulator is tested, too.</summary>
public static class DefectsCommand
{
    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var days = new Option<int>("--days") { Description = "simulated days of each seed", DefaultValueFactory = _ => 4 };
        var only = new Option<string?>("--only") { Description = "one defect alone" };
        var folder = new Option<string?>("--folder") { Description = "where the copy with the defects is made, and kept" };
        var command = new Command("defects", "Builds a copy of the sources with deliberate defects in it, and shows within how many seeds each is found.") { days, only, folder };
        command.SetAction(parsed => DefectSwitch.Exists ? Hunt(parsed.GetValue(days), parsed.GetValue(only)) : Build(parsed.GetValue(days), parsed.GetValue(only), parsed.GetValue(folder)));
        return command;
    }

    // In the ordinary build: weaves, builds and hands over to what was built.
    private static int Build(int days, string? only, string? kept)
    {
        if (Weaving.FindRoot() is not { } root)
        {
            Console.Error.WriteLine("The sources are not here: run it in the repository, with 'dotnet run --project tests/simulation -- defects'.");
            return 1;
        }

        string folder = kept ?? Path.Combine(Path.GetTempPath(), $"dutykiosk-defects-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            Console.WriteLine($"weaving {DefectTable.All.Count} defects into a copy of the sources, and building it …");
            Weaving.Into(root, folder);
            string project = Path.Combine(folder, "tests/simulation/simulation.csproj");
            int built = Run("dotnet", "build", project, "-c", "Release", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-v", "q", "--nologo", "-clp:ErrorsOnly");
            if (built != 0)
            {
                Console.Error.WriteLine("The copy could not be built.");
                return 1;
            }

            string program = Path.Combine(folder, "tests/simulation/bin/Release/net10.0/DutyKiosk.Simulation.dll");
            string[] hunt = [program, "defects", "--days", days.ToString(CultureInfo.InvariantCulture), .. only == null ? Array.Empty<string>() : ["--only", only]];
            return Run("dotnet", hunt);
        }
        finally
        {
            if (kept == null)
            {
                Directory.Delete(folder, true);
            }
        }
    }

    // In the copy: switches one defect on after the other.
    private static int Hunt(int days, string? only)
    {
        int missed = 0;
        Console.WriteLine();
        Console.WriteLine("| defect | where | what | seeds | found by |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (Defect defect in DefectTable.All.Where(defect => only == null || string.Equals(defect.Name, only, StringComparison.Ordinal)))
        {
            DefectSwitch.Set(defect);
            (int seed, Violation? violation) = Find(defect, days);
            missed += violation == null ? 1 : 0;
            string found = violation == null ? "**not found**" : violation.Invariant;
            Console.WriteLine($"| {defect.Name} | {string.Join(", ", defect.Edits.Select(edit => Path.GetFileName(edit.File)).Distinct(StringComparer.Ordinal))} | {defect.What} | {seed} of {defect.Seeds} | {found} |");
        }

        DefectSwitch.Set(null);
        Console.WriteLine(missed == 0 ? "every defect is found" : $"{missed} defects are not found");
        return missed == 0 ? 0 : 1;
    }

    // Seeds one batch after the other, so that the first that finds it is the same each time.
    private static (int Seed, Violation? Violation) Find(Defect defect, int days)
    {
        int batch = Math.Max(2, Environment.ProcessorCount);
        for (int first = 1; first <= defect.Seeds; first += batch)
        {
            var campaign = new Campaign();
            campaign.Run(Enumerable.Range(first, Math.Min(batch, defect.Seeds - first + 1)), days, int.MaxValue);

            // A seed that fails also without the defect has not found it.
            DefectSwitch.Set(null);
            foreach ((int seed, (Script script, Violation violation)) in campaign.Failed)
            {
                if (SimulatedHouse.Run(script).Violation == null)
                {
                    return (seed, violation);
                }

                Console.Error.WriteLine($"seed {seed} fails without any defect");
            }

            DefectSwitch.Set(defect);
        }

        return (defect.Seeds, null);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false });
        process!.WaitForExit();
        return process.ExitCode;
    }
}
