using System;
using System.Data.Common;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Simulation.World;

/// <summary>The store says that it cannot.</summary>
public sealed class StoreFaultException : DbException
{
    /// <summary>Says so.</summary>
    public StoreFaultException()
        : base("The simulated store is full.")
    {
    }
}

/// <summary>The bridge's process has ended; nothing that it still does has any effect.</summary>
public sealed class BridgeKilledException() : Exception("The simulated bridge was killed.");

/// <summary>The bridge's real database, with somebody between who can fail before, at and behind each commit, or end the process there.</summary>
public sealed class FaultyDatabase(SqliteDatabase inner, Action<KillPoint> passes, Func<StoreFault?> fails) : Database
{
    /// <inheritdoc/>
    public override bool IsShared => inner.IsShared;

    /// <inheritdoc/>
    public override string NowSql => inner.NowSql;

    /// <inheritdoc/>
    public override string BlobType => inner.BlobType;

    /// <inheritdoc/>
    public override Database Search => inner.Search;

    /// <inheritdoc/>
    public override T Write<T>(Func<Work, T> work)
    {
        passes(KillPoint.BeforeWrite);
        StoreFault? fault = fails();
        if (fault is StoreFault.Before)
        {
            throw new StoreFaultException();
        }

        T result = inner.Write(open =>
        {
            T done = work(open);
            passes(KillPoint.InWrite);
            return fault is StoreFault.AtCommit ? throw new StoreFaultException() : done;
        });
        passes(KillPoint.AfterWrite);
        return fault is StoreFault.Behind ? throw new StoreFaultException() : result;
    }

    /// <inheritdoc/>
    public override T Read<T>(Func<Work, T> read) => inner.Read(read);

    /// <inheritdoc/>
    public override T ReadMoment<T>(Func<Work, T> read) => inner.ReadMoment(read);

    /// <inheritdoc/>
    public override bool TakeForeignWrite() => inner.TakeForeignWrite();

    /// <summary>Copies the file while it is in use.</summary>
    public void CopyTo(string path) => inner.CopyTo(path);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => inner.Dispose();
}
