using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks.Load;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>Processes that were started here and all that they have started, as Linux tells of them in /proc.</summary>
internal sealed class ProcessFamily
{
    private const int ParentField = 1;
    private const int UserTicksField = 11;
    private const int SystemTicksField = 12;

    // Linux has told ticks of this length to programs for as long as it has told them.
    private const double TicksASecond = 100;

    private const int MostLines = 50;

    private readonly List<Process> _roots = [];
    private readonly List<string> _lines = [];

    /// <summary>The first lines that any of them wrote, for whoever waits for one or wonders why there is none.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Starts a program, with some variables more than this one has.</summary>
    internal void Start(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove(LoadGenerator.InlineVariable);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _roots.Add(process);
    }

    /// <summary>Whether one that was started here has ended by itself.</summary>
    internal bool HasEnded => _roots.Exists(process => process.HasExited);

    /// <summary>The memory of all of them that is not swapped out.</summary>
    internal long MemoryBytes() => StatusBytes("VmRSS:");

    /// <summary>What of it are pages of files, as of the runtime and of libraries: the system takes them back where it needs room, and programs share them.</summary>
    internal long FileBytes() => StatusBytes("RssFile:");

    /// <summary>The processor's time that those of them have taken that are there.</summary>
    internal TimeSpan Cpu() => TimeSpan.FromSeconds(Ids().Select(Fields).Sum(fields => fields == null ? 0 : (Number(fields, UserTicksField) + Number(fields, SystemTicksField)) / TicksASecond));

    /// <summary>Has all of them killed at once, in one call of one program, and waits until none is left.</summary>
    internal async Task KillAsync()
    {
        int[] ids = [.. Ids()];
        if (ids.Length > 0)
        {
            using Process kill = Process.Start(new ProcessStartInfo("/bin/kill", ["-9", .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]))!;
            await kill.WaitForExitAsync();
        }

        foreach (Process root in _roots)
        {
            await root.WaitForExitAsync();
            root.Dispose();
        }

        _roots.Clear();
        lock (_lines)
        {
            _lines.Clear();
        }
    }

    private static long Number(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);

    private long StatusBytes(string name)
    {
        return Ids().Sum(id => Text(id, "status") is { } status && status.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024
            : 0);
    }

    private static string? Text(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    // The fields behind the name, which may have spaces and brackets in it.
    private static string[]? Fields(int id) => Text(id, "stat") is { } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : null;

    private HashSet<int> Ids()
    {
        var found = new HashSet<int>(_roots.Where(process => !process.HasExited).Select(process => process.Id));
        var parents = new List<(int Id, int Parent)>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Fields(id) is { } fields)
            {
                parents.Add((id, (int)Number(fields, ParentField)));
            }
        }

        for (int before = -1; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(parents.Where(pair => found.Contains(pair.Parent)).Select(pair => pair.Id).ToList());
        }

        return found;
    }

    private void Note(string? line)
    {
        lock (_lines)
        {
            if (line != null && _lines.Count < MostLines)
            {
                _lines.Add(line);
            }
        }
    }
}
