using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SharpFuzz;

namespace DutyKiosk.Fuzz;

/// <summary>
/// A copy of this program whose readers write down which branches they take, for AFL++ and for <see cref="CoverageLoop"/>. The copy is made anew when the program was built anew.
/// </summary>
internal static class Instrumented
{
    // Our own readers, and the libraries that read for them.
    private static readonly string[] Assemblies = ["DutyKiosk.Core.dll", "DutyKiosk.Terminal.dll", "DutyKiosk.HostBridge.dll", "nanoFramework.Json.dll", "YamlDotNet.dll", "Ical.Net.dll", "MiniExcel.dll"];
    private const string Done = "instrumented";

    /// <summary>The program in the copy.</summary>
    internal static string Make()
    {
        string from = AppContext.BaseDirectory, to = Path.Combine(Path.GetTempPath(), $"dutykiosk-fuzz-{Convert.ToHexStringLower(BitConverter.GetBytes(StampOf(from)))}");
        string program = Path.Combine(to, Path.GetFileName(typeof(Instrumented).Assembly.Location));
        if (File.Exists(Path.Combine(to, Done)))
        {
            return program;
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}found{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        foreach (string assembly in Assemblies.Select(name => Path.Combine(to, name)).Where(File.Exists))
        {
            IEnumerable<string> types = Fuzzer.Instrument(assembly, _ => true, Options.Value);
            Console.WriteLine($"{Path.GetFileName(assembly)}: {types.Count()} types instrumented");
        }

        // The corpus is looked for in the tree that the program was built in.
        File.WriteAllText(Path.Combine(to, Done), Repository.Root);
        return program;
    }

    /// <summary>The tree that an instrumented program was built in; null: this one is not instrumented.</summary>
    internal static string? TreeOf(string folder) => Path.Combine(folder, Done) is var mark && File.Exists(mark) ? File.ReadAllText(mark) : null;

    private static long StampOf(string folder) => Assemblies.Append("DutyKiosk.Fuzz.dll").Select(name => Path.Combine(folder, name)).Where(File.Exists).Aggregate(17L, (sum, path) => unchecked((sum * 31) + File.GetLastWriteTimeUtc(path).Ticks));
}
