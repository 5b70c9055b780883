using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>Counts scenarios by the regulation whose clauses they show: their tags say which, such as <c>@R20.3</c>.</summary>
internal sealed class RegulationTally
{
    private readonly Dictionary<string, (HashSet<string> Clauses, int Scenarios, int Passed)> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a scenario with these tags.</summary>
    internal void Add(IReadOnlyList<string> tags, bool passed)
    {
        foreach (IGrouping<string, string> clauses in tags.Where(IsClause).Select(tag => tag[1..]).GroupBy(clause => clause.Split('.')[0], StringComparer.Ordinal))
        {
            (HashSet<string> Clauses, int Scenarios, int Passed) count = _counts.GetValueOrDefault(clauses.Key, ([], 0, 0));
            count.Clauses.UnionWith(clauses);
            _counts[clauses.Key] = (count.Clauses, count.Scenarios + 1, count.Passed + (passed ? 1 : 0));
        }
    }

    /// <summary>A line a regulation: how many of its clauses were shown, by how many scenarios, and how many of those passed.</summary>
    internal IEnumerable<string> Lines()
    {
        Pack[] packs = [.. PackLibrary.Names.Select(name => PackShelf.Carried.Get(name, name))];
        foreach ((string regulation, (HashSet<string> clauses, int scenarios, int passed)) in _counts.OrderBy(count => count.Key, StringComparer.Ordinal))
        {
            Pack? pack = Array.Find(packs, candidate => string.Equals(candidate.Regulation, regulation, StringComparison.Ordinal));
            string of = pack is { Clauses.Count: > 0 } ? $" of {pack.Clauses.Count}" : "";
            yield return $"{regulation} {pack?.Title}: {clauses.Count}{of} clauses, {scenarios} scenarios, {passed} passed";
        }
    }

    private static bool IsClause(string tag) => tag.Length > 3 && tag[0] == '@' && tag[1] == 'R' && char.IsAsciiDigit(tag[2]) && tag.Contains('.', StringComparison.Ordinal);
}
