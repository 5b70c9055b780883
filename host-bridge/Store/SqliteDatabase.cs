using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// A database file of SQLite: WAL with synchronous=FULL, so that what is committed is on the disk; one writer, and readers with connections of their own.
/// </summary>
public sealed class SqliteDatabase : Database
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "bridge.db";

    // Whoever else holds the file must not hold a commit up for long: it fails, and the terminals send again.
    private const int BusySeconds = 3;
    // A page of the indexes that a thousand terminals write to takes part in nearly every commit. What it has no room for (2 MB) the system has at hand, which was measured to be as quick as four times the room;
    // and a page is to go from the WAL to its place once for many commits (8 MB). That takes longer than many commits, so it is done beside them; where nobody does it, a commit does at last (128 MB).
    private const string Sizes = "PRAGMA cache_size=-2048; PRAGMA wal_autocheckpoint=32768;";

    // What is made from the log again need not be on the disk with each commit: after a power cut the file is whole, and lacks the last ones at most. Whoever writes it moves what is committed himself, once
    // for many (16 MB), as nobody waits for him; and what he has no room for (1 MB) the system has at hand.
    private const string OfDerived = "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-1024; PRAGMA wal_autocheckpoint=4096;";
    private const string Move = "PRAGMA wal_checkpoint(PASSIVE)";
    private const int PagesAMove = 2048;

    // The writer itself has to move the last of it so that the WAL begins anew, and commits wait meanwhile: it does so when the WAL has come to 64 MB, and not after each move.
    private const int PagesUntilAnew = 16384;

    private const string BeginWrite = "BEGIN IMMEDIATE";
    private const string CommitWrite = "COMMIT";
    private const string RollBackWrite = "ROLLBACK";

    // So few a commit can move itself, and after so many tries to come so far it has to.
    private const int FewPages = 64;
    private const int MostMoves = 3;

    private const int BusyCode = 5;
    private const int LockedCode = 6;
    private const int ReadOnlyCode = 8;
    private const int IoErrorCode = 10;
    private const int FullCode = 13;
    private const int CannotOpenCode = 14;

    private readonly string _connectionString;
    private readonly string _settings;
    private readonly SearchDatabase _search;
    // The first is taken before the second where both are.
    private readonly System.Threading.Lock _moving = new();
    private readonly System.Threading.Lock _writing = new();
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private Session? _writer;
    private SqliteConnection? _mover;
    private int _pagesWritten;
    private int _isMoved;
    private long _foreignVersion;
    private bool _reopened;
    private bool _wroteSinceReopened;
    private volatile bool _disposed;

    /// <summary>Opens a file, creating it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="syncs">False: what is written need not outlive this machine's power, as in a rehearsal, whose database lives for seconds.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteDatabase(string path, bool syncs = true)
        : this(path, (syncs ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=OFF;") + Sizes)
    {
    }

    private SqliteDatabase(string path, string settings)
    {
        Path = path;
        _settings = settings;
        _search = new SearchDatabase(System.IO.Path.GetDirectoryName(path) ?? "");
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString();
        _writer = Open();
        _foreignVersion = _writer.Number("PRAGMA data_version");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override string NowSql => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    /// <inheritdoc/>
    public override string BlobType => "BLOB";

    /// <inheritdoc/>
    public override Database Search => _search;

    /// <summary>The endings of the files that a database may consist of.</summary>
    internal static IReadOnlyList<string> Endings { get; } = ["", "-wal", "-shm", "-journal"];

    /// <summary>The file of a data folder.</summary>
    public static string PathIn(string folder) => System.IO.Path.Combine(folder, FileName);

    /// <summary>True when somebody else has the file at this moment.</summary>
    internal static bool IsBusy(Exception exception) => exception is SqliteException { SqliteErrorCode: BusyCode or LockedCode };

    /// <summary>Takes a database's file away, with those that stand beside it while it is used.</summary>
    internal static void Delete(string path)
    {
        foreach (string ending in Endings)
        {
            if (File.Exists(path + ending))
            {
                File.Delete(path + ending);
            }
        }
    }

    /// <summary>Opens a file of what is made from the log and may be made again.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    internal static SqliteDatabase OpenDerived(string path) => new(path, OfDerived);

    /// <inheritdoc/>
    public override T Write<T>(Func<Work, T> work)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Session writer = Writer();
            try
            {
                T result = Transact(writer, work);
                _wroteSinceReopened = true;
                MoveTheRest(writer);
                return result;
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode is ReadOnlyCode or IoErrorCode or FullCode or CannotOpenCode)
            {
                // A disk that was full or read-only may be so no longer, and a connection that has met it goes on believing it is: the next write begins with a new one.
                writer.Dispose();
                _writer = null;
                throw;
            }
        }
    }

    // As its kept statements: a transaction object of ADO makes a hook with a finalizer and prepares both statements anew, at each of hundreds of commits a second.
    private static T Transact<T>(Session writer, Func<Work, T> work)
    {
        writer.Execute(BeginWrite);
        try
        {
            T result = work(writer);
            writer.Execute(CommitWrite);
            return result;
        }
        catch
        {
            // Some errors have rolled it back already.
            if (raw.sqlite3_get_autocommit(writer.Connection.Handle) == 0)
            {
                writer.Execute(RollBackWrite);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public override T Read<T>(Func<Work, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_readers.TryTake(out SqliteConnection? connection))
        {
            connection = new SqliteConnection(_connectionString);
            connection.Open();
        }

        try
        {
            T result = read(new Session(connection, keeps: false));
            _readers.Add(connection);
            if (_disposed)
            {
                // It was closed meanwhile, and nobody comes for what is put back after that.
                CloseReaders();
            }

            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override T ReadMoment<T>(Func<Work, T> read)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return read(new Session(connection, keeps: false) { Transaction = transaction });
    }

    /// <inheritdoc/>
    public override bool TakeForeignWrite()
    {
        lock (_writing)
        {
            long version = Writer().Number("PRAGMA data_version");

            // What happened while there was no connection nobody has seen. It is looked at once when writing works again, and not at every try on a disk that is full.
            bool unseen = _reopened && _wroteSinceReopened;
            bool foreign = unseen || (version != _foreignVersion && !_reopened);
            _foreignVersion = version;
            _reopened &= !unseen;
            return foreign;
        }
    }

    /// <inheritdoc/>
    public override void MoveWritten()
    {
        lock (_moving)
        {
            if (_disposed || Volatile.Read(ref _pagesWritten) < PagesAMove || Volatile.Read(ref _isMoved) == 1)
            {
                // Little is there to be moved, or nothing more before the next commit has moved the rest.
                return;
            }

            try
            {
                if (_mover == null)
                {
                    _mover = new SqliteConnection(_connectionString);
                    _mover.Open();
                }

                // What is committed meanwhile is left over, which is less each time.
                int counted = Volatile.Read(ref _pagesWritten);
                long pages = 0, left = long.MaxValue;
                for (int moves = 0; moves < MostMoves && left > FewPages; moves++)
                {
                    (pages, left) = new Session(_mover, keeps: false).Query(Move, row => (row.GetInt64(1), row.GetInt64(1) - row.GetInt64(2)))[0];
                }

                // Where the move has failed they stay counted, and it is tried again at once.
                Interlocked.Add(ref _pagesWritten, -counted);

                // Only when nothing at all is left does the WAL begin anew instead of growing, and only the writer can bring that about.
                Volatile.Write(ref _isMoved, pages >= PagesUntilAnew ? 1 : 0);
            }
            catch
            {
                CloseMover();
                throw;
            }
        }
    }

    /// <summary>Copies the file while it is in use.</summary>
    public void CopyTo(string path)
    {
        using var source = new SqliteConnection(_connectionString);
        source.Open();
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
    }

    /// <summary>Copies what is in use to an empty or missing file, without what was deleted from it and still stands on free pages.</summary>
    public void CompactTo(string path) => Read(work => work.Execute("VACUUM INTO @path", ("@path", path)));

    /// <summary>Makes one file of a database that nobody has open, without the ones that stand beside it while it is used.</summary>
    /// <exception cref="SqliteException">Somebody has it open, or it is no database.</exception>
    public static void Settle(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _search.Dispose();
        lock (_moving)
        {
            lock (_writing)
            {
                _disposed = true;
                CloseReaders();
                CloseMover();
                _writer?.Dispose();
                _writer = null;
            }
        }
    }

    private void CloseMover()
    {
        _mover?.Dispose();
        _mover = null;
    }

    private void MoveTheRest(Session writer)
    {
        raw.sqlite3_db_status(writer.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, resetFlg: 1);
        Interlocked.Add(ref _pagesWritten, pages);
        if (Interlocked.Exchange(ref _isMoved, 0) == 0)
        {
            return;
        }

        Interlocked.Exchange(ref _pagesWritten, 0);
        try
        {
            writer.Query(Move, row => row.GetInt64(0));
        }
        catch (SqliteException)
        {
            // What is committed is on the disk, in the WAL. That there is no room for it in its place shows when it is moved next, and at last when there is none for the WAL.
        }
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out SqliteConnection? reader))
        {
            reader.Dispose();
        }
    }

    private Session Writer()
    {
        if (_writer == null)
        {
            _writer = Open();
            _reopened = true;
            _wroteSinceReopened = false;
        }

        return _writer;
    }

    private Session Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            var session = new Session(connection, keeps: true);
            session.Execute("PRAGMA journal_mode=WAL;" + _settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Statements of the writer are few and come again and again, so they stay prepared.
    private sealed class Session(SqliteConnection connection, bool keeps) : Work, IDisposable
    {
        private readonly Dictionary<string, SqliteCommand> _kept = new(StringComparer.Ordinal);
        private readonly Dictionary<string, RowStatement> _rowStatements = new(StringComparer.Ordinal);
        private readonly Dictionary<string, RowStatement> _ownStatements = new(StringComparer.Ordinal);

        internal SqliteConnection Connection => connection;

        internal SqliteTransaction? Transaction { get; set; }

        // What each commit does is done by SQLite's own calls: ADO makes a reader and a record for each, hundreds of times a second. Where somebody else has the file at this moment, ADO waits for him.
        public override int Execute(string sql, params ReadOnlySpan<Parameter> parameters)
        {
            return Kept(sql, parameters) is { } statement && statement.TryExecute(parameters, out _) ? raw.sqlite3_changes(connection.Handle) : base.Execute(sql, parameters);
        }

        public override object? Scalar(string sql, params ReadOnlySpan<Parameter> parameters)
        {
            return Kept(sql, parameters) is { } statement && statement.TryExecute(parameters, out object? first) ? first : base.Scalar(sql, parameters);
        }

        // Thousands of rows a second come through here, and ADO's parameters would cost more than SQLite itself.
        public override void ExecuteEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows)
        {
            if (rows.Count == 0)
            {
                return;
            }

            RowStatement statement = keeps && _rowStatements.TryGetValue(sql, out RowStatement? kept) ? kept : new RowStatement(connection, sql, names);
            if (keeps)
            {
                _rowStatements[sql] = statement;
            }

            try
            {
                foreach (object?[] row in rows)
                {
                    statement.Execute(row);
                }
            }
            finally
            {
                if (!keeps)
                {
                    statement.Dispose();
                }
            }
        }

        public override object?[] ScalarEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows)
        {
            var answers = new object?[rows.Count];
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] = Scalar(sql, Pairs(names, rows[i]));
            }

            return answers;
        }

        public override void Announce()
        {
            // The file is this process's alone.
        }

        public void Dispose()
        {
            foreach (SqliteCommand command in _kept.Values)
            {
                command.Dispose();
            }

            foreach (RowStatement statement in _rowStatements.Values.Concat(_ownStatements.Values))
            {
                statement.Dispose();
            }

            connection.Dispose();
        }

        protected override DbCommand? Begin(string sql, ReadOnlySpan<Parameter> parameters, out DbCommand command)
        {
            if (keeps && _kept.TryGetValue(sql, out SqliteCommand? kept))
            {
                kept.Transaction = Transaction;
                foreach (Parameter parameter in parameters)
                {
                    kept.Parameters[parameter.Name].Value = parameter.Value ?? DBNull.Value;
                }

                command = kept;
                return null;
            }

            SqliteCommand made = connection.CreateCommand();
            made.CommandText = sql;
            made.Transaction = Transaction;
            foreach (Parameter parameter in parameters)
            {
                made.Parameters.AddWithValue(parameter.Name, parameter.Value ?? DBNull.Value);
            }

            command = made;
            if (IsKept(sql, parameters))
            {
                _kept.Add(sql, made);
                return null;
            }

            return made;
        }

        // What makes or changes tables comes once.
        private bool IsKept(string sql, ReadOnlySpan<Parameter> parameters)
        {
            return keeps && (parameters.Length > 0 || sql is BeginWrite or CommitWrite or RollBackWrite || sql.StartsWith("SELECT ", StringComparison.Ordinal) || sql.StartsWith("UPDATE ", StringComparison.Ordinal));
        }

        // Null: the statement comes too seldom to be kept.
        private RowStatement? Kept(string sql, ReadOnlySpan<Parameter> parameters)
        {
            if (!IsKept(sql, parameters))
            {
                return null;
            }

            if (!_ownStatements.TryGetValue(sql, out RowStatement? statement))
            {
                var names = new string[parameters.Length];
                for (int i = 0; i < names.Length; i++)
                {
                    names[i] = parameters[i].Name;
                }

                statement = new RowStatement(connection, sql, names);
                _ownStatements.Add(sql, statement);
            }

            return statement;
        }

        private static Parameter[] Pairs(IReadOnlyList<string> names, object?[] row)
        {
            var pairs = new Parameter[names.Count];
            for (int i = 0; i < pairs.Length; i++)
            {
                pairs[i] = new Parameter(names[i], row[i]);
            }

            return pairs;
        }
    }
}
