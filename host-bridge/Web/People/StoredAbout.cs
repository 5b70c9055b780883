using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>How many entries of a kind name somebody.</summary>
/// <param name="Kind">The kind, as the database has it.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the bridge had the oldest.</param>
/// <param name="Newest">When it had the newest.</param>
public sealed record StoredCount(string Kind, long Count, DateTimeOffset First, DateTimeOffset Newest);

/// <summary>One entry that names somebody.</summary>
public sealed record StoredEntry(long Position, string Kind, string Terminal, DateTimeOffset ReceivedAt, byte[] Body);

/// <summary>
/// Finds the entries of the log that name somebody: by his id, or the name that he signs in with, as a value of its own. What people have written of him into a text by his
/// name alone is not among them. The database looks through all entries, as no index tells it; so this is for the rare question of what is kept about a person.
/// </summary>
public sealed class StoredAbout
{
    private const int Page = 500;
    private readonly Database _database;
    private readonly string _where;
    private readonly (string Name, object? Value)[] _needles;

    /// <summary>The entries about one person.</summary>
    /// <param name="database">Where the log stands.</param>
    /// <param name="names">His id and the names that he signs in with.</param>
    public StoredAbout(Database database, IReadOnlyCollection<string> names)
    {
        _database = database;
        _needles = [.. names.Select((name, index) => (Name: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@needle{index}"), Value: (object?)JsonSerializer.SerializeToUtf8Bytes(name)))];

        // Of the functions that find bytes within bytes the two databases have none in common.
        _where = string.Join(" OR ", _needles.Select(needle => database is PostgresDatabase ? $"position({needle.Name} in body) > 0" : $"instr(body, {needle.Name}) > 0"));
    }

    /// <summary>How many there are of each kind.</summary>
    public IReadOnlyList<StoredCount> Count()
    {
        return _database.Read(work => work.Query(
            $"SELECT kind, count(*), min(received), max(received) FROM log WHERE {_where} GROUP BY kind ORDER BY kind",
            row => new StoredCount(row.GetString(0), row.GetInt64(1), At(row.GetInt64(2)), At(row.GetInt64(3))),
            [.. _needles.Select(needle => (Parameter)needle)]));
    }

    /// <summary>How many messages went out with notices that name him.</summary>
    public long Deliveries() => _database.Read(work => work.Number($"SELECT count(*) FROM delivery WHERE position IN (SELECT position FROM log WHERE kind = 'Notice' AND ({_where}))", [.. _needles.Select(needle => (Parameter)needle)]));

    /// <summary>All of them, oldest first, a part at a time.</summary>
    public IEnumerable<StoredEntry> All()
    {
        long after = 0;
        List<StoredEntry> page;
        do
        {
            Parameter[] parameters = [.. _needles.Select(needle => (Parameter)needle), ("@after", after)];
            page = _database.Read(work => work.Query(
                $"SELECT position, kind, terminal, received, body FROM log WHERE position > @after AND ({_where}) ORDER BY position LIMIT {Page}",
                row => new StoredEntry(row.GetInt64(0), row.GetString(1), row.GetString(2), At(row.GetInt64(3)), (byte[])row.GetValue(4)),
                parameters));
            foreach (StoredEntry entry in page)
            {
                yield return entry;
            }

            after = page.Count > 0 ? page[^1].Position : after;
        }
        while (page.Count == Page);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
