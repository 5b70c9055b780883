using System.Collections.Generic;
using System.Globalization;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>In what way a sheet is not complete.</summary>
public enum LackKind
{
    /// <summary>A required section has neither an item nor the word that there is nothing.</summary>
    Section,

    /// <summary>An item does not say all that its section wants.</summary>
    Item,

    /// <summary>A hold has to be reported in a section, and is not.</summary>
    Report,

    /// <summary>A tick of the outgoing side is missing.</summary>
    Tick,

    /// <summary>The outgoing side has not counted something.</summary>
    Count,

    /// <summary>Both sides have counted, and not the same.</summary>
    CountsDiffer,

    /// <summary>The sheet is contested.</summary>
    Dispute,
}

/// <summary>One thing that a sheet still lacks.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Name">The section, tick, count or kind of hold.</param>
public sealed record SheetLack(LackKind Kind, string Name)
{
    /// <summary>The item; 0: it is about none.</summary>
    public long Item { get; init; }

    /// <summary>The text of the item, or the reason of the dispute.</summary>
    public string Text { get; init; } = "";

    /// <summary>The details that the item lacks.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the outgoing side has counted.</summary>
    public int Outgoing { get; init; }

    /// <summary>What the incoming side has counted.</summary>
    public int Incoming { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        LackKind.Section => $"section {Name}",
        LackKind.Item => $"item {Text}: {string.Join(", ", Needs)}",
        LackKind.Report => $"report of {Name}",
        LackKind.Tick => $"tick {Name}",
        LackKind.Count => $"count {Name}",
        LackKind.CountsDiffer => string.Create(CultureInfo.InvariantCulture, $"count {Name}: {Outgoing} and {Incoming}"),
        _ => $"dispute {Text}",
    };
}
