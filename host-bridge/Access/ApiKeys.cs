using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>A key by which a program comes in; its secret part is known to the program alone.</summary>
/// <param name="Id">Its id, the 8 characters that stand in it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="Maker">Who that is, as <see cref="Caller.Maker"/> says it: the key may never do more than he may at that moment.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Expires">When it ends by itself; null: it does not.</param>
/// <param name="LastUsed">When it was used last, to the minute; null: never.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
public sealed record ApiKey(string Id, string Name, IReadOnlySet<Permission> Scopes, string MadeBy, string Maker, DateTimeOffset MadeAt, DateTimeOffset? Expires, DateTimeOffset? LastUsed, DateTimeOffset? RevokedAt);

/// <summary>
/// The API keys: <c>dk_</c>, 8 characters that name the key, <c>_</c>, and 43 that are its secret, 256 random bits. Of those the SHA-256 is kept: what is drawn at
/// random needs no slower hash. Each row is sealed under the master key: a key that another hand has written or changed is none. A key never outlives who made it, and never exceeds him.
/// </summary>
public sealed class ApiKeys(UserTable users, TimeProvider time)
{
    private const string Prefix = "dk_";
    private const int IdLength = 8;
    private const int SecretLength = 43;
    private const int SecretAt = 3 + IdLength + 1;
    private const int Length = SecretAt + SecretLength;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Columns = "id, name, scopes, made_by, made, expires, last_used, revoked, maker, hash, seal";

    // A key that a key has made, and so on: no house needs as many, and a ring would have no end.
    private const int LongestLine = 8;
    private static readonly TimeSpan UseIsNoted = TimeSpan.FromMinutes(1);

    private readonly Database _database = users.Database;
    private volatile DemoKey? _demo;

    /// <summary>Every key, revoked ones too, oldest first.</summary>
    public IReadOnlyList<ApiKey> All() => _database.Read(work => Known(work, "1 = 1 ORDER BY made, id")).ConvertAll(row => row.Key);

    /// <summary>Makes a key; its text is given back once and is nowhere else.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it may do: words of <see cref="PermissionWords"/>.</param>
    /// <param name="expires">When it ends by itself; null: it does not.</param>
    /// <param name="by">Who makes it: nobody can give a key more than he may do himself.</param>
    public (ApiKey? Key, string Text, Refusal? Refusal) Create(string name, IReadOnlyList<string> scopes, DateTimeOffset? expires, Caller by)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (FaultOf(name, expires, now) is { } fault)
        {
            return (null, "", fault);
        }

        if (scopes.FirstOrDefault(word => PermissionWords.Find(word) == null) is { } unknown)
        {
            string shown = unknown.Length <= 40 ? unknown : unknown[..40] + "…";
            return (null, "", new Refusal(RefusalKind.Bad, $"scopes: '{shown}' is no scope: take from {string.Join(", ", PermissionWords.All)}."));
        }

        var permissions = scopes.Select(word => PermissionWords.Find(word)!.Value).ToHashSet();
        if (TooMuch(permissions, by) is { } tooMuch)
        {
            return (null, "", tooMuch);
        }

        // To the millisecond, as it stands in its row.
        var made = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var key = new ApiKey(RandomNumberGenerator.GetString(IdLetters, IdLength), name, permissions, by.Name, by.Maker, made, expires, null, null);
        string secret = NewSecret();
        var row = new Row(key, string.Join(' ', permissions.Order().Select(PermissionWords.Of)), HashOf(secret));
        _database.Write(work => work.Execute(
            "INSERT INTO api_key(id, name, hash, scopes, made_by, maker, made, expires, last_used, revoked, seal) VALUES(@id, @name, @hash, @scopes, @by, @maker, @made, @expires, 0, 0, @seal)",
            ("@id", key.Id),
            ("@name", name),
            ("@hash", row.Hash),
            ("@scopes", row.Scopes),
            ("@by", key.MadeBy),
            ("@maker", key.Maker),
            ("@made", Milliseconds(made)),
            ("@expires", Milliseconds(expires)),
            ("@seal", SealOf(users.Seal, row))));
        return (key, TextOf(key.Id, secret), null);
    }

    /// <summary>Gives a key another name and another end. One that has ended stays so, and nobody changes one that may do more than he himself.</summary>
    public (ApiKey? Key, Refusal? Refusal) Change(string id, string name, DateTimeOffset? expires, Caller by)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (FaultOf(name, expires, now) is { } fault)
        {
            return (null, fault);
        }

        return _database.Write<(ApiKey?, Refusal?)>(work =>
        {
            if (Known(work, "id = @value AND revoked = 0", id) is not [{ } row])
            {
                return (null, NoSuchKey);
            }

            Refusal? refusal = TooMuch(row.Key.Scopes, by) ?? (row.Key.Expires <= now ? new Refusal(RefusalKind.Conflict, "The key has ended, and who kept it may no longer be who should have it: make another.") : null);
            return refusal != null ? (null, refusal) : Update(work, row with { Key = row.Key with { Name = name, Expires = expires } });
        });
    }

    /// <summary>Revokes a key: it works no longer from now on, and stays in the list.</summary>
    public (ApiKey? Key, Refusal? Refusal) Revoke(string id)
    {
        return _database.Write<(ApiKey?, Refusal?)>(work => Known(work, "id = @value AND revoked = 0", id) is [{ } row] ? Update(work, row with { Key = row.Key with { RevokedAt = time.GetUtcNow() } }) : (null, NoSuchKey));
    }

    /// <summary>
    /// The key whose text somebody shows, with the scopes that it has at this moment: those that whoever made it may give it still. Null: it is none, is revoked, has ended, or whoever made it is
    /// shut or gone.
    /// </summary>
    public ApiKey? Find(string text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[SecretAt - 1] != '_')
        {
            return null;
        }

        string id = text.Substring(Prefix.Length, IdLength);
        byte[] hash = HashOf(text[SecretAt..]);
        if (_demo is { } demo && string.Equals(demo.Key.Id, id, StringComparison.Ordinal))
        {
            return CryptographicOperations.FixedTimeEquals(demo.Hash, hash) ? demo.Key : null;
        }

        DateTimeOffset now = time.GetUtcNow();
        ApiKey? found = _database.Read(work => Known(work, "id = @value", id) is [{ } row] && CryptographicOperations.FixedTimeEquals(row.Hash, hash) && ScopesOf(work, row.Key, now) is { } scopes
            ? row.Key with { Scopes = scopes } : null);
        if (found != null)
        {
            NoteUse(found, now);
        }

        return found;
    }

    /// <summary>Draws the key of a demo, with every scope. It lives in this process alone, and the one of before dies with it.</summary>
    public string DrawDemo()
    {
        var key = new ApiKey(RandomNumberGenerator.GetString(IdLetters, IdLength), "demo", Enum.GetValues<Permission>().ToHashSet(), "demo", Caller.DemoMaker, time.GetUtcNow(), null, null, null);
        string secret = NewSecret();
        _demo = new DemoKey(key, HashOf(secret));
        return TextOf(key.Id, secret);
    }

    private static Refusal NoSuchKey => new(RefusalKind.Missing, "There is no such key, or it was revoked: look in the list of keys for the id.");

    private static Refusal? FaultOf(string name, DateTimeOffset? expires, DateTimeOffset now)
    {
        return UserRules.FaultOfText("name", name, mayBeEmpty: false) is { } fault ? new Refusal(RefusalKind.Bad, fault)
            : expires <= now ? new Refusal(RefusalKind.Bad, "expires: that moment is over: write one to come, or leave it out.")
            : null;
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string TextOf(string id, string secret) => $"{Prefix}{id}_{secret}";

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static DateTimeOffset? TimeOf(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static ApiKey Of(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PermissionWords.Find).OfType<Permission>().ToHashSet(),
        row.GetString(3),
        row.GetString(8),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        TimeOf(row.GetInt64(5)),
        TimeOf(row.GetInt64(6)),
        TimeOf(row.GetInt64(7)));

    private static long Milliseconds(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() ?? 0;

    // When it was used last decides nothing, and changes with every use.
    private static byte[] SealOf(RowSeal seal, Row row) => seal.Of(
        "api_key", row.Key.Id, row.Key.Name, row.Hash, row.Scopes, row.Key.MadeBy, row.Key.Maker, Milliseconds(row.Key.MadeAt), Milliseconds(row.Key.Expires), Milliseconds(row.Key.RevokedAt));

    private static Row RowOf(DbDataReader row) => new(Of(row), row.GetString(2), row.GetFieldValue<byte[]>(9));

    private static Refusal? TooMuch(IEnumerable<Permission> scopes, Caller by)
    {
        Permission[] more = [.. scopes.Except(by.Permissions).Order().Take(1)];
        return more.Length == 0 ? null : new Refusal(RefusalKind.NotAllowed, $"scopes: a key cannot have {PermissionWords.Of(more[0])} from somebody who has it not himself: leave it out, or ask a manager.");
    }

    /// <summary>Seals the keys of a time before seals, as they stand, and writes down who of those that are still there made each.</summary>
    internal static void Bind(Work work, RowSeal seal)
    {
        Dictionary<string, string> ids = work.Query("SELECT name, id FROM app_user", row => (Name: row.GetString(0), Id: row.GetString(1))).ToDictionary(user => user.Name, user => user.Id, StringComparer.Ordinal);
        List<object?[]> seals = work.Query($"SELECT {Columns} FROM api_key", RowOf).ConvertAll(row =>
        {
            // A key was written down as 'key ID NAME', and no user's name has a blank.
            string[] words = row.Key.MadeBy.Split(' ');
            string maker = row.Key.MadeBy is Caller.ConsoleName ? Caller.ConsoleName : words.Length > 1 ? Caller.KeyMaker + words[1] : Caller.UserMaker + ids.GetValueOrDefault(row.Key.MadeBy, "");
            return new object?[] { maker, SealOf(seal, row with { Key = row.Key with { Maker = maker } }), row.Key.Id };
        });
        work.ExecuteEach("UPDATE api_key SET maker = @maker, seal = @seal WHERE id = @id", ["@maker", "@seal", "@id"], seals);
    }

    private (ApiKey? Key, Refusal? Refusal) Update(Work work, Row row)
    {
        ApiKey key = row.Key;
        int changed = work.Execute(
            "UPDATE api_key SET name = @name, expires = @expires, revoked = @revoked, seal = @seal WHERE id = @id AND revoked = 0",
            ("@name", key.Name),
            ("@expires", Milliseconds(key.Expires)),
            ("@revoked", Milliseconds(key.RevokedAt)),
            ("@seal", SealOf(users.Seal, row)),
            ("@id", key.Id));
        return changed == 1 ? (key, null) : (null, NoSuchKey);
    }

    private List<Row> Known(Work work, string where, string value = "")
    {
        List<(Row Row, bool IsOwn)> found = work.Query($"SELECT {Columns} FROM api_key WHERE {where}", row => (RowOf(row), RowSeal.Holds(row.GetValue(10), SealOf(users.Seal, RowOf(row)))), ("@value", value));
        foreach (ApiKey key in found.Where(pair => !pair.IsOwn).Select(pair => pair.Row.Key))
        {
            users.Seal.Tell($"key/{key.Id}", $"Another hand than the bridge's has changed the API key {Printable.Of(key.Id)} ({Printable.Of(key.Name)}) in the database, which works no longer: find out who can write there, and make another with 'host-bridge key create'.");
        }

        return [.. found.Where(pair => pair.IsOwn).Select(pair => pair.Row)];
    }

    // What a key may do at this moment, by all who have made it; null: it is no good any more.
    private IReadOnlySet<Permission>? ScopesOf(Work work, ApiKey key, DateTimeOffset now)
    {
        var scopes = new HashSet<Permission>(key.Scopes);
        ApiKey link = key;
        for (int i = 0; i < LongestLine; i++)
        {
            if (link.RevokedAt != null || link.Expires <= now)
            {
                return null;
            }

            string maker = link.Maker;
            if (maker is Caller.ConsoleName)
            {
                return scopes;
            }

            if (_demo is { } demo && (maker is Caller.DemoMaker || string.Equals(maker, Caller.KeyMaker + demo.Key.Id, StringComparison.Ordinal)))
            {
                return scopes;
            }

            if (maker.StartsWith(Caller.UserMaker, StringComparison.Ordinal))
            {
                if (users.Find(work, maker[Caller.UserMaker.Length..]) is not { Disabled: false } user)
                {
                    return null;
                }

                scopes.IntersectWith(Rights.Of(user.Role));
                return scopes;
            }

            if (!maker.StartsWith(Caller.KeyMaker, StringComparison.Ordinal) || Known(work, "id = @value", maker[Caller.KeyMaker.Length..]) is not [{ } made])
            {
                return null;
            }

            link = made.Key;
            scopes.IntersectWith(link.Scopes);
        }

        return null;
    }

    private void NoteUse(ApiKey key, DateTimeOffset now)
    {
        if (now < key.LastUsed + UseIsNoted)
        {
            return;
        }

        try
        {
            _database.Write(work => work.Execute(
                "UPDATE api_key SET last_used = @now WHERE id = @id AND last_used <= @before",
                ("@now", now.ToUnixTimeMilliseconds()),
                ("@id", key.Id),
                ("@before", (now - UseIsNoted).ToUnixTimeMilliseconds())));
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            // While the disk is full whoever watches the bridge must be able to read what is wrong; when the key was last used is the smaller matter.
        }
    }

    // What is sealed are the scopes as they stand: words that this program does not know are left out of those of the key.
    private sealed record Row(ApiKey Key, string Scopes, byte[] Hash);

    private sealed record DemoKey(ApiKey Key, byte[] Hash);
}
