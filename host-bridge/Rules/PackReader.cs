using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>Reads a pack and checks it. Whatever is wrong is told with the file, the line and the reason.</summary>
public static class PackReader
{
    // A terminal and a page have only so much room for a name.
    private const int LongestName = 40;
    private static readonly string[] Details = ["due", "watch", "how", "cause", "course", "result", "reason"];
    private static readonly string[] ClearingRoles = ["leader", "supervisor", "manager"];
    private static readonly string[] Sides = ["both", "outgoing", "incoming"];

    /// <summary>The mechanisms that a clause can be kept by, in the order of <c>RULES.md</c>.</summary>
    public static IReadOnlyList<string> Mechanisms { get; } =
    [
        "ARRIVE", "WINDOW", "PAIR", "STAY", "HASTY", "LEADER", "SHEET", "HOLD", "RESPONSIBLE", "ROSTER", "AWAY", "POST", "TIME", "FAULT", "ARCHIVE",
        "LEDGER", "REMIND", "VISITOR", "PRIVACY", "CORRECTION", "NOTICE",
    ];

    /// <summary>A pack from its text.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public static Pack Read(string file, string text)
    {
        Pack pack;
        try
        {
            YamlExtent.Check(text);
            pack = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<Pack?>(text)
                ?? throw new RosterException($"{file}, line 1: there is nothing in it.");
        }
        catch (YamlException exception)
        {
            // The innermost one knows the place best.
            YamlException inner = exception;
            while (inner.InnerException is YamlException deeper)
            {
                inner = deeper;
            }

            throw new RosterException($"{file}, line {inner.Start.Line}: {(inner.InnerException?.Message ?? inner.Message).ReplaceLineEndings(" ")}");
        }

        catch (Exception exception) when (exception is not RosterException)
        {
            // Whatever a file has in it that nobody has thought of: who wrote it is told so, and the service does not end of it.
            throw new RosterException($"{file}, line 1: it cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }

        foreach ((string[] path, string reason) in Faults(pack))
        {
            throw new RosterException($"{file}, line {LineOf(text, path)}: {string.Join(": ", path)}: {reason}.");
        }

        if (pack.Holds.Count == 0)
        {
            // Every room may meet with something that must be dealt with first.
            pack.Holds.Add("incident", new PackHold { Title = "事故未处理完毕" });
        }

        return pack;
    }

    private static IEnumerable<(string[] Path, string Reason)> Faults(Pack pack)
    {
        foreach ((string key, string value) in new[] { ("name", pack.Name), ("title", pack.Title), ("regulation", pack.Regulation) })
        {
            if (value.Length is 0 or > LongestName)
            {
                yield return ([key], $"it has 1 to {LongestName} characters");
            }
        }

        // It comes to stand in the policy that the bridge signs, and must not say more there than a name can.
        if (!pack.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            yield return (["name"], "it has lower-case letters, digits and hyphens only");
        }

        foreach ((string[] Path, string Reason) fault in FaultsOfClauses(pack))
        {
            yield return fault;
        }

        foreach ((string name, PackParameter? given) in pack.Parameters)
        {
            if (given == null || ParameterList.Find(name) is not { } parameter)
            {
                yield return (["parameters", name], "there is no such parameter, or it has no value");
            }
            else if (ParameterList.Fault(parameter, given.Value) is { } fault)
            {
                yield return (["parameters", name], $"it is '{given.Value}', but {fault}");
            }
            else if (!pack.Clauses.ContainsKey(given.Clause))
            {
                yield return (["parameters", name, "clause"], $"there is no clause '{given.Clause}' among the clauses");
            }
        }

        IEnumerable<(string[] Path, string Reason)> entries = FaultsOf(pack, "sections", pack.Sections)
            .Concat(FaultsOf(pack, "ticks", pack.Ticks)).Concat(FaultsOf(pack, "counts", pack.Counts)).Concat(FaultsOf(pack, "holds", pack.Holds));
        foreach ((string[] Path, string Reason) fault in entries)
        {
            yield return fault;
        }

        foreach ((string name, PackSection section) in pack.Sections)
        {
            foreach (string need in section.Needs.Where(need => !Details.Contains(need, StringComparer.Ordinal)))
            {
                yield return (["sections", name, "needs"], $"'{need}' is none of {string.Join(", ", Details)}");
            }

            if (section.DueMin < 0)
            {
                yield return (["sections", name, "dueMin"], "it must not be below 0");
            }

            if (section.DueWorkdays < 0)
            {
                yield return (["sections", name, "dueWorkdays"], "it must not be below 0");
            }
        }

        foreach ((string name, PackTick tick) in pack.Ticks)
        {
            if (!Sides.Contains(tick.Sides, StringComparer.Ordinal))
            {
                yield return (["ticks", name, "sides"], $"'{tick.Sides}' is none of {string.Join(", ", Sides)}");
            }

            if (tick.EveryDays < 0)
            {
                yield return (["ticks", name, "everyDays"], "it must not be below 0");
            }

            if (!tick.IsOf(incoming: false) && (tick.EveryDays > 0 || tick.Reminder))
            {
                yield return (["ticks", name, "sides"], "what is due every so many days, or reminds the next shift, is ticked by the outgoing side");
            }
        }

        foreach ((string name, PackHold hold) in pack.Holds)
        {
            if (!RecordBody.IsId(hold.Id.Length > 0 ? hold.Id : name))
            {
                yield return (["holds", name], "a terminal takes no id like this: give it an id of 1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }

            if (hold.Report.Length > 0 && !pack.Sections.ContainsKey(hold.Report))
            {
                yield return (["holds", name, "report"], $"there is no section '{hold.Report}'");
            }

            foreach (string role in hold.Release.Where(role => !ClearingRoles.Contains(role, StringComparer.Ordinal)))
            {
                yield return (["holds", name, "release"], $"'{role}' is none of {string.Join(", ", ClearingRoles)}");
            }

            if (hold.Release.Count == 0)
            {
                yield return (["holds", name, "release"], "nobody could clear it");
            }
        }

        string[] ids = [.. pack.Holds.Select(hold => hold.Value.Id.Length > 0 ? hold.Value.Id : hold.Key)];
        foreach (string twice in ids.Where((id, index) => Array.IndexOf(ids, id) != index))
        {
            yield return (["holds", twice], "two kinds of hold have this id");
        }
    }

    private static IEnumerable<(string[] Path, string Reason)> FaultsOfClauses(Pack pack)
    {
        foreach ((string id, PackClause? clause) in pack.Clauses)
        {
            if (!IsClause(pack.Regulation, id))
            {
                yield return (["clauses", id], $"a clause of this pack is numbered {pack.Regulation}.1, {pack.Regulation}.1.2 and so on");
            }

            if (clause == null || clause.Text.Trim().Length == 0)
            {
                yield return (["clauses", id], "it has no text");
                yield break;
            }

            if (clause.Mechanisms.Count == 0)
            {
                yield return (["clauses", id], "it names no mechanism that it is kept by");
            }

            foreach (string mechanism in clause.Mechanisms.Where(mechanism => !Mechanisms.Contains(mechanism, StringComparer.Ordinal)))
            {
                yield return (["clauses", id, "mechanisms"], $"'{mechanism}' is none of {string.Join(", ", Mechanisms)}");
            }
        }
    }

    private static bool IsClause(string regulation, string id)
    {
        return id.StartsWith(regulation + ".", StringComparison.Ordinal)
            && id[(regulation.Length + 1)..].Split('.').All(number => number.Length > 0 && number.All(char.IsAsciiDigit));
    }

    private static IEnumerable<(string[] Path, string Reason)> FaultsOf<T>(Pack pack, string list, Dictionary<string, T> entries)
        where T : PackEntry
    {
        foreach ((string name, T? entry) in entries)
        {
            if (entry == null)
            {
                yield return ([list, name], "it has nothing behind it: give at least title and clause");
                yield break;
            }

            if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is ' ' or '-'))
            {
                yield return ([list, name], $"a name has 1 to {LongestName} lower-case letters, digits, blanks and hyphens");
            }

            if (entry.Title.Length == 0)
            {
                yield return ([list, name], "it has no title");
            }

            if (!pack.Clauses.ContainsKey(entry.Clause))
            {
                yield return ([list, name], $"its clause '{entry.Clause}' is none of the clauses of regulation {pack.Regulation}");
            }

            if (entry.Also.Contains(null!))
            {
                yield return ([list, name, "also"], "one of its other names is empty");
                yield break;
            }

            string? other = entries.FirstOrDefault(other => !ReferenceEquals(other.Value, entry) && other.Value != null && entry.Names(name).Any(said => other.Value.IsCalled(other.Key, said))).Key;
            if (other != null)
            {
                yield return ([list, name], $"one of its names is one of '{other}' too");
            }
        }
    }

    /// <summary>The line of the innermost key of a path that stands in the text.</summary>
    public static long LineOf(string text, params IEnumerable<string> path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        YamlNode node = stream.Documents[0].RootNode;
        long line = node.Start.Line;
        foreach (string key in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? next))
            {
                break;
            }

            line = mapping.Children.First(child => child.Key.Equals(new YamlScalarNode(key))).Key.Start.Line;
            node = next;
        }

        return line;
    }
}
