using System.IO;
using DutyKiosk.HostBridge.Broker;

namespace DutyKiosk.HostBridge;

/// <summary>What a bridge is started with.</summary>
public sealed class BridgeOptions
{
    /// <summary>The folder of everything that it keeps.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>The web's TCP port; 0: any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The broker's TCP port; 0: any free one.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>The address to listen on; any but loopback requires that every terminal has a password.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>The file of the master key; empty: the one in the data folder.</summary>
    public string MasterKey { get; init; } = "";

    /// <summary>The connection string of a PostgreSQL database; empty: SQLite in the data folder.</summary>
    public string Database { get; init; } = "";

    /// <summary>The address under which browsers reach the web, <c>https://duty.house</c>, where something stands before it; empty: the one that it listens on.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The address of an OpenID Connect provider whose people may sign in; empty: none.</summary>
    public string OidcAuthority { get; init; } = "";

    /// <summary>The id of this bridge at that provider.</summary>
    public string OidcClientId { get; init; } = "";

    /// <summary>The secret that goes with it.</summary>
    public string OidcClientSecret { get; init; } = "";

    /// <summary>The claim that says somebody's role, in the words of <see cref="Access.Rights.Roles"/>.</summary>
    public string OidcRoleClaim { get; init; } = "role";

    /// <summary>
    /// Whether whoever opens a page on this machine is let in without signing in. The virtual room alone sets it: no file, no environment and no command
    /// line does.
    /// </summary>
    public bool IsDemo { get; init; }

    /// <summary>The file of the master key.</summary>
    public string MasterKeyPath => MasterKey.Length > 0 ? MasterKey : Path.Combine(DataFolder, Store.MasterKey.FileName);

    /// <summary>What the broker puts up with.</summary>
    public BrokerLimits Limits { get; init; } = new();
}
