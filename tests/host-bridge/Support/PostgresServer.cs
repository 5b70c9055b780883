using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
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

    private static async Task<string?> InstallAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            return null;
        }

        await RunPlainAsync("/usr/bin/apt-get", ["update", "-qq"]);
        await RunPlainAsync("/usr/bin/apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]);
        return Find();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The server refuses to run as root, as nobody who could break in should be root.
    private static Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        return Environment.IsPrivilegedProcess ? RunPlainAsync("/usr/sbin/runuser", ["-u", "postgres", "--", program, .. arguments]) : RunPlainAsync(program, arguments);
    }

    private static async Task<(int Code, string Output)> RunPlainAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
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

            string? programs = Find() ?? await InstallAsync();
            if (programs == null)
            {
                Assert.Skip("No PostgreSQL on this machine: apt-get install postgresql");
            }

            _programs = programs;
            string folder = Directory.CreateTempSubdirectory("dutykiosk-postgres-").FullName;
            string data = Path.Combine(folder, "data");
            if (Environment.IsPrivilegedProcess)
            {
                await RunPlainAsync("/usr/bin/chown", ["postgres", folder]);
            }

            (int code, string output) = await RunAsync(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            Assert.True(code == 0, output);
            _port = FreePort();

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
