using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;

namespace DutyKiosk.HostBridge.Search;

/// <summary>
/// Makes the index from the log, behind it and in its order, a small transaction at a time. Where it was stopped it goes on; where it must be made anew it is written over from the first entry on,
/// and what stood there before is searched meanwhile. A file of its own that does not fit the log is thrown away before that.
/// </summary>
public sealed class SearchFollower(Log log, TerminalRegister terminals)
{
    /// <summary>How many entries a transaction takes where nothing else is said: it takes some ten milliseconds to write them, in which records wait to be stored where the index stands in the log's database.</summary>
    public const int Batch = 1000;

    // What is removed is looked for in so many places at a time.
    private const long GoneAtOnce = 5000;

    private readonly TerminalPlaces _places = new(log, terminals);

    /// <summary>The index.</summary>
    public SearchIndex Index { get; } = new(log);

    /// <summary>Goes on by one transaction; returns whether there may be more.</summary>
    /// <param name="zone">The zone of the house.</param>
    /// <param name="anew">Whether the index is to be made anew, as another hand may have changed it, or the log.</param>
    /// <param name="batch">How many entries at most.</param>
    public bool Step(DateTimeZone zone, bool anew = false, int batch = Batch)
    {
        SearchHead head = Index.ReadHead();
        if (anew || head.Turn == 0 || head.Version != SearchIndex.Version || !string.Equals(head.Zone, zone.Id, StringComparison.Ordinal))
        {
            Index.Renew(head, zone.Id);
            head = Index.ReadHead();
        }

        List<LogEntry> entries = log.Read(head.Renewed, batch);
        if (entries.Count == 0)
        {
            if (head.Renewed < head.Position)
            {
                // The log ends before what was found in it: its end was cut off.
                Write(head, head.Position, []);
            }

            return false;
        }

        _places.ReadTo(entries[^1].Position);
        foreach (LogEntry retained in entries.Where(entry => entry.Kind == LogKind.Retained && !entry.IsAltered))
        {
            Remove(retained);
        }

        bool written = Write(head, entries[^1].Position, [.. entries.Where(RecordFacts.IsRecord).Select(entry => (entry.Position, RecordFacts.Of(entry, _places.PostOf(entry.Terminal, entry.Position), zone)))]);
        return !written || entries.Count == batch;
    }

    private bool Write(SearchHead head, long last, IReadOnlyList<(long Position, RecordFacts Facts)> rows)
    {
        try
        {
            return Index.Write(head, last, rows);
        }
        catch
        {
            Index.Forget();
            throw;
        }
    }

    // An entry that says what was removed stands behind everything that it is about, so it is taken out before the place moves on.
    private void Remove(LogEntry retained)
    {
        RetainedAct act;
        try
        {
            act = RetainedAct.Of(retained);
        }
        catch (JsonException)
        {
            return;
        }

        long cleared = 0;
        foreach (PositionRange gone in act.Gone)
        {
            for (long after = Math.Max(cleared, gone.From - 1); after < gone.To; after = cleared)
            {
                cleared = after + GoneAtOnce;
                Index.RemoveGone(after, cleared);
            }
        }
    }
}
