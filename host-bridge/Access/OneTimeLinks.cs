using System;
using System.Buffers.Text;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Links that work once: the one that makes the first manager, and those by which somebody chooses a password. A code has 128 bits, and only its hash is
/// kept: whoever reads the database cannot use it.
/// </summary>
public sealed class OneTimeLinks(Database database, RowSeal seal, TimeProvider time)
{
    /// <summary>How long the link of the first manager works.</summary>
    public static readonly TimeSpan FirstSpan = TimeSpan.FromHours(1);

    /// <summary>How long a link to choose a password works.</summary>
    public static readonly TimeSpan PasswordSpan = TimeSpan.FromDays(1);

    /// <summary>The purpose of the link that makes the first manager.</summary>
    internal const string First = "first";

    /// <summary>The purpose of a link to choose a password.</summary>
    internal const string Password = "password";

    private const int CodeBytes = 16;
    private const int LongestCode = 64;

    /// <summary>Draws the code of a link, which belongs to a user or, empty, to nobody yet. Older links of the same purpose and user work no longer.</summary>
    internal string Draw(Work work, string purpose, string user, TimeSpan span)
    {
        DateTimeOffset now = time.GetUtcNow();
        work.Execute("DELETE FROM one_time_link WHERE until <= @now", ("@now", now.ToUnixTimeMilliseconds()));
        if (user.Length > 0 || !database.IsShared)
        {
            // Of several bridges that start without a manager each prints a link of its own, and all of them must work.
            work.Execute("DELETE FROM one_time_link WHERE purpose = @purpose AND user_id = @user", ("@purpose", purpose), ("@user", user));
        }

        long until = (now + span).ToUnixTimeMilliseconds();
        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        work.Execute(
            "INSERT INTO one_time_link(hash, purpose, user_id, until, seal) VALUES(@hash, @purpose, @user, @until, @seal)",
            ("@hash", HashOf(code)),
            ("@purpose", purpose),
            ("@user", user),
            ("@until", until),
            ("@seal", SealOf(HashOf(code), purpose, user, until)));
        return code;
    }

    /// <summary>Whether a code works still.</summary>
    internal bool Works(string code, string purpose) => database.Read(work => Find(work, code, purpose)) != null;

    /// <summary>Uses a code up; returns whose it is, empty where it is nobody's yet, and null where it does not work.</summary>
    internal string? Take(Work work, string code, string purpose)
    {
        // Of two who use it at once one finds it gone.
        return Find(work, code, purpose) is { } user && work.Execute("DELETE FROM one_time_link WHERE hash = @hash", ("@hash", HashOf(code))) == 1 ? user : null;
    }

    /// <summary>Takes every link of a purpose away.</summary>
    internal static void Forget(Work work, string purpose) => work.Execute("DELETE FROM one_time_link WHERE purpose = @purpose", ("@purpose", purpose));

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    private byte[] SealOf(byte[] hash, string purpose, string user, long until) => seal.Of("one_time_link", hash, purpose, user, until);

    private string? Find(Work work, string code, string purpose)
    {
        if (code.Length > LongestCode)
        {
            return null;
        }

        byte[] hash = HashOf(code);
        (string User, bool IsOwn)? found = work.Query<(string, bool)?>(
            "SELECT user_id, until, seal FROM one_time_link WHERE hash = @hash AND purpose = @purpose AND until > @now",
            row => (row.GetString(0), RowSeal.Holds(row.GetValue(2), SealOf(hash, purpose, row.GetString(0), row.GetInt64(1)))),
            ("@hash", hash),
            ("@purpose", purpose),
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds())).SingleOrDefault();
        if (found is { IsOwn: false })
        {
            seal.Tell("link", "Somebody has used a one-time link that the bridge has not written as it stands in the database: it does not work; find out who can write there.");
        }

        return found is { IsOwn: true } own ? own.User : null;
    }
}
