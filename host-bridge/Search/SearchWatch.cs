using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using NodaTime;
using Prometheus;

namespace DutyKiosk.HostBridge.Search;

/// <summary>
/// Has the index follow the log while this bridge leads, on a thread of its own. Records that wait to be stored go first, for two minutes without a pause at most, and what little comes is gathered for a while: a page looks through what is
/// not in the index yet by itself.
/// </summary>
public sealed class SearchWatch(BridgeCore core, SearchFollower follower)
{
    // Large transactions are less work. But where the index stands in the log's database they hold up whoever taps meanwhile: as long as it is nearly there, they take some milliseconds, and others come in between.
    private const int FewEntries = 128;
    private const int FarBehind = 5000;
    private const string Part = "Making the search index";
    private static readonly TimeSpan BetweenFew = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // In a file of its own what has come is gathered for longer: entries of one post and person meet in the same pages of the indexes, so each page is written once for several of them, and
    // the disk that both files share has more time for records. A page looks through what waits meanwhile.
    private static readonly TimeSpan PauseApart = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);
    private static readonly Gauge Behind = Metrics.CreateGauge("dutykiosk_search_behind", "Entries of the log that the search index has not taken in yet, or is to take in anew.");

    private long _rebuilds = core.Rebuilds;

    // As it was looked at last: each look asks the database.
    private long _behind;

    /// <summary>Goes on by one transaction, if it is this bridge's matter; returns whether there may be more.</summary>
    public bool Step()
    {
        if (!core.Leads)
        {
            return false;
        }

        // What was counted before the log is read is made anew from what is read.
        long rebuilds = core.Rebuilds;
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        bool more = follower.Step(zone, rebuilds != _rebuilds, IsGentle ? FewEntries : SearchFollower.Batch);
        _rebuilds = rebuilds;
        if (follower.Index.TakeFault() is { } fault)
        {
            core.Faults.Note(Part, fault);
        }

        NoteBehind();
        return more;
    }

    private bool IsGentle => !follower.Index.IsApart && _behind <= FarBehind;

    private void NoteBehind()
    {
        _behind = Math.Max(0, core.Log.LastPosition - follower.Index.Head.Renewed);
        Behind.Set(_behind);
    }

    /// <summary>Follows until it is cancelled. What fails is tried again later.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        long quiet = core.Time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause = Pause;
            try
            {
                if (!core.HasPending)
                {
                    quiet = core.Time.GetTimestamp();
                }
                else if (core.Time.GetElapsedTime(quiet) < MostPatience)
                {
                    await Task.Delay(Courtesy, core.Time, stop);
                    NoteBehind();
                    continue;
                }

                pause = !await Task.Run(Step, stop) ? follower.Index.IsApart ? PauseApart : Pause : core.HasPending ? Courtesy : IsGentle ? BetweenFew : TimeSpan.Zero;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (stop.IsCancellationRequested && exception is ObjectDisposedException)
            {
                // The store was closed while the last step was under way.
                return;
            }
            catch (Exception exception)
            {
                // That of the log's database is told by whoever stores records; and an erasure that clears a file of its own has it for a while.
                if (!Database.IsFault(exception) || (follower.Index.IsApart && !SqliteDatabase.IsBusy(exception)))
                {
                    core.Faults.Note(Part, exception);
                }

                pause = PauseAfterFault;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, core.Time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }
}
