using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;

namespace DutyKiosk.HostBridge.Search;

/// <summary>A page of what was found, newest first.</summary>
/// <param name="Entries">The entries, as they stand in the log, each with the post that it belongs to.</param>
/// <param name="Older">Before which place older ones stand; null: there are none.</param>
/// <param name="Newer">Behind which place newer ones stand; null: there are none.</param>
/// <param name="Unsearched">How many of the newest entries of the log were not searched, as the index is far behind; 0: everything was.</param>
public sealed record FoundRecords(IReadOnlyList<(LogEntry Entry, string Post)> Entries, long? Older, long? Newer, long Unsearched);

/// <summary>
/// Finds records: by the index up to where that is made, and by looking at each of the few newest entries behind it, so that what was tapped a moment ago is found, too.
/// </summary>
public sealed class RecordSearch(Log log, TerminalRegister terminals)
{
    /// <summary>How many entries behind the index are looked at: they are read within some fifty milliseconds, and more do not come within the time for which the index gathers.</summary>
    public const int MostLookedAt = 5000;

    private readonly TerminalPlaces _places = new(log, terminals);

    /// <summary>The log.</summary>
    public Log Log => log;

    /// <summary>The index.</summary>
    public SearchIndex Index { get; } = new(log);

    /// <summary>The post that a terminal stood for at a place in the log; empty: it has none.</summary>
    public string PostOf(LogEntry entry)
    {
        _places.ReadTo(entry.Position);
        return _places.PostOf(entry.Terminal, entry.Position);
    }

    /// <summary>Finds a page.</summary>
    public FoundRecords Find(RecordQuery query, int limit, DateTimeZone zone)
    {
        SearchHead head = Index.Head;
        (List<long> tail, long unsearched) = Tail(query, head.Position, zone);

        // One more than is shown tells whether there is another page.
        bool newer = query.After != null;
        IReadOnlyList<long> indexed = newer || tail.Count <= limit ? Index.Find(query, limit + 1) : [];
        List<long> found = Joined(indexed, tail, newer, limit + 1);
        bool more = found.Count > limit;
        List<long> page = [.. found.Take(limit).OrderDescending()];
        Dictionary<long, LogEntry> entries = log.ReadAt(page).ToDictionary(entry => entry.Position);
        if (page.Count == 0)
        {
            // Beyond the newest there is only the first page, and beyond the oldest nothing.
            return new FoundRecords([], null, null, unsearched);
        }

        bool hasNewer = newer ? more : query.Before != null;
        bool hasOlder = newer ? query.After != null : more;
        return new FoundRecords([.. page.Where(entries.ContainsKey).Select(position => (entries[position], PostOf(entries[position])))], hasOlder ? page[^1] : null, hasNewer ? page[0] : null, unsearched);
    }

    /// <summary>Everything that is asked for, oldest first, page by page as it is taken, up to the place that the log has come to now.</summary>
    public IEnumerable<LogEntry> All(RecordQuery query, DateTimeZone zone, int most)
    {
        // Each page of a span of days goes through all of it, so they are to be few.
        int size = query.IsSpan ? 5000 : 500;
        int given = 0;
        RecordQuery next = query with { Before = null, After = 0 };
        while (given < most)
        {
            SearchHead head = Index.Head;
            (List<long> tail, _) = Tail(next, head.Position, zone);
            List<long> page = Joined(Index.Find(next, Math.Min(size, most - given)), tail, newer: true, Math.Min(size, most - given));
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (LogEntry entry in log.ReadAt(page).OrderBy(entry => entry.Position))
            {
                given++;
                yield return entry;
            }

            next = next with { After = page[^1] };
        }
    }

    /// <summary>How many there are of what is asked for, counted no further than so many.</summary>
    public int Count(RecordQuery query, DateTimeZone zone, int most)
    {
        RecordQuery all = query with { Before = null, After = null };
        List<long> tail = Tail(all, Index.Head.Position, zone).Positions;
        return Joined(Index.Find(all, most), tail, newer: false, most).Count;
    }

    // The index may have moved on since its place was asked for: what was looked at may stand in it by now, too.
    private static List<long> Joined(IReadOnlyList<long> indexed, List<long> tail, bool newer, int limit)
    {
        IEnumerable<long> all = indexed.Concat(tail).Distinct();
        return [.. (newer ? all.Order() : all.OrderDescending()).Take(limit)];
    }

    // What stands behind the index and fits.
    private (List<long> Positions, long Unsearched) Tail(RecordQuery query, long indexedTo, DateTimeZone zone)
    {
        if (query.Before <= indexedTo + 1)
        {
            return ([], 0);
        }

        List<LogEntry> entries = log.Read(indexedTo, MostLookedAt);
        if (entries.Count == 0)
        {
            return ([], 0);
        }

        long last = entries[^1].Position;
        _places.ReadTo(last);
        return (
            [.. entries.Where(RecordFacts.IsRecord)
                .Where(entry => (query.Before is not { } before || entry.Position < before) && (query.After is not { } after || entry.Position > after))
                .Where(entry => RecordFacts.Of(entry, _places.PostOf(entry.Terminal, entry.Position), zone).Fits(query))
                .Select(entry => entry.Position)],
            entries.Count < MostLookedAt ? 0 : log.LastPosition - last);
    }
}
