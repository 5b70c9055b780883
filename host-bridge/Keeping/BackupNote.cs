using System;
using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>What a backup says of itself, in a table of its own.</summary>
/// <param name="Program">The version of the program that wrote it.</param>
/// <param name="Schema">The version of its tables.</param>
/// <param name="MadeAt">When.</param>
/// <param name="From"><c>sqlite</c> or <c>postgresql</c>: both are kept in the same form, and each can be put back into the other.</param>
/// <param name="Entries">How many entries its log has.</param>
/// <param name="Last">The newest position that was given.</param>
public sealed record BackupNote(string Program, long Schema, DateTimeOffset MadeAt, string From, long Entries, long Last)
{
    /// <summary>The name of its table.</summary>
    public const string Table = "backup_note";

    /// <summary>The row with the hash of everything else.</summary>
    internal const string SealName = "seal";

    private const string FormName = "form";
    private const string Form = "dutykiosk-backup-1";

    /// <summary>Reads it; null: the database is no backup.</summary>
    public static BackupNote? Read(Work work)
    {
        if (work.Number($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{Table}'") == 0)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        work.Each($"SELECT name, value FROM {Table}", row => values[row.GetString(0)] = row.GetString(1));
        return values.GetValueOrDefault(FormName) is Form
            && long.TryParse(values.GetValueOrDefault("schema"), NumberStyles.None, CultureInfo.InvariantCulture, out long schema)
            && DateTimeOffset.TryParse(values.GetValueOrDefault("made"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset made)
            && long.TryParse(values.GetValueOrDefault("entries"), NumberStyles.None, CultureInfo.InvariantCulture, out long entries)
            && long.TryParse(values.GetValueOrDefault("last"), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? new BackupNote(values.GetValueOrDefault("program") ?? "", schema, made, values.GetValueOrDefault("from") ?? "", entries, last)
            : null;
    }

    /// <summary>Writes it.</summary>
    public void Write(Work work)
    {
        work.Execute($"CREATE TABLE {Table}(name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        work.ExecuteEach(
            $"INSERT INTO {Table}(name, value) VALUES(@name, @value)",
            ["@name", "@value"],
            [
                [FormName, Form],
                ["program", Program],
                ["schema", Schema.ToString(CultureInfo.InvariantCulture)],
                ["made", MadeAt.ToString("O", CultureInfo.InvariantCulture)],
                ["from", From],
                ["entries", Entries.ToString(CultureInfo.InvariantCulture)],
                ["last", Last.ToString(CultureInfo.InvariantCulture)],
            ]);
    }
}
