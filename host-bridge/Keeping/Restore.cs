using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Puts a backup in the place of what a bridge keeps, into SQLite or PostgreSQL, whichever it was made from. Terminals are asked for what came after it by the
/// bridge itself, when it runs again.
/// </summary>
public static class Restore
{
    private const int NotADatabase = 26;
    private const string Unfinished = ".restoring";

    /// <summary>Puts a backup back; returns what it said of itself, and a line for everything else that there is to know.</summary>
    /// <param name="options">The bridge, which must not be running.</param>
    /// <param name="file">The backup; it is only read.</param>
    /// <param name="force">Whether what is there may be replaced. It is kept beside.</param>
    /// <exception cref="StartupException">The backup cannot be used, or not here, or a bridge is running.</exception>
    public static (BackupNote Note, IReadOnlyList<string> Lines) Run(BridgeOptions options, string file, bool force, TimeProvider time)
    {
        if (!File.Exists(file))
        {
            throw new StartupException($"There is no file {file}: name a backup that 'host-bridge backup' has written.");
        }

        using DataFolder data = DataFolder.Take(options.DataFolder);
        string target = SqliteDatabase.PathIn(options.DataFolder);
        string part = target + Unfinished;
        var lines = new List<string>();
        try
        {
            Backup.Begin(part);
            File.Copy(file, part, overwrite: true);
            using MasterKey master = MasterKey.Load(options.MasterKeyPath, mayMake: false);
            BackupNote note = Check(part, file, master, options.MasterKeyPath);
            if (options.Database.Length == 0)
            {
                SqliteDatabase.Settle(part);
                Backup.Sync(part);
                SetAside(target, force, time.GetUtcNow(), lines);
                SqliteDatabase.Delete(SearchDatabase.PathIn(options.DataFolder));
                File.Move(part, target);
            }
            else
            {
                using var copy = new SqliteDatabase(part);
                IntoPostgres(copy, options, force, master, time, lines);
            }

            using BridgeStore store = BridgeStore.OpenBeside(options, time);
            AuditLog.Of(store, time).Write(Caller.Console, AuditActions.StoreRestored, Path.GetFileName(file), string.Create(CultureInfo.InvariantCulture, $"made {note.MadeAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, up to position {note.Last}"));
            WriteRoster(store.Log, options.DataFolder, lines);
            return (note, lines);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || Database.IsFault(exception))
        {
            throw new StartupException($"The backup {file} cannot be put back ({exception.Message}): nothing is lost; see that there is room and that this user may write to {options.DataFolder}.");
        }
        finally
        {
            SqliteDatabase.Delete(part);
        }
    }

    // Looks at a copy, as opening a database may change its file.
    private static BackupNote Check(string part, string file, MasterKey master, string masterKeyPath)
    {
        SqliteDatabase copy;
        try
        {
            copy = new SqliteDatabase(part);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == NotADatabase)
        {
            throw new StartupException($"{file} is no backup of a bridge: name a file that 'host-bridge backup' has written.");
        }

        using (copy)
        {
            (BackupNote? note, string seal, string wanted) = copy.Read(work =>
            {
                // The bridge writes neither, and what one does when something is written its seal does not cover.
                if (work.Number("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')") > 0)
                {
                    throw new StartupException($"{file} holds more than the bridge has written: another hand has changed it; take another backup.");
                }

                if (!string.Equals(work.Scalar("PRAGMA integrity_check") as string, "ok", StringComparison.Ordinal))
                {
                    throw new StartupException($"{file} is damaged: take another backup.");
                }

                BackupNote? found = BackupNote.Read(work);
                return found == null ? (null, "", "") : (found, work.Scalar($"SELECT value FROM {BackupNote.Table} WHERE name = '{BackupNote.SealName}'") as string ?? "", StoreTable.SealOf(work, master.Derive(Backup.SealPurpose)));
            });
            if (note == null)
            {
                throw new StartupException($"{file} is a database, but no backup of a bridge: name a file that 'host-bridge backup' has written.");
            }

            if (note.Schema > Schema.Version)
            {
                throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{file} has schema {note.Schema}, this bridge knows {Schema.Version}: use the newer bridge that wrote it."));
            }

            if (BridgeStore.SealKeyOf(copy, master, masterKeyPath) == null || !string.Equals(seal, wanted, StringComparison.Ordinal))
            {
                throw new StartupException($"{file} is not as the bridge has written it: it is damaged, or another hand has changed it; take another backup.");
            }

            copy.Write(work => work.Execute($"DROP TABLE {BackupNote.Table}"));
            Schema.Migrate(copy, work => BridgeStore.BindRows(work, masterKeyPath));

            // A backup of before may hold what says nothing any more, as a link by which somebody has chosen his password since.
            copy.Write(work => StoreTable.EmptyPassing(copy, work));
            return note;
        }
    }

    private static void SetAside(string target, bool force, DateTimeOffset now, List<string> lines)
    {
        if (!File.Exists(target))
        {
            return;
        }

        if (!force)
        {
            throw new StartupException($"{target} is there already: restore with --force to put the backup in its place; what is there is kept beside it.");
        }

        SeeThatNobodyHasIt(target);
        string aside = string.Create(CultureInfo.InvariantCulture, $"{target}.before-{now:yyyyMMddTHHmmssfffZ}");
        foreach (string ending in SqliteDatabase.Endings)
        {
            if (File.Exists(target + ending))
            {
                File.Move(target + ending, aside + ending);
            }
        }

        lines.Add($"What was there before is kept as {aside}.");
    }

    // Who has a file open goes on writing to it wherever it is moved. What cannot be read any more nobody writes to.
    private static void SeeThatNobodyHasIt(string target)
    {
        try
        {
            SqliteDatabase.Settle(target);
        }
        catch (SqliteException exception) when (SqliteDatabase.IsBusy(exception))
        {
            throw new StartupException($"{target} is in use: stop the bridge, and every command beside it, and try again.");
        }
        catch (SqliteException)
        {
            // A backup is put back because of that, and what is there is kept as it is.
        }
    }

    private static void IntoPostgres(SqliteDatabase copy, BridgeOptions options, bool force, MasterKey master, TimeProvider time, List<string> lines)
    {
        // One statement may take as long as it has to here.
        using PostgresDatabase target = BridgeStore.OpenPostgres(options.Database + ";Command Timeout=0", time);
        Schema.Migrate(target, work => BridgeStore.BindRows(work, options.MasterKeyPath));
        target.Read(work => SeeThatNobodyLeads(target, work));
        if (target.Read(work => work.Number("SELECT count(*) FROM log")) > 0)
        {
            if (!force)
            {
                throw new StartupException("The PostgreSQL database has a log already: restore with --force to put the backup in its place; what is there is written into a backup beforehand.");
            }

            string aside = Path.Combine(options.DataFolder, string.Create(CultureInfo.InvariantCulture, $"before-{time.GetUtcNow():yyyyMMddTHHmmssfffZ}.backup"));
            Backup.Write(target, master, aside, time.GetUtcNow());
            lines.Add($"What was there before is kept as {aside}.");
        }

        IReadOnlyList<StoreTable> tables = copy.Read(StoreTable.KeptOf);
        copy.ReadMoment(from => target.Write(to =>
        {
            // A bridge may have been started while what was there was written into a backup. From here on none can take the lease, nor append, until this is done.
            to.Execute("LOCK TABLE lease, log_head IN EXCLUSIVE MODE");
            SeeThatNobodyLeads(target, to);
            StoreTable.EmptyPassing(target, to);
            foreach (StoreTable table in tables)
            {
                table.Copy(from, to);
            }

            return 0;
        }));
    }

    private static long SeeThatNobodyLeads(PostgresDatabase target, Work work)
    {
        long leases = work.Number($"SELECT count(*) FROM lease WHERE until > {target.NowSql}");
        return leases == 0 ? leases : throw new StartupException("A bridge uses the PostgreSQL database: stop every bridge of it, and try again.");
    }

    // A first start would find no roster, and put the sample in force.
    private static void WriteRoster(Log log, string folder, List<string> lines)
    {
        string path = Path.Combine(folder, DataFolder.RosterName);
        if (File.Exists(path))
        {
            return;
        }

        long before = long.MaxValue;
        while (log.ReadKindBackwards(LogKind.Roster, before, 1) is [LogEntry entry])
        {
            before = entry.Position;
            if (!entry.IsAltered && JsonSerializer.Deserialize<RosterDocument>(entry.Body) is { Posts.Count: > 0 } document)
            {
                HousePacks.WriteMissing(folder, document.Packs);
                Yaml.Write(path, document);
                lines.Add($"There was no {DataFolder.RosterName}: it is written as it was in force when the backup was made.");
                return;
            }
        }
    }
}
