using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>Some entries of the log, as they were read together.</summary>
/// <param name="Entries">The entries, in order.</param>
/// <param name="Bodies">What each is as a record (<see cref="Chain.BodyOf"/>); null: it is none.</param>
public sealed record LogPage(IReadOnlyList<LogEntry> Entries, IReadOnlyList<RecordBody?> Bodies)
{
    /// <summary>The page of entries that were read already.</summary>
    public static LogPage Of(IReadOnlyList<LogEntry> entries)
    {
        var bodies = new RecordBody?[entries.Count];
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i] = Chain.BodyOf(entries[i]);
        }

        return new LogPage(entries, bodies);
    }
}

/// <summary>
/// Reads the log page by page for whoever goes through it. Reading a row, looking at its seal and taking the record apart hang on its bytes alone and take about as long as proving and
/// folding it, so a thread of their own does them for the pages ahead: a fold of years takes half the time on two cores. What is decided is decided by one thread, in the order of the log.
/// </summary>
public static class LogPages
{
    /// <summary>How many entries a page has.</summary>
    public const int Size = 5000;

    // Whichever of the two threads is the slower one never waits with so many, and the memory holds no more than that.
    private const int MostAhead = 2;

    /// <summary>Everything behind a place, as it stands when the last page is read.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be read.</exception>
    public static IEnumerable<LogPage> Behind(Log log, long position)
    {
        LogPage first = Read(log, position);
        if (first.Entries.Count < Size)
        {
            // A bridge that runs folds a few entries at a time.
            if (first.Entries.Count > 0)
            {
                yield return first;
            }

            yield break;
        }

        using var pages = new BlockingCollection<LogPage>(MostAhead);
        using var stop = new CancellationTokenSource();

        // Not one of the pool's threads: those may all be waiting for what this fold holds.
        Task reading = Task.Factory.StartNew(() => ReadOn(log, first.Entries[^1].Position, pages, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            yield return first;
            foreach (LogPage page in pages.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return page;
            }
        }
        finally
        {
            // Whoever looks no further leaves nobody reading behind.
            stop.Cancel();
            Task.WaitAny([reading], CancellationToken.None);
        }

        // What kept it from reading is told here.
        reading.GetAwaiter().GetResult();
    }

    private static LogPage Read(Log log, long position) => LogPage.Of(log.Read(position, Size));

    private static void ReadOn(Log log, long position, BlockingCollection<LogPage> pages, CancellationToken stop)
    {
        try
        {
            LogPage page = Read(log, position);
            while (page.Entries.Count > 0)
            {
                pages.Add(page, stop);
                page = page.Entries.Count < Size ? LogPage.Of([]) : Read(log, page.Entries[^1].Position);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants more.
        }
        finally
        {
            pages.CompleteAdding();
        }
    }
}
