using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Identity;

namespace DutyKiosk.HostBridge.Access;

/// <summary>What a user is to become; what is null stays as it is.</summary>
/// <param name="DisplayName">The name that others see.</param>
/// <param name="Role">The role.</param>
/// <param name="Staff">The roster's id.</param>
/// <param name="Mail">The mail address.</param>
/// <param name="Disabled">Whether it is shut.</param>
public sealed record UserChange(string? DisplayName = null, string? Role = null, string? Staff = null, string? Mail = null, bool? Disabled = null);

/// <summary>
/// What is done to users. Whoever does it names his own permissions: nobody can make or change a user who may do more than he himself, or whoever may
/// manage users could make himself a manager.
/// </summary>
/// <param name="users">The users.</param>
/// <param name="links">The links that work once.</param>
/// <param name="hadManager">Whether there ever was a manager, as far as the audit log tells; asked only where there is none.</param>
/// <param name="time">By whose clock links end.</param>
public sealed class UserAccounts(UserTable users, OneTimeLinks links, Func<bool> hadManager, TimeProvider time)
{
    /// <summary>The permissions of whoever sits at the machine itself.</summary>
    public static readonly IReadOnlySet<Permission> Console = Rights.Of("manager");

    private static readonly PasswordHasher<AppUser> Hasher = new();
    private static readonly Refusal NoSuchUser = new(RefusalKind.Missing, "There is no such user: look in the list of users for the id.");
    private static readonly Refusal DeadLink = new(RefusalKind.Conflict, "链接已失效或已用过。 The link was used already, or its time is over: ask for a new one.");

    /// <summary>The users.</summary>
    public UserTable Users => users;

    /// <summary>
    /// Draws the code of a link that makes the first manager; null: there is one, or was: whoever takes the managers out of the database must not be handed the door by that. What
    /// is to be done then is told.
    /// </summary>
    public string? DrawFirstLink()
    {
        if (!users.HasManager() && (users.Foreign().Count > 0 || hadManager()))
        {
            users.Seal.Tell("manager", "There is no manager any more, though there was one: find out who has changed the database, and make one with 'host-bridge user add NAME --role manager', or take one over with 'host-bridge user seal NAME'.");
            return null;
        }

        return users.Database.Write(work =>
        {
            Lock(work);
            return users.HasManager(work) ? null : links.Draw(work, OneTimeLinks.First, "", OneTimeLinks.FirstSpan);
        });
    }

    /// <summary>Whether the link of a first manager works still.</summary>
    public bool IsFirstLink(string code) => links.Works(code, OneTimeLinks.First) && !users.HasManager();

    /// <summary>Whether a link to choose a password works still.</summary>
    public bool IsPasswordLink(string code) => links.Works(code, OneTimeLinks.Password);

    /// <summary>Makes the first manager. The link is used up with it, and none works any more once there is a manager.</summary>
    public (AppUser? User, Refusal? Refusal) MakeFirst(string code, string name, string password)
    {
        if ((UserRules.FaultOfName(name) ?? UserRules.FaultOfPassword(password, name)) is { } fault)
        {
            return (null, new Refusal(RefusalKind.Bad, fault));
        }

        if (!links.Works(code, OneTimeLinks.First))
        {
            // Before the password is hashed: whoever guesses codes must not cost the machine anything.
            return (null, DeadLink);
        }

        AppUser user = WithPassword(New(name, "manager", time.GetUtcNow()), password);
        return users.Database.Write<(AppUser?, Refusal?)>(work =>
        {
            Lock(work);
            if (UserTable.IsTaken(work, name))
            {
                return (null, Taken(name));
            }

            if (users.HasManager(work) || links.Take(work, code, OneTimeLinks.First) == null)
            {
                return (null, DeadLink);
            }

            users.Insert(work, user);
            OneTimeLinks.Forget(work, OneTimeLinks.First);
            return (user, null);
        });
    }

    /// <summary>Makes a user without a password, and draws the code of the link by which he chooses one.</summary>
    public (AppUser? User, string Code, Refusal? Refusal) Add(string name, string role, UserChange more, IReadOnlySet<Permission> may)
    {
        string? fault = UserRules.FaultOfName(name) ?? UserRules.FaultOfRole(role) ?? FaultOf(more);
        if (fault != null)
        {
            return (null, "", new Refusal(RefusalKind.Bad, fault));
        }

        if (TooMuch(role, may) is { } tooMuch)
        {
            return (null, "", tooMuch);
        }

        AppUser user = Changed(New(name, role, time.GetUtcNow()), more with { Role = null });
        return users.Database.Write<(AppUser?, string, Refusal?)>(work =>
        {
            Lock(work);
            if (UserTable.IsTaken(work, name))
            {
                return (null, "", Taken(name));
            }

            users.Insert(work, user);
            return (user, links.Draw(work, OneTimeLinks.Password, user.Id, OneTimeLinks.PasswordSpan), null);
        });
    }

    /// <summary>Changes a user. Another role, or being shut, ends his sessions; the last manager stays one.</summary>
    public (AppUser? User, Refusal? Refusal) Change(string id, UserChange change, IReadOnlySet<Permission> may)
    {
        return FaultOf(change) is { } fault ? (null, new Refusal(RefusalKind.Bad, fault)) : Alter(id, may, (work, user) =>
        {
            AppUser changed = Changed(user, change);
            bool ends = changed.Disabled != user.Disabled || !string.Equals(changed.Role, user.Role, StringComparison.Ordinal);
            changed = ends ? changed with { Stamp = NewStamp() } : changed;
            users.Update(work, changed);
            if (user.Disabled && !changed.Disabled)
            {
                UserTable.Forgive(work, id);
            }

            return (changed, TooMuch(changed.Role, may));
        });
    }

    /// <summary>Takes a user away; his sessions end.</summary>
    public (AppUser? User, Refusal? Refusal) Delete(string id, IReadOnlySet<Permission> may) => Alter(id, may, (work, user) =>
    {
        UserTable.Delete(work, id);
        return (user, null);
    });

    /// <summary>Takes a user's password and sessions away, ends a lock, and draws the code of a link by which he chooses another.</summary>
    public (AppUser? User, string Code, Refusal? Refusal) Reset(string id, IReadOnlySet<Permission> may)
    {
        string code = "";
        (AppUser? user, Refusal? refusal) = Alter(id, may, (work, user) =>
        {
            if (user.Subject.Length > 0)
            {
                // With a password of his own he would come in whatever the provider says of him.
                return (user, new Refusal(RefusalKind.Conflict, $"{user.Name} signs in through the provider and has no password here: change what the provider knows of him, or shut him."));
            }

            AppUser reset = user with { PasswordHash = "", Stamp = NewStamp() };
            users.Update(work, reset);
            UserTable.Forgive(work, id);
            code = links.Draw(work, OneTimeLinks.Password, id, OneTimeLinks.PasswordSpan);
            return (reset, null);
        });
        return (user, refusal == null ? code : "", refusal);
    }

    /// <summary>
    /// Seals the row of a user whom another hand has changed, as it stands, but shut and without a password or sessions: whoever does it looks at what it says, and then lets the user in
    /// again. One who is as the bridge has written him stays so.
    /// </summary>
    public (AppUser? User, Refusal? Refusal) Reseal(string name)
    {
        return users.Database.Write<(AppUser?, Refusal?)>(work =>
        {
            Lock(work);
            if (UserTable.AsItStands(work, name) is not { } found)
            {
                return (null, NoSuchUser);
            }

            if (users.Find(work, found.Id) != null)
            {
                return (null, new Refusal(RefusalKind.Conflict, $"{found.Name} is as the bridge has written him: there is nothing to seal."));
            }

            AppUser user = found with { Disabled = true, PasswordHash = "", Stamp = NewStamp() };
            users.Update(work, user);
            return (user, null);
        });
    }

    /// <summary>Chooses a password by a link, which is used up with it.</summary>
    public (AppUser? User, Refusal? Refusal) ChoosePassword(string code, string password)
    {
        if (UserRules.FaultOfPassword(password, "") is { } fault)
        {
            return (null, new Refusal(RefusalKind.Bad, fault));
        }

        if (!links.Works(code, OneTimeLinks.Password))
        {
            return (null, DeadLink);
        }

        AppUser hashed = WithPassword(new AppUser(), password);
        return users.Database.Write<(AppUser?, Refusal?)>(work =>
        {
            if (links.Take(work, code, OneTimeLinks.Password) is not { } id || users.Find(work, id) is not { Disabled: false } user)
            {
                return (null, DeadLink);
            }

            AppUser changed = user with { PasswordHash = hashed.PasswordHash, Stamp = hashed.Stamp };
            users.Update(work, changed);
            UserTable.Forgive(work, id);
            return (changed, null);
        });
    }

    /// <summary>Changes the password of somebody who has shown that he knows the older one; his other sessions end.</summary>
    public (AppUser? User, Refusal? Refusal) ChangePassword(AppUser known, string password)
    {
        if (UserRules.FaultOfPassword(password, known.Name) is { } fault)
        {
            return (null, new Refusal(RefusalKind.Bad, fault));
        }

        AppUser hashed = WithPassword(known, password);
        return users.Database.Write<(AppUser?, Refusal?)>(work =>
        {
            if (users.Find(work, known.Id) is not { Disabled: false } user)
            {
                return (null, NoSuchUser);
            }

            AppUser changed = user with { PasswordHash = hashed.PasswordHash, Stamp = hashed.Stamp };
            users.Update(work, changed);
            return (changed, null);
        });
    }

    /// <summary>
    /// Lets somebody in whom an OpenID Connect provider knows, as what the provider says that he is. He is never taken for a user of this bridge who happens to
    /// have the same name.
    /// </summary>
    /// <param name="subject">Who he is there: issuer and subject.</param>
    /// <param name="name">What he is called there.</param>
    /// <param name="display">The name that others see.</param>
    /// <param name="role">His role.</param>
    /// <returns>The user; null: a manager has shut him.</returns>
    public AppUser? Admit(string subject, string name, string display, string role)
    {
        return users.Database.Write<AppUser?>(work =>
        {
            Lock(work);
            if (users.FindBySubject(work, subject) is { } known)
            {
                if (known.Disabled)
                {
                    return null;
                }

                bool same = string.Equals(known.Role, role, StringComparison.Ordinal);
                AppUser current = known with { Role = role, DisplayName = display, Stamp = same ? known.Stamp : NewStamp() };
                users.Update(work, current);
                return current;
            }

            bool usable = UserRules.FaultOfName(name) == null && !UserTable.IsTaken(work, name);
            string own = usable ? name : "oidc-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(subject)).AsSpan(0, 6));
            AppUser user = New(own, role, time.GetUtcNow()) with { Subject = subject, DisplayName = display };
            users.Insert(work, user);
            return user;
        });
    }

    /// <summary>Takes role, password and sessions from somebody of whom a provider says that he has no role any more; null: nobody here is he, or he has none already.</summary>
    /// <param name="subject">Who he is there: issuer and subject.</param>
    public AppUser? Dismiss(string subject)
    {
        return users.Database.Write<AppUser?>(work =>
        {
            Lock(work);
            if (users.FindBySubject(work, subject) is not { Role.Length: > 0 } known)
            {
                return null;
            }

            AppUser dismissed = known with { Role = "", PasswordHash = "", Stamp = NewStamp() };
            users.Update(work, dismissed);
            return dismissed;
        });
    }

    // Two who change users at once, through whichever bridge, do it one after the other: each could otherwise take away what the other takes for the last manager.
    private static void Lock(Work work) => work.Execute("UPDATE log_head SET last = last");

    private static Refusal Taken(string name) => new(RefusalKind.Conflict, $"name: there is a user '{name}' already: take another name.");

    private static Refusal? TooMuch(string role, IReadOnlySet<Permission> may)
    {
        return Rights.Of(role).All(may.Contains) ? null : new Refusal(RefusalKind.NotAllowed, $"A {role} may do more than whoever asks, who therefore cannot make or change one: ask a manager.");
    }

    private static AppUser New(string name, string role, DateTimeOffset now) => new()
    {
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        Name = name,
        Role = role,
        Stamp = NewStamp(),
        MadeAt = now,
    };

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static AppUser WithPassword(AppUser user, string password) => user with { PasswordHash = Hasher.HashPassword(user, password), Stamp = NewStamp() };

    private static AppUser Changed(AppUser user, UserChange change) => user with
    {
        DisplayName = change.DisplayName ?? user.DisplayName,
        Role = change.Role ?? user.Role,
        Staff = change.Staff ?? user.Staff,
        Mail = change.Mail ?? user.Mail,
        Disabled = change.Disabled ?? user.Disabled,
    };

    private static string? FaultOf(UserChange change)
    {
        return (change.DisplayName is { } shown ? UserRules.FaultOfText("displayName", shown, mayBeEmpty: true) : null)
            ?? (change.Role is { } role ? UserRules.FaultOfRole(role) : null)
            ?? (change.Staff is { } staff ? UserRules.FaultOfStaff(staff) : null)
            ?? (change.Mail is { } mail ? UserRules.FaultOfMail(mail) : null);
    }

    // What comes out refused is undone as a whole.
    private (AppUser? User, Refusal? Refusal) Alter(string id, IReadOnlySet<Permission> may, Func<Work, AppUser, (AppUser User, Refusal? Refusal)> alter)
    {
        Refusal? refused = null;
        try
        {
            return users.Database.Write<(AppUser?, Refusal?)>(work =>
            {
                Lock(work);
                if (users.Find(work, id) is not { } user)
                {
                    return (null, NoSuchUser);
                }

                if (TooMuch(user.Role, may) is { } tooMuch)
                {
                    return (null, tooMuch);
                }

                bool had = users.HasManager(work);
                (AppUser altered, Refusal? refusal) = alter(work, user);
                refused = refusal ?? (had && !users.HasManager(work) ? new Refusal(RefusalKind.Conflict, $"{user.Name} is the last manager: make another one first.") : null);
                return refused == null ? (altered, null) : throw new UndoneException();
            });
        }
        catch (UndoneException)
        {
            return (null, refused);
        }
    }

    // Leaves a transaction so that nothing of it stays; it is caught where it was thrown from.
    private sealed class UndoneException : Exception;
}
