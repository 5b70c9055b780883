using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Rules;

/// <summary>One value as the page of rules shows it.</summary>
public sealed record RuleValue(string Name, string Words, string Value);

/// <summary>One section, tick, count or hold as the page of rules shows it.</summary>
public sealed record RulePart(string Kind, string Name, string Title, IReadOnlyList<string> Notes);

/// <summary>One clause as the page of rules shows it.</summary>
public sealed record RuleClause(string Id, string Anchor, string Text, IReadOnlyList<string> Mechanisms, IReadOnlyList<RuleValue> Values, IReadOnlyList<RulePart> Parts, IReadOnlyList<RuleFeature> Features);

/// <summary>One regulation as the page of rules shows it.</summary>
public sealed record RuleBook(string Name, string Regulation, string Title, bool OfHouse, IReadOnlyList<RuleClause> Clauses)
{
    /// <summary>How many scenarios show how its clauses are kept; one that shows two of them is one.</summary>
    public int Scenarios => Clauses.SelectMany(clause => clause.Features).SelectMany(feature => feature.Scenarios.Select(scenario => (feature.Title, scenario.Title))).Distinct().Count();
}

/// <summary>All regulations, clause by clause: what each says, what keeps it, and what shows that it is kept.</summary>
public sealed record RulesView(IReadOnlyList<RuleBook> Books)
{
    /// <summary>Looks at the packs of a house.</summary>
    public static RulesView Of(Language t, PackShelf packs)
    {
        return new RulesView(packs.Names.Select(name => packs.Get(name, name)).OrderBy(pack => pack.Regulation, StringComparer.Ordinal).ThenBy(pack => pack.Name, StringComparer.Ordinal)
            .Select(pack => Book(t, pack, packs)).ToArray());
    }

    /// <summary>Where a clause stands on the page. Packs of the house may repeat the numbers of others, and have places of their own.</summary>
    public static string AnchorOf(PackShelf packs, string pack, string clause) => packs.IsOfHouse(pack) ? $"{pack}/{clause}" : clause;

    private static RuleBook Book(Language t, Pack pack, PackShelf packs)
    {
        bool ofHouse = packs.IsOfHouse(pack.Name);
        return new RuleBook(pack.Name, pack.Regulation, pack.Title, ofHouse, pack.Clauses.Select(clause => new RuleClause(
            clause.Key,
            AnchorOf(packs, pack.Name, clause.Key),
            clause.Value.Text,
            clause.Value.Mechanisms,
            pack.Parameters.Where(parameter => Is(parameter.Value.Clause, clause.Key)).Select(parameter => Value(t, parameter.Key, parameter.Value.Value)).ToArray(),
            Parts(t, pack, clause.Key).ToArray(),
            ofHouse ? [] : ScenarioLibrary.Of(clause.Key))).ToArray());
    }

    private static RuleValue Value(Language t, string name, string value)
    {
        Parameter parameter = ParameterList.Find(name)!;
        return new RuleValue(parameter.Name, RuleWords.OfParameter(t, parameter.Name), RuleWords.OfValue(t, parameter, value));
    }

    private static IEnumerable<RulePart> Parts(Language t, Pack pack, string clause)
    {
        IEnumerable<RulePart> sections = Of(pack.Sections, t["rules.part-section"], section => [
            section.Required ? t["rules.required"] : "",
            section.Needs.Count > 0 ? t["rules.needs", t.List(section.Needs)] : "",
            section.Major ? t["rules.major"] : "",
            section.DueMin > 0 ? t["rules.due-min", section.DueMin] : "",
            section.DueWorkdays > 0 ? t["rules.due-workdays", section.DueWorkdays] : "",
            section.Ledger ? t["rules.in-ledger"] : "",
        ]);
        IEnumerable<RulePart> ticks = Of(pack.Ticks, t["rules.part-tick"], tick => [
            tick.Sides switch { "outgoing" => t["rules.outgoing"], "incoming" => t["rules.incoming"], _ => t["rules.both-sides"] },
            tick.EveryDays > 0 ? t["rules.every-days", tick.EveryDays] : "",
            tick.Reminder ? t["rules.reminds"] : "",
        ]);
        IEnumerable<RulePart> counts = Of(pack.Counts, t["rules.part-count"], _ => [t["rules.counts-agree"]]);
        IEnumerable<RulePart> holds = Of(pack.Holds, t["rules.part-hold"], hold => [
            t["rules.cleared-by", t.List(hold.Release.Select(role => t.Of("wire", role)))],
            hold.Report.Length > 0 ? t["rules.reported", hold.Report] : "",
            hold.Substitute ? t["rules.or-substitute"] : "",
        ]);
        return sections.Concat(ticks).Concat(counts).Concat(holds);

        IEnumerable<RulePart> Of<T>(Dictionary<string, T> entries, string kind, Func<T, string[]> notes)
            where T : PackEntry
        {
            return entries.Where(entry => Is(entry.Value.Clause, clause)).Select(entry => new RulePart(kind, entry.Key, entry.Value.Title, [.. notes(entry.Value).Where(note => note.Length > 0)]));
        }
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
