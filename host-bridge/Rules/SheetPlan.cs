using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>What a pack says of one section, tick, count or kind of hold. A key without a value says the same as no key.</summary>
public abstract class PackEntry
{
    /// <summary>Its Chinese title.</summary>
    public string Title { get; set => field = value ?? ""; } = "";

    /// <summary>The clause that it comes from.</summary>
    public string Clause { get; set => field = value ?? ""; } = "";

    /// <summary>Other names that people use for it; its title is one too.</summary>
    public List<string> Also { get; set => field = value ?? []; } = [];

    /// <summary>Everything that it is called, where it stands in the pack under a key.</summary>
    public IEnumerable<string> Names(string key) => Also.Prepend(Title).Prepend(key);

    /// <summary>Whether it is called so, where it stands in the pack under a key.</summary>
    public bool IsCalled(string key, string name) => Names(key).Any(own => string.Equals(Bare(own), Bare(name), StringComparison.OrdinalIgnoreCase));

    // Whether words are joined by a hyphen or stand apart says nothing.
    private static string Bare(string name) => name.Trim().Replace('-', ' ');
}

/// <summary>One section of a handover sheet.</summary>
public sealed class PackSection : PackEntry
{
    /// <summary>Whether it must have an item, or be said to have nothing, before the first tap.</summary>
    public bool Required { get; set; }

    /// <summary>What every item in it must say beside its text: <c>due</c>, <c>watch</c>, <c>how</c>, <c>cause</c>, <c>course</c>, <c>result</c>.</summary>
    public List<string> Needs { get; set => field = value ?? []; } = [];

    /// <summary>Whether what is written under it is told to the supervisor at once.</summary>
    public bool Major { get; set; }

    /// <summary>Minutes after which an item that names no time is due; 0: none.</summary>
    public int DueMin { get; set; }

    /// <summary>Workdays after which an item that names no time is due; 0: none.</summary>
    public int DueWorkdays { get; set; }

    /// <summary>Whether an item under it is an entry in the ledger of the person whom it names.</summary>
    public bool Ledger { get; set; }
}

/// <summary>Something that people look at and tick.</summary>
public sealed class PackTick : PackEntry
{
    /// <summary>Who ticks it: <c>both</c>, <c>outgoing</c> or <c>incoming</c>.</summary>
    public string Sides { get; set => field = value ?? "both"; } = "both";

    /// <summary>Whether a side has to tick it.</summary>
    public bool IsOf(bool incoming) => Sides is "both" || string.Equals(Sides, incoming ? "incoming" : "outgoing", StringComparison.Ordinal);

    /// <summary>Days within which it has to be ticked once by the outgoing side; 0: at every handover.</summary>
    public int EveryDays { get; set; }

    /// <summary>Whether it says that the people of the next shift were reminded: without it, their being late is an entry in the ledger of who should have.</summary>
    public bool Reminder { get; set; }
}

/// <summary>Something that both people count.</summary>
public sealed class PackCount : PackEntry;

/// <summary>A kind of condition under which a handover must not happen.</summary>
public sealed class PackHold : PackEntry
{
    /// <summary>The id by which terminals and records know it, where the name is longer than an id can be; empty: the name.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>The roles that may clear it. At the terminal it is a supervisor's badge that releases it.</summary>
    public List<string> Release { get; set => field = value ?? []; } = ["supervisor", "manager"];

    /// <summary>The section in which it must be reported before the sheet is complete; empty: none.</summary>
    public string Report { get; set => field = value ?? ""; } = "";

    /// <summary>Whether it is cleared, too, by naming a substitute for the incoming shift.</summary>
    public bool Substitute { get; set; }
}

/// <summary>What a pack wants of the handover sheet, and which holds it knows: names with what they mean, in the order of the pack.</summary>
public sealed class SheetPlan
{
    // "of", "the", "and" tell nothing apart.
    private const int ShortestWord = 4;

    private readonly Pack _pack;

    /// <summary>The plan of a pack.</summary>
    public SheetPlan(Pack pack) => _pack = pack;

    /// <summary>The sections; none: this pack keeps no sheet.</summary>
    public IReadOnlyDictionary<string, PackSection> Sections => _pack.Sections;

    /// <summary>The ticks, and which side gives them.</summary>
    public IReadOnlyDictionary<string, PackTick> Ticks => _pack.Ticks;

    /// <summary>What has to be counted at every handover; a house may count more.</summary>
    public IReadOnlyDictionary<string, PackCount> Counts => _pack.Counts;

    /// <summary>The kinds of hold.</summary>
    public IReadOnlyDictionary<string, PackHold> Holds => _pack.Holds;

    /// <summary>The name of a section as the pack has it; null: there is none.</summary>
    public string? Section(string name) => Find(_pack.Sections, name) ?? Resembling(_pack.Sections, name);

    /// <summary>The name of a tick as the pack has it; null: there is none.</summary>
    public string? Tick(string name) => Find(_pack.Ticks, name) ?? Resembling(_pack.Ticks, name);

    /// <summary>The name of a kind of hold as the pack has it; null: there is none.</summary>
    public string? Hold(string name) => Find(_pack.Holds, name) ?? _pack.Holds.FirstOrDefault(hold => hold.Value.Id.Length > 0 && string.Equals(hold.Value.Id, name.Trim(), StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>The name of a count as the pack has it, or as it was given: a house may count what no regulation knows of.</summary>
    public string Count(string name) => Find(_pack.Counts, name) ?? name;

    private static string? Find<T>(Dictionary<string, T> entries, string name)
        where T : PackEntry
    {
        return entries.FirstOrDefault(entry => entry.Value.IsCalled(entry.Key, name)).Key;
    }

    // People say more than a name, or less: "the equipment faults of this shift", "conditions". Where only one can be meant, that one is.
    private static string? Resembling<T>(Dictionary<string, T> entries, string name)
        where T : PackEntry
    {
        HashSet<string> said = WordsOf(name);
        string[] meant = [.. entries.Where(entry => entry.Value.Also.Prepend(entry.Key).Select(WordsOf).Any(known => known.Count > 0 && said.Count > 0 && (known.IsSubsetOf(said) || said.IsSubsetOf(known)))).Select(entry => entry.Key)];
        return meant.Length == 1 ? meant[0] : null;
    }

    private static HashSet<string> WordsOf(string name)
    {
        return name.ToLowerInvariant().Split([' ', '-', '/', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= ShortestWord).ToHashSet(StringComparer.Ordinal);
    }
}
