using System;
using System.Linq;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>One thing that can be set. The settings file, the environment and the command line all call it by this one name.</summary>
/// <param name="Name">Its name in the settings file, such as <c>mqttPort</c>.</param>
/// <param name="Kind">What its values look like.</param>
/// <param name="Default">Its value where nobody gives one; empty: none.</param>
/// <param name="Description">What it means, with its unit, in a few words.</param>
public sealed record Setting(string Name, SettingKind Kind, string Default, string Description)
{
    /// <summary>What every variable of the environment begins with.</summary>
    public const string VariablePrefix = "DUTYKIOSK_";

    /// <summary>Its variable in the environment, such as <c>DUTYKIOSK_MQTT_PORT</c>.</summary>
    public string Variable { get; } = VariablePrefix + Split(Name, '_').ToUpperInvariant();

    /// <summary>Its option on the command line, such as <c>--mqtt-port</c>.</summary>
    public string Option { get; init; } = "--" + Split(Name, '-').ToLowerInvariant();

    /// <summary>Whether its value is never shown. It may be given by a file that holds it, too, under the same name with <c>File</c> behind it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it is a password, which has no place on a command line: everybody on the machine can read those.</summary>
    public bool IsPassword { get; init; }

    /// <summary>Whether the commands beside the service go by it, too.</summary>
    public bool IsForCommands { get; init; }

    /// <summary>The setting whose value the file that this one names holds; null: it is one of its own.</summary>
    public Setting? HoldsSecretOf { get; private init; }

    /// <summary>The setting that names the file with this one's value.</summary>
    public Setting InFile()
    {
        return new Setting(Name + "File", SettingKind.Path, "", $"file that holds {Name}, such as a Docker secret") { HoldsSecretOf = this, IsForCommands = IsForCommands };
    }

    private static string Split(string name, char between) => string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? $"{between}{letter}" : $"{letter}"));
}
