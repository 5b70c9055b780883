using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>How far a sheet has come.</summary>
public enum SheetStage
{
    /// <summary>Nobody holds the duty, and no sheet is being written.</summary>
    None,

    /// <summary>It is being written.</summary>
    Open,

    /// <summary>Both have signed.</summary>
    Signed,

    /// <summary>The same person went on into the next shift.</summary>
    Continued,

    /// <summary>The holder closed the service: no shift followed.</summary>
    Closed,

    /// <summary>Nobody signed: the duty went on without a handover.</summary>
    Lost,
}

/// <summary>Which side of a handover somebody is on.</summary>
public enum SheetSide
{
    /// <summary>On none.</summary>
    None,

    /// <summary>He hands over.</summary>
    Outgoing,

    /// <summary>He takes over.</summary>
    Incoming,

    /// <summary>He decides over both.</summary>
    Supervisor,
}

/// <summary>One field of an item.</summary>
/// <param name="Name">Its name in the pack.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Value">What stands in its field.</param>
/// <param name="Shown">What it says to a reader.</param>
/// <param name="IsNeeded">Whether the section wants it.</param>
public sealed record FieldLine(string Name, string Label, string Value, string Shown, bool IsNeeded);

/// <summary>What was written over at a place of an item.</summary>
public sealed record WordingLine(string Label, string Text, string By, string At);

/// <summary>One item.</summary>
public sealed record ItemLine(long Id, string Section, string Text, string By, string At)
{
    /// <summary>Its fields: those that its section wants, and whatever else it says.</summary>
    public IReadOnlyList<FieldLine> Fields { get; init; } = [];

    /// <summary>The fields that it might have and has not.</summary>
    public IReadOnlyList<FieldLine> More { get; init; } = [];

    /// <summary>The shift from which it was carried; empty: it was written on this sheet.</summary>
    public string CarriedFrom { get; init; } = "";

    /// <summary>Who has closed it; empty: it is open.</summary>
    public string ClosedBy { get; init; } = "";

    /// <summary>Whether it was written or changed since the viewer's last reading.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether its time is over.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>Whether its text is the viewer's to change.</summary>
    public bool MayWord { get; init; }

    /// <summary>What two wrote at once: it holds beside the item until somebody words that anew.</summary>
    public IReadOnlyList<WordingLine> Beside { get; init; } = [];

    /// <summary>What was written over.</summary>
    public IReadOnlyList<WordingLine> Earlier { get; init; } = [];

    /// <summary>The fields that say something.</summary>
    public IEnumerable<FieldLine> Said => Fields.Where(line => line.Shown.Length > 0);
}

/// <summary>One section.</summary>
/// <param name="Name">Its name in the pack.</param>
/// <param name="Anchor">The id of its element.</param>
/// <param name="Title">What it is called.</param>
/// <param name="IsRequired">Whether it must have an item or be said to have nothing.</param>
public sealed record SectionLine(string Name, string Anchor, string Title, bool IsRequired)
{
    /// <summary>Whether it is said to have nothing.</summary>
    public bool IsNothing { get; init; }

    /// <summary>How many items it has from the shift before.</summary>
    public int Carried { get; init; }

    /// <summary>The items that were written on this sheet.</summary>
    public IReadOnlyList<ItemLine> Items { get; init; } = [];

    /// <summary>The fields of an item to come.</summary>
    public IReadOnlyList<FieldLine> Fields { get; init; } = [];

    /// <summary>Whether what is written there is told to the supervisor at once.</summary>
    public bool IsMajor { get; init; }

    /// <summary>Whether it has what it needs.</summary>
    public bool IsDone => IsNothing || Items.Count > 0 || Carried > 0;
}

/// <summary>One tick with both sides.</summary>
public sealed record TickLine(string Name, string Title, bool OfOutgoing, bool OfIncoming, string Outgoing, string Incoming, bool MayTick, bool MayUntick, bool IsDue);

/// <summary>One count with both sides; null: not counted.</summary>
public sealed record CountLine(string Name, string Title, int? Outgoing, int? Incoming, bool Differs, bool MayCount, bool IsNeeded);

/// <summary>One hold.</summary>
public sealed record HoldLine(string Kind, string Title, string Reason, string By, string At)
{
    /// <summary>Who let a handover happen in spite of it, and when.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>Whether it is released for the handover to come.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Who cleared it, when and why; empty: it is open.</summary>
    public string Cleared { get; init; } = "";

    /// <summary>Whether the viewer may clear it.</summary>
    public bool MayClear { get; init; }

    /// <summary>The roles that may, in words.</summary>
    public string ClearedByRoles { get; init; } = "";
}

/// <summary>A kind of hold that may be opened.</summary>
public sealed record HoldChoice(string Kind, string Title);

/// <summary>A dispute.</summary>
public sealed record DisputeLine(string Reason, string By, string At, string SettledBy, string Settlement);

/// <summary>What was said after the signature.</summary>
public sealed record AmendmentLine(string Text, string By, string At);

/// <summary>What stands before the handover, or is to be known before it.</summary>
/// <param name="Words">What.</param>
/// <param name="Href">Where it is to be done; empty: nowhere on this page.</param>
public sealed record BlockLine(string Words, string Href);

/// <summary>Who has read the sheet.</summary>
/// <param name="Name">His name.</param>
/// <param name="IsWhole">Whether nothing was written since.</param>
public sealed record ReaderLine(string Name, bool IsWhole);

/// <summary>Who signed, when each of both tapped, and which record says so.</summary>
public sealed record SignatureLine(string Outgoing, string OutgoingAt, string Incoming, string IncomingAt, string Record, string Terminal, IReadOnlyList<string> Details);
