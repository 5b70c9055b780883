using System;
using System.Threading;
using System.Threading.Tasks;
using Prometheus;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Proves the history again behind the scenes, on a thread of its own, after a start that went on from a snapshot. It works for half of the time of one core, as whoever taps a badge comes first.
/// </summary>
public sealed class ProofWatch(BridgeCore core)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);
    private static readonly Gauge Unproved = Metrics.CreateGauge("dutykiosk_history_unproved", "1 while records of before the last start are being proved again, else 0.");

    /// <summary>Proves until everything is proved, or until it is cancelled.</summary>
    public Task RunAsync(CancellationToken stop) => Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        bool more = !core.IsProved;
        while (more && !stop.IsCancellationRequested)
        {
            Unproved.Set(1);
            TimeSpan pause;
            try
            {
                long began = core.Time.GetTimestamp();
                more = core.ProveOn();
                pause = core.Time.GetElapsedTime(began);
            }
            catch (ObjectDisposedException) when (stop.IsCancellationRequested)
            {
                // The store was closed while the last page was under way.
                return;
            }
            catch (Exception exception)
            {
                core.Faults.Note("Proving the history again", exception);
                pause = PauseAfterFault;
            }

            stop.WaitHandle.WaitOne(pause);
        }

        Unproved.Set(more ? 1 : 0);
    }
}
