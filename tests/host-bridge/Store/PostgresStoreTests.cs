using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Store;

/// <summary>The store on PostgreSQL, which several bridges have at once.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract
{
    private string _database = "";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => _database = await server.NewDatabaseAsync();

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new PostgresDatabase(_database, TimeProvider.System);
}
