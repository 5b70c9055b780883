using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>A table of the store, by its columns, to be copied from one kind of database into the other.</summary>
internal sealed class StoreTable
{
    private const int PageRows = 500;

    // What only says who is at work now, or what was asked of him: it means nothing to another bridge at another time. A link that works once would work again.
    private static readonly string[] Passing = ["lease", "errand", "projection", "one_time_link"];

    // What is made from the log again by whoever has it. A backup has nothing in them, or has them not, and what another hand puts there is thrown away before anybody looks at it.
    private static string[] Derived => ["search_head", "search_word", "search", "search_person"];

    // The version stands in every database already when it is copied into.
    private static readonly HashSet<string> Own = new(["schema_version", BackupNote.Table], StringComparer.Ordinal);

    private readonly IReadOnlyList<(string Name, bool IsBytes)> _columns;

    private StoreTable(string name, IReadOnlyList<(string Name, bool IsBytes)> columns)
    {
        Name = name;
        _columns = columns;
    }

    internal string Name { get; }

    // Tables and columns have names that both databases take as they are, in quotes.
    private string ColumnList => string.Join(", ", _columns.Select(column => $"\"{column.Name}\""));

    /// <summary>The tables of a SQLite database that hold what is kept, by name.</summary>
    internal static IReadOnlyList<StoreTable> KeptOf(Work sqlite) => [.. AllOf(sqlite).Where(table => !Passing.Contains(table.Name, StringComparer.Ordinal) && !Derived.Contains(table.Name, StringComparer.Ordinal) && !Own.Contains(table.Name))];

    /// <summary>Empties the tables that mean nothing to another bridge at another time.</summary>
    internal static void EmptyPassing(Database database, Work work)
    {
        foreach (string name in Passing)
        {
            work.Execute($"DELETE FROM {name}");
        }

        foreach (string name in Derived)
        {
            // In SQLite they stand in another file.
            work.Execute(database is SqliteDatabase ? $"DROP TABLE IF EXISTS {name}" : $"DELETE FROM {name}");
        }
    }

    /// <summary>A keyed hash over every row of a SQLite database but the one that holds it: whoever has not the key can change nothing unseen.</summary>
    internal static string SealOf(Work sqlite, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (StoreTable table in AllOf(sqlite).Where(table => !Derived.Contains(table.Name, StringComparer.Ordinal)))
        {
            RowSeal.Add(hash, table.Name);
            RowSeal.Add(hash, table.ColumnList);
            string others = table.Name is BackupNote.Table ? $" WHERE name <> '{BackupNote.SealName}'" : "";
            sqlite.Each($"SELECT {table.ColumnList} FROM \"{table.Name}\"{others} ORDER BY rowid", row =>
            {
                for (int i = 0; i < table._columns.Count; i++)
                {
                    RowSeal.Add(hash, row.GetValue(i));
                }
            });
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Puts every row of one database in the place of those of another.</summary>
    internal void Copy(Work from, Work to)
    {
        string[] names = [.. _columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@c{i}"))];
        string insert = $"INSERT INTO \"{Name}\"({ColumnList}) VALUES({string.Join(", ", names)})";
        to.Execute($"DELETE FROM \"{Name}\"");
        var page = new List<object?[]>(PageRows);
        from.Each($"SELECT {ColumnList} FROM \"{Name}\"", row =>
        {
            page.Add([.. _columns.Select((column, i) => row.IsDBNull(i) ? null : ValueOf(row.GetValue(i), column.IsBytes))]);
            if (page.Count == PageRows)
            {
                to.ExecuteEach(insert, names, page);
                page.Clear();
            }
        });
        to.ExecuteEach(insert, names, page);
    }

    // SQLite keeps in a column whatever another hand has put there.
    private static object ValueOf(object value, bool isBytes) => isBytes && value is string text ? Encoding.UTF8.GetBytes(text) : value;

    private static List<StoreTable> AllOf(Work sqlite)
    {
        return [.. sqlite.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", row => row.GetString(0))
            .Select(name => new StoreTable(name, sqlite.Query(
                "SELECT name, type FROM pragma_table_info(@table) ORDER BY cid",
                row => (row.GetString(0), row.GetString(1).Equals("BLOB", StringComparison.OrdinalIgnoreCase)),
                ("@table", name))))];
    }
}
