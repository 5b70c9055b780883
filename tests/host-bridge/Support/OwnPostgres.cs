using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A PostgreSQL server of our own on a free port of loopback, in a folder of its own: the machine's own programs, else Debian's package where this user may install it. Nothing of it outlives it.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string _programs;
    private readonly string _folder;
    private readonly int _port;
    private readonly bool _syncs;
    private int _schemas;

    private OwnPostgres(string programs, string folder, int port, bool syncs)
    {
        _programs = programs;
        _folder = folder;
        _port = port;
        _syncs = syncs;
    }

    /// <summary>Starts one; null: there is no PostgreSQL on this machine.</summary>
    /// <param name="syncs">Whether what it commits is on the disk, as in earnest, and not only handed to the system.</param>
    /// <param name="folder">Its folder, which is deleted with it; null: one among the system's temporary ones.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message is what its programs said.</exception>
    public static async Task<OwnPostgres?> StartAsync(bool syncs, string? folder = null)
    {
        string? programs = Find() ?? (await Programs.InstallAsync("postgresql") ? Find() : null);
        if (programs == null)
        {
            return null;
        }

        folder = folder == null ? Directory.CreateTempSubdirectory("dutykiosk-postgres-").FullName : Directory.CreateDirectory(folder).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.RunAsync("/usr/bin/chown", ["postgres", folder]);
        }

        var server = new OwnPostgres(programs, folder, Programs.FreePort(), syncs);
        await server.RunAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The server's first process, which has started all others of it; null: it does not run.</summary>
    public int? Postmaster => File.Exists(IdPath) && int.TryParse(File.ReadLines(IdPath).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Directory.Exists($"/proc/{id}") ? id : null;

    private string Data => Path.Combine(_folder, "data");

    private string IdPath => Path.Combine(Data, "postmaster.pid");

    /// <summary>Starts it on what it has.</summary>
    /// <exception cref="InvalidOperationException">It does not start, perhaps as processes of one that was killed still end; the message is what its programs said.</exception>
    public Task StartAgainAsync()
    {
        string options = string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories='' -c fsync={(_syncs ? "on" : "off")} -c max_connections=300");
        return RunAsync("pg_ctl", "start", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-o", options);
    }

    /// <summary>The connection string of an empty schema that nobody else has.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        string schema = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _schemas)}");
        string server = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=true;Maximum Pool Size=20");
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand create = connection.CreateCommand();
        create.CommandText = $"CREATE SCHEMA {schema}";
        await create.ExecuteNonQueryAsync();
        return $"{server};Search Path={schema}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Postmaster != null)
        {
            await RunAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        }

        Directory.Delete(_folder, true);
    }

    private static string? Find()
    {
        return Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
    }

    // The server refuses to run as root, as nobody who could break in should be root.
    private async Task RunAsync(string name, params string[] arguments)
    {
        string program = Path.Combine(_programs, name);
        (int code, string output) = Environment.IsPrivilegedProcess ? await Programs.RunAsync("/usr/sbin/runuser", ["-u", "postgres", "--", program, .. arguments]) : await Programs.RunAsync(program, arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"{name} of PostgreSQL ended with {code}: {output}");
        }
    }
}
