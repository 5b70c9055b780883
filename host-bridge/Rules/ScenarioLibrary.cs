using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Gherkin;
using Gherkin.Ast;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>One scenario that shows how a clause is kept.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Steps">Its steps, as they stand in the file.</param>
public sealed record RuleScenario(string Title, string Steps);

/// <summary>The scenarios of one feature file that show how a clause is kept.</summary>
/// <param name="Title">The feature's title.</param>
/// <param name="Background">The steps that come before each of them; empty: none.</param>
/// <param name="Scenarios">The scenarios.</param>
public sealed record RuleFeature(string Title, string Background, IReadOnlyList<RuleScenario> Scenarios);

/// <summary>The feature files that the rehearsal runs, by the clauses with which they are tagged.</summary>
public static class ScenarioLibrary
{
    private const string Prefix = "features/";

    private static readonly Lazy<ILookup<string, RuleFeature>> ByClause = new(() => Names().SelectMany(name => Read(Text(name))).ToLookup(found => found.Clause, found => found.Feature, StringComparer.Ordinal));

    /// <summary>What shows how a clause is kept.</summary>
    public static IReadOnlyList<RuleFeature> Of(string clause) => [.. ByClause.Value[clause]];

    /// <summary>The clauses that a feature file speaks of, each with those of its scenarios that do.</summary>
    public static IEnumerable<(string Clause, RuleFeature Feature)> Read(string text)
    {
        using var reader = new StringReader(text);
        if (new Parser().Parse(reader).Feature is not { } feature)
        {
            return [];
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        var background = "";
        var scenarios = new List<(string[] Tags, RuleScenario Scenario)>();
        IHasLocation[] children = [.. Flat(feature.Children)];
        for (int i = 0; i < children.Length; i++)
        {
            int end = i + 1 < children.Length ? StartOf(children[i + 1]) - 1 : lines.Length;
            switch (children[i])
            {
                case Background common:
                    background = Steps(lines, common.Steps, end);
                    break;
                case Scenario scenario:
                    scenarios.Add(([.. feature.Tags.Concat(scenario.Tags).Select(tag => tag.Name[1..]).Distinct(StringComparer.Ordinal)], new RuleScenario(scenario.Name, Steps(lines, scenario.Steps, end))));
                    break;
            }
        }

        return scenarios.SelectMany(scenario => scenario.Tags).Distinct(StringComparer.Ordinal)
            .Select(tag => (tag, new RuleFeature(feature.Name, background, [.. scenarios.Where(scenario => scenario.Tags.Contains(tag, StringComparer.Ordinal)).Select(scenario => scenario.Scenario)])))
            .ToArray();
    }

    private static IEnumerable<IHasLocation> Flat(IEnumerable<IHasLocation> children)
    {
        return children.SelectMany(child => child is Rule rule ? Flat(rule.Children).Prepend(rule) : [child]);
    }

    private static int StartOf(IHasLocation child) => child is IHasTags tagged && tagged.Tags.Any() ? tagged.Tags.Min(tag => tag.Location.Line) : child.Location.Line;

    // Tables are laid out in the file by whoever wrote it, so the lines are taken as they are.
    private static string Steps(string[] lines, IEnumerable<Step> steps, int end)
    {
        int first = steps.Select(step => step.Location.Line).FirstOrDefault(end + 1);
        string[] own = [.. lines.Take(end).Skip(first - 1).Where(line => !line.TrimStart().StartsWith('#'))];
        int indent = own.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', own.Select(line => line.Length > indent ? line[indent..].TrimEnd() : "")).Trim();
    }

    private static IEnumerable<string> Names()
    {
        return Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
