using System;
using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>The parameters of a post: its pack's, with what the post overrides. Values are kept as the words they were written in, checked.</summary>
public sealed class PolicyParameters
{
    private readonly Dictionary<string, string> _values;

    internal PolicyParameters(string pack, Dictionary<string, string> values, SheetPlan sheet)
    {
        Pack = pack;
        _values = values;
        Sheet = sheet;
    }

    /// <summary>The pack's name.</summary>
    public string Pack { get; }

    /// <summary>What the pack wants of the handover sheet, and its holds.</summary>
    public SheetPlan Sheet { get; }

    /// <summary>The same, with sheets that bind nobody: an incomplete or unread one neither refuses a tap nor makes a handover hasty.</summary>
    public PolicyParameters WithoutSheets() => new(Pack, new Dictionary<string, string>(_values, StringComparer.Ordinal) { ["sheetRequired"] = "false" }, Sheet);

    /// <summary>A whole number.</summary>
    public int Number(string name) => int.Parse(_values[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Yes or no.</summary>
    public bool Flag(string name) => string.Equals(_values[name], "true", StringComparison.Ordinal);

    /// <summary>A word.</summary>
    public string Word(string name) => _values[name];

    /// <summary>The parts of a text that has commas between them; none: nothing stands there.</summary>
    public string[] List(string name) => Word(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A span of minutes.</summary>
    public TimeSpan Minutes(string name) => TimeSpan.FromMinutes(Number(name));
}
