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
    private static readonly string[] Details = ["due", "watch", "how", "cause", "course", "result"];
    private static readonly string[] ClearingRoles = ["leader", "supervisor", "manager"];

    /// <summary>A pack from its text.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public static Pack Read(string file, string text)
    {
        Pack pack;
        try
        {
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

            if (!entry.Clause.StartsWith(pack.Regulation + ".", StringComparison.Ordinal))
            {
                yield return ([list, name], $"its clause '{entry.Clause}' is none of regulation {pack.Regulation}");
            }
        }
    }

    // The line of the innermost key of a path that stands in the text.
    private static long LineOf(string text, IEnumerable<string> path)
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
