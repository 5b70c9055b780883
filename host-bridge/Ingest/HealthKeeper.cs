using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Writes how terminals have been into the database, beside the thread that takes records and in one transaction for all of them. Of several bridges, which all hear the same, the one that leads
/// does. What cannot be written is counted and tried again, and nothing else waits for it.
/// </summary>
public sealed class HealthKeeper(BridgeCore core, HealthHistory history)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Keeps what there is to keep; returns how many samples that were.</summary>
    public int Step()
    {
        IReadOnlyList<HealthSample> samples = core.TakeHealthSamples();
        if (samples.Count == 0 || !core.Leads)
        {
            return 0;
        }

        try
        {
            history.Keep(samples, core.Time.GetUtcNow());
            return samples.Count;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            core.PutBackHealthSamples(samples);
            core.Faults.Note("Keeping how terminals have been", exception);
            return 0;
        }
    }

    /// <summary>Does so until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, core.Time, stop);
                await Task.Run(Step, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                core.Faults.Note("Keeping how terminals have been", exception);
            }
        }
    }
}
