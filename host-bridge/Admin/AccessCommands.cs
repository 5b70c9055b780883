using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>
/// What the command line does to users and keys, directly in the store, whether a bridge runs over it or not. Whoever may open the data folder and the master key may
/// do everything; that he did stands in the audit log.
/// </summary>
public sealed class AccessCommands(BridgeOptions options, TimeProvider time, TextWriter output, TextWriter errors)
{
    private const int Failed = 1;

    /// <summary>Makes a user and prints the link by which he chooses his password; returns the exit code.</summary>
    public int AddUser(string name, string role, UserChange more) => With((accounts, _, audit) =>
    {
        (AppUser? user, string code, Refusal? refusal) = accounts.Add(name, role, more, UserAccounts.Console);
        if (user == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.UserMade, user.Name, user.Role);
        PrintLink(code);
        return 0;
    });

    /// <summary>Prints every user; returns the exit code.</summary>
    public int ListUsers() => With((accounts, _, _) =>
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (AppUser user in accounts.Users.All())
        {
            string state = user.Disabled ? "disabled" : now < user.LockedUntil ? "locked" : user.PasswordHash.Length > 0 ? "ok" : user.Subject.Length > 0 ? "external" : "no password yet";
            output.WriteLine(string.Join('\t', user.Name, user.Role, state, user.Staff, user.DisplayName, user.Mail));
        }

        foreach (string name in accounts.Users.Foreign())
        {
            output.WriteLine($"{name}\t-\tchanged by another hand, not let in: user seal");
        }

        return 0;
    });

    /// <summary>Shuts a user out, or lets him in again; returns the exit code.</summary>
    public int DisableUser(string name, bool disabled) => WithUser(name, (accounts, user, audit) =>
    {
        (AppUser? changed, Refusal? refusal) = accounts.Change(user.Id, new UserChange(Disabled: disabled), UserAccounts.Console);
        if (changed == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.UserChanged, user.Name, $"disabled = {disabled}");
        return 0;
    });

    /// <summary>Takes a user's password away and prints the link by which he chooses another; returns the exit code.</summary>
    public int ResetUser(string name) => WithUser(name, (accounts, user, audit) =>
    {
        (AppUser? reset, string code, Refusal? refusal) = accounts.Reset(user.Id, UserAccounts.Console);
        if (reset == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.UserReset, user.Name);
        PrintLink(code);
        return 0;
    });

    /// <summary>Seals the row of a user whom another hand has changed, shut and without a password, and prints what it says; returns the exit code.</summary>
    public int SealUser(string name) => With((accounts, _, audit) =>
    {
        (AppUser? user, Refusal? refusal) = accounts.Reseal(name);
        if (user == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.UserSealed, user.Name, user.Role);
        output.WriteLine(string.Join('\t', user.Name, user.Role, "disabled", user.Staff, user.DisplayName, user.Mail, user.Subject));
        output.WriteLine($"See that all of this is so. Then: user enable {user.Name}{(user.Subject.Length > 0 ? "" : $", and user reset {user.Name}")}");
        return 0;
    });

    /// <summary>Makes an API key and prints its text and nothing else, so that a script can take it; returns the exit code.</summary>
    public int CreateKey(string name, IReadOnlyList<string> scopes, DateTimeOffset? expires) => With((_, keys, audit) =>
    {
        (ApiKey? key, string text, Refusal? refusal) = keys.Create(name, scopes, expires, Caller.Console);
        if (key == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.KeyMade, $"{key.Id} {key.Name}", string.Join(' ', scopes));
        output.WriteLine(text);
        return 0;
    });

    /// <summary>Prints every key, never its secret; returns the exit code.</summary>
    public int ListKeys() => With((_, keys, _) =>
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (ApiKey key in keys.All())
        {
            string state = key.RevokedAt != null ? "revoked" : key.Expires <= now ? "ended" : "ok";
            string used = key.LastUsed is { } last ? last.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture) : "never used";
            output.WriteLine(string.Join('\t', key.Id, key.Name, state, used, string.Join(' ', key.Scopes.Order().Select(PermissionWords.Of))));
        }

        return 0;
    });

    /// <summary>Revokes a key; returns the exit code.</summary>
    public int RevokeKey(string id) => With((_, keys, audit) =>
    {
        (ApiKey? key, Refusal? refusal) = keys.Revoke(id);
        if (key == null)
        {
            return Refused(refusal!);
        }

        audit.Write(Caller.Console, AuditActions.KeyRevoked, $"{key.Id} {key.Name}");
        return 0;
    });

    private int WithUser(string name, Func<UserAccounts, AppUser, AuditLog, int> work)
    {
        return With((accounts, _, audit) => accounts.Users.FindByName(name) is { } user ? work(accounts, user, audit) : Refused(new Refusal(RefusalKind.Missing, $"There is no user '{name}': see 'host-bridge user list'.")));
    }

    private int With(Func<UserAccounts, ApiKeys, AuditLog, int> work)
    {
        try
        {
            using BridgeStore store = BridgeStore.Open(options, time);
            store.Rows.Told += errors.WriteLine;
            var users = new UserTable(store.Database, store.Rows);
            return work(new UserAccounts(users, new OneTimeLinks(store.Database, store.Rows, time), () => false, time), new ApiKeys(users, time), AuditLog.Of(store, time));
        }
        catch (StartupException exception)
        {
            errors.WriteLine(exception.Message);
            return ProgramEnd.Refused;
        }
        catch (Exception exception) when (Store.Database.IsFault(exception))
        {
            errors.WriteLine($"The database cannot be written ({exception.Message}): make room on the disk, or stop what else has it.");
            return Failed;
        }
    }

    private void PrintLink(string code)
    {
        string address = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.Port}");
        output.WriteLine($"choose password  {AccessPages.PasswordLink(address, code)}");
    }

    private int Refused(Refusal refusal)
    {
        errors.WriteLine(refusal.Sentence);
        return refusal.Kind == RefusalKind.Bad ? ProgramEnd.Refused : Failed;
    }
}
