using System;
using System.Collections.Generic;
using System.Globalization;
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
/// Finds the entries of the log that name somebody: by his id, as a value of its own, or by the name that he signs in with where the log says who did something, and to whom. What people have written
/// of him into a text by his name alone is not among them. The database looks through all entries, as no index tells it, and what it finds is read: it cannot tell a value from a member that is called
/// the same. So this is for the rare question of what is kept about a person.
/// </summary>
public sealed class StoredAbout
{
    // A roster of a large house has hundreds of kilobytes, and each that ever was may be on a page.
    private const int Page = 100;

    // Members whose values are never people, whatever somebody is called.
    private static readonly string[] Never = ["post", "Post", "shift", "Shift", "kind", "Kind", "role", "Role", "terminal", "Terminal", "type", "from", "to", "action", "outcome", "topic", "Topic"];

    // Where users stand by the names that they sign in with; elsewhere people stand by the roster's ids.
    private static readonly string[] Kinds = [nameof(LogKind.Audit), nameof(LogKind.Terminal), nameof(LogKind.Export), nameof(LogKind.Acknowledged), nameof(LogKind.Erasure)];
    private static readonly string[] Members = ["by", "By", "target", "Target", "staff", "Staff"];

    private readonly Database _database;
    private readonly string _where;
    private readonly string _staff;
    private readonly string[] _users;
    private readonly (string Name, object? Value)[] _needles;

    /// <summary>The entries about one person.</summary>
    /// <param name="database">Where the log stands.</param>
    /// <param name="staff">His id.</param>
    /// <param name="users">The names that he signs in with.</param>
    public StoredAbout(Database database, string staff, IReadOnlyCollection<string> users)
    {
        _database = database;
        _staff = staff;
        _users = [.. users];
        _needles = [.. users.Prepend(staff).Select((name, index) => (Name: string.Create(CultureInfo.InvariantCulture, $"@needle{index}"), Value: (object?)JsonSerializer.SerializeToUtf8Bytes(name)))];

        // Of the functions that find bytes within bytes the two databases have none in common.
        _where = string.Join(" OR ", _needles.Select(needle => database is PostgresDatabase ? $"position({needle.Name} in body) > 0" : $"instr(body, {needle.Name}) > 0"));
    }

    /// <summary>How many there are of each kind.</summary>
    public IReadOnlyList<StoredCount> Count()
    {
        var counts = new SortedDictionary<string, StoredCount>(StringComparer.Ordinal);
        foreach (StoredEntry entry in All())
        {
            counts[entry.Kind] = counts.TryGetValue(entry.Kind, out StoredCount? before)
                ? before with { Count = before.Count + 1, First = entry.ReceivedAt < before.First ? entry.ReceivedAt : before.First, Newest = entry.ReceivedAt > before.Newest ? entry.ReceivedAt : before.Newest }
                : new StoredCount(entry.Kind, 1, entry.ReceivedAt, entry.ReceivedAt);
        }

        return [.. counts.Values];
    }

    /// <summary>How many messages went out with notices that name him.</summary>
    public long Deliveries()
    {
        return Found($"kind = '{nameof(LogKind.Notice)}' AND ").Select(entry => entry.Position).Chunk(Page).Sum(positions =>
            _database.Read(work => work.Number(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM delivery WHERE position IN ({string.Join(',', positions)})"))));
    }

    /// <summary>All of them, oldest first, a part at a time.</summary>
    public IEnumerable<StoredEntry> All() => Found("");

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private IEnumerable<StoredEntry> Found(string condition)
    {
        long after = 0;
        List<StoredEntry> page;
        do
        {
            Parameter[] parameters = [.. _needles.Select(needle => (Parameter)needle), ("@after", after)];
            page = _database.Read(work => work.Query(
                $"SELECT position, kind, terminal, received, body FROM log WHERE {condition}position > @after AND ({_where}) ORDER BY position LIMIT {Page}",
                row => new StoredEntry(row.GetInt64(0), row.GetString(1), row.GetString(2), At(row.GetInt64(3)), (byte[])row.GetValue(4)),
                parameters));
            foreach (StoredEntry entry in page.Where(entry => Names(entry.Kind, entry.Body)))
            {
                yield return entry;
            }

            after = page.Count > 0 ? page[^1].Position : after;
        }
        while (page.Count == Page);
    }

    // What cannot be read holds his name somewhere, and is rather given to him than kept from him.
    private bool Names(string kind, ReadOnlySpan<byte> body)
    {
        string[] users = Kinds.Contains(kind, StringComparer.Ordinal) ? _users : [];
        var json = new Utf8JsonReader(body, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        string member = "";
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    member = json.GetString()!;
                }
                else if (json.TokenType == JsonTokenType.String
                    && ((json.ValueTextEquals(_staff) && !Never.Contains(member, StringComparer.Ordinal)) || (users.Length > 0 && Members.Contains(member, StringComparer.Ordinal) && users.Contains(json.GetString()!, StringComparer.Ordinal))))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }
}
