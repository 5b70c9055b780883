using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.EndToEnd;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DutyKiosk.Processes;

/// <summary>Everything that runs in one arrangement, each as a process of its own but for the terminals that make load. Nothing of it outlives it.</summary>
internal sealed class House : IAsyncDisposable
{
    private const int RealTerminals = 3;
    private const int LoadTerminals = 2;
    private const int SqliteMegabytes = 96;
    private const int PostgresMegabytes = 320;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-processes-").FullName;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new();
    private readonly CancellationToken _cancel;
    private string _database = "";

    private House(Arrangement arrangement, CancellationToken cancel)
    {
        Arrangement = arrangement;
        _cancel = cancel;
        Stored = NewLog();
    }

    /// <summary>Which programs it is made of.</summary>
    internal Arrangement Arrangement { get; }

    /// <summary>The disk of the database.</summary>
    internal Volume Disk { get; private set; } = null!;

    /// <summary>PostgreSQL; null: it has none.</summary>
    internal OwnPostgres? Postgres { get; private set; }

    /// <summary>The outside broker; null: it has none.</summary>
    internal Mosquitto? Broker { get; private set; }

    /// <summary>The bridges.</summary>
    internal List<BridgeProcess> Bridges { get; } = [];

    /// <summary>The real terminals.</summary>
    internal List<TerminalProcess> Terminals { get; } = [];

    /// <summary>The terminals that make load, each with its key and its way to the broker.</summary>
    internal List<(SteadyTerminal Terminal, string Key, Wire Wire)> Load { get; } = [];

    /// <summary>Every way of a terminal to its broker.</summary>
    internal IReadOnlyList<Wire> Wires => [.. Terminals.Select(terminal => terminal.Wire), .. Load.Select(load => load.Wire)];

    /// <summary>The log, as it was read last.</summary>
    internal StoredLog Stored { get; }

    /// <summary>How many records were written for load.</summary>
    internal long Written => Load.Sum(load => load.Terminal.Written);

    private string BridgeFolder(int number) => Arrangement.HasPostgres ? Path.Combine(_folder, $"bridge{number}") : Disk.Data;

    /// <summary>Starts one, its terminals enrolled and at work.</summary>
    internal static async Task<House> StartAsync(Arrangement arrangement, CancellationToken cancel)
    {
        var house = new House(arrangement, cancel);
        try
        {
            await house.StartAsync();
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>A log of nothing yet, over the house's database.</summary>
    internal StoredLog NewLog() => new(() => Arrangement.HasPostgres
        ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ToString())
        : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = SqliteDatabase.PathIn(Disk.Data), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()));

    /// <summary>Reads what was committed since the last time, as soon as the database can be read.</summary>
    internal Task ReadAsync(StoredLog log) => UntilAsync("the database can be read", () =>
    {
        try
        {
            log.ReadNew();
            return true;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return false;
        }
    });

    /// <summary>Waits until so many more records were written for load.</summary>
    internal Task WriteAsync(int count)
    {
        long enough = Written + count;
        return UntilAsync("terminals write", () => Written >= enough);
    }

    /// <summary>Waits until everything that was written for load by now is acknowledged.</summary>
    internal async Task SettleAsync()
    {
        (SteadyTerminal Terminal, long Written)[] now = [.. Load.Select(load => (load.Terminal, load.Terminal.Written))];
        try
        {
            await UntilAsync("what was written is acknowledged", () => Array.TrueForAll(now, load => load.Terminal.Acknowledged >= load.Written));
        }
        catch (TimeoutException exception)
        {
            await ReadAsync(Stored);
            throw new TimeoutException($"{exception.Message} {string.Join("; ", now.Select(load => $"{load.Terminal.Id} has written {load.Written}, then {load.Terminal.Written}; a PUBACK came for {load.Terminal.Taken().Length}, an ack up to {load.Terminal.Acknowledged}, and stored are {Stored.Of(load.Terminal.Id).Count}"))}", exception);
        }
    }

    /// <summary>Whether all bridges say that they can store.</summary>
    internal async Task<bool> AreBridgesReadyAsync() => (await Task.WhenAll(Bridges.Select(bridge => bridge.IsReadyAsync(_http)))).All(ready => ready);

    /// <summary>Sends a signal to processes.</summary>
    internal static async Task SignalAsync(string signal, params int[] processes)
    {
        // One of several may have ended meanwhile.
        await Programs.RunAsync("/bin/kill", ["-" + signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The processes of PostgreSQL.</summary>
    internal int[] PostgresProcesses()
    {
        int postmaster = Postgres!.Postmaster!.Value;
        string children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children");
        return [postmaster, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    /// <summary>The processes of PostgreSQL that serve bridges.</summary>
    internal async Task<List<int>> BackendsAsync()
    {
        var found = new List<int>();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ToString());
        await connection.OpenAsync(_cancel);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT pid FROM pg_stat_activity WHERE application_name = 'dutykiosk-bridge' ORDER BY pid";
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(_cancel);
        while (await rows.ReadAsync(_cancel))
        {
            found.Add(rows.GetInt32(0));
        }

        return found;
    }

    /// <summary>SIGKILL to PostgreSQL's first process; the others end when they notice.</summary>
    internal async Task KillPostgresAsync()
    {
        await SignalAsync("KILL", Postgres!.Postmaster!.Value);
        await UntilAsync("PostgreSQL's first process has ended", () => Postgres.Postmaster == null);
    }

    /// <summary>Starts PostgreSQL where it does not run, as soon as nothing of the one before is left.</summary>
    internal Task StartPostgresAsync() => UntilAsync("PostgreSQL starts", async () =>
    {
        try
        {
            if (Postgres!.Postmaster == null)
            {
                await Postgres.StartAgainAsync();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    });

    /// <summary>What the command line's <c>verify</c> says, and how it has ended.</summary>
    internal async Task<(int Code, string Output)> VerifyAsync()
    {
        await using RunningProgram verify = RunningProgram.Start("DutyKiosk.HostBridge.dll", _variables, "verify", "--data", BridgeFolder(0));
        int code = await verify.EndAsync();
        return (code, string.Join('\n', [verify.Output.Trim(), .. verify.Errors]));
    }

    /// <summary>Waits for something. The limit only keeps a broken product from hanging a run.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    internal Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>Waits for something. The limit only keeps a broken product from hanging a run.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    internal async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"It was waited in vain that {what}.");
            }

            await Task.Delay(Look, TimeProvider.System, _cancel);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Exception? first = null;
        foreach (IAsyncDisposable? one in (IEnumerable<IAsyncDisposable?>)[.. Terminals, .. Load.Select(load => load.Terminal), .. Load.Select(load => load.Wire), .. Bridges, Broker, Postgres, Disk])
        {
            try
            {
                await (one?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            catch (Exception exception)
            {
                // Whatever one of them has come to, the others are not to outlive the run.
                first ??= exception;
            }
        }

        _http.Dispose();
        Directory.Delete(_folder, true);
        if (first != null)
        {
            throw new InvalidOperationException($"Something of the house did not end well: {first.Message}", first);
        }
    }

    private async Task StartAsync()
    {
        Disk = await Volume.InMemoryAsync(Arrangement.HasPostgres ? PostgresMegabytes : SqliteMegabytes);
        if (Arrangement.HasPostgres)
        {
            if (!OperatingSystem.IsWindows())
            {
                // The server runs as a user of its own where this one is root, and has to come through to its folder.
                File.SetUnixFileMode(Path.GetFullPath(Path.Combine(Disk.Data, "..", "..")), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
            }

            Postgres = await OwnPostgres.StartAsync(syncs: true, Path.Combine(Disk.Data, "postgres")) ?? throw new InvalidOperationException("There is no PostgreSQL on this machine: apt-get install postgresql");
            _database = await Postgres.NewDatabaseAsync();
            _variables["DUTYKIOSK_DATABASE"] = _database;
        }

        int mqtt = Programs.FreePort();
        string[] own = ["--mqtt-port", $"{mqtt}", "--tls-port", "-1"];
        if (Arrangement.HasOutsideBroker)
        {
            Broker = await Mosquitto.StartAsync();
            mqtt = Broker.Port;
            own = [];
            _variables["DUTYKIOSK_BROKER"] = Broker.Address;
            _variables["DUTYKIOSK_BROKER_PASSWORD"] = Mosquitto.Password;
            _variables["DUTYKIOSK_BROKER_DYNAMIC_SECURITY"] = "true";
            _variables["DUTYKIOSK_MASTER_KEY"] = Path.Combine(_folder, "master.key");
        }

        for (int i = 0; i < Arrangement.Bridges; i++)
        {
            HouseRoster.Write(BridgeFolder(i), RealTerminals, TimeProvider.System.GetUtcNow());
            Bridges.Add(new BridgeProcess(Programs.FreePort(), ["--data", BridgeFolder(i), .. own], _variables));
            await Bridges[i].StartAsync();
        }

        for (int i = 1; i <= RealTerminals; i++)
        {
            (TerminalCredentials credentials, string flash, Wire wire) = await EnrolAsync($"T{i}", HouseRoster.Post(i), mqtt);
            Terminals.Add(new TerminalProcess(credentials, i, flash, wire));
        }

        for (int i = 1; i <= LoadTerminals; i++)
        {
            (TerminalCredentials credentials, _, Wire wire) = await EnrolAsync($"L{i}", HouseRoster.LoadPost, mqtt);
            Load.Add((new SteadyTerminal(credentials.Terminal, credentials.Key, credentials.Password, wire.Port, TimeProvider.System, recordsAStep: 1), credentials.Key, wire));
        }

        foreach (TerminalProcess terminal in Terminals)
        {
            terminal.Start(rests: false);
        }

        await WriteAsync(1);
        await SettleAsync();
    }

    private async Task<(TerminalCredentials Credentials, string Flash, Wire Wire)> EnrolAsync(string terminal, string post, int mqtt)
    {
        _cancel.ThrowIfCancellationRequested();
        var wire = new Wire(mqtt);
        string flash = Path.Combine(_folder, "flash-" + terminal);
        return (await Enrolling.DeployAsync(flash, terminal, post, post is not HouseRoster.LoadPost, wire.Port, BridgeFolder(0), _variables), flash, wire);
    }
}
