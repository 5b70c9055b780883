using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// The log, and what all of it up to one place comes to: it is appended to, followed and decided on here. Whoever calls sees to it that one thread at a time is in it.
/// </summary>
public sealed class FoldedLog
{
    private const int MostFresh = 50_000;
    private static readonly TimeSpan ForeignLook = TimeSpan.FromSeconds(1);

    // Other bridges announce what they append. An announcement that was lost with its connection delays their entries by so much and no more.
    private static readonly TimeSpan UnannouncedLook = TimeSpan.FromSeconds(2);

    private readonly TerminalRegister _terminals;
    private readonly StepFaults _faults;
    private LogFold _fold;
    private DateTimeOffset _foreignLook;
    private DateTimeOffset _unannouncedLook;
    // What this process has stored and not folded yet, in the order of the log; locked while it is touched. (A concurrent queue that is peeked into keeps what was taken out of it, in a chain that the
    // collector's youngest generations cannot let go.)
    private readonly Queue<(LogEntry Entry, RecordBody? Body)> _fresh = new();
    private long _storedTo;
    private int _appended;
    private bool _folded;
    private int _announced;

    /// <summary>Everything that stands in the log, folded before this returns.</summary>
    /// <param name="takeOver">Gives what was folded up to some place by an earlier start, with the watch that it is given, or null; null: everything is folded here.</param>
    public FoldedLog(Log log, TerminalRegister terminals, StepFaults faults, Func<HistoryWatch, LogFold?>? takeOver = null)
    {
        Log = log;
        _terminals = terminals;
        _faults = faults;
        log.Database.Announced += () => Interlocked.Exchange(ref _announced, 1);
        if (takeOver?.Invoke(History) is { } taken)
        {
            _fold = taken;
            Proof = new HistoryProof(log, terminals, faults.Note);
        }
        else
        {
            History = new HistoryWatch();
            BeginFold();
        }

        FoldAll();
    }

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>What is folded: posts, people, notices.</summary>
    public DutyRoom Room => _fold.Room;

    /// <summary>What is proved of every terminal's history.</summary>
    public Chain Chain => _fold.Chain;

    /// <summary>Where histories are broken, and what of it was told.</summary>
    public HistoryWatch History { get; private set; } = new();

    /// <summary>What proves again what came from a snapshot; null: everything was proved from the first entry on.</summary>
    public HistoryProof? Proof { get; private set; }

    /// <summary>The place of the newest entry about something removed or changed that the fold knows of.</summary>
    public long ChangedAt => _fold.ChangedAt;

    /// <summary>The place in the log up to which everything is folded.</summary>
    public long Position => _fold.Position;

    /// <summary>Whether this process has appended what is not folded yet. It may be asked from any thread.</summary>
    public bool IsBehind => Volatile.Read(ref _appended) == 1 || HasFresh;

    /// <summary>What is folded, as a hash.</summary>
    public Keeping.Projection Projection => Keeping.Projection.Of(_fold);

    /// <summary>Appends entries; they are folded with the next look.</summary>
    public long[] Append(IReadOnlyList<LogEntry> entries)
    {
        try
        {
            return Log.Append(entries);
        }
        finally
        {
            // Also when it fails: whether the commit has reached the disk is then not known.
            IsToFold();
        }
    }

    /// <summary>
    /// Appends what was received, and hands it over to the next fold, which need not read it again. One thread may do it while another folds. Returns how many entries were appended; the others were
    /// there already.
    /// </summary>
    /// <param name="received">The entries, each with what it is as a record (<see cref="Chain.BodyOf"/>).</param>
    public int Store(IReadOnlyList<(LogEntry Entry, RecordBody? Body)> received)
    {
        int appended = 0;
        try
        {
            Log.Store([.. received.Select(item => item.Entry)], HandOver);
        }
        catch
        {
            // Whether the commit has reached the disk is not known.
            IsToFold();
            throw;
        }

        return appended;

        void HandOver(IReadOnlyList<LogEntry?> stored)
        {
            for (int i = 0; i < stored.Count; i++)
            {
                if (stored[i] is { } entry)
                {
                    lock (_fresh)
                    {
                        _fresh.Enqueue((entry, received[i].Body));
                    }

                    Volatile.Write(ref _storedTo, entry.Position);
                    appended++;
                }
            }
        }
    }

    /// <summary>Folds what other bridges have appended, when they have said so or have not for a while, and what this one has.</summary>
    public void Follow(DateTimeOffset now)
    {
        if (Log.Database.IsShared && (Interlocked.Exchange(ref _announced, 0) == 1 || now >= _unannouncedLook))
        {
            _unannouncedLook = now + UnannouncedLook;
            IsToFold();
        }

        Fold();
    }

    /// <summary>Folds what this process has appended. What another hand writes is found by <see cref="LookForForeignWrites"/>, and proved from the first entry on.</summary>
    public void Fold()
    {
        // No further than to what is stored now: the thread that commits goes on meanwhile, and whoever waits for this fold must not wait for that.
        long last = Volatile.Read(ref _storedTo);
        while (Volatile.Read(ref _appended) == 1 || (Position < last && HasFresh))
        {
            LogPage fresh = TakeFresh();
            if (fresh.Entries.Count == 0)
            {
                FoldRead();
                continue;
            }

            _folded = true;
            try
            {
                _fold.Take(fresh);
            }
            catch
            {
                // What was handed over behind it is to be read.
                IsToFold();
                throw;
            }
        }
    }

    private void FoldRead()
    {
        Interlocked.Exchange(ref _appended, 0);
        long before = Position, last = Volatile.Read(ref _storedTo);
        try
        {
            foreach (LogPage page in LogPages.Behind(Log, Position))
            {
                _folded = true;
                _fold.Take(page);
            }
        }
        catch
        {
            IsToFold();
            throw;
        }

        if (Position == before)
        {
            // What was handed over and is not to be read another hand has taken out; it is told of when that is looked for. What is stored since the reading began is still to be folded.
            lock (_fresh)
            {
                while (_fresh.TryPeek(out (LogEntry Entry, RecordBody? Body) fresh) && fresh.Entry.Position <= last)
                {
                    _fresh.Dequeue();
                }
            }
        }
    }

    /// <summary>Whether something was folded since this was last asked.</summary>
    public bool TakeNews()
    {
        bool folded = _folded;
        _folded = false;
        return folded;
    }

    /// <summary>
    /// What a bridge decides, it decides on everything that stands in the log, while no other bridge can append to it: two bridges thus never send the same notice,
    /// nor approve the same swap. What was decided holds at once: the next decision is made with it.
    /// </summary>
    public void Decide(Func<IEnumerable<LogEntry>> decide)
    {
        Log.Hold(() =>
        {
            if (Log.Database.IsShared)
            {
                IsToFold();
            }

            Fold();
            LogEntry[] entries = decide().ToArray();
            if (entries.Length > 0)
            {
                Append(entries);
            }

            return 0;
        });
        Fold();
    }

    /// <summary>How often everything that comes of the log was not to be trusted any more: what else is made from it is to be made anew, too.</summary>
    public long Rebuilds { get; private set; }

    /// <summary>Proves the whole history again, from the first record on.</summary>
    public void Rebuild()
    {
        Rebuilds++;
        FoldAnew();
    }

    /// <summary>Whether something that was folded was removed or changed since, and everything is about to be folded anew.</summary>
    public bool IsOutdated => _fold.IsOutdated;

    /// <summary>Writes what is folded; only what was proved from the first entry on is ever kept.</summary>
    public void Save(StateWriter writer) => _fold.Save(Proof == null ? writer : throw new InvalidOperationException("What is not proved is not kept."));

    /// <summary>
    /// A proof has come nearly as far as everything is folded: it goes the rest of the way, and takes the place of what came from the snapshot. Where something was removed meanwhile, or everything was
    /// folded anew for another reason, that is proof enough.
    /// </summary>
    public void TakeOver(HistoryProof proof)
    {
        Fold();
        FollowRemovals();
        if (Proof != proof)
        {
            return;
        }

        _fold = proof.End(Position);
        proof.History.GoOnFrom(History);
        History = proof.History;
        _fold.MissingAtEnd(Log.MissingAtEnd());
        _folded = true;
        Proof = null;
    }

    /// <summary>Folds what this process has removed from the log, which is entries that say so.</summary>
    public void FoldRemovals()
    {
        IsToFold();
        Fold();
        FollowRemovals();
    }

    /// <summary>Folds everything again where something that was folded has been removed or erased.</summary>
    public void FollowRemovals()
    {
        if (_fold.IsOutdated)
        {
            FoldAnew();
        }
    }

    /// <summary>Somebody with an editor for databases may have changed what was proved: everything is proved anew then. Looked for once a second.</summary>
    public void LookForForeignWrites(DateTimeOffset now)
    {
        if (now < _foreignLook)
        {
            return;
        }

        _foreignLook = now + ForeignLook;
        if (Log.TakeForeignWrite())
        {
            Rebuild();
        }
    }

    // What was handed over and is next in the log. Where somebody else's entry stands in between, or too much waits, the log is read.
    private LogPage TakeFresh()
    {
        var entries = new List<LogEntry>();
        var bodies = new List<RecordBody?>();
        lock (_fresh)
        {
            if (_fresh.Count > MostFresh)
            {
                _fresh.Clear();
                IsToFold();
            }

            while (entries.Count < LogPages.Size && _fresh.TryPeek(out (LogEntry Entry, RecordBody? Body) next) && next.Entry.Position <= Position + entries.Count + 1)
            {
                _fresh.Dequeue();
                if (next.Entry.Position == Position + entries.Count + 1)
                {
                    entries.Add(next.Entry);
                    bodies.Add(next.Body);
                }
            }
        }

        return new LogPage(entries, bodies);
    }

    private bool HasFresh
    {
        get
        {
            lock (_fresh)
            {
                return _fresh.Count > 0;
            }
        }
    }

    private void IsToFold() => Volatile.Write(ref _appended, 1);

    private void FoldAnew()
    {
        History.Restart();
        Proof = null;
        BeginFold();
        FoldAll();
    }

    private void FoldAll()
    {
        IsToFold();
        Fold();
        _fold.MissingAtEnd(Log.MissingAtEnd());
    }

    [MemberNotNull(nameof(_fold))]
    private void BeginFold()
    {
        _fold = new LogFold(Log, _terminals, History, _faults.Note);
    }
}
