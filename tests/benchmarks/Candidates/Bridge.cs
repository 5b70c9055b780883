using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks.Load;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>The host bridge as users run it, with its own broker, SQLite, its board and everything else.</summary>
internal sealed class Bridge : Candidate
{
    /// <summary>A bridge with the terminals and the roster of a load.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="terminals">How many terminals it has.</param>
    internal Bridge(string folder, int terminals)
        : base(folder) => LoadHouse.Write(folder, terminals);

    /// <inheritdoc/>
    internal override string Name => "DutyKiosk's bridge";

    /// <inheritdoc/>
    private protected override string DatabasePath => SqliteDatabase.PathIn(Folder);

    /// <inheritdoc/>
    private protected override string NewestSql => "SELECT last FROM log_head";

    /// <inheritdoc/>
    private protected override string StoredSql => "SELECT terminal, seq FROM log WHERE position > $after AND position <= $to AND kind = 'Record'";

    /// <inheritdoc/>
    internal override async Task StartAsync()
    {
        const string Mqtt = "mqtt ";
        Processes.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "DutyKiosk.HostBridge.dll"), "--data", Folder, "--port", "0", "--mqtt-port", "0", "--tls-port", "-1", "--log-level", "error"], OfTheRuntime());
        await UntilAsync("the broker", () => Processes.Lines.Any(line => line.StartsWith(Mqtt, StringComparison.Ordinal)));
        string address = Processes.Lines.First(line => line.StartsWith(Mqtt, StringComparison.Ordinal));
        Port = int.Parse(address[(address.LastIndexOf(':') + 1)..]);
    }

    // What the unit that it is installed with tells the runtime and the C library.
    private static IEnumerable<(string Name, string Value)> OfTheRuntime([CallerFilePath] string source = "")
    {
        const string Set = "Environment=";
        string unit = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../host-bridge/deploy/dutykiosk-bridge.service"));
        return File.ReadLines(unit).Where(line => line.StartsWith(Set + "DOTNET_", StringComparison.Ordinal) || line.StartsWith(Set + "MALLOC_", StringComparison.Ordinal))
            .Select(line => line[Set.Length..].Split('=', 2)).Select(pair => (pair[0], pair[1]));
    }

    /// <summary>How many entries of the log the index of the search has not taken in yet.</summary>
    internal long SearchLag()
    {
        string index = SearchDatabase.PathIn(Folder);
        return File.Exists(index)
            ? Read($"ATTACH DATABASE '{index}' AS found; SELECT (SELECT last FROM log_head) - coalesce((SELECT renewed FROM found.search_head), 0)", row => row.GetInt64(0)).Single()
            : Newest();
    }
}
