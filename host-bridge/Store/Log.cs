using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Everything that the bridge has learnt, in one order. Appended to and never changed; what is appended is on the disk when
/// <see cref="Append"/> returns (WAL with synchronous=FULL). One writer; readers have connections of their own.
/// </summary>
public sealed class Log : IDisposable
{
    private const int SchemaVersion = 2;
    private const int BusySeconds = 3;
    private const int PlainSchema = 1;
    private static readonly long LatestMs = SaneTime.End.ToUnixTimeMilliseconds();
    private static readonly string[] KindWords = Enum.GetNames<LogKind>();

    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly System.Threading.Lock _readGate = new();
    private readonly string _connectionString;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _fork;
    private readonly SqliteCommand _same;
    private readonly SqliteCommand _dataVersion;
    private long _foreignVersion;
    private EntrySeal? _seal;
    private bool _wasSealed;

    private Log(string path, bool syncs)
    {
        // Whoever else holds the file must not hold a commit up for long: it fails, and the terminals send again.
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString();
        _writer = new SqliteConnection(_connectionString);
        _reader = new SqliteConnection(_connectionString);
        try
        {
            _writer.Open();
            Execute(_writer, syncs ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" : "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;");
            Migrate();
            _reader.Open();
            _insert = Prepared("INSERT INTO log(position, kind, terminal, epoch, seq, body, received, seal) VALUES($position, $kind, $terminal, $epoch, $seq, $body, $received, $seal)");
            _record = Prepared("SELECT body = $body FROM log WHERE kind = 'Record' AND terminal = $terminal AND epoch = $epoch AND seq = $seq");
            _fork = Prepared("SELECT 1 FROM log WHERE kind = 'Fork' AND terminal = $terminal AND epoch = $epoch AND seq = $seq AND body = $body");
            _same = Prepared("SELECT 1 FROM log WHERE kind = 'Quarantined' AND terminal = $terminal AND body = $body");
            _dataVersion = Prepared("PRAGMA data_version");
            _foreignVersion = DataVersion();
        }
        catch
        {
            _writer.Dispose();
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens the log in a folder, creating it where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="syncs">False: what is appended need not outlive this machine's power, as in a rehearsal, whose database lives for seconds.</param>
    /// <exception cref="StartupException">The file is not a database of this version.</exception>
    public static Log Open(string folder, bool syncs = true)
    {
        string path = Path.Combine(folder, "bridge.db");
        try
        {
            return new Log(path, syncs);
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"The database {path} cannot be opened ({exception.Message}): check that the folder can be written and the file is the bridge's.");
        }
    }

    /// <summary>
    /// From now on every entry is sealed, and one that another hand has changed is found by its seal. Entries of a time without seals are sealed once,
    /// as they stand.
    /// </summary>
    public void SealWith(byte[] key)
    {
        _seal = new EntrySeal(key);
        if (Version() == PlainSchema && !_wasSealed)
        {
            SealAll(_seal);
        }
    }

    /// <summary>
    /// Appends entries in one transaction; their positions are given back in the same order. A record whose number is taken is not appended again
    /// when it is the same (position 0), and becomes a fork when it is not; the same bytes that are no record are appended once.
    /// </summary>
    public long[] Append(IReadOnlyList<LogEntry> entries)
    {
        var positions = new long[entries.Count];
        using SqliteTransaction transaction = _writer.BeginTransaction();
        _insert.Transaction = transaction;
        _record.Transaction = transaction;
        _fork.Transaction = transaction;
        _same.Transaction = transaction;
        long last = LastGiven(transaction);
        for (int i = 0; i < entries.Count; i++)
        {
            // Asked first, and not left to the index: an insert that fails uses a position up, and a missing one is a sign of tampering.
            LogEntry entry = entries[i];
            LogKind? kind = entry.Kind switch { LogKind.Record => KindOf(entry), LogKind.Quarantined when IsStored(entry) => null, _ => entry.Kind };
            if (kind != null)
            {
                positions[i] = ++last;
                Insert(entry, kind.Value, last);
            }
        }

        transaction.Commit();
        return positions;
    }

    /// <summary>The entries behind a position, in order.</summary>
    public List<LogEntry> Read(long after, int limit) => Select("position > $after ORDER BY position LIMIT $limit", ("$after", after), ("$limit", limit));

    /// <summary>The records of a terminal (or of all) behind a position, forks and quarantined bytes included, in order.</summary>
    public List<LogEntry> ReadRecords(string? terminal, long after, int limit)
    {
        string where = "position > $after AND kind IN ('Record', 'Fork', 'Quarantined')" + (terminal == null ? "" : " AND terminal = $terminal");
        return terminal == null
            ? Select(where + " ORDER BY position LIMIT $limit", ("$after", after), ("$limit", limit))
            : Select(where + " ORDER BY position LIMIT $limit", ("$after", after), ("$limit", limit), ("$terminal", terminal));
    }

    /// <summary>The newest records of all terminals, newest first.</summary>
    public List<LogEntry> ReadNewestRecords(int count) => Select("kind IN ('Record', 'Fork', 'Quarantined') ORDER BY position DESC LIMIT $limit", ("$limit", count));

    /// <summary>The record of a number, or null.</summary>
    public LogEntry? Find(string terminal, string epoch, long seq)
    {
        List<LogEntry> found = Select(
            "kind = 'Record' AND terminal = $terminal AND epoch = $epoch AND seq = $seq",
            ("$terminal", terminal),
            ("$epoch", epoch),
            ("$seq", seq));
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>True once after somebody else has written to the file: nothing that was derived from it can be trusted then.</summary>
    public bool TakeForeignWrite()
    {
        long version = DataVersion();
        if (version == _foreignVersion)
        {
            return false;
        }

        _foreignVersion = version;
        return true;
    }

    /// <summary>
    /// How many entries are missing at the end: positions are given once and never again, so a file that gave more than it holds was cut. A file
    /// that was put back from a backup lacks nothing by itself; only the terminals know what came later.
    /// </summary>
    public long MissingAtEnd()
    {
        lock (_readGate)
        {
            using SqliteCommand command = _reader.CreateCommand();
            command.CommandText = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0) - coalesce((SELECT max(position) FROM log), 0)";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Changes the body of a record behind the bridge's back, as somebody with an editor for databases could. For rehearsals and tests.</summary>
    public void AlterForRehearsal(string terminal, long seq, byte[] body)
    {
        using var other = new SqliteConnection(_connectionString);
        other.Open();
        using SqliteCommand update = other.CreateCommand();
        update.CommandText = "UPDATE log SET body = $body WHERE kind = 'Record' AND terminal = $terminal AND seq = $seq";
        update.Parameters.AddWithValue("$body", body);
        update.Parameters.AddWithValue("$terminal", terminal);
        update.Parameters.AddWithValue("$seq", seq);
        update.ExecuteNonQuery();
    }

    /// <summary>Copies the whole log to a file while it is in use.</summary>
    public void BackUp(string path)
    {
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        _writer.BackupDatabase(target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _record.Dispose();
        _fork.Dispose();
        _same.Dispose();
        _dataVersion.Dispose();
        _reader.Dispose();
        _writer.Dispose();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Migrate()
    {
        long found = Version();
        if (found > SchemaVersion)
        {
            throw new StartupException($"The database has schema {found}, this bridge knows {SchemaVersion}: use the newer bridge that wrote it.");
        }

        if (found == SchemaVersion)
        {
            return;
        }

        if (found == PlainSchema)
        {
            // It is of the new schema only when everything in it is sealed, or whoever takes a seal away could have a false entry sealed. Where seals stand already
            // another hand has set the number back: nothing is sealed again, and what it has changed is found.
            bool hasColumn = HasSeals();
            _wasSealed = hasColumn && AnySealed();
            if (!hasColumn)
            {
                Execute(_writer, "ALTER TABLE log ADD COLUMN seal BLOB");
            }

            Execute(_writer, "CREATE INDEX IF NOT EXISTS log_quarantined ON log(terminal, body) WHERE kind = 'Quarantined'");
            return;
        }

        Execute(
            _writer,
            """
            CREATE TABLE log(
              position INTEGER PRIMARY KEY AUTOINCREMENT,
              kind TEXT NOT NULL,
              terminal TEXT NOT NULL,
              epoch TEXT NOT NULL,
              seq INTEGER NOT NULL,
              body BLOB NOT NULL,
              received INTEGER NOT NULL,
              seal BLOB);
            CREATE UNIQUE INDEX log_record ON log(terminal, epoch, seq) WHERE kind = 'Record';
            CREATE INDEX log_fork ON log(terminal, epoch, seq, body) WHERE kind = 'Fork';
            CREATE INDEX log_terminal ON log(terminal, position);
            CREATE INDEX log_quarantined ON log(terminal, body) WHERE kind = 'Quarantined';
            PRAGMA user_version = 2;
            """);
    }

    private SqliteCommand Prepared(string sql)
    {
        SqliteCommand command = _writer.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, SqliteType type) in new[]
        {
            ("$kind", SqliteType.Text),
            ("$terminal", SqliteType.Text),
            ("$epoch", SqliteType.Text),
            ("$seq", SqliteType.Integer),
            ("$body", SqliteType.Blob),
            ("$received", SqliteType.Integer),
            ("$position", SqliteType.Integer),
            ("$seal", SqliteType.Blob),
        })
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.Add(name, type);
            }
        }

        command.Prepare();
        return command;
    }

    private long Version()
    {
        using SqliteCommand version = _writer.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        return (long)version.ExecuteScalar()!;
    }

    private bool HasSeals()
    {
        using SqliteCommand columns = _writer.CreateCommand();
        columns.CommandText = "SELECT count(*) FROM pragma_table_info('log') WHERE name = 'seal'";
        return (long)columns.ExecuteScalar()! > 0;
    }

    private bool AnySealed()
    {
        using SqliteCommand command = _writer.CreateCommand();
        command.CommandText = "SELECT EXISTS(SELECT 1 FROM log WHERE seal IS NOT NULL)";
        return (long)command.ExecuteScalar()! > 0;
    }

    private void SealAll(EntrySeal seal)
    {
        using SqliteTransaction transaction = _writer.BeginTransaction();
        var seals = new List<(long Position, byte[] Seal)>();
        using (SqliteCommand all = _writer.CreateCommand())
        {
            all.CommandText = "SELECT position, kind, terminal, epoch, seq, body, received FROM log";
            using SqliteDataReader rows = all.ExecuteReader();
            while (rows.Read())
            {
                seals.Add((rows.GetInt64(0), seal.Of(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetInt64(4), rows.GetInt64(6), rows.GetFieldValue<byte[]>(5))));
            }
        }

        using SqliteCommand update = Prepared("UPDATE log SET seal = $seal WHERE position = $position");
        update.Transaction = transaction;
        foreach ((long position, byte[] bytes) in seals)
        {
            update.Parameters["$position"].Value = position;
            update.Parameters["$seal"].Value = bytes;
            update.ExecuteNonQuery();
        }

        Execute(_writer, "PRAGMA user_version = 2");
        transaction.Commit();
    }

    // The newest position that was ever given: one whose entry is gone is not given again.
    private long LastGiven(SqliteTransaction transaction)
    {
        using SqliteCommand command = _writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0), coalesce((SELECT max(position) FROM log), 0))";
        return (long)command.ExecuteScalar()!;
    }

    private void Insert(LogEntry entry, LogKind kind, long position)
    {
        EntrySeal seal = _seal ?? throw new InvalidOperationException("Nothing is appended to a log that has no seal.");
        string word = KindWords[(int)kind];
        long received = entry.ReceivedAt.ToUnixTimeMilliseconds();
        _insert.Parameters["$position"].Value = position;
        _insert.Parameters["$kind"].Value = word;
        _insert.Parameters["$received"].Value = received;
        _insert.Parameters["$seal"].Value = seal.Of(position, word, entry.Terminal, entry.Epoch, entry.Seq, received, entry.Body);
        SetRecord(_insert, entry);
        _insert.ExecuteNonQuery();
    }

    private bool IsStored(LogEntry entry)
    {
        _same.Parameters["$terminal"].Value = entry.Terminal;
        _same.Parameters["$body"].Value = entry.Body;
        return _same.ExecuteScalar() != null;
    }

    // What a record is to the log: new, a fork, or null, stored already.
    private LogKind? KindOf(LogEntry entry)
    {
        SetRecord(_record, entry);
        object? same = _record.ExecuteScalar();
        if (same is null)
        {
            return LogKind.Record;
        }

        SetRecord(_fork, entry);
        return (long)same == 1 || _fork.ExecuteScalar() != null ? null : LogKind.Fork;
    }

    private static void SetRecord(SqliteCommand command, LogEntry entry)
    {
        command.Parameters["$terminal"].Value = entry.Terminal;
        command.Parameters["$epoch"].Value = entry.Epoch;
        command.Parameters["$seq"].Value = entry.Seq;
        command.Parameters["$body"].Value = entry.Body;
    }

    private long DataVersion() => (long)_dataVersion.ExecuteScalar()!;

    private List<LogEntry> Select(string where, params (string Name, object Value)[] parameters)
    {
        lock (_readGate)
        {
            using SqliteCommand command = _reader.CreateCommand();
            command.CommandText = "SELECT position, kind, terminal, epoch, seq, body, received, seal FROM log WHERE " + where;
            foreach ((string name, object value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            var entries = new List<LogEntry>();
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                // A kind that no version knows can only have been written by another hand: it is shown as what it is not.
                string word = rows.GetString(1);
                LogKind kind = Enum.TryParse(word, out LogKind known) && Enum.IsDefined(known) ? known : LogKind.Quarantined;
                byte[] body = rows.GetFieldValue<byte[]>(5);
                byte[] seal = rows.IsDBNull(7) ? [] : rows.GetFieldValue<byte[]>(7);
                byte[]? wanted = _seal?.Of(rows.GetInt64(0), word, rows.GetString(2), rows.GetString(3), rows.GetInt64(4), rows.GetInt64(6), body);
                entries.Add(new LogEntry(
                    rows.GetInt64(0),
                    kind,
                    rows.GetString(2),
                    rows.GetString(3),
                    rows.GetInt64(4),
                    body,
                    DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(rows.GetInt64(6), 0, LatestMs)))
                {
                    IsAltered = wanted != null && !seal.AsSpan().SequenceEqual(wanted),
                });
            }

            return entries;
        }
    }
}
