using System.IO;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>Another hand in the bridge's database, through a connection of its own.</summary>
public static class OtherHand
{
    /// <summary>Runs statements on the database of a data folder.</summary>
    public static void Change(string folder, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "bridge.db"), Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
