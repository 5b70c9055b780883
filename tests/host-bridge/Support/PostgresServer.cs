using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>
/// A PostgreSQL server of these tests' own, on a free port of loopback, made when the first test asks for it: the machine's own programs, else Debian's
/// package where this user may install it. Nothing of it outlives the tests.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private string? _folder;
    private string _programs = "";
    private int _port;
    private int _schemas;

    /// <summary>The connection string of an empty schema that no other test has.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await StartAsync();
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
        if (_folder != null)
        {
            await RunAsync(Path.Combine(_programs, "pg_ctl"), "stop", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w");
            Directory.Delete(_folder, true);
        }

        _gate.Dispose();
    }

    private static string? Find()
    {
        return Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
    }

    // The server refuses to run as root, as nobody who could break in should be root.
    private static Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        return Environment.IsPrivilegedProcess ? Programs.RunAsync("/usr/sbin/runuser", ["-u", "postgres", "--", program, .. arguments]) : Programs.RunAsync(program, arguments);
    }

    private async Task StartAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_folder != null)
            {
                return;
            }

            string? programs = Find() ?? (await Programs.InstallAsync("postgresql") ? Find() : null);
            if (programs == null)
            {
                Assert.Skip("No PostgreSQL on this machine: apt-get install postgresql");
            }

            _programs = programs;
            string folder = Directory.CreateTempSubdirectory("dutykiosk-postgres-").FullName;
            string data = Path.Combine(folder, "data");
            if (Environment.IsPrivilegedProcess)
            {
                await Programs.RunAsync("/usr/bin/chown", ["postgres", folder]);
            }

            (int code, string output) = await RunAsync(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            Assert.True(code == 0, output);
            _port = Programs.FreePort();

            // What must outlive a power cut is the product's matter, not these tests'.
            string options = string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories='' -c fsync=off -c max_connections=300");
            (code, output) = await RunAsync(Path.Combine(programs, "pg_ctl"), "start", "-D", data, "-l", Path.Combine(folder, "log"), "-w", "-o", options);
            _folder = folder;
            Assert.True(code == 0, output);
        }
        finally
        {
            _gate.Release();
        }
    }
}
