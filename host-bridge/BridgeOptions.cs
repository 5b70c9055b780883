using System;
using System.Collections.Generic;
using System.IO;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Operations;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge;

/// <summary>What a bridge is started with: what <see cref="Settings.SettingTable"/> lists, in the types that the parts go by.</summary>
public sealed class BridgeOptions
{
    /// <summary>The folder of everything that it keeps.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>The web's TCP port; 0: any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The broker's TCP port for plain MQTT; 0: any free one. It is open on loopback alone, unless <see cref="AllowPlainMqtt"/> says otherwise.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>The broker's TCP port for MQTT over TLS; 0: any free one; -1: none.</summary>
    public int TlsPort { get; init; } = 8883;

    /// <summary>The address to listen on; any but loopback requires that every terminal has a password.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>Whether plain MQTT, too, is taken on the address to listen on: passwords and records then cross the network for everybody to read.</summary>
    public bool AllowPlainMqtt { get; init; }

    /// <summary>Host names and addresses under which terminals reach the bridge, for its certificate; localhost and the machine's own name are always in it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The address under which people reach the bridge, for links; empty: the one that it listens on.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The file of the master key; empty: the one in the data folder.</summary>
    public string MasterKey { get; init; } = "";

    /// <summary>The connection string of a PostgreSQL database; empty: SQLite in the data folder.</summary>
    public string Database { get; init; } = "";

    /// <summary>The address of an outside MQTT 5 broker, <c>mqtt://user@host:1883</c>; empty: the one in this process.</summary>
    public string Broker { get; init; } = "";

    /// <summary>The password at that broker.</summary>
    public string BrokerPassword { get; init; } = "";

    /// <summary>Whether terminals' credentials are written to that broker, mosquitto with its dynamic security.</summary>
    public bool BrokerDynamicSecurity { get; init; }

    /// <summary>
    /// Whether whoever opens a page on this machine is let in without signing in. The virtual room alone sets it: no file, no environment and no command
    /// line does.
    /// </summary>
    public bool IsDemo { get; init; }

    /// <summary>The file of the master key.</summary>
    public string MasterKeyPath => MasterKey.Length > 0 ? MasterKey : Path.Combine(DataFolder, Store.MasterKey.FileName);

    /// <summary>How many days proved records are kept, at least 400; 0: for ever.</summary>
    public int RetentionDays { get; init; }

    /// <summary>The hosts, by name, that channels may reach on a private address and without TLS.</summary>
    public IReadOnlyList<string> AllowPrivate { get; init; } = [];

    /// <summary>The address that is asked for once a minute while the bridge lives; null: none.</summary>
    public Uri? Watchdog { get; init; }

    /// <summary>The issuer for sign-in with OpenID Connect; empty: none.</summary>
    public string OidcAuthority { get; init; } = "";

    /// <summary>The name of the bridge at the issuer.</summary>
    public string OidcClientId { get; init; } = "";

    /// <summary>The secret of the bridge at the issuer; empty: none.</summary>
    public string OidcClientSecret { get; init; } = "";

    /// <summary>The claim that holds a person's role.</summary>
    public string OidcRoleClaim { get; init; } = "role";

    /// <summary>The MQTT broker of Home Assistant, with its user; null: it is told nothing.</summary>
    public Uri? HomeAssistant { get; init; }

    /// <summary>The password of the user in <see cref="HomeAssistant"/>; empty: none.</summary>
    public string HomeAssistantPassword { get; init; } = "";

    /// <summary>The secret with which a system for staff signs what it sends; empty: its API key is enough.</summary>
    public string HrSecret { get; init; } = "";

    /// <summary>How events are logged.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What the broker puts up with.</summary>
    public BrokerLimits Limits { get; init; } = new();

    /// <summary>What was set and who says so, to be shown; null: whoever started this bridge has decided all of it, as the virtual room does.</summary>
    public Settings.SettingValues? Given { get; init; }
}
