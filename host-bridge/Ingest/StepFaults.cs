using System;
using Prometheus;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// What has thrown in a step of the bridge. One fault must not end the service, in which everything else still works; it is counted, and told on
/// standard error, but not again at every step that runs into it.
/// </summary>
public sealed class StepFaults
{
    private static readonly Counter Total = Metrics.CreateCounter("dutykiosk_step_faults_total", "Parts of steps that failed; the service went on.");

    private string _told = "";

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>A part of a step has thrown.</summary>
    public void Note(string part, Exception exception)
    {
        Count++;
        Total.Inc();
        string words = $"{part} failed, and the service goes on without it: {exception.GetType().Name}: {exception.Message}";
        if (!string.Equals(words, _told, StringComparison.Ordinal))
        {
            _told = words;
            Console.Error.WriteLine(words);
        }
    }
}
