using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>
/// mosquitto, and Node-RED with three nodes: mqtt in, a function that gathers rows into one INSERT, and the SQLite node. Node-RED and the node come from npm into a folder that is given.
/// </summary>
/// <param name="folder">The folder, which is there.</param>
/// <param name="programs">Where <see cref="InstallAsync"/> has put Node-RED.</param>
/// <param name="autosaveSeconds">How often the broker saves, in seconds.</param>
/// <param name="batch">How many rows a transaction has.</param>
internal sealed class NodeRedFlow(string folder, string programs, int autosaveSeconds, int batch) : TableCandidate(folder, autosaveSeconds, batch)
{
    /// <summary>What npm is asked for. Node-RED 5 wants a newer Node.js than Debian has.</summary>
    internal static readonly string[] Packages = ["node-red@4.1.15", "node-red-node-sqlite@1.1.1"];

    // Rows are stored when there are enough of them, or when the oldest has waited for so long.
    private const int WaitMs = 50;

    private const string EachFunction = "msg.params = { $topic: msg.topic, $payload: msg.payload }; return msg;";

    /// <inheritdoc/>
    internal override string Name => $"Node-RED with its SQLite node, {Transactions}";

    /// <summary>Has npm put Node-RED into a folder, if it is not there; returns what npm said where it could not, else nothing.</summary>
    internal static async Task<string> InstallAsync(string programs)
    {
        if (File.Exists(RedOf(programs)))
        {
            return "";
        }

        string? npm = new[] { "/usr/bin/npm", "/usr/local/bin/npm" }.FirstOrDefault(File.Exists);
        if (npm == null)
        {
            return "npm is not on this machine: apt-get install npm";
        }

        Directory.CreateDirectory(programs);
        (int code, string output) = await Programs.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--no-update-notifier", "--prefix", programs, .. Packages]);
        return code == 0 ? "" : $"`npm install {string.Join(' ', Packages)}` ended with {code}: {output.Split('\n', System.StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}";
    }

    /// <inheritdoc/>
    private protected override void StartSubscriber()
    {
        string user = Directory.CreateDirectory(Path.Combine(Folder, "node-red")).FullName;
        if (!Directory.Exists(Path.Combine(user, "node_modules")))
        {
            Directory.CreateSymbolicLink(Path.Combine(user, "node_modules"), Path.Combine(programs, "node_modules"));
        }

        File.WriteAllText(Path.Combine(user, "settings.js"), string.Create(
            CultureInfo.InvariantCulture,
            $"module.exports = {{ flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: {Programs.FreePort()}, credentialSecret: false, disableEditor: true, telemetry: {{ enabled: false, updateNotification: false }}, logging: {{ console: {{ level: 'warn' }} }} }};\n"));
        File.WriteAllText(Path.Combine(user, "flows.json"), JsonSerializer.Serialize(new object[]
        {
            new { id = "flow", type = "tab", label = "rows", disabled = false },
            new { id = "broker", type = "mqtt-broker", broker = "127.0.0.1", port = Port.ToString(CultureInfo.InvariantCulture), clientid = "rows", autoConnect = true, usetls = false, protocolVersion = "4", keepalive = "60", cleansession = false, autoUnsubscribe = false },
            new { id = "in", type = "mqtt in", z = "flow", topic = Topic, qos = "1", datatype = "utf8", broker = "broker", inputs = 0, wires = new[] { new[] { "gather" } } },
            new { id = "gather", type = "function", z = "flow", func = Batch == 1 ? EachFunction : GatheringFunction(), outputs = 1, timeout = 0, noerr = 0, initialize = "", finalize = "", libs = System.Array.Empty<object>(), wires = new[] { new[] { "store" } } },
            new { id = "store", type = "sqlite", z = "flow", mydb = "db", sqlquery = Batch == 1 ? "prepared" : "batch", sql = Batch == 1 ? "INSERT INTO rows(topic, payload) VALUES($topic, $payload)" : "", wires = new[] { System.Array.Empty<string>() } },
            new { id = "db", type = "sqlitedb", db = DatabasePath, mode = "RWC" },
        }));
        Processes.Start("node", [RedOf(programs), "--userDir", user, "--settings", Path.Combine(user, "settings.js")]);
    }

    private static string RedOf(string programs) => Path.Combine(programs, "node_modules", "node-red", "red.js");

    private string GatheringFunction() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        let rows = context.get('rows');
        if (!rows) { rows = []; context.set('rows', rows); }
        const store = () => { if (rows.length > 0) node.send({ topic: 'INSERT INTO rows(topic, payload) VALUES' + rows.splice(0).join(',') }); };
        const text = value => "'" + value.replaceAll("'", "''") + "'";
        rows.push('(' + text(msg.topic) + ',' + text(msg.payload) + ')');
        if (rows.length >= {{Batch}}) store();
        else if (rows.length === 1) setTimeout(store, {{WaitMs}});
        return null;
        """);
}
