using System.Collections.Generic;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>All of <c>board.yaml</c>.</summary>
public sealed class TerminalPlan
{
    /// <summary>What can be chosen, and from what; the first is the reference.</summary>
    public Dictionary<string, List<string>> Variants { get; set; } = [];

    /// <summary>The development boards.</summary>
    public List<BoardEntry> Boards { get; set; } = [];

    /// <summary>The parts.</summary>
    public List<Part> Parts { get; set; } = [];

    /// <summary>The connections.</summary>
    public List<Net> Nets { get; set; } = [];

    /// <summary>How signals run on the reader's cable.</summary>
    public Cable Cable { get; set; } = new();

    /// <summary>How long the flash takes.</summary>
    public FlashTimes Flash { get; set; } = new();

    /// <summary>What the journal takes of the flash.</summary>
    public JournalSize Journal { get; set; } = new();
}

/// <summary>What the journal takes of the flash.</summary>
public sealed class JournalSize
{
    /// <summary>Bytes that a record of ordinary days takes on the whole.</summary>
    public double BytesARecord { get; set; }

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; set; }
}

/// <summary>How signals run on the reader's cable.</summary>
public sealed class Cable
{
    /// <summary>How long a level takes to change, in ns.</summary>
    public double EdgeNs { get; set; }

    /// <summary>How far a signal comes in a nanosecond, in m.</summary>
    public double SpeedMPerNs { get; set; }

    /// <summary>The length that the guide takes, in m.</summary>
    public double ChosenM { get; set; }
}

/// <summary>How long the flash takes for what an append to the journal makes it do.</summary>
public sealed class FlashTimes
{
    /// <summary>Erasing a sector, typically, in ms.</summary>
    public double SectorEraseTypicalMs { get; set; }

    /// <summary>Erasing a sector, at most, in ms.</summary>
    public double SectorEraseMostMs { get; set; }

    /// <summary>Programming a page, typically, in ms.</summary>
    public double PageTypicalMs { get; set; }

    /// <summary>Programming a page, at most, in ms.</summary>
    public double PageMostMs { get; set; }

    /// <summary>Bytes of a page.</summary>
    public int PageBytes { get; set; }

    /// <summary>Bytes of a sector, the file system's block.</summary>
    public int SectorBytes { get; set; }

    /// <summary>Sectors that an append erases on the whole.</summary>
    public double ErasesAnAppend { get; set; }

    /// <summary>Sectors that an append erases at worst: the block that is written and the directory's.</summary>
    public double WorstErasesAnAppend { get; set; }

    /// <summary>Below this nothing is written any more, in V.</summary>
    public double LeastV { get; set; }

    /// <summary>Where the values come from.</summary>
    public string Source { get; set; } = "";
}
