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
    private static readonly TimeSpan ForeignLook = TimeSpan.FromSeconds(1);

    // Other bridges announce what they append. An announcement that was lost with its connection delays their entries by so much and no more.
    private static readonly TimeSpan UnannouncedLook = TimeSpan.FromSeconds(2);

    private readonly TerminalRegister _terminals;
    private readonly StepFaults _faults;
    private LogFold _fold;
    private DateTimeOffset _foreignLook;
    private DateTimeOffset _unannouncedLook;
    private bool _appended;
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

    /// <summary>Whether this process has appended what is not folded yet.</summary>
    public bool IsBehind => _appended;

    /// <summary>What is folded, as a hash.</summary>
    public Keeping.Projection Projection => Keeping.Projection.Of(_fold);

    /// <summary>Appends entries; they are folded with the next look.</summary>
    public long[] Append(IReadOnlyList<LogEntry> entries)
    {
        // Also when it fails: whether the commit has reached the disk is then not known.
        _appended = true;
        return Log.Append(entries);
    }

    /// <summary>Folds what other bridges have appended, when they have said so or have not for a while, and what this one has.</summary>
    public void Follow(DateTimeOffset now)
    {
        if (Log.Database.IsShared && (Interlocked.Exchange(ref _announced, 0) == 1 || now >= _unannouncedLook))
        {
            _unannouncedLook = now + UnannouncedLook;
            _appended = true;
        }

        Fold();
    }

    /// <summary>Folds what this process has appended. What another hand writes is found by <see cref="LookForForeignWrites"/>, and proved from the first entry on.</summary>
    public void Fold()
    {
        if (!_appended)
        {
            return;
        }

        foreach (LogPage page in LogPages.Behind(Log, Position))
        {
            _folded = true;
            _fold.Take(page);
        }

        _appended = false;
    }

    /// <summary>Whether something was folded since this was last taken.</summary>
    public bool HasNews => _folded;

    /// <summary>Takes it: whether something was folded since the last time.</summary>
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
            _appended |= Log.Database.IsShared;
            Fold();
            LogEntry[] entries = decide().ToArray();
            if (entries.Length > 0)
            {
                _appended = true;
                Log.Append(entries);
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
        _appended = true;
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

    private void FoldAnew()
    {
        History.Restart();
        Proof = null;
        BeginFold();
        FoldAll();
    }

    private void FoldAll()
    {
        _appended = true;
        Fold();
        _fold.MissingAtEnd(Log.MissingAtEnd());
    }

    [MemberNotNull(nameof(_fold))]
    private void BeginFold()
    {
        _fold = new LogFold(Log, _terminals, History, _faults.Note);
    }
}
