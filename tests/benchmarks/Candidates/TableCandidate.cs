using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>
/// mosquitto, and a subscriber of QoS 1 with a session that outlives it, which writes a row a message. The broker keeps as many messages as come and has so many of them under way to the subscriber as
/// serves it best; how often it saves what it keeps is given.
/// </summary>
/// <param name="folder">The folder, which is there.</param>
/// <param name="autosaveSeconds">How often the broker saves, in seconds: its only way to have anything on the disk. Each time it writes everything that it keeps.</param>
/// <param name="batch">How many rows a transaction has: more are stored sooner, and more are lost with it.</param>
internal abstract class TableCandidate(string folder, int autosaveSeconds, int batch) : Candidate(folder)
{
    /// <summary>What it subscribes to.</summary>
    private protected const string Topic = "dutykiosk/v1/+/event";

    /// <summary>How many rows a transaction has.</summary>
    private protected int Batch { get; } = batch;

    /// <summary>The same as a piece of a name.</summary>
    private protected string Transactions => Batch == 1 ? "a transaction a row" : $"{Batch} rows a transaction";

    /// <summary>How many messages may be under way to the subscriber: the default of 20 has it wait for the broker.</summary>
    internal const int InFlight = 1000;

    /// <inheritdoc/>
    private protected override string DatabasePath => Path.Combine(Folder, "rows.db");

    /// <inheritdoc/>
    private protected override string NewestSql => "SELECT coalesce(max(id), 0) FROM rows";

    /// <inheritdoc/>
    private protected override string StoredSql => "SELECT substr(topic, 14, instr(substr(topic, 14), '/') - 1), json_extract(payload, '$.seq') FROM rows WHERE id > $after AND id <= $to";

    /// <inheritdoc/>
    internal sealed override async Task StartAsync()
    {
        MakeTable();
        Port = Programs.FreePort();
        string settings = Path.Combine(Folder, "mosquitto.conf");
        await File.WriteAllTextAsync(settings, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            user root
            persistence true
            persistence_location {Folder}/
            autosave_interval {autosaveSeconds}
            max_queued_messages 0
            max_inflight_messages {InFlight}
            set_tcp_nodelay true
            connection_messages false
            log_dest stderr
            log_type error
            log_type warning
            log_type information
            log_type subscribe

            """));
        Processes.Start("mosquitto", ["-c", settings]);
        await UntilAsync("mosquitto", () => Tells(" running"));
        StartSubscriber();
        await UntilAsync("the subscription", () => Tells(Topic));
    }

    /// <summary>Starts what subscribes and stores.</summary>
    private protected abstract void StartSubscriber();

    private bool Tells(string text) => Processes.Lines.Any(line => line.Contains(text, StringComparison.Ordinal));
}
