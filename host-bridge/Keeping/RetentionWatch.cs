using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>Looks once a day for what is older than the house keeps. The first look is an hour after the start, when the bridge has caught up.</summary>
public sealed class RetentionWatch(BridgeCore core, int days, DateTimeOffset startedAt)
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterStart = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private DateTimeOffset _next = startedAt + AfterStart;

    /// <summary>How many entries were removed since the start.</summary>
    public long Removed { get; private set; }

    /// <summary>Looks when it is time; returns when it is next. It may take long, and is not to be called by the thread that takes records.</summary>
    public DateTimeOffset Step(DateTimeOffset now)
    {
        if (days == 0)
        {
            return DateTimeOffset.MaxValue;
        }

        if (now >= _next)
        {
            _next = now + Pause;
            Removed += core.RemoveOld(days);
        }

        return _next;
    }

    /// <summary>Looks until it is cancelled, while this bridge leads. What fails today is tried again tomorrow.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                DateTimeOffset next = await Task.Run(() => core.Leads ? Step(core.Time.GetUtcNow()) : DateTimeOffset.MaxValue, stop);
                TimeSpan pause = next - core.Time.GetUtcNow();
                await Task.Delay(pause < LongestPause ? pause < TimeSpan.Zero ? TimeSpan.Zero : pause : LongestPause, core.Time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                core.Faults.Note("Removing what is older than it is to be kept", exception);
            }
        }
    }
}
