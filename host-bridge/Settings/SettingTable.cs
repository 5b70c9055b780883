using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>Every setting there is, declared once: the options, the variables, the members of the file and what <c>host-bridge settings</c> tells come from here.</summary>
public static class SettingTable
{
    private static readonly Setting[] Declared =
    [
        new("config", SettingKind.Path, "", "the settings file; without it: bridge.yaml in the data folder, where there is one") { IsForCommands = true },
        new("data", SettingKind.Path, "", "folder of everything that is kept; without it: data/ beside the solution, else in the current folder") { IsForCommands = true },
        new("port", SettingKind.Port(), "8080", "TCP port of the live board; 0: any free one"),
        new("mqttPort", SettingKind.Port(), "1883", "TCP port of the broker; 0: any free one"),
        new("tlsPort", SettingKind.Port(-1), "8883", "TCP port of the broker for TLS; 0: any free one; -1: none"),
        new("listen", SettingKind.Address, "127.0.0.1", "address to listen on; any but loopback requires terminal passwords"),
        new("allowPlainMqtt", SettingKind.Flag, "false", "take plain MQTT on the address to listen on, too, and not on loopback alone"),
        new("names", SettingKind.Names, "", "host names and addresses under which terminals reach the bridge, for its certificate") { Option = "--name", IsForCommands = true },
        new("publicUrl", SettingKind.Link(false, "http", "https"), "", "address under which people reach the bridge, for links; without it: none are written"),
        new("masterKey", SettingKind.Path, "", "the master key file, to be kept outside of backups; without it: master.key in the data folder") { IsForCommands = true },
        new("database", SettingKind.Text, "", "connection string of PostgreSQL; without it: SQLite in the data folder") { IsSecret = true, IsForCommands = true },
        new("broker", SettingKind.Link(true, "mqtt", "mqtts"), "", "an outside MQTT 5 broker that several bridges share; without it: the bridge's own") { IsForCommands = true },
        new("brokerPassword", SettingKind.Text, "", "password of the user in broker") { IsSecret = true, IsPassword = true, IsForCommands = true },
        new("brokerDynamicSecurity", SettingKind.Flag, "false", "keep the terminals' credentials in mosquitto's dynamic security") { IsForCommands = true },
        new("retentionDays", SettingKind.ZeroOr(400, 36_500), "0", "days that proved records are kept; 0: for ever"),
        new("allowPrivate", SettingKind.Names, "", "hosts, as they stand in their addresses, that channels may reach on a private address and without TLS; without it: none"),
        new("watchdog", SettingKind.Link(false, "http", "https"), "", "address that is asked for once a minute while the bridge lives; without it: none") { IsSecret = true },
        new("oidcAuthority", SettingKind.Link(false, "http", "https"), "", "issuer for sign-in with OpenID Connect; without it: none"),
        new("oidcClientId", SettingKind.Text, "", "name of the bridge at oidcAuthority"),
        new("oidcClientSecret", SettingKind.Text, "", "secret of the bridge at oidcAuthority") { IsSecret = true, IsPassword = true },
        new("oidcRoleClaim", SettingKind.Text, "role", "claim that holds a person's role"),
        new("homeAssistant", SettingKind.Link(true, "mqtt", "mqtts"), "", "MQTT broker of Home Assistant; without it: it is told nothing"),
        new("homeAssistantPassword", SettingKind.Text, "", "password of the user in homeAssistant") { IsSecret = true, IsPassword = true },
        new("hrSecret", SettingKind.Text, "", "secret with which a system for staff signs what it sends; without it: its API key is enough") { IsSecret = true },
        new("logFormat", SettingKind.Choice("text", "json"), "text", "how events are logged: a line of text or of JSON each"),
        new("logLevel", SettingKind.Choice("debug", "information", "warning", "error"), "information", "the least that is logged"),
    ];

    /// <summary>All of them, each secret with the one that names its file behind it.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Declared.SelectMany(setting => setting.IsSecret ? new[] { setting, setting.InFile() } : [setting])];

    /// <summary>The setting of a name.</summary>
    public static Setting Get(string name) => All.First(setting => string.Equals(setting.Name, name, StringComparison.Ordinal));

    /// <summary>What somebody may have meant by a name that there is not, as a piece of a sentence; empty: nothing is near.</summary>
    internal static string Nearest(string name, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(candidate => Distance(name, candidate));
        return nearest != null && Distance(name, nearest) <= 1 + (name.Length / 4) ? $", perhaps {nearest} is meant" : "";
    }

    // How many letters differ, are missing or are too many.
    private static int Distance(string one, string other)
    {
        int[] before = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = before[j - 1] + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(before[j], row[j - 1]));
            }

            before = row;
        }

        return before[^1];
    }
}
