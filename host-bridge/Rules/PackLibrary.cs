using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>One parameter in a pack: its value and the clause that it comes from.</summary>
public sealed class PackParameter
{
    /// <summary>The value.</summary>
    public string Value { get; set; } = "";

    /// <summary>The clause, such as <c>R20.3</c>.</summary>
    public string Clause { get; set; } = "";
}

/// <summary>One clause of a regulation.</summary>
public sealed class PackClause
{
    /// <summary>What it says, in the words of the regulation.</summary>
    public string Text { get; set => field = value ?? ""; } = "";

    /// <summary>The mechanisms that it is kept by, such as <c>WINDOW</c>.</summary>
    public List<string> Mechanisms { get; set => field = value ?? []; } = [];
}

/// <summary>A regulation as parameters.</summary>
public sealed class Pack
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its Chinese title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Its number among the regulations, such as <c>R20</c>.</summary>
    public string Regulation { get; set; } = "";

    /// <summary>Its clauses, by id.</summary>
    public Dictionary<string, PackClause> Clauses { get; set => field = value ?? []; } = [];

    /// <summary>The parameters that it sets.</summary>
    public Dictionary<string, PackParameter> Parameters { get; set => field = value ?? []; } = [];

    /// <summary>The sections of the handover sheet.</summary>
    public Dictionary<string, PackSection> Sections { get; set => field = value ?? []; } = [];

    /// <summary>What both people tick.</summary>
    public Dictionary<string, PackTick> Ticks { get; set => field = value ?? []; } = [];

    /// <summary>What both people count.</summary>
    public Dictionary<string, PackCount> Counts { get; set => field = value ?? []; } = [];

    /// <summary>The kinds of hold; a pack that names none knows <c>incident</c>.</summary>
    public Dictionary<string, PackHold> Holds { get; set => field = value ?? []; } = [];
}

/// <summary>The policy packs that the bridge carries.</summary>
public static class PackLibrary
{
    private static readonly ConcurrentDictionary<string, Pack> Loaded = new(StringComparer.Ordinal);

    /// <summary>The names of all packs.</summary>
    public static IReadOnlyList<string> Names { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("packs/", StringComparison.Ordinal)).Select(name => name["packs/".Length..]).Order(StringComparer.Ordinal).ToArray();

    /// <summary>A pack.</summary>
    /// <exception cref="RosterException">There is none of this name.</exception>
    public static Pack Get(string name, string where) => Names.Contains(name, StringComparer.Ordinal)
        ? Loaded.GetOrAdd(name, Load)
        : throw new RosterException($"{where}: there is no policy pack '{name}'; known are: {string.Join(", ", Names)}.");

    /// <summary>The parameters of a pack with overrides.</summary>
    /// <exception cref="RosterException">Pack, parameter or value does not exist or is impossible.</exception>
    public static PolicyParameters Resolve(string pack, IReadOnlyDictionary<string, string> overrides, string where)
    {
        var values = ParameterList.All.ToDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal);
        foreach ((string name, PackParameter parameter) in Get(pack, where).Parameters)
        {
            Set(values, name, parameter.Value, $"pack {pack}");
        }

        foreach ((string name, string value) in overrides)
        {
            Set(values, name, value, where);
        }

        return new PolicyParameters(pack, values, new SheetPlan(Get(pack, where)));
    }

    private static void Set(Dictionary<string, string> values, string name, string value, string where)
    {
        Parameter parameter = ParameterList.Find(name)
            ?? throw new RosterException($"{where}: there is no parameter '{name}'; known are: {string.Join(", ", ParameterList.All.Select(known => known.Name))}.");
        string bare = value.Trim();
        bare = (parameter.Words, bare) switch { ("true|false", "on" or "yes") => "true", ("true|false", "off" or "no") => "false", _ => bare };
        string? fault = ParameterList.Fault(parameter, bare);
        if (fault != null)
        {
            throw new RosterException($"{where}: {parameter.Name} is '{value}', but {fault}.");
        }

        values[parameter.Name] = bare;
    }

    private static Pack Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("packs/" + name)!;
        using var reader = new StreamReader(stream);
        return PackReader.Read($"packs/{name}.yaml", reader.ReadToEnd());
    }
}
