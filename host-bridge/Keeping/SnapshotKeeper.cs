using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Keeps a snapshot of what is folded now and then and at the end, and takes away one that knows what was erased or removed since. Only the writing into the system's memory holds anybody up, some tens of milliseconds for
/// a million records; that is why it is done seldom, and when nothing waits.
/// </summary>
public sealed class SnapshotKeeper(BridgeCore core, FoldSnapshot snapshot)
{
    /// <summary>How many entries there must be behind the kept one for another while the bridge runs: a start after a crash folds them in some tenths of a second.</summary>
    public const int LeastEntries = 20_000;

    /// <summary>How many at the end of the bridge; with fewer a start has nothing to gain.</summary>
    public const int LeastAtEnd = 2_000;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = core.Time.GetUtcNow() + Pause;

    /// <summary>Keeps one where it is time for it.</summary>
    public void Step()
    {
        if (snapshot.Position > 0 && core.FoldChangedAt != snapshot.ChangedAt)
        {
            snapshot.Remove();
        }

        DateTimeOffset now = core.Time.GetUtcNow();
        if (now >= _next && (!core.HasPending || now >= _next + Patience) && Keep(LeastEntries))
        {
            _next = core.Time.GetUtcNow() + Pause;
        }
    }

    /// <summary>Keeps the last one, when nothing is taken any more.</summary>
    public ValueTask FinishAsync()
    {
        try
        {
            Keep(LeastAtEnd);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start folds more.
            core.Faults.Note("Keeping what is folded", exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Looks once a second until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Look, core.Time, stop);
                await Task.Run(Step, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                core.Faults.Note("Keeping what is folded", exception);
                _next = core.Time.GetUtcNow() + PauseAfterFault;
            }
        }
    }

    private bool Keep(int least) => snapshot.Write(core, snapshot.Position + least);
}
