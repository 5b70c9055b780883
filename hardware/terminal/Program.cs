using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using DutyKiosk.TerminalKit.Pages;
using DutyKiosk.TerminalKit.Plan;
using DutyKiosk.TerminalKit.Rules;

namespace DutyKiosk.TerminalKit;

/// <summary>Makes everything that a technician builds a terminal by.</summary>
public static class Program
{
    private const string PlanName = "board.yaml";

    /// <summary>0: done; 1: the plan breaks a rule, or a file is stale; 2: it cannot be read.</summary>
    public static int Main(string[] arguments)
    {
        var plan = new Argument<string>("file") { Description = "The plan; without it the one of this repository.", Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", "Looks a plan through: pins, buses, currents, voltages. Names each rule that is broken.") { plan };
        check.SetAction(parsed => Told(() => Check(parsed.GetValue(plan) ?? PlanPath())));
        var make = new Command("make", "Makes every derived file anew, if the plan breaks no rule.");
        make.SetAction(_ => Told(Make));
        var pictures = new Command("pictures", "Makes the PNG of every drawing and sheet with Chromium.");
        pictures.SetAction(_ => Told(Picture));
        return new RootCommand("The terminal as a thing one can build: hardware/terminal.") { check, make, pictures }.Parse(arguments).Invoke();
    }

    private static int Told(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (PlanException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static int Check(string path)
    {
        var file = PlanFile.Read(path);
        IReadOnlyList<Violation> found = PlanCheck.Check(file);
        foreach (Violation violation in found)
        {
            Console.Error.WriteLine(violation);
        }

        Console.WriteLine(found.Count == 0 ? $"{file.Name}: {file.Builds().Count()} terminals, no rule is broken." : $"{file.Name}: {found.Count} rules are broken.");
        return found.Count == 0 ? 0 : 1;
    }

    private static int Make()
    {
        string path = PlanPath();
        if (Check(path) != 0)
        {
            return 1;
        }

        string folder = Path.Combine(Path.GetDirectoryName(path)!, DerivedFiles.Folder);
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in DerivedFiles.Render(PlanFile.Read(path)))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
            Console.WriteLine($"{DerivedFiles.Folder}/{name}");
        }

        return 0;
    }

    private static int Picture()
    {
        string folder = Path.Combine(Path.GetDirectoryName(PlanPath())!, DerivedFiles.Folder);
        var lines = new List<string>();
        foreach (string name in DerivedFiles.Render(PlanFile.Read(PlanPath())).Keys.Where(DerivedFiles.HasPicture))
        {
            string text = File.ReadAllText(Path.Combine(folder, name));
            Screenshot.Take(folder, name, text);
            lines.Add(DerivedFiles.PictureLine(name, text));
        }

        File.WriteAllLines(Path.Combine(folder, DerivedFiles.PictureList), lines);
        return 0;
    }

    // The repository's own plan, wherever below it the command is given.
    private static string PlanPath()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "hardware", "terminal", PlanName);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new PlanException($"There is no hardware/terminal/{PlanName} above {AppContext.BaseDirectory}: name the plan.");
    }
}
