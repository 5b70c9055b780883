using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>A secret link to the calendar of a person.</summary>
/// <param name="Id">Its id, by which it is revoked; it opens nothing.</param>
/// <param name="Staff">Whose calendar it is.</param>
/// <param name="Name">What it is for: a telephone, say; may be empty.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="MadeAt">When.</param>
/// <param name="RevokedAt">When it was revoked; null: it works.</param>
public sealed record CalendarLink(string Id, string Staff, string Name, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? RevokedAt);

/// <summary>
/// The links to people's calendars. A calendar program can neither sign in nor send a header, so the link is the credential: 192 random bits, of which only the
/// hash is kept.
/// </summary>
public sealed class CalendarLinks(Database database, TimeProvider time)
{
    /// <summary>How many links of one person work at a time.</summary>
    public const int MostAPerson = 10;

    private const int SecretBytes = 24;
    private const int SecretLength = 32;
    private const string Columns = "id, staff, name, made_by, made, revoked";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The links of a person, or, empty, of everybody, oldest first; revoked ones stay for ninety days.</summary>
    public IReadOnlyList<CalendarLink> Of(string staff)
    {
        return database.Read(work => work.Query($"SELECT {Columns} FROM calendar_link WHERE @staff = '' OR staff = @staff ORDER BY made, id", Of, ("@staff", staff)));
    }

    /// <summary>The link of an id; null: there is none.</summary>
    public CalendarLink? Find(string id) => database.Read(work => work.Query($"SELECT {Columns} FROM calendar_link WHERE id = @id", Of, ("@id", id)).SingleOrDefault());

    /// <summary>Makes a link; its secret is given back once and is nowhere else. Null: the person has too many.</summary>
    public (CalendarLink Link, string Secret)? Make(string staff, string name, string by)
    {
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var link = new CalendarLink("cal" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), staff, name, by, time.GetUtcNow(), null);
        return database.Write<(CalendarLink, string)?>(work =>
        {
            work.Execute("DELETE FROM calendar_link WHERE revoked > 0 AND revoked < @until", ("@until", (link.MadeAt - Kept).ToUnixTimeMilliseconds()));

            work.Execute(
                "INSERT INTO calendar_link(id, staff, name, hash, made_by, made, revoked) VALUES(@id, @staff, @name, @hash, @by, @made, 0)",
                ("@id", link.Id),
                ("@staff", staff),
                ("@name", name),
                ("@hash", HashOf(secret)),
                ("@by", by),
                ("@made", link.MadeAt.ToUnixTimeMilliseconds()));
            if (work.Number("SELECT count(*) FROM calendar_link WHERE staff = @staff AND revoked = 0", ("@staff", staff)) <= MostAPerson)
            {
                return (link, secret);
            }

            work.Execute("DELETE FROM calendar_link WHERE id = @id", ("@id", link.Id));
            return null;
        });
    }

    /// <summary>Revokes a link: it opens nothing from now on. False: there is none, or it was revoked before.</summary>
    public bool Revoke(string id) => database.Write(work => work.Execute("UPDATE calendar_link SET revoked = @now WHERE id = @id AND revoked = 0", ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id))) > 0;

    /// <summary>Revokes every link of a person; returns how many worked.</summary>
    public int RevokeOf(string staff) => database.Write(work => work.Execute("UPDATE calendar_link SET revoked = @now WHERE staff = @staff AND revoked = 0", ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("@staff", staff)));

    /// <summary>Whose calendar a secret opens; null: nobody's.</summary>
    public string? StaffOf(string secret)
    {
        return secret.Length != SecretLength ? null : database.Read(work => (string?)work.Scalar("SELECT staff FROM calendar_link WHERE hash = @hash AND revoked = 0", ("@hash", HashOf(secret))));
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static CalendarLink Of(DbDataReader row)
    {
        long revoked = row.GetInt64(5);
        return new CalendarLink(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), revoked == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(revoked));
    }
}
