using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>The table of users: rows and nothing else. What may be done to them is decided in <see cref="UserAccounts"/>.</summary>
public sealed class UserTable(Database database)
{
    private const string Columns = "id, name, display_name, staff, role, mail, password_hash, stamp, failures, locked_until, disabled, subject, made";

    /// <summary>The database that it stands in.</summary>
    public Database Database => database;

    /// <summary>Everybody, by name.</summary>
    public IReadOnlyList<AppUser> All() => database.Read(work => work.Query($"SELECT {Columns} FROM app_user ORDER BY normal_name", Of));

    /// <summary>The user of an id, or null.</summary>
    public AppUser? Find(string id) => database.Read(work => Find(work, id));

    /// <summary>The user of a name, in whatever case it is written, or null.</summary>
    public AppUser? FindByName(string name) => database.Read(work => FindByName(work, name));

    /// <summary>Whether somebody who may sign in is a manager.</summary>
    public bool HasManager() => database.Read(HasManager);

    /// <summary>The mail address of whoever signs in for a person of the roster; null: nobody does, or he has none.</summary>
    public string? MailOf(string staff)
    {
        return database.Read(work => work.Query("SELECT mail FROM app_user WHERE staff = @staff AND mail <> '' AND disabled = 0 ORDER BY normal_name", row => row.GetString(0), ("@staff", staff))).FirstOrDefault();
    }

    /// <summary>The user of an id, or null.</summary>
    internal static AppUser? Find(Work work, string id) => work.Query($"SELECT {Columns} FROM app_user WHERE id = @id", Of, ("@id", id)).SingleOrDefault();

    /// <summary>The user of a name, or null.</summary>
    internal static AppUser? FindByName(Work work, string name) => work.Query($"SELECT {Columns} FROM app_user WHERE normal_name = @name", Of, ("@name", Normal(name))).SingleOrDefault();

    /// <summary>The user of a provider's subject, or null.</summary>
    internal static AppUser? FindBySubject(Work work, string subject) => work.Query($"SELECT {Columns} FROM app_user WHERE subject = @subject", Of, ("@subject", subject)).SingleOrDefault();

    /// <summary>Whether somebody who may sign in is a manager.</summary>
    internal static bool HasManager(Work work) => work.Number("SELECT count(*) FROM app_user WHERE role = 'manager' AND disabled = 0") > 0;

    /// <summary>Writes a new row.</summary>
    internal static void Insert(Work work, AppUser user)
    {
        work.Execute(
            $"INSERT INTO app_user({Columns}, normal_name) VALUES(@id, @name, @display, @staff, @role, @mail, @hash, @stamp, 0, 0, @disabled, @subject, @made, @normal)",
            ("@id", user.Id),
            ("@name", user.Name),
            ("@display", user.DisplayName),
            ("@staff", user.Staff),
            ("@role", user.Role),
            ("@mail", user.Mail),
            ("@hash", user.PasswordHash),
            ("@stamp", user.Stamp),
            ("@disabled", user.Disabled ? 1L : 0L),
            ("@subject", user.Subject),
            ("@made", user.MadeAt.ToUnixTimeMilliseconds()),
            ("@normal", Normal(user.Name)));
    }

    /// <summary>Writes what a user is; wrong passwords are counted in <see cref="Failed"/> alone.</summary>
    internal static void Update(Work work, AppUser user)
    {
        work.Execute(
            "UPDATE app_user SET display_name = @display, staff = @staff, role = @role, mail = @mail, password_hash = @hash, stamp = @stamp, disabled = @disabled WHERE id = @id",
            ("@display", user.DisplayName),
            ("@staff", user.Staff),
            ("@role", user.Role),
            ("@mail", user.Mail),
            ("@hash", user.PasswordHash),
            ("@stamp", user.Stamp),
            ("@disabled", user.Disabled ? 1L : 0L),
            ("@id", user.Id));
    }

    /// <summary>Takes a row away.</summary>
    internal static void Delete(Work work, string id)
    {
        work.Execute("DELETE FROM one_time_link WHERE user_id = @id", ("@id", id));
        work.Execute("DELETE FROM app_user WHERE id = @id", ("@id", id));
    }

    /// <summary>
    /// Counts a wrong password, in the database itself: of two that come at once neither is lost. The one that makes the limit full locks the user and
    /// begins the count anew.
    /// </summary>
    internal static void Failed(Work work, string id, long limit, DateTimeOffset until)
    {
        long failures = work.Number("UPDATE app_user SET failures = failures + 1 WHERE id = @id RETURNING failures", ("@id", id));
        if (failures >= limit)
        {
            work.Execute("UPDATE app_user SET failures = 0, locked_until = @until WHERE id = @id", ("@until", until.ToUnixTimeMilliseconds()), ("@id", id));
        }
    }

    /// <summary>Forgets wrong passwords and ends a lock.</summary>
    internal static void Forgive(Work work, string id) => work.Execute("UPDATE app_user SET failures = 0, locked_until = 0 WHERE id = @id", ("@id", id));

    private static string Normal(string name) => name.Normalize().ToUpperInvariant();

    private static AppUser Of(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        DisplayName = row.GetString(2),
        Staff = row.GetString(3),
        Role = row.GetString(4),
        Mail = row.GetString(5),
        PasswordHash = row.GetString(6),
        Stamp = row.GetString(7),
        Failures = row.GetInt64(8),
        LockedUntil = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Disabled = row.GetInt64(10) != 0,
        Subject = row.GetString(11),
        MadeAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(12)),
    };
}
