using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Users, links and keys on PostgreSQL.</summary>
public sealed class PostgresAccessTests(PostgresServer server) : AccessContract
{
    private string _database = "";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new PostgresDatabase(_database, TimeProvider.System);
}
