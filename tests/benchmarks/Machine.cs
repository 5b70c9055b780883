using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace DutyKiosk.Benchmarks;

/// <summary>The machine that measures: figures say something only beside what they were measured on.</summary>
internal static class Machine
{
    /// <summary>Writes what the machine is, how busy it is now, and the head of a table of single figures.</summary>
    internal static void Tell()
    {
        Describe();
        Report.Current.Table("what", "value");
    }

    /// <summary>Writes what the machine is and how busy it is now.</summary>
    internal static void Describe()
    {
        Report.Current.Say($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores{Cpu()}, {RuntimeInformation.FrameworkDescription}{Load()}  \nDisk of {Path.GetTempPath()}: {Disk(Path.GetTempPath())}");
    }

    /// <summary>Writes a row of the table.</summary>
    internal static void Row(string what, string value) => Report.Current.Row(what, value);

    /// <summary>How busy the machine is, as Linux tells it; empty: another system.</summary>
    internal static string Load() => File.Exists("/proc/loadavg") ? ", load average " + string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "";

    /// <summary>How much time of its processors a virtual machine wanted and did not get, as others on the same host had it (<c>steal</c>, proc_stat(5)); zero: another system.</summary>
    internal static TimeSpan Stolen()
    {
        // The first line is of all processors, in hundredths of a second: its name, user, nice, system, idle, iowait, irq, softirq, steal.
        const int Steal = 8;
        const int ASecond = 100;
        string[] words = File.Exists("/proc/stat") ? File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return words.Length > Steal ? TimeSpan.FromSeconds(double.Parse(words[Steal], CultureInfo.InvariantCulture) / ASecond) : TimeSpan.Zero;
    }

    private static string Cpu()
    {
        string? line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line == null ? "" : $" ({line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()})";
    }

    // The mount with the longest name is the one that a path lies on. What a virtual disk says of itself need not be so: the figures of its fsync tell more.
    private static string Disk(string path)
    {
        if (!File.Exists("/proc/mounts"))
        {
            return "unknown";
        }

        string[] mount = File.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Where(parts => path.StartsWith(parts[1], StringComparison.Ordinal)).MaxBy(parts => parts[1].Length)!;
        string name = Path.GetFileName(mount[0]);
        string? whole = Directory.Exists("/sys/block") ? Directory.GetDirectories("/sys/block").FirstOrDefault(block => name.StartsWith(Path.GetFileName(block), StringComparison.Ordinal)) : null;
        string kind = whole == null ? "is no disk" : File.ReadAllText(Path.Combine(whole, "queue", "rotational")).Trim() is "0" ? "says that it does not rotate" : "says that it rotates";
        return $"{mount[2]} on {mount[0]}, which {kind}";
    }
}
