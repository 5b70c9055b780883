using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DutyKiosk.Fuzz;

/// <summary>
/// The inputs that are kept: real messages and files to begin with, and every one that has ever found a fault, whose name begins with <c>fault-</c>. What a run finds goes to a folder outside of the tree.
/// </summary>
public static class Corpus
{
    /// <summary>The inputs of a target, by name.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(FuzzTarget target)
    {
        string folder = Repository.Corpus(target.Name);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))] : [];
    }

    /// <summary>Where what a run finds is kept.</summary>
    internal static string FoundOf(FuzzTarget target) => Path.Combine(Path.GetTempPath(), "dutykiosk-fuzz-found", target.Name);

    /// <summary>Writes every target's seeds.</summary>
    internal static void WriteSeeds()
    {
        foreach (FuzzTarget target in TargetList.All)
        {
            string folder = Repository.Corpus(target.Name);
            Directory.CreateDirectory(folder);
            foreach ((string name, byte[] bytes) in target.Seeds())
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
            }
        }
    }
}
