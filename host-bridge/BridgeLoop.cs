using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge;

/// <summary>
/// The thread that commits, the one that moves what is committed to its place in the file, and the one that folds. What comes while the first commits is in its next commit, which makes groups by
/// itself; and no terminal waits for its PUBACK because a large house is gone through.
/// </summary>
public sealed class BridgeLoop : IAsyncDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    // What is stored meanwhile is folded together: to wake a thread for each of a thousand commits a second, and to go through what may hang on them, costs more than to fold them. Nobody sees so short a
    // while, and no PUBACK waits for it.
    private static readonly TimeSpan FoldPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly BridgeParts _parts;
    private readonly Leadership? _leadership;
    private readonly RosterWatch _roster;
    private readonly ServiceNotice _notice;
    private readonly Bell _bell;
    private readonly Bell _foldBell = new();
    private readonly ILogger _events;
    private readonly NoticeLog _noticeLog;
    private int _committerTurned = 1;

    /// <summary>A loop that does not run yet.</summary>
    /// <param name="parts">What it drives.</param>
    /// <param name="leadership">Whether this bridge leads; null: it always does.</param>
    /// <param name="roster">The roster's file.</param>
    /// <param name="notice">Is told that both threads move.</param>
    /// <param name="bell">Wakes them.</param>
    /// <param name="events">The log of events.</param>
    public BridgeLoop(BridgeParts parts, Leadership? leadership, RosterWatch roster, ServiceNotice notice, Bell bell, ILogger events)
    {
        _parts = parts;
        _leadership = leadership;
        _roster = roster;
        _notice = notice;
        _bell = bell;
        _events = events;
        _noticeLog = new NoticeLog(parts.Core, parts.Data.Path);
        parts.Store.Database.Announced += bell.Ring;
    }

    /// <summary>Ends when the loop is stopped, or fails when it cannot go on.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => Completion = All(OnThread(CommitAll), OnThread(FoldAll), OnThread(MoveAll));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _parts.Store.Database.Announced -= _bell.Ring;
        await _stop.CancelAsync();
        _bell.Ring();
        await Task.WhenAny(Completion);
        _parts.Core.Commit();
        _foldBell.Dispose();
        _stop.Dispose();
    }

    private static Task OnThread(Action run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // None goes on without the others: a bridge that folds and does not store looks well and is not.
    private async Task All(params Task[] threads)
    {
        await Task.WhenAny(threads);
        await _stop.CancelAsync();
        _bell.Ring();
        _foldBell.Ring();
        await Task.WhenAll(threads);
    }

    private void MoveAll()
    {
        while (!_stop.Token.WaitHandle.WaitOne(MovePause))
        {
            try
            {
                _parts.Store.Database.MoveWritten();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // Commits go on as long as there is room for them, and tell of it when there is none.
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
            }
            catch (Exception exception)
            {
                _parts.Core.Faults.Note("Moving what was committed to its place", exception);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
            }
        }
    }

    private void CommitAll()
    {
        BridgeCore core = _parts.Core;
        while (!_stop.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _committerTurned, 1);
            try
            {
                core.Commit();
                core.TryStoring();
            }
            catch (Exception exception)
            {
                // Nobody has thought of it. Whoever waited for an answer has it, and everything that works must go on.
                core.Faults.Note("Storing", exception);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
            }

            _foldBell.Ring();
            if (!core.HasPending)
            {
                _bell.Wait(LongestSleep);
            }
        }
    }

    private void FoldAll()
    {
        BridgeCore core = _parts.Core;
        while (!_stop.IsCancellationRequested)
        {
            DateTimeOffset due;
            if (Interlocked.Exchange(ref _committerTurned, 0) == 1)
            {
                _parts.Health.Turned();
                _notice.Alive();
            }

            try
            {
                _leadership?.Step();
                _roster.Follow(core);
                due = core.Step();
                _noticeLog.Follow();
                due = Earlier(due, _parts.Desk.Step());
                _parts.Health.Stepped();
            }
            catch (LeaseLostException)
            {
                _events.LeaseLost();
                throw;
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // What the bridge itself wanted to write is found to be due again; a disk that is full now may not be so later.
                core.CouldNotStore(exception.Message);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
                continue;
            }
            catch (Exception exception)
            {
                // Nobody has thought of it. What waits is still there, and everything that works must go on.
                core.Faults.Note("A step of the bridge", exception);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
                continue;
            }

            due = Earlier(Earlier(due, _roster.Next ?? DateTimeOffset.MaxValue), _leadership?.Next ?? DateTimeOffset.MaxValue);
            TimeSpan sleep = due - core.Time.GetUtcNow();
            _stop.Token.WaitHandle.WaitOne(FoldPause);
            _foldBell.Wait((sleep > LongestSleep ? LongestSleep : sleep) - FoldPause);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
