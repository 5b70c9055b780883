using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DutyKiosk.Simulation.Defects;

/// <summary>Puts the defects into a copy of the sources that the simulation is made of.</summary>
public static class Weaving
{
    // What the simulation needs to be built.
    private static readonly string[] Parts = ["firmware", "hardware", "host-bridge", "tests/simulation", "tests/rules"];
    private static readonly string[] LeftOut = ["bin", "obj", "suite", "TestResults", "data"];

    /// <summary>The folder of the repository that this program was built from; null: it stands in none.</summary>
    public static string? FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "DutyKiosk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    /// <summary>What is wrong with the table, as the sources stand: a text that is not there, or there more than once.</summary>
    public static IReadOnlyList<string> Faults(string root)
    {
        var faults = new List<string>();
        foreach (Defect defect in DefectTable.All)
        {
            foreach (Edit edit in defect.Edits)
            {
                int count = File.ReadAllText(Path.Combine(root, edit.File)).Split(edit.Find).Length - 1;
                if (count != 1)
                {
                    faults.Add($"{defect.Name}: the text stands {count} times in {edit.File}: {edit.Find}");
                }
            }
        }

        return faults;
    }

    /// <summary>Copies the sources into a folder, with the defects in them.</summary>
    public static void Into(string root, string folder)
    {
        foreach (string file in Directory.GetFiles(root).Where(file => Path.GetExtension(file) is ".props" or ".targets" or ".json" or ".txt" or ".sln" || Path.GetFileName(file) is ".editorconfig"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (string part in Parts.Where(part => Directory.Exists(Path.Combine(root, part))))
        {
            Copy(Path.Combine(root, part), Path.Combine(folder, part));
        }

        File.WriteAllText(Path.Combine(folder, "firmware/Core/DeliberateDefect.cs"), DefectSwitch.Source);
        foreach (Defect defect in DefectTable.All)
        {
            foreach (Edit edit in defect.Edits)
            {
                string path = Path.Combine(folder, edit.File);
                string text = File.ReadAllText(path);
                string[] around = text.Split(edit.Find);
                if (around.Length != 2)
                {
                    throw new InvalidOperationException($"{defect.Name}: the text stands {around.Length - 1} times in {edit.File}.");
                }

                File.WriteAllText(path, around[0] + edit.Replace.Replace("DEFECT", DefectSwitch.Asks(defect), StringComparison.Ordinal) + around[1]);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from).Where(folder => !LeftOut.Contains(Path.GetFileName(folder), StringComparer.Ordinal)))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
