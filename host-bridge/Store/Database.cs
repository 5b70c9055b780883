using System;
using System.Data.Common;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// The database of a bridge, SQLite in its data folder or PostgreSQL behind a connection string, with one SQL text for both. Everything that this process
/// writes goes through <see cref="Write{T}"/>: SQLite has one writer, and whatever else changes its file is another hand's doing.
/// </summary>
public abstract class Database : IDisposable
{
    /// <summary>Whether other bridges may use it at the same time.</summary>
    public abstract bool IsShared { get; }

    /// <summary>An expression for the database's own clock, in whole milliseconds since 1970: what several bridges agree on must not hang on their clocks.</summary>
    public abstract string NowSql { get; }

    /// <summary>The type of bytes, for the schema.</summary>
    public abstract string BlobType { get; }

    /// <summary>The database that the search index stands in: one of its own where this one has a single writer, as whoever stores a record must not wait for the index.</summary>
    public virtual Database Search => this;

    /// <summary>Another process has written to the log, and said so. It is raised on a thread of the database's own.</summary>
    public event Action? Announced;

    /// <summary>Does something in one transaction, which is on the disk when this returns; an exception undoes all of it.</summary>
    /// <exception cref="DbException">The database cannot be written to.</exception>
    public abstract T Write<T>(Func<Work, T> work);

    /// <summary>Does something in one transaction, which is on the disk when this returns; an exception undoes all of it.</summary>
    /// <exception cref="DbException">The database cannot be written to.</exception>
    public void Write(Action<Work> work)
    {
        Write(open =>
        {
            work(open);
            return 0;
        });
    }

    /// <summary>Reads what is committed.</summary>
    /// <exception cref="DbException">The database cannot be read.</exception>
    public abstract T Read<T>(Func<Work, T> read);

    /// <summary>Reads one moment of the database: what is committed meanwhile is not seen.</summary>
    /// <exception cref="DbException">The database cannot be read.</exception>
    public abstract T ReadMoment<T>(Func<Work, T> read);

    /// <summary>True once after a hand that is no bridge may have changed the file: nothing that was derived from it can be trusted then. Only SQLite can tell.</summary>
    public abstract bool TakeForeignWrite();

    /// <summary>
    /// Moves what was committed to its place, where the database has left that to somebody who can wait: it takes longer than many commits, which go on meanwhile. One thread is to call it, many times a
    /// second; most times there is nothing to do.
    /// </summary>
    /// <exception cref="DbException">It cannot be done now.</exception>
    public virtual void MoveWritten()
    {
        // A server does so itself.
    }

    /// <summary>True when this is an exception of the database: the disk is full, the server is away, somebody else holds the file.</summary>
    public static bool IsFault(Exception exception) => exception is DbException or TimeoutException or System.Net.Sockets.SocketException;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes every connection.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Says that another process has written.</summary>
    protected void OnAnnounced() => Announced?.Invoke();
}
