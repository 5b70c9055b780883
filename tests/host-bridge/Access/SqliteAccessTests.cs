using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Users, links and keys on SQLite.</summary>
public sealed class SqliteAccessTests : AccessContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-users-").FullName;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new SqliteDatabase(SqliteDatabase.PathIn(_folder), syncs: false);
}
