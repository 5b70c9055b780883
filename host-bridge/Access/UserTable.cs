using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// The table of users: rows and nothing else. What may be done to them is decided in <see cref="UserAccounts"/>. A row that another hand than the bridge's has written is nobody's: whoever
/// would come in by it is not known, and who looks after the bridge is told.
/// </summary>
public sealed class UserTable(Database database, RowSeal seal)
{
    private const string Table = "app_user";
    private const string Columns = "id, name, display_name, staff, role, mail, password_hash, stamp, failures, locked_until, disabled, subject, made, normal_name, seal";

    /// <summary>The database that it stands in.</summary>
    public Database Database => database;

    /// <summary>What vouches for its rows.</summary>
    public RowSeal Seal => seal;

    /// <summary>Everybody, by name.</summary>
    public IReadOnlyList<AppUser> All() => database.Read(work => Known(work, "1 = 1"));

    /// <summary>The names in rows that the bridge has not written as they stand, by name.</summary>
    public IReadOnlyList<string> Foreign() => database.Read(work => work.Query($"SELECT {Columns} FROM app_user ORDER BY normal_name", row => (Of(row).Name, Holds: IsOwn(row)))).FindAll(row => !row.Holds).ConvertAll(row => row.Name);

    /// <summary>The user of an id, or null.</summary>
    public AppUser? Find(string id) => database.Read(work => Find(work, id));

    /// <summary>The user of a name, in whatever case it is written, or null.</summary>
    public AppUser? FindByName(string name) => database.Read(work => FindByName(work, name));

    /// <summary>Whether somebody who may sign in is a manager.</summary>
    public bool HasManager() => database.Read(HasManager);

    /// <summary>The mail address of whoever signs in for a person of the roster; null: nobody does, or he has none.</summary>
    public string? MailOf(string staff) => database.Read(work => Known(work, "staff = @value AND mail <> '' AND disabled = 0", staff)).FirstOrDefault()?.Mail;

    /// <summary>The user of an id, or null.</summary>
    internal AppUser? Find(Work work, string id) => Known(work, "id = @value", id).SingleOrDefault();

    /// <summary>The user of a name, or null.</summary>
    internal AppUser? FindByName(Work work, string name) => Known(work, "normal_name = @value", Normal(name)).SingleOrDefault();

    /// <summary>The user of a provider's subject, or null.</summary>
    internal AppUser? FindBySubject(Work work, string subject) => Known(work, "subject = @value", subject).SingleOrDefault();

    /// <summary>Whether somebody who may sign in is a manager.</summary>
    internal bool HasManager(Work work) => Known(work, "role = 'manager' AND disabled = 0").Count > 0;

    /// <summary>Whether a name is taken, be it by a row that nobody is let in by.</summary>
    internal static bool IsTaken(Work work, string name) => work.Number("SELECT count(*) FROM app_user WHERE normal_name = @name", ("@name", Normal(name))) > 0;

    /// <summary>What stands under a name, whoever has written it, or null.</summary>
    internal static AppUser? AsItStands(Work work, string name) => work.Query($"SELECT {Columns} FROM app_user WHERE normal_name = @name", Of, ("@name", Normal(name))).SingleOrDefault();

    /// <summary>Seals the rows of a time before seals, as they stand.</summary>
    internal static void Bind(Work work, RowSeal seal)
    {
        List<object?[]> seals = work.Query($"SELECT {Columns} FROM app_user", row => new object?[] { SealOf(seal, Of(row)), row.GetString(0) });
        work.ExecuteEach("UPDATE app_user SET seal = @seal WHERE id = @id", ["@seal", "@id"], seals);
    }

    /// <summary>Writes a new row.</summary>
    internal void Insert(Work work, AppUser user)
    {
        work.Execute(
            $"INSERT INTO app_user({Columns}) VALUES(@id, @name, @display, @staff, @role, @mail, @hash, @stamp, 0, 0, @disabled, @subject, @made, @normal, @seal)",
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
            ("@normal", Normal(user.Name)),
            ("@seal", SealOf(seal, user)));
    }

    /// <summary>Writes what a user is; wrong passwords are counted in <see cref="Failed"/> alone, and are not sealed.</summary>
    internal void Update(Work work, AppUser user)
    {
        work.Execute(
            "UPDATE app_user SET normal_name = @normal, display_name = @display, staff = @staff, role = @role, mail = @mail, password_hash = @hash, stamp = @stamp, disabled = @disabled, seal = @seal WHERE id = @id",
            ("@display", user.DisplayName),
            ("@staff", user.Staff),
            ("@role", user.Role),
            ("@mail", user.Mail),
            ("@hash", user.PasswordHash),
            ("@stamp", user.Stamp),
            ("@disabled", user.Disabled ? 1L : 0L),
            ("@normal", Normal(user.Name)),
            ("@seal", SealOf(seal, user)),
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

    private static byte[] SealOf(RowSeal seal, AppUser user) => seal.Of(
        Table, user.Id, user.Name, Normal(user.Name), user.DisplayName, user.Staff, user.Role, user.Mail, user.PasswordHash, user.Stamp, user.Disabled ? 1L : 0L, user.Subject, user.MadeAt.ToUnixTimeMilliseconds());

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

    private bool IsOwn(DbDataReader row)
    {
        AppUser user = Of(row);
        return string.Equals(row.GetString(13), Normal(user.Name), StringComparison.Ordinal) && RowSeal.Holds(row.GetValue(14), SealOf(seal, user));
    }

    private List<AppUser> Known(Work work, string where, string value = "")
    {
        List<(AppUser User, bool IsOwn)> found = work.Query($"SELECT {Columns} FROM app_user WHERE {where} ORDER BY normal_name", row => (Of(row), IsOwn(row)), ("@value", value));
        foreach ((AppUser user, _) in found.Where(row => !row.IsOwn))
        {
            string name = Printable.Of(user.Name);
            seal.Tell($"user/{user.Id}", $"Another hand than the bridge's has changed the user {name} in the database, who is not let in: find out who can write there; 'host-bridge user seal {name}' takes the user over as it stands, shut and without a password.");
        }

        return [.. found.Where(row => row.IsOwn).Select(row => row.User)];
    }
}
