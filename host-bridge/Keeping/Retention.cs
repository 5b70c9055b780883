using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// What is older than the house keeps, and may go. Positions are never given again, and a missing one is taken for tampering; so one sealed entry says what is
/// gone and where the chains go on (<see cref="RetainedAct"/>). Of a journal only a beginning goes in which everything is proved, erased, declared lost or passed
/// over: the first record that is not stops it, so nothing unverified is ever removed. What still has an effect stays: before anything goes, the log is folded as
/// it would be without it, and if anything that is shown as being so now were another, the post that it is about keeps everything this time.
/// </summary>
public sealed class Retention
{
    /// <summary>The shortest time that a house may keep records for: a year's figures, and a month to ask about them.</summary>
    public const int LeastDays = 400;

    // The first look at an old log must not hold the log up for long: what is left goes on the next days.
    private const int MostEntries = 200_000;

    private const int Page = 5000;

    // A terminal that has gone quiet is shown with what it wrote last.
    private const int NewestKept = 20;

    // A shift that was planned for a day is over some days later, in whatever zone.
    private const int PlanMarginDays = 3;

    private const int Attempts = 3;

    private const int MacBytes = 16;

    private readonly Log _log;
    private readonly TerminalRegister _terminals;
    private readonly DateTimeOffset _now;
    private readonly RetainedAct _was;
    private readonly HashSet<string> _keptPosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptNotices = new(StringComparer.Ordinal);
    private readonly List<Old> _old = [];
    private readonly Dictionary<(string Terminal, string Epoch), Journal> _journals = [];
    private DateTimeOffset _before;
    private long _newestRetained;
    private long _end;

    private Retention(Log log, TerminalRegister terminals, DateTimeOffset before, DateTimeOffset now)
    {
        _log = log;
        _terminals = terminals;
        _before = before;
        _now = now;
        _newestRetained = NewestRetained(log);
        _was = RetainedAct.Newest(log);
    }

    /// <summary>Removes what is older than so many days and may go; returns how many entries that were. It may take long, and holds the log only at its end.</summary>
    /// <param name="days">0: nothing is ever removed.</param>
    public static int Run(Log log, TerminalRegister terminals, int days, DateTimeOffset now)
    {
        if (days == 0)
        {
            return 0;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(days, LeastDays);
        return new Retention(log, terminals, now.AddDays(-days), now).Run();
    }

    private int Run()
    {
        LimitToMost();
        if (_before <= _was.Before)
        {
            return 0;
        }

        var full = new LogFold(_terminals, new HistoryWatch(), (_, _) => { }, _was);
        GoThrough(entry =>
        {
            full.Take([entry]);
            Note(entry);
        });
        HashSet<string> due = [.. full.Room.NoticesDue(_now).Select(notice => notice.Key)];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (HashSet<long> gone, RetainedChain[] chains) = Choose(full);
            if (gone.IsSubsetOf(_old.Where(old => old.Kind == LogKind.Retained).Select(old => old.Position)))
            {
                return 0;
            }

            RetainedAct act = new(_before, [.. chains, .. _was.Chains.Where(was => !Array.Exists(chains, chain => Same(chain, was)))], Ranges(gone), _was.Sheets);
            act = act with { Sheets = SheetsGone(full, Fold(act with { Sheets = RetainedAct.None.Sheets }, gone)) };
            if (IsSame(full, Fold(act, gone), due))
            {
                return Carry(act, gone);
            }
        }

        return 0;
    }

    private static long NewestRetained(Log log) => log.ReadKindBackwards(LogKind.Retained, long.MaxValue, 1) is [LogEntry newest] ? newest.Position : 0;

    private static bool Same(RetainedChain a, RetainedChain b) => string.Equals(a.Terminal, b.Terminal, StringComparison.Ordinal) && string.Equals(a.Epoch, b.Epoch, StringComparison.Ordinal);

    private static Dictionary<string, int> SheetsGone(LogFold full, LogFold rest)
    {
        // Sheets begin with records alone, so how many are left does not hang on what is said of them.
        return full.Room.Posts.Select(post => (post.Post, Gone: post.Book.Forgotten + post.Book.Sheets.Count - rest.Room.PostOf(post.Post).Book.Sheets.Count))
            .Where(post => post.Gone > 0).ToDictionary(post => post.Post, post => post.Gone, StringComparer.Ordinal);
    }

    private void LimitToMost()
    {
        string[] times = [.. _log.Database.Read(work => work.Query(
            "SELECT received FROM log WHERE received < @before ORDER BY position LIMIT 1 OFFSET @most",
            row => row.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ("@before", _before.ToUnixTimeMilliseconds()),
            ("@most", (long)MostEntries)))];
        if (times is [string first])
        {
            var limit = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(first, System.Globalization.CultureInfo.InvariantCulture));
            _before = limit < _before && limit > _was.Before ? limit : _before;
        }
    }

    private void GoThrough(Action<LogEntry> take)
    {
        long last = _end > 0 ? _end : long.MaxValue;
        List<LogEntry> page = _log.Read(0, Page);
        while (page.Count > 0 && page[0].Position <= last)
        {
            foreach (LogEntry entry in page.TakeWhile(entry => entry.Position <= last))
            {
                take(entry);
            }

            page = _log.Read(page[^1].Position, Page);
        }
    }

    private LogFold Fold(RetainedAct act, HashSet<long> gone)
    {
        var fold = new LogFold(_terminals, new HistoryWatch(), (_, _) => { }, act);
        GoThrough(entry =>
        {
            if (!gone.Contains(entry.Position))
            {
                fold.Take([entry]);
            }
        });
        return fold;
    }

    // What is old, and what stands in the way of it.
    private void Note(LogEntry entry)
    {
        _end = entry.Position;
        // What was said of what is gone is said again, with what goes now, so the older word for it is not needed any more.
        bool isOld = (entry.ReceivedAt < _before || entry.Kind == LogKind.Retained) && !entry.IsAltered;
        if (entry.Epoch.Length > 0 && entry.Kind is LogKind.Record or LogKind.Erased or LogKind.Fork or LogKind.Quarantined)
        {
            if (!_journals.TryGetValue((entry.Terminal, entry.Epoch), out Journal? journal))
            {
                journal = new Journal();
                _journals.Add((entry.Terminal, entry.Epoch), journal);
            }

            journal.Newest = Math.Max(journal.Newest, entry.Seq);
            if (isOld && entry.Kind is LogKind.Record or LogKind.Erased && RecordBody.Read(entry.Body) is { } body)
            {
                journal.Records.Add((entry.Seq, entry.Position, entry.ReceivedAt, body.Mac));
            }
            else
            {
                journal.Stop = Math.Min(journal.Stop, entry.Seq);
            }
        }
        else if (isOld)
        {
            _old.Add(new Old(entry.Position, entry.Kind, entry.Terminal, entry.Epoch, entry.Seq, KeyOf(entry)));
        }
    }

    // What it hangs on whether the entry may go; empty: nothing.
    private string KeyOf(LogEntry entry)
    {
        try
        {
            return entry.Kind switch
            {
                LogKind.Notice => JsonSerializer.Deserialize<Notice>(entry.Body)?.Key ?? "",
                LogKind.Acknowledged => Acknowledgement.Of(entry).Topic,
                LogKind.Plan => PlanAct.Of(entry).Planned,
                LogKind.Ledger => LedgerAct.Of(entry).Kind.ToString(),
                _ => "",
            };
        }
        catch (JsonException)
        {
            // It cannot be read, and is told of as such.
            return "";
        }
    }

    private (HashSet<long> Gone, RetainedChain[] Chains) Choose(LogFold full)
    {
        var gone = new HashSet<long>();
        var chains = new List<RetainedChain>();
        foreach (((string terminal, string epoch), Journal journal) in _journals)
        {
            if (Prefix(full, terminal, epoch, journal, gone) is { } chain)
            {
                chains.Add(chain);
            }
        }

        foreach (string terminal in chains.Select(chain => chain.Terminal).Distinct(StringComparer.Ordinal).ToArray())
        {
            chains.AddRange(OtherJournals(full.Chain, terminal, chains));
        }

        string[] keptTopics = [.. _keptNotices.Select(key => key.Split('/')[0])];
        string planned = full.Room.Roster.Civil(_before.AddDays(-PlanMarginDays)).ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        long[] rosters = [.. _old.Where(old => old.Kind == LogKind.Roster).Select(old => old.Position)];
        HashSet<long> versions = [.. full.Room.Posts.Select(post => post.PolicyVersion)];
        foreach (IGrouping<(LogKind Kind, string Terminal), Old> group in _old.GroupBy(old => (old.Kind, old.Terminal)))
        {
            // The newest of a kind may be what is so now.
            Old[] all = [.. group];
            Old[] butNewest = all[..Math.Max(0, all.Length - NewestKept)];
            IEnumerable<Old> may = group.Key.Kind switch
            {
                LogKind.Link or LogKind.Started or LogKind.RosterWindow or LogKind.Command => butNewest,
                LogKind.Gate or LogKind.Sheet or LogKind.Hold when _keptPosts.Contains(group.Key.Terminal) => [],
                LogKind.Gate => butNewest,
                LogKind.Sheet or LogKind.Hold => all,
                LogKind.Notice => all.Where(old => !old.Key.StartsWith("history-broken/", StringComparison.Ordinal) && !_keptNotices.Contains(old.Key)),
                LogKind.Acknowledged => all.Where(old => old.Key is not "history-broken" && !keptTopics.Contains(old.Key, StringComparer.Ordinal)),
                LogKind.Roster => all.Where(old => old.Position != rosters[^1] && !versions.Contains(old.Position)),
                LogKind.Plan => all.Where(old => old.Key.Length > 0 && string.CompareOrdinal(old.Key, planned) < 0),
                LogKind.Ledger => _keptPosts.Count > 0 ? [] : all,
                LogKind.PassedOver => all.Where(old => chains.Exists(chain => string.Equals(chain.Terminal, old.Terminal, StringComparison.Ordinal) && string.Equals(chain.Epoch, old.Epoch, StringComparison.Ordinal) && old.Seq <= chain.UpTo)),
                LogKind.Export or LogKind.Audit or LogKind.Erasure or LogKind.Retained => all,
                _ => [],
            };
            gone.UnionWith(may.Select(old => old.Position));
        }

        return (gone, [.. chains]);
    }

    // A journal that is begun before anything is judged counts as proved, so an older one of which nothing goes would be taken for a newer one, and would close the one in use.
    private List<RetainedChain> OtherJournals(Chain chain, string terminal, List<RetainedChain> chosen)
    {
        return
        [
            .. chain.JournalsOf(terminal).Select(journal => new RetainedChain(terminal, journal.Epoch, 0, new byte[MacBytes], 0, false))
                .Where(none => chain.IsProved(terminal, none.Epoch) && !chosen.Exists(has => Same(has, none)))
                .Select(none => _was.Chains.FirstOrDefault(was => Same(was, none)) ?? none)
                .Select(begun => chain.RetainedUpTo(terminal, begun.Epoch, begun.UpTo, begun.Mac) with { Missing = begun.Missing }),
        ];
    }

    // The beginning of a journal that may go; null: none of it.
    private RetainedChain? Prefix(LogFold full, string terminal, string epoch, Journal journal, HashSet<long> gone)
    {
        PostState? post = full.Room.TerminalOf(terminal) is { } state ? full.Room.PostOf(state.Post) : null;
        if (post == null || _keptPosts.Contains(post.Post))
        {
            return null;
        }

        DateTimeOffset here = post.PresentAt(_now, full.Room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(present => present.Value.Since).Append(post.Holder.Length > 0 ? post.Since : _before).Min();
        long holder = post.HolderPosition > 0 ? post.HolderPosition : long.MaxValue;
        long stored = full.Chain.JournalsOf(terminal).First(found => string.Equals(found.Epoch, epoch, StringComparison.Ordinal)).StoredUpTo;
        long stop = Math.Min(journal.Stop, Math.Min(stored + 1, journal.Newest - NewestKept + 1));
        foreach ((long seq, long position, DateTimeOffset receivedAt, _) in journal.Records)
        {
            bool may = position < holder && receivedAt < here && full.Chain.ProofOf(position) is Proof.Ok or Proof.Erased;
            stop = may ? stop : Math.Min(stop, seq);
        }

        (long Seq, long Position, DateTimeOffset ReceivedAt, byte[] Mac)[] prefix = [.. journal.Records.Where(record => record.Seq < stop)];
        if (prefix.Length == 0)
        {
            return null;
        }

        gone.UnionWith(prefix.Select(record => record.Position));
        (long seqLast, _, _, byte[] mac) = prefix.MaxBy(record => record.Seq);
        RetainedChain? before = _was.Chains.FirstOrDefault(chain => string.Equals(chain.Terminal, terminal, StringComparison.Ordinal) && string.Equals(chain.Epoch, epoch, StringComparison.Ordinal));
        return full.Chain.RetainedUpTo(terminal, epoch, seqLast, mac) with { Missing = MissingOf(before, prefix.Select(record => record.Seq)) };
    }

    // The numbers that were never stored, beside those of which that is known: what was declared lost. Should one of them come after all, it was never here.
    private static List<PositionRange>? MissingOf(RetainedChain? before, IEnumerable<long> stored)
    {
        List<PositionRange> missing = [.. before?.Missing ?? []];
        long next = (before?.UpTo ?? 0) + 1;
        foreach (long seq in stored.Order())
        {
            if (seq > next)
            {
                missing.Add(new PositionRange(next, seq - 1));
            }

            next = seq + 1;
        }

        return missing.Count == 0 ? null : missing;
    }

    // What was gone before stays so, and what goes now joins it.
    private List<PositionRange> Ranges(HashSet<long> gone)
    {
        var ranges = new List<PositionRange>();
        foreach (PositionRange range in _was.Gone.Concat(gone.Select(position => new PositionRange(position, position))).OrderBy(range => range.From))
        {
            if (ranges.Count > 0 && ranges[^1].To + 1 >= range.From)
            {
                ranges[^1] = new PositionRange(ranges[^1].From, Math.Max(ranges[^1].To, range.To));
            }
            else
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }

    // False: something would be another. What it is about is kept at the next attempt.
    private bool IsSame(LogFold full, LogFold rest, HashSet<string> due)
    {
        int kept = _keptPosts.Count + _keptNotices.Count;
        _keptNotices.UnionWith(rest.Room.NoticesDue(_now).Select(notice => notice.Key).Where(key => !due.Contains(key)));
        foreach (PostState post in full.Room.Posts)
        {
            if (!string.Equals(Standing.Of(full.Room, post, _now, _before), Standing.Of(rest.Room, rest.Room.PostOf(post.Post), _now, _before), StringComparison.Ordinal))
            {
                _keptPosts.Add(post.Post);
            }
        }

        // That a terminal began a journal may be forgotten with the one before it, but not be found of another.
        bool house = string.Equals(Standing.Of(full.Room, full.Chain, _before), Standing.Of(rest.Room, rest.Chain, _before), StringComparison.Ordinal)
            && rest.Chain.NewJournals.All(full.Chain.NewJournals.Contains);
        if (!house)
        {
            // Terminals, people and plan hang together: all posts keep everything.
            _keptPosts.UnionWith(full.Room.Posts.Select(post => post.Post));
        }

        return house && kept == _keptPosts.Count + _keptNotices.Count;
    }

    private int Carry(RetainedAct act, HashSet<long> gone)
    {
        return _log.Hold(() =>
        {
            if (NewestRetained(_log) != _newestRetained)
            {
                // Another bridge has just done the same.
                return 0;
            }

            _log.Remove(act.Gone);
            _log.Append([new LogEntry(0, LogKind.Retained, "", "", 0, act.ToBody(), _now)]);
            _log.WithinHold(Projection.Drop);
            return gone.Count;
        });
    }

    private sealed record Old(long Position, LogKind Kind, string Terminal, string Epoch, long Seq, string Key);

    private sealed class Journal
    {
        internal List<(long Seq, long Position, DateTimeOffset ReceivedAt, byte[] Mac)> Records { get; } = [];

        internal long Stop { get; set; } = long.MaxValue;

        internal long Newest { get; set; }
    }
}
