using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>The PostgreSQL server of these tests, made when the first test asks for it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private OwnPostgres? _server;

    /// <summary>The connection string of an empty schema that no other test has.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // What must outlive a power cut is the product's matter, not these tests'.
            _server ??= await OwnPostgres.StartAsync(syncs: false);
        }
        finally
        {
            _gate.Release();
        }

        if (_server == null)
        {
            Assert.Skip("No PostgreSQL on this machine: apt-get install postgresql");
        }

        return await _server.NewDatabaseAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server != null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }
}
