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

    /// <summary>The file of the master key.</summary>
    public string MasterKeyPath => MasterKey.Length > 0 ? MasterKey : Path.Combine(DataFolder, Store.MasterKey.FileName);

    /// <summary>How many days proved records are kept, at least 400; 0: for ever.</summary>
    public int RetentionDays { get; init; }

    /// <summary>What the broker puts up with.</summary>
    public BrokerLimits Limits { get; init; } = new();
}
