using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Search;

/// <summary>Searching in PostgreSQL.</summary>
public sealed class PostgresSearchTests(PostgresServer server) : SearchContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => server.NewDatabaseAsync();
}
