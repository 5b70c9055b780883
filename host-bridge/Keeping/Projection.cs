using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// What a bridge that runs has folded, as a hash: posts, sheets, holds, plan, ledger, exports and notices at one place in the log. It is kept once an hour, so
/// that whoever folds everything again can tell whether the running one has come to the same.
/// </summary>
/// <param name="Position">The place in the log.</param>
/// <param name="Digest">SHA-256 over what is folded there, in hex.</param>
public sealed record Projection(long Position, string Digest)
{
    /// <summary>That of a fold, where it stands.</summary>
    public static Projection Of(LogFold fold)
    {
        DutyRoom room = fold.Room;

        // A post that nobody has named and where nothing has happened is there as soon as a terminal is known, which another fold learns at another place.
        PostState[] posts = [.. room.Posts.Where(post => room.Roster.Document.Posts.Exists(entry => string.Equals(entry.Id, post.Post, StringComparison.Ordinal))
            || post.HolderPosition > 0 || post.In.Count > 0 || post.Book.Sheets.Count > 0 || post.Book.Holds.Count > 0)];
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            JsonSerializer.Serialize(hashed, new { Posts = posts, room.Plan, room.Ledger, room.Exports, Notices = room.Notices.All, room.Roster.Document });
        }

        return new Projection(fold.Position, Convert.ToHexStringLower(hash.Hash!));
    }

    /// <summary>The one that was kept last; null: none.</summary>
    public static Projection? Kept(Database database)
    {
        return database.Read(work => work.Query("SELECT position, digest FROM projection", row => new Projection(row.GetInt64(0), row.GetString(1)))).FirstOrDefault();
    }

    /// <summary>Nothing that was folded before counts any more, as what it was folded from is changed. To be done with that change.</summary>
    public static void Drop(Work work) => work.Execute("DELETE FROM projection");

    /// <summary>Keeps it in the place of the one before.</summary>
    public void Keep(Database database)
    {
        database.Write(work =>
        {
            Drop(work);
            work.Execute("INSERT INTO projection(one, position, digest) VALUES(1, @position, @digest)", ("@position", Position), ("@digest", Digest));
        });
    }
}
