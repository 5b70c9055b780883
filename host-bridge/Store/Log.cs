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

    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly System.Threading.Lock _readGate = new();
    private readonly string _connectionString;
    private long _foreignVersion;

    private Log(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _writer = new SqliteConnection(_connectionString);
        _writer.Open();
        Execute(_writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
        Migrate();
        _reader = new SqliteConnection(_connectionString);
        _reader.Open();
        _foreignVersion = DataVersion();
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
        using SqliteCommand insert = _writer.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT OR IGNORE INTO log(kind, terminal, epoch, seq, body, received) VALUES($kind, $terminal, $epoch, $seq, $body, $received)";
        SqliteParameter kind = insert.Parameters.Add("$kind", SqliteType.Text);
        SqliteParameter terminal = insert.Parameters.Add("$terminal", SqliteType.Text);
        SqliteParameter epoch = insert.Parameters.Add("$epoch", SqliteType.Text);
        SqliteParameter seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        SqliteParameter body = insert.Parameters.Add("$body", SqliteType.Blob);
        SqliteParameter received = insert.Parameters.Add("$received", SqliteType.Integer);
        using SqliteCommand last = _writer.CreateCommand();
        last.Transaction = transaction;
        last.CommandText = "SELECT last_insert_rowid()";

        for (int i = 0; i < entries.Count; i++)
        {
            LogEntry entry = entries[i];
            kind.Value = entry.Kind.ToString();
            terminal.Value = entry.Terminal;
            epoch.Value = entry.Epoch;
            seq.Value = entry.Seq;
            body.Value = entry.Body;
            received.Value = entry.ReceivedAt.ToUnixTimeMilliseconds();
            if (insert.ExecuteNonQuery() == 0)
            {
                if (IsStored(entry, transaction))
                {
                    continue;
                }

                kind.Value = nameof(LogKind.Fork);
                insert.ExecuteNonQuery();
            }

            positions[i] = (long)last.ExecuteScalar()!;
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
            CREATE INDEX log_terminal ON log(terminal, position);
            PRAGMA user_version = 1;
            """);
    }

    private bool IsStored(LogEntry entry, SqliteTransaction transaction)
    {
        using SqliteCommand same = _writer.CreateCommand();
        same.Transaction = transaction;
        same.CommandText = "SELECT 1 FROM log WHERE kind IN ('Record', 'Fork') AND terminal = $terminal AND epoch = $epoch AND seq = $seq AND body = $body LIMIT 1";
        same.Parameters.AddWithValue("$terminal", entry.Terminal);
        same.Parameters.AddWithValue("$epoch", entry.Epoch);
        same.Parameters.AddWithValue("$seq", entry.Seq);
        same.Parameters.AddWithValue("$body", entry.Body);
        return same.ExecuteScalar() != null;
    }

    private long DataVersion()
    {
        using SqliteCommand command = _writer.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

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
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(6))));
            }

            return entries;
        }
    }
}
