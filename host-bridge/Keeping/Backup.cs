using System;
using System.Collections.Generic;
using System.IO;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Writes everything that a bridge keeps into one file while it goes on taking records: a SQLite database, whichever database the bridge has, as it stood at one
/// moment. The master key is not in it, so who finds it can neither speak as a terminal nor sign in; names and records he can read.
/// </summary>
public static class Backup
{
    /// <summary>What the key of a backup's hash is derived for.</summary>
    internal const string SealPurpose = "backup";

    private const string Unfinished = ".part";

    /// <summary>Writes a backup. It has its name only when it is whole and on the disk.</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <exception cref="StartupException">The file exists, or cannot be written.</exception>
    public static BackupNote Write(Database database, MasterKey master, string path, DateTimeOffset now)
    {
        string part = path + Unfinished;
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new StartupException($"{path} is there already: name a file that is not, or move it away.");
        }

        try
        {
            Begin(part);
            if (database is SqliteDatabase sqlite)
            {
                sqlite.CompactTo(part);
            }

            BackupNote note;
            using (var copy = new SqliteDatabase(part))
            {
                if (database is not SqliteDatabase)
                {
                    Schema.Migrate(copy);
                    IReadOnlyList<StoreTable> tables = copy.Read(StoreTable.KeptOf);
                    database.ReadMoment(from => copy.Write(to =>
                    {
                        foreach (StoreTable table in tables)
                        {
                            table.Copy(from, to);
                        }

                        return 0;
                    }));
                }

                note = Finish(copy, master, database is SqliteDatabase ? "sqlite" : "postgresql", now);
            }

            SqliteDatabase.Settle(part);
            Sync(part);
            File.Move(part, path);
            return note;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || Database.IsFault(exception))
        {
            SqliteDatabase.Delete(part);
            throw new StartupException($"The backup {path} cannot be written ({exception.Message}): see that the folder is there, has room, and that this user may write to it.");
        }
    }

    /// <summary>Sees that a file is on the disk.</summary>
    internal static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(true);
    }

    /// <summary>Makes an empty file that only this user can read; what is left of an earlier attempt is cleared away.</summary>
    internal static void Begin(string path)
    {
        SqliteDatabase.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var empty = new FileStream(path, options);
    }

    private static BackupNote Finish(SqliteDatabase copy, MasterKey master, string from, DateTimeOffset now)
    {
        return copy.Write(work =>
        {
            StoreTable.EmptyPassing(copy, work);
            var note = new BackupNote(
                typeof(Backup).Assembly.GetName().Version?.ToString() ?? "",
                Schema.Version,
                now,
                from,
                work.Number("SELECT count(*) FROM log"),
                work.Number("SELECT last FROM log_head"));
            note.Write(work);
            work.Execute(
                $"INSERT INTO {BackupNote.Table}(name, value) VALUES(@name, @value)",
                ("@name", BackupNote.SealName),
                ("@value", StoreTable.SealOf(work, master.Derive(SealPurpose))));
            return note;
        });
    }
}
