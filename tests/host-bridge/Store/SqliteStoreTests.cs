using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using Xunit;

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

    /// <summary>A reader that is still at it when the database is closed leaves no connection behind, which would keep the files beside the database from being settled.</summary>
    [Fact]
    public void AReaderOfAClosedDatabaseIsClosed()
    {
        Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE one(n INTEGER)"));
        database.Read(work =>
        {
            long counted = work.Number("SELECT count(*) FROM one");
            database.Dispose();
            return counted;
        });
        Assert.False(File.Exists(SqliteDatabase.PathIn(_folder) + "-wal"));
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new SqliteDatabase(SqliteDatabase.PathIn(_folder));

    /// <inheritdoc/>
    protected override Log Another() => _shared ??= Open();
}
