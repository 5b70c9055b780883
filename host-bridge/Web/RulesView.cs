using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Web;

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
    public static RulesView Of(PackShelf packs)
    {
        var anchors = new HashSet<string>(packs.Names, StringComparer.Ordinal);
        return new RulesView(packs.Names.Select(name => packs.Get(name, name)).OrderBy(pack => pack.Regulation, StringComparer.Ordinal).ThenBy(pack => pack.Name, StringComparer.Ordinal)
            .Select(pack => Book(pack, packs.IsOfHouse(pack.Name), anchors)).ToArray());
    }

    private static RuleBook Book(Pack pack, bool ofHouse, HashSet<string> anchors)
    {
        return new RuleBook(pack.Name, pack.Regulation, pack.Title, ofHouse, pack.Clauses.Select(clause => new RuleClause(
            clause.Key,
            anchors.Add(clause.Key) ? clause.Key : $"{pack.Name}/{clause.Key}",
            clause.Value.Text,
            clause.Value.Mechanisms,
            pack.Parameters.Where(parameter => Is(parameter.Value.Clause, clause.Key)).Select(parameter => Value(parameter.Key, parameter.Value.Value)).ToArray(),
            Parts(pack, clause.Key).ToArray(),
            ofHouse ? [] : ScenarioLibrary.Of(clause.Key))).ToArray());
    }

    private static RuleValue Value(string name, string value)
    {
        Parameter parameter = ParameterList.Find(name)!;
        return new RuleValue(parameter.Name, RuleWords.OfParameter(parameter.Name), RuleWords.OfValue(parameter, value));
    }

    private static IEnumerable<RulePart> Parts(Pack pack, string clause)
    {
        IEnumerable<RulePart> sections = Of(pack.Sections, "交接项 section", section => [
            section.Required ? "必填 required" : "",
            section.Needs.Count > 0 ? $"每项须写明 each with {string.Join(", ", section.Needs)}" : "",
            section.Major ? "即时上报 told at once" : "",
            section.DueMin > 0 ? Invariant($"{section.DueMin} 分钟内办结 due in {section.DueMin} min") : "",
            section.DueWorkdays > 0 ? Invariant($"{section.DueWorkdays} 个工作日内办结 due in {section.DueWorkdays} workdays") : "",
            section.Ledger ? "记入台账 in the ledger" : "",
        ]);
        IEnumerable<RulePart> ticks = Of(pack.Ticks, "勾选项 tick", tick => [
            tick.Sides switch { "outgoing" => "交班人 outgoing", "incoming" => "接班人 incoming", _ => "双方 both" },
            tick.EveryDays > 0 ? Invariant($"每 {tick.EveryDays} 天一次 every {tick.EveryDays} days") : "",
            tick.Reminder ? "提醒下一班 reminds the next shift" : "",
        ]);
        IEnumerable<RulePart> counts = Of(pack.Counts, "清点项 count", _ => ["双方数目须一致 both counts must agree"]);
        IEnumerable<RulePart> holds = Of(pack.Holds, "不得交班 hold", hold => [
            $"可放行 cleared by {string.Join(", ", hold.Release)}",
            hold.Report.Length > 0 ? $"须报告 reported under {hold.Report}" : "",
            hold.Substitute ? "可派顶班人 or a substitute" : "",
        ]);
        return sections.Concat(ticks).Concat(counts).Concat(holds);

        IEnumerable<RulePart> Of<T>(Dictionary<string, T> entries, string kind, Func<T, string[]> notes)
            where T : PackEntry
        {
            return entries.Where(entry => Is(entry.Value.Clause, clause)).Select(entry => new RulePart(kind, entry.Key, entry.Value.Title, [.. notes(entry.Value).Where(note => note.Length > 0)]));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
