using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>The packs that a roster can name: those that the bridge carries, and the house's own, which come before one of the same name.</summary>
public sealed class PackShelf
{
    private readonly Dictionary<string, Pack> _house;

    private PackShelf(Dictionary<string, Pack> house)
    {
        _house = house;
        Names = PackLibrary.Names.Union(house.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    /// <summary>The packs that the bridge carries, and no other.</summary>
    public static PackShelf Carried { get; } = new(new Dictionary<string, Pack>(StringComparer.Ordinal));

    /// <summary>The names of all packs.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The shelf of a house.</summary>
    /// <param name="house">The texts of its own packs, by name.</param>
    /// <exception cref="RosterException">One of them cannot be used.</exception>
    public static PackShelf Of(IReadOnlyDictionary<string, string> house)
    {
        return house.Count == 0 ? Carried : new(house.ToDictionary(pack => pack.Key, pack => ReadHouse($"packs/{pack.Key}.yaml", pack.Key, pack.Value), StringComparer.Ordinal));
    }

    /// <summary>Reads a pack of a house; its file has its name.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public static Pack ReadHouse(string file, string name, string text)
    {
        Pack pack = PackReader.Read(file, text);
        return string.Equals(pack.Name, name, StringComparison.Ordinal)
            ? pack
            : throw new RosterException($"{file}, line {PackReader.LineOf(text, "name")}: the pack is named '{pack.Name}', but its file '{name}': give both the same name.");
    }

    /// <summary>Whether a pack is the house's own.</summary>
    public bool IsOfHouse(string name) => _house.ContainsKey(name);

    /// <summary>A pack.</summary>
    /// <exception cref="RosterException">There is none of this name.</exception>
    public Pack Get(string name, string where) => _house.GetValueOrDefault(name) ?? PackLibrary.Find(name)
        ?? throw new RosterException($"{where}: there is no policy pack '{name}'; known are: {string.Join(", ", Names)}.");

    /// <summary>The parameters of a pack with overrides.</summary>
    /// <exception cref="RosterException">Pack, parameter or value does not exist or is impossible.</exception>
    public PolicyParameters Resolve(string pack, IReadOnlyDictionary<string, string> overrides, string where)
    {
        var values = ParameterList.All.ToDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal);
        Pack found = Get(pack, where);
        foreach ((string name, PackParameter parameter) in found.Parameters)
        {
            Set(values, name, parameter.Value, $"pack {pack}");
        }

        foreach ((string name, string value) in overrides.SelectMany(given => ParameterList.Spread(given.Key, given.Value)))
        {
            Set(values, name, value, where);
        }

        return new PolicyParameters(pack, values, new SheetPlan(found));
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

        // A terminal reads a number as JSON has it, and what passes for one elsewhere need not be written so: signs, zeros in front, zero bytes behind.
        bool isNumber = parameter.Words.Length == 0;
        values[parameter.Name] = isNumber ? int.Parse(bare, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : bare;
    }
}
