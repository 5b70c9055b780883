using System;
using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>The parameters of a post: its pack's, with what the post overrides. Values are kept as the words they were written in, checked.</summary>
public sealed class PolicyParameters
{
    private readonly Dictionary<string, string> _values;

    internal PolicyParameters(string pack, Dictionary<string, string> values)
    {
        Pack = pack;
        _values = values;
    }

    /// <summary>The pack's name.</summary>
    public string Pack { get; }

    /// <summary>A whole number.</summary>
    public int Number(string name) => int.Parse(_values[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Yes or no.</summary>
    public bool Flag(string name) => string.Equals(_values[name], "true", StringComparison.Ordinal);

    /// <summary>A word.</summary>
    public string Word(string name) => _values[name];

    /// <summary>A span of minutes.</summary>
    public TimeSpan Minutes(string name) => TimeSpan.FromMinutes(Number(name));
}
