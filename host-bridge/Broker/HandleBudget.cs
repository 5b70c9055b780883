using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// How many connections the process may hold. The system gives it a limited number of handles, and one that has none left can open neither its
/// database nor a connection to anybody; the runtime even ends it. So the terminals and the viewers get a part each, and the rest is kept.
/// </summary>
/// <param name="Terminals">The most connections of terminals.</param>
/// <param name="Web">The most connections of viewers.</param>
public sealed record HandleBudget(int Terminals, int Web)
{
    private const int Kept = 320;
    private const int Least = 16;
    private const int Most = 4096;

    /// <summary>The budget of this process.</summary>
    public static HandleBudget OfProcess { get; } = Of(Limit());

    /// <summary>The budget under a limit of handles.</summary>
    public static HandleBudget Of(long handles)
    {
        long free = Math.Max(0, handles - Kept);
        return new HandleBudget((int)Math.Clamp(free * 2 / 3, Least, Most), (int)Math.Clamp(free / 3, Least, Most));
    }

    // Linux tells it in a file; elsewhere there is no limit that a house would reach.
    private static long Limit()
    {
        const string File = "/proc/self/limits";
        const string Name = "Max open files";
        if (!System.IO.File.Exists(File))
        {
            return long.MaxValue / Most;
        }

        string line = System.IO.File.ReadLines(File).FirstOrDefault(candidate => candidate.StartsWith(Name, StringComparison.Ordinal)) ?? "";
        string[] words = line[Math.Min(Name.Length, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : long.MaxValue / Most;
    }
}
