using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Identity;

namespace DutyKiosk.HostBridge.Access;

/// <summary>What comes of a name and a password. Whoever tries is told the same whatever it is; the audit log is told which.</summary>
public enum PasswordVerdict
{
    /// <summary>It is the user's password.</summary>
    Right,

    /// <summary>It is not.</summary>
    Wrong,

    /// <summary>Nobody is called so.</summary>
    Unknown,

    /// <summary>Too many wrong ones were given; even the right one is not taken for a while.</summary>
    Locked,

    /// <summary>A manager has shut the user.</summary>
    Disabled,
}

/// <summary>Checks names and passwords.</summary>
public sealed class PasswordSignIn(UserTable users, TimeProvider time) : IDisposable
{
    /// <summary>How many wrong passwords in a row lock a user.</summary>
    public const int MostFailures = 5;

    /// <summary>For how long.</summary>
    public static readonly TimeSpan LockSpan = TimeSpan.FromMinutes(15);

    private static readonly PasswordHasher<AppUser> Hasher = new();

    // What is hashed against where there is no user: how long the answer takes must not tell which names there are.
    private static readonly string Nobody = Hasher.HashPassword(new AppUser(), Guid.NewGuid().ToString());

    // One at a time: hashing is slow on purpose, and whoever tries passwords must not have every core of the machine.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Checks a password, and counts it where it is wrong.</summary>
    public async Task<(PasswordVerdict Verdict, AppUser? User)> CheckAsync(string name, string password, CancellationToken cancel)
    {
        if (name.Length > UserRules.LongestPassword || password.Length > UserRules.LongestPassword)
        {
            return (PasswordVerdict.Unknown, null);
        }

        await _turn.WaitAsync(cancel);
        try
        {
            return Check(name, password);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private (PasswordVerdict Verdict, AppUser? User) Check(string name, string password)
    {
        AppUser? user = users.FindByName(name);
        bool has = user is { PasswordHash.Length: > 0 };
        PasswordVerificationResult result = Hasher.VerifyHashedPassword(user ?? new AppUser(), has ? user!.PasswordHash : Nobody, password);
        DateTimeOffset now = time.GetUtcNow();
        if (user == null)
        {
            return (PasswordVerdict.Unknown, null);
        }

        if (user.Disabled)
        {
            return (PasswordVerdict.Disabled, null);
        }

        if (now < user.LockedUntil)
        {
            // Trying on does not lengthen it: nobody can be kept out for ever by whoever knows his name.
            return (PasswordVerdict.Locked, null);
        }

        if (!has || result == PasswordVerificationResult.Failed)
        {
            users.Database.Write(work => UserTable.Failed(work, user.Id, MostFailures, now + LockSpan));
            return (PasswordVerdict.Wrong, null);
        }

        if (user.Failures > 0)
        {
            users.Database.Write(work => UserTable.Forgive(work, user.Id));
        }

        return (PasswordVerdict.Right, user);
    }
}
