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
    private const int SchemaVersion = 1;
    private const int BusySeconds = 3;
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly string[] KindWords = Enum.GetNames<LogKind>();

    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly System.Threading.Lock _readGate = new();
    private readonly string _connectionString;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _fork;
    private readonly SqliteCommand _dataVersion;
    private long _foreignVersion;

    private Log(string path)
    {
        // Whoever else holds the file must not hold a commit up for long: it fails, and the terminals send again.
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString();
        _writer = new SqliteConnection(_connectionString);
        _reader = new SqliteConnection(_connectionString);
        try
        {
            _writer.Open();
            Execute(_writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            Migrate();
            _reader.Open();
            _insert = Prepared("INSERT INTO log(kind, terminal, epoch, seq, body, received) VALUES($kind, $terminal, $epoch, $seq, $body, $received) RETURNING position");
            _record = Prepared("SELECT body = $body FROM log WHERE kind = 'Record' AND terminal = $terminal AND epoch = $epoch AND seq = $seq");
            _fork = Prepared("SELECT 1 FROM log WHERE kind = 'Fork' AND terminal = $terminal AND epoch = $epoch AND seq = $seq AND body = $body");
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
    /// <exception cref="StartupException">The file is not a database of this version.</exception>
    public static Log Open(string folder)
    {
        string path = Path.Combine(folder, "bridge.db");
        try
        {
            return new Log(path);
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"The database {path} cannot be opened ({exception.Message}): check that the folder can be written and the file is the bridge's.");
        }
    }

    /// <summary>
    /// Appends entries in one transaction; their positions are given back in the same order. A record whose number is taken is not appended again
    /// when it is the same (position 0), and becomes a fork when it is not.
    /// </summary>
    public long[] Append(IReadOnlyList<LogEntry> entries)
    {
        var positions = new long[entries.Count];
        using SqliteTransaction transaction = _writer.BeginTransaction();
        _insert.Transaction = transaction;
        _record.Transaction = transaction;
        _fork.Transaction = transaction;
        for (int i = 0; i < entries.Count; i++)
        {
            // Asked first, and not left to the index: an insert that fails uses a position up, and a missing one is a sign of tampering.
            LogEntry entry = entries[i];
            LogKind? kind = entry.Kind == LogKind.Record ? KindOf(entry) : entry.Kind;
            positions[i] = kind == null ? 0 : Insert(entry, kind.Value);
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
        using SqliteCommand version = _writer.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        long found = (long)version.ExecuteScalar()!;
        if (found > SchemaVersion)
        {
            throw new StartupException($"The database has schema {found}, this bridge knows {SchemaVersion}: use the newer bridge that wrote it.");
        }

        if (found == SchemaVersion)
        {
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
              received INTEGER NOT NULL);
            CREATE UNIQUE INDEX log_record ON log(terminal, epoch, seq) WHERE kind = 'Record';
            CREATE INDEX log_fork ON log(terminal, epoch, seq) WHERE kind = 'Fork';
            CREATE INDEX log_terminal ON log(terminal, position);
            PRAGMA user_version = 1;
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

    private long Insert(LogEntry entry, LogKind kind)
    {
        _insert.Parameters["$kind"].Value = KindWords[(int)kind];
        _insert.Parameters["$received"].Value = entry.ReceivedAt.ToUnixTimeMilliseconds();
        SetRecord(_insert, entry);
        return (long)_insert.ExecuteScalar()!;
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
            command.CommandText = "SELECT position, kind, terminal, epoch, seq, body, received FROM log WHERE " + where;
            foreach ((string name, object value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            var entries = new List<LogEntry>();
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                // A kind that no version knows can only have been written by another hand: it is shown as what it is not.
                LogKind kind = Enum.TryParse(rows.GetString(1), out LogKind known) ? known : LogKind.Quarantined;
                entries.Add(new LogEntry(
                    rows.GetInt64(0),
                    kind,
                    rows.GetString(2),
                    rows.GetString(3),
                    rows.GetInt64(4),
                    rows.GetFieldValue<byte[]>(5),
                    DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(rows.GetInt64(6), 0, LatestMs))));
            }

            return entries;
        }
    }
}
