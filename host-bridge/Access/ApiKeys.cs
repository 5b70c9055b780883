using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>A key by which a program comes in; its secret part is known to the program alone.</summary>
/// <param name="Id">Its id, the 8 characters that stand in it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Expires">When it ends by itself; null: it does not.</param>
/// <param name="LastUsed">When it was used last, to the minute; null: never.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
public sealed record ApiKey(string Id, string Name, IReadOnlySet<Permission> Scopes, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? Expires, DateTimeOffset? LastUsed, DateTimeOffset? RevokedAt);

/// <summary>
/// The API keys: <c>dk_</c>, 8 characters that name the key, <c>_</c>, and 43 that are its secret, 256 random bits. Of those the SHA-256 is kept: what is drawn at
/// random needs no slower hash.
/// </summary>
public sealed class ApiKeys(Database database, TimeProvider time)
{
    private const string Prefix = "dk_";
    private const int IdLength = 8;
    private const int SecretLength = 43;
    private const int SecretAt = 3 + IdLength + 1;
    private const int Length = SecretAt + SecretLength;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Columns = "id, name, scopes, made_by, made, expires, last_used, revoked";
    private static readonly TimeSpan UseIsNoted = TimeSpan.FromMinutes(1);

    private volatile DemoKey? _demo;

    /// <summary>Every key, revoked ones too, oldest first.</summary>
    public IReadOnlyList<ApiKey> All() => database.Read(work => work.Query($"SELECT {Columns} FROM api_key ORDER BY made, id", Of));

    /// <summary>Makes a key; its text is given back once and is nowhere else.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it may do: words of <see cref="PermissionWords"/>.</param>
    /// <param name="expires">When it ends by itself; null: it does not.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="may">What he may do himself: nobody can give a key more.</param>
    public (ApiKey? Key, string Text, Refusal? Refusal) Create(string name, IReadOnlyList<string> scopes, DateTimeOffset? expires, string by, IReadOnlySet<Permission> may)
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
        if (permissions.FirstOrDefault(permission => !may.Contains(permission), (Permission)(-1)) is var more && more != (Permission)(-1))
        {
            return (null, "", new Refusal(RefusalKind.NotAllowed, $"scopes: a key cannot be given {PermissionWords.Of(more)}, which whoever asks has not himself: leave it out, or ask a manager."));
        }

        var key = new ApiKey(RandomNumberGenerator.GetString(IdLetters, IdLength), name, permissions, by, now, expires, null, null);
        string secret = NewSecret();
        database.Write(work => work.Execute(
            "INSERT INTO api_key(id, name, hash, scopes, made_by, made, expires, last_used, revoked) VALUES(@id, @name, @hash, @scopes, @by, @made, @expires, 0, 0)",
            ("@id", key.Id),
            ("@name", name),
            ("@hash", HashOf(secret)),
            ("@scopes", string.Join(' ', permissions.Order().Select(PermissionWords.Of))),
            ("@by", by),
            ("@made", now.ToUnixTimeMilliseconds()),
            ("@expires", expires?.ToUnixTimeMilliseconds() ?? 0)));
        return (key, TextOf(key.Id, secret), null);
    }

    /// <summary>Gives a key another name and another end.</summary>
    public (ApiKey? Key, Refusal? Refusal) Change(string id, string name, DateTimeOffset? expires)
    {
        if (FaultOf(name, expires, time.GetUtcNow()) is { } fault)
        {
            return (null, fault);
        }

        ApiKey? key = database.Write(work => work.Query(
            $"UPDATE api_key SET name = @name, expires = @expires WHERE id = @id AND revoked = 0 RETURNING {Columns}",
            Of,
            ("@name", name),
            ("@expires", expires?.ToUnixTimeMilliseconds() ?? 0),
            ("@id", id)).SingleOrDefault());
        return key == null ? (null, NoSuchKey) : (key, null);
    }

    /// <summary>Revokes a key: it works no longer from now on, and stays in the list.</summary>
    public (ApiKey? Key, Refusal? Refusal) Revoke(string id)
    {
        ApiKey? key = database.Write(work => work.Query(
            $"UPDATE api_key SET revoked = @now WHERE id = @id AND revoked = 0 RETURNING {Columns}",
            Of,
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()),
            ("@id", id)).SingleOrDefault());
        return key == null ? (null, NoSuchKey) : (key, null);
    }

    /// <summary>The key whose text somebody shows; null: it is none, is revoked, or has ended.</summary>
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

        (ApiKey Key, byte[] Hash)? found = database.Read(work => work.Query<(ApiKey, byte[])?>($"SELECT {Columns}, hash FROM api_key WHERE id = @id", row => (Of(row), row.GetFieldValue<byte[]>(8)), ("@id", id)).SingleOrDefault());
        DateTimeOffset now = time.GetUtcNow();
        if (found is not { } kept || !CryptographicOperations.FixedTimeEquals(kept.Hash, hash) || kept.Key.RevokedAt != null || kept.Key.Expires <= now)
        {
            return null;
        }

        NoteUse(kept.Key, now);
        return kept.Key;
    }

    /// <summary>Draws the key of a demo, with every scope. It lives in this process alone, and the one of before dies with it.</summary>
    public string DrawDemo()
    {
        var key = new ApiKey(RandomNumberGenerator.GetString(IdLetters, IdLength), "demo", Enum.GetValues<Permission>().ToHashSet(), "demo", time.GetUtcNow(), null, null, null);
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
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        TimeOf(row.GetInt64(5)),
        TimeOf(row.GetInt64(6)),
        TimeOf(row.GetInt64(7)));

    private void NoteUse(ApiKey key, DateTimeOffset now)
    {
        if (now < key.LastUsed + UseIsNoted)
        {
            return;
        }

        try
        {
            database.Write(work => work.Execute(
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

    private sealed record DemoKey(ApiKey Key, byte[] Hash);
}
