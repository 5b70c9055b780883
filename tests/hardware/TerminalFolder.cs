using System;
using System.IO;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.Hardware.Tests;

/// <summary><c>hardware/terminal</c> of the repository.</summary>
internal static class TerminalFolder
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Where it is.</summary>
    internal static string Path => Found.Value;

    /// <summary>The plan as it stands in the repository.</summary>
    internal static PlanFile Plan() => PlanFile.Read(At("board.yaml"));

    /// <summary>A file of it.</summary>
    internal static string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A copy of the plan in which one text stands for another.</summary>
    internal static PlanFile Changed(string from, string to)
    {
        string text = File.ReadAllText(At("board.yaml"));
        int at = text.IndexOf(from, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new ArgumentException($"board.yaml does not say '{from}'.", nameof(from));
        }

        string copy = System.IO.Path.Combine(Directory.CreateTempSubdirectory("dutykiosk-plan").FullName, "board.yaml");
        File.WriteAllText(copy, string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
        try
        {
            return PlanFile.Read(copy);
        }
        finally
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(copy)!, recursive: true);
        }
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "hardware", "terminal");
            if (File.Exists(System.IO.Path.Combine(path, "board.yaml")))
            {
                return path;
            }
        }

        throw new DirectoryNotFoundException("There is no hardware/terminal above the tests.");
    }
}
