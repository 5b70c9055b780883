using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Tests.Search;

/// <summary>Searching in SQLite.</summary>
public sealed class SqliteSearchTests : SearchContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => Task.FromResult("");
}
