using System;
using System.IO;
using System.Threading;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// The file that the search index stands in beside a database of SQLite. It is made from the log, so it is thrown away where it cannot be read or comes from another version, and nobody needs it to start: it is
/// opened by whoever asks for it first.
/// </summary>
/// <param name="folder">The folder of the database.</param>
public sealed class SearchDatabase(string folder) : Database
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "search.db";

    private const int NoSuchTable = 1;
    private const int ReadOnly = 8;
    private const int Damaged = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private readonly System.Threading.Lock _opening = new();
    private readonly string _path = PathIn(folder);
    private SqliteDatabase? _file;
    private Exception? _fault;
    private bool _disposed;

    /// <summary>Whether there is a file; to look whether makes none.</summary>
    public bool Exists => File.Exists(_path);

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override string NowSql => Opened().NowSql;

    /// <inheritdoc/>
    public override string BlobType => Opened().BlobType;

    /// <summary>The file of a data folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Why a file was thrown away that could not be read, once; null: none was.</summary>
    public Exception? TakeFault() => Interlocked.Exchange(ref _fault, null);

    /// <inheritdoc/>
    public override T Write<T>(Func<Work, T> work) => Use(file => file.Write(work));

    /// <inheritdoc/>
    public override T Read<T>(Func<Work, T> read) => Use(file => file.Read(read));

    /// <inheritdoc/>
    public override T ReadMoment<T>(Func<Work, T> read) => Use(file => file.ReadMoment(read));

    /// <inheritdoc/>
    public override bool TakeForeignWrite() => Opened().TakeForeignWrite();

    /// <summary>Throws the file away; whoever asks next finds an empty one. Who reads it at this moment ends with what he has begun.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public void ThrowAway()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _file?.Dispose();
            _file = null;
            SqliteDatabase.Delete(_path);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_opening)
        {
            _disposed = true;
            _file?.Dispose();
            _file = null;
        }
    }

    private T Use<T>(Func<SqliteDatabase, T> use)
    {
        SqliteDatabase file = Opened();
        try
        {
            return use(file);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Damaged or NotADatabase)
        {
            // Damage may show only where it is read. Another thread may have met it a moment earlier.
            lock (_opening)
            {
                if (_file == file)
                {
                    _fault = exception;
                    ThrowAway();
                }
            }

            throw;
        }
    }

    private SqliteDatabase Opened()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _file ??= OpenKnown() ?? Make();
        }
    }

    // Null: there is none that this version can use.
    private SqliteDatabase? OpenKnown()
    {
        if (!Exists)
        {
            return null;
        }

        SqliteDatabase? file = null;
        try
        {
            file = SqliteDatabase.OpenDerived(_path);
            if (Schema.HasSearch(file))
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is NoSuchTable or ReadOnly or Damaged or CannotOpen or NotADatabase)
        {
            _fault = exception;
            file?.Dispose();
            return null;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private SqliteDatabase Make()
    {
        SqliteDatabase.Delete(_path);
        SqliteDatabase file = SqliteDatabase.OpenDerived(_path);
        try
        {
            Schema.MakeSearch(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
