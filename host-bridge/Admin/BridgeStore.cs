using System;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>Everything that a bridge keeps, opened: the database with its log, the master key, and what is sealed under it. The service and the commands beside it open it alike.</summary>
public sealed class BridgeStore : IDisposable
{
    private const string SealName = "seal";

    // The log's key is sealed for this purpose once the rows about access are bound. It cannot be taken away without the bridge's refusing to start, so whoever sets the
    // schema's number back has nothing bound anew.
    private const string BoundPurpose = "seal of the log, rows bound";

    private readonly Enrolment _enrolment;

    private BridgeStore(Log log, MasterKey master, TerminalRegister terminals)
    {
        Log = log;
        Master = master;
        Terminals = terminals;
        _enrolment = new Enrolment(terminals, master);
        Rows = new RowSeal(master);
    }

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>The database.</summary>
    public Database Database => Log.Database;

    /// <summary>The master key.</summary>
    public MasterKey Master { get; }

    /// <summary>The seals of the rows that say who may come in.</summary>
    public RowSeal Rows { get; }

    /// <summary>The terminals.</summary>
    public TerminalRegister Terminals { get; }

    /// <summary>What draws credentials.</summary>
    public Enrolment Enrolment => _enrolment;

    /// <summary>Opens the store of a bridge, making what is missing.</summary>
    /// <exception cref="StartupException">Something of it is missing, wrong, or cannot be reached.</exception>
    public static BridgeStore Open(BridgeOptions options, TimeProvider time)
    {
        Log log = OpenLog(options, time);
        MasterKey? master = null;
        try
        {
            string listed = Path.Combine(options.DataFolder, TerminalsFile.Name);
            TerminalsFile? file = File.Exists(listed) ? ReadTerminals(listed) : null;
            master = MasterKey.Load(options.MasterKeyPath, mayMake: log.Database.Read(work => work.Number("SELECT count(*) FROM secret WHERE name <> @name", ("@name", Schema.Unsealed))) == 0);
            log.SealWith(SealOf(log, master, file, options.MasterKeyPath));
            var store = new BridgeStore(log, master, TerminalRegister.Load(log, master));
            store.TakeOver(file, time.GetUtcNow());
            if (file != null)
            {
                File.Delete(listed);
            }

            return store;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            log.Dispose();
            master?.Dispose();
            throw new StartupException($"The database of {options.DataFolder} cannot be written ({exception.Message}): make room on the disk, or stop what else has it.");
        }
        catch
        {
            log.Dispose();
            master?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the store of a bridge that may be running, or will be: nothing is made, moved or written by opening it.</summary>
    /// <exception cref="StartupException">Something of it is missing, wrong, of another version, or cannot be reached.</exception>
    public static BridgeStore OpenBeside(BridgeOptions options, TimeProvider time)
    {
        if (options.Database.Length == 0 && !File.Exists(SqliteDatabase.PathIn(options.DataFolder)))
        {
            throw new StartupException($"There is no database in {options.DataFolder}: name the data folder of the bridge with --data.");
        }

        Database? database = null;
        MasterKey? master = null;
        try
        {
            database = options.Database.Length == 0 ? new SqliteDatabase(SqliteDatabase.PathIn(options.DataFolder)) : OpenPostgres(options.Database, time);
            var log = Log.Beside(database);
            master = MasterKey.Load(options.MasterKeyPath, mayMake: false);
            log.SealWith(SealKeyOf(log.Database, master, options.MasterKeyPath) ?? throw new StartupException("The log has no seal yet: start the bridge with it once, and try again."));
            return new BridgeStore(log, master, TerminalRegister.Load(log, master));
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            database?.Dispose();
            master?.Dispose();
            throw new StartupException($"The database of {options.DataFolder} cannot be used ({exception.Message}): see that it is the bridge's and that this user may read and write it.");
        }
        catch
        {
            database?.Dispose();
            master?.Dispose();
            throw;
        }
    }

    /// <summary>Opens a PostgreSQL database.</summary>
    /// <exception cref="StartupException">It cannot be reached, or the connection string is none.</exception>
    public static PostgresDatabase OpenPostgres(string connection, TimeProvider time)
    {
        try
        {
            return new PostgresDatabase(connection, time);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException($"The database's connection string cannot be read ({exception.Message}): write it as Host=…;Database=…;Username=…;Password=….");
        }
        catch (Exception exception) when (Database.IsFault(exception) || exception is System.Net.Sockets.SocketException)
        {
            throw new StartupException($"The PostgreSQL database cannot be used ({exception.Message}): see that the server runs, that the database exists and that the user may make tables in it.");
        }
    }

    /// <summary>The key that the log of a database is sealed with; null: it has none yet.</summary>
    /// <exception cref="StartupException">It was sealed under another master key.</exception>
    public static byte[]? SealKeyOf(Database database, MasterKey master, string masterKeyPath)
    {
        byte[]? kept = database.Read(work => (byte[]?)work.Scalar("SELECT value FROM secret WHERE name = @name", ("@name", SealName)));
        return kept == null ? null : master.Open(kept, BoundPurpose) ?? master.Open(kept, SealName) ?? throw NotItsKey(masterKeyPath);
    }

    /// <summary>
    /// Binds the rows of a time before they were to the master key, as they stand: users, API keys, the secrets of channels. It belongs into the transaction of the schema's step, and does
    /// nothing where they were bound before: then another hand has set the schema's number back, who would have his own rows sealed.
    /// </summary>
    /// <exception cref="StartupException">The master key is missing, or is another database's.</exception>
    public static void BindRows(Work work, string masterKeyPath)
    {
        if (work.Scalar("SELECT value FROM secret WHERE name = @name", ("@name", SealName)) is not byte[] kept)
        {
            // No bridge has ever let anybody in here.
            return;
        }

        using var master = MasterKey.Load(masterKeyPath, mayMake: false);
        if (master.Open(kept, BoundPurpose) != null)
        {
            return;
        }

        byte[] key = master.Open(kept, SealName) ?? throw NotItsKey(masterKeyPath);
        var seal = new RowSeal(master);
        UserTable.Bind(work, seal);
        ApiKeys.Bind(work, seal);
        DeliveryStore.Bind(work, master);
        work.Execute("UPDATE secret SET value = @value WHERE name = @name", ("@name", SealName), ("@value", master.Seal(key, BoundPurpose)));
    }

    /// <summary>Appends what was done to the terminals, before a bridge runs over the log; a bridge that runs does it itself.</summary>
    public void Append(DateTimeOffset now, params IEnumerable<TerminalAct> acts)
    {
        LogEntry[] entries = [.. acts.Select(act => new LogEntry(0, LogKind.Terminal, act.Terminal, "", 0, act.ToBody(), now))];
        long[] positions = Log.Append(entries);
        for (int i = 0; i < entries.Length; i++)
        {
            Terminals.Apply(entries[i] with { Position = positions[i] });
        }
    }

    /// <summary>Enrols the terminals of the sample, which are let in without a password, on loopback alone.</summary>
    public void EnrolSample(DateTimeOffset now)
    {
        foreach ((string terminal, string post) in SampleRoster.Terminals)
        {
            Append(now, _enrolment.Known(terminal, post, true, RandomNumberGenerator.GetBytes(32), "", Caller.ConsoleName));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Log.Dispose();
        Master.Dispose();
    }

    private static StartupException NotItsKey(string path) => new($"The master key {path} is not the one of this database: put the right file in its place.");

    private static Log OpenLog(BridgeOptions options, TimeProvider time)
    {
        if (options.Database.Length == 0)
        {
            return Log.Open(options.DataFolder, bind: work => BindRows(work, options.MasterKeyPath));
        }

        PostgresDatabase database = OpenPostgres(options.Database, time);
        try
        {
            return new Log(database, work => BindRows(work, options.MasterKeyPath));
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            database.Dispose();
            throw new StartupException($"The PostgreSQL database cannot be used ({exception.Message}): see that the server runs, that the database exists and that the user may make tables in it.");
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static TerminalsFile ReadTerminals(string path)
    {
        try
        {
            return TerminalsFile.Read(path);
        }
        catch (RosterException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    // The key that the log is sealed with. Bridges of before had it from the site key in their file.
    private static byte[] SealOf(Log log, MasterKey master, TerminalsFile? file, string path)
    {
        if (SealKeyOf(log.Database, master, path) is { } kept)
        {
            return kept;
        }

        bool isEmpty = log.Read(0, 1).Count == 0;
        if (!isEmpty && file == null)
        {
            throw new StartupException($"The log is sealed with the site key of {TerminalsFile.Name}, and the file is missing: put it back into the data folder for this start.");
        }

        byte[] made = isEmpty ? RandomNumberGenerator.GetBytes(32) : HMACSHA256.HashData(Convert.FromHexString(file!.SiteKey), "seal of the log"u8);
        bool mine = log.Database.Write(work =>
        {
            bool isFirst = work.Execute("INSERT INTO secret(name, value) VALUES(@name, @value) ON CONFLICT (name) DO NOTHING", ("@name", SealName), ("@value", master.Seal(made, BoundPurpose))) == 1;
            if (isFirst)
            {
                Log.SealOlder(work, made);
            }

            return isFirst;
        });

        // Another bridge of this database may have been a moment earlier.
        return mine ? made : SealOf(log, master, file, path);
    }

    private void TakeOver(TerminalsFile? file, DateTimeOffset now)
    {
        Log.Hold(() =>
        {
            if (file != null && !string.Equals(file.SiteKey, Terminals.SiteKey, StringComparison.OrdinalIgnoreCase))
            {
                Append(now, _enrolment.SiteKey(Convert.FromHexString(file.SiteKey), Caller.ConsoleName));
            }
            else if (Terminals.SiteKey.Length == 0)
            {
                Append(now, _enrolment.NewSiteKey(Caller.ConsoleName));
            }

            foreach (ListedTerminal terminal in file?.Terminals ?? [])
            {
                bool same = Terminals.Find(terminal.Id) is { } known && string.Equals(known.Key, terminal.Key, StringComparison.OrdinalIgnoreCase) && string.Equals(known.Post, terminal.Post, StringComparison.Ordinal);
                if (!same)
                {
                    Append(now, _enrolment.Known(terminal.Id, terminal.Post, terminal.Handover, Convert.FromHexString(terminal.Key), terminal.Password, Caller.ConsoleName));
                }
            }

            return 0;
        });
    }
}
