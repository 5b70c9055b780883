using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Tests.Store;

/// <summary>The store on SQLite, whose one writer all in the process share.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-store-").FullName;
    private Log? _shared;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new SqliteDatabase(SqliteDatabase.PathIn(_folder));

    /// <inheritdoc/>
    protected override Log Another() => _shared ??= Open();
}
