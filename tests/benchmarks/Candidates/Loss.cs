using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Benchmarks.Load;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>What became of publishes that were acknowledged.</summary>
/// <param name="Acknowledged">How many were.</param>
/// <param name="Lost">How many of them are not stored.</param>
/// <param name="Doubled">How many rows are stored that were stored before.</param>
internal sealed record Loss(long Acknowledged, long Lost, long Doubled)
{
    /// <summary>Compares what was acknowledged, of each terminal its first so many, with what is stored.</summary>
    internal static Loss Of(LoadFile load, IReadOnlyList<int> answeredOf, IEnumerable<(string Terminal, long Seq)> stored)
    {
        var places = load.Terminals.Select((terminal, place) => (terminal.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
        bool[][] there = [.. load.Terminals.Select(terminal => new bool[terminal.Count])];
        long doubled = 0;
        foreach ((string terminal, long seq) in stored)
        {
            ref bool isThere = ref there[places[terminal]][seq - 1];
            doubled += isThere ? 1 : 0;
            isThere = true;
        }

        return new Loss(answeredOf.Sum(count => (long)count), there.Select((one, place) => (long)one.Take(answeredOf[place]).Count(isThere => !isThere)).Sum(), doubled);
    }
}
