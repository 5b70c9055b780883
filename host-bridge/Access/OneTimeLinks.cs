using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Links that work once: the one that makes the first manager, and those by which somebody chooses a password. A code has 128 bits, and only its hash is
/// kept: whoever reads the database cannot use it.
/// </summary>
public sealed class OneTimeLinks(Database database, TimeProvider time)
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

        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        work.Execute(
            "INSERT INTO one_time_link(hash, purpose, user_id, until) VALUES(@hash, @purpose, @user, @until)",
            ("@hash", HashOf(code)),
            ("@purpose", purpose),
            ("@user", user),
            ("@until", (now + span).ToUnixTimeMilliseconds()));
        return code;
    }

    /// <summary>Whether a code works still.</summary>
    internal bool Works(string code, string purpose)
    {
        return code.Length <= LongestCode && database.Read(work => work.Number(
            "SELECT count(*) FROM one_time_link WHERE hash = @hash AND purpose = @purpose AND until > @now",
            ("@hash", HashOf(code)),
            ("@purpose", purpose),
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()))) > 0;
    }

    /// <summary>Uses a code up; returns whose it is, empty where it is nobody's yet, and null where it does not work.</summary>
    internal string? Take(Work work, string code, string purpose)
    {
        return code.Length > LongestCode ? null : (string?)work.Scalar(
            "DELETE FROM one_time_link WHERE hash = @hash AND purpose = @purpose AND until > @now RETURNING user_id",
            ("@hash", HashOf(code)),
            ("@purpose", purpose),
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
