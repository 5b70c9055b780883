using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>A development board that a terminal is built with.</summary>
public sealed class BoardEntry
{
    /// <summary>By which it is named.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its chip.</summary>
    public string Chip { get; set; } = "";

    /// <summary>What is bought.</summary>
    public string Title { get; set; } = "";

    /// <summary>What it is for.</summary>
    public string Use { get; set; } = "";

    /// <summary>Size of its flash in MB.</summary>
    public int FlashMb { get; set; }

    /// <summary>Size of the file system that its nanoFramework image makes, in KB.</summary>
    public int FileSystemKb { get; set; }

    /// <summary>Blocks of 4 KB that the journal takes of it.</summary>
    public int JournalSegments { get; set; }

    /// <summary>What makes 3.3 V on it.</summary>
    public Regulator Regulator { get; set; } = new();

    /// <summary>What the board takes for itself, in mA.</summary>
    public double OwnMa { get; set; }

    /// <summary>Whether its module has PSRAM, which takes pins.</summary>
    public bool Psram { get; set; }

    /// <summary>The pins of its left row from the antenna down: a GPIO's number or another pin's name.</summary>
    public List<string> Left { get; set; } = [];

    /// <summary>The pins of its right row from the antenna down.</summary>
    public List<string> Right { get; set; } = [];

    /// <summary>The GPIO of each net.</summary>
    public Dictionary<string, int> Gpio { get; set; } = [];

    /// <summary>Where a pin stands on the board, such as <c>left 9</c>; empty: it is not led out.</summary>
    public string PlaceOf(string pin)
    {
        int left = Left.IndexOf(pin);
        int right = left < 0 ? Right.IndexOf(pin) : -1;
        return left >= 0 ? $"left {left + 1}" : right >= 0 ? $"right {right + 1}" : "";
    }

    /// <summary>How many pins of a name there are, such as three GND.</summary>
    public int Count(string pin) => Left.Concat(Right).Count(other => other == pin);
}

/// <summary>A linear regulator.</summary>
public sealed class Regulator
{
    /// <summary>What it is.</summary>
    public string Title { get; set; } = "";

    /// <summary>How much more than its output it needs, at most, in V.</summary>
    public double DropoutV { get; set; }

    /// <summary>What it gives at most, in mA.</summary>
    public double MaxMa { get; set; }
}
