using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>One parameter in a pack: its value and the clause that it comes from.</summary>
public sealed class PackParameter
{
    /// <summary>The value.</summary>
    public string Value { get; set => field = value ?? ""; } = "";

    /// <summary>The clause, such as <c>R20.3</c>.</summary>
    public string Clause { get; set => field = value ?? ""; } = "";
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
    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>Its Chinese title.</summary>
    public string Title { get; set => field = value ?? ""; } = "";

    /// <summary>Its number among the regulations, such as <c>R20</c>.</summary>
    public string Regulation { get; set => field = value ?? ""; } = "";

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

    /// <summary>A pack; null: none has this name.</summary>
    public static Pack? Find(string name) => Names.Contains(name, StringComparer.Ordinal) ? Loaded.GetOrAdd(name, Load) : null;

    private static Pack Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("packs/" + name)!;
        using var reader = new StreamReader(stream);
        return PackReader.Read($"packs/{name}.yaml", reader.ReadToEnd());
    }
}
