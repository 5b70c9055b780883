using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.Processes;

/// <summary>What has happened in one arrangement, in numbers.</summary>
/// <param name="arrangement">The arrangement.</param>
internal sealed class Tally(Arrangement arrangement)
{
    /// <summary>A kind of process that is killed.</summary>
    internal const string Bridge = "bridge";

    /// <summary>A kind of process that is killed.</summary>
    internal const string Terminal = "terminal";

    /// <summary>A kind of process that is killed.</summary>
    internal const string Broker = "mosquitto";

    /// <summary>A kind of process that is killed.</summary>
    internal const string Postmaster = "PostgreSQL's postmaster";

    /// <summary>A kind of process that is killed.</summary>
    internal const string Backend = "PostgreSQL's backend";

    private static readonly string[] Killed = [Bridge, Terminal, Broker, Postmaster, Backend];

    private readonly Dictionary<string, int> _kills = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>How many processes were killed.</summary>
    internal int Kills => _kills.Values.Sum();

    /// <summary>What must not be, a line each.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>Records that real terminals have written.</summary>
    internal long RealRecords { get; set; }

    /// <summary>Records that were written for load.</summary>
    internal long LoadRecords { get; set; }

    /// <summary>Records of taps that somebody was shown the answer to.</summary>
    internal long Shown { get; set; }

    /// <summary>Records that a terminal got a PUBACK for.</summary>
    internal long Taken { get; set; }

    /// <summary>Records that a terminal got an ack for.</summary>
    internal long Acknowledged { get; set; }

    /// <summary>Records in the log.</summary>
    internal long Stored { get; set; }

    /// <summary>Records that were shown, acknowledged or on flash, and are not in the log in the end.</summary>
    internal long Lost { get; set; }

    /// <summary>Records that stand in the log more than once.</summary>
    internal long Double { get; set; }

    /// <summary>Records that were acknowledged before they were stored.</summary>
    internal long Early { get; set; }

    /// <summary>Places at which the chain of a terminal is broken.</summary>
    internal long Breaks { get; set; }

    /// <summary>How often everything was waited for and compared.</summary>
    internal int Comparisons { get; set; }

    /// <summary>The last line of the command line's <c>verify</c>.</summary>
    internal string Verified { get; set; } = "not run";

    /// <summary>How long it took.</summary>
    internal TimeSpan Took { get; set; }

    /// <summary>Whether everything is as it has to be.</summary>
    internal bool IsGood => _faults.Count == 0 && Lost + Double + Early + Breaks == 0;

    /// <summary>A process was killed.</summary>
    internal void Kill(string what) => Count(_kills, what);

    /// <summary>Something else was done.</summary>
    internal void Other(string what) => Count(_others, what);

    /// <summary>Something must not be.</summary>
    internal void Fault(string what)
    {
        lock (_faults)
        {
            _faults.Add($"{arrangement.Letter}: {what}");
        }
    }

    /// <summary>The tables of several arrangements, as Markdown.</summary>
    internal static string Tables(IReadOnlyList<(Arrangement Arrangement, Tally Tally)> all)
    {
        var lines = new List<string>();
        void Row(string what, Func<Tally, string> cell, string sum = "") => lines.Add($"| {what} | {string.Join(" | ", all.Select(one => cell(one.Tally)))} | {sum} |");
        void Number(string what, Func<Tally, long> cell) => Row(what, one => cell(one).ToString("N0"), all.Sum(one => cell(one.Tally)).ToString("N0"));
        void Head(string what)
        {
            lines.Add("");
            lines.Add($"| {what} | {string.Join(" | ", all.Select(one => $"({one.Arrangement.Letter}) {one.Arrangement.Title}"))} | together |");
            lines.Add($"|---|{string.Concat(all.Select(_ => "---|"))}---|");
        }

        Head("SIGKILL to");
        foreach (string what in Killed)
        {
            Number(what, one => one._kills.GetValueOrDefault(what));
        }

        Number("**all kills**", one => one.Kills);
        Head("other faults");
        foreach (string what in all.SelectMany(one => one.Tally._others.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Number(what, one => one._others.GetValueOrDefault(what));
        }

        Head("records");
        Number("written by terminals of the firmware", one => one.RealRecords);
        Number("written for load", one => one.LoadRecords);
        Number("a person was shown the answer to", one => one.Shown);
        Number("a PUBACK came for", one => one.Taken);
        Number("acknowledged by the bridge", one => one.Acknowledged);
        Number("stored", one => one.Stored);
        Number("acknowledged and not stored at that moment", one => one.Early);
        Number("**lost**", one => one.Lost);
        Number("**double**", one => one.Double);
        Number("breaks of a chain", one => one.Breaks);
        Row("`verify`", one => one.Verified);
        Number("times that all was waited for and compared", one => one.Comparisons);
        Row("time", one => $"{one.Took.TotalSeconds:N0} s", $"{all.Sum(one => one.Tally.Took.TotalSeconds):N0} s");
        return string.Join('\n', lines).Trim() + "\n";
    }

    // Several are killed at once.
    private static void Count(IDictionary<string, int> counts, string what)
    {
        lock (counts)
        {
            counts[what] = (counts.TryGetValue(what, out int before) ? before : 0) + 1;
        }
    }
}
