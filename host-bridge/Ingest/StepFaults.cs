using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Operations;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// What has thrown in a step of the bridge. One fault must not end the service, in which everything else still works; it is counted and
/// logged, but not again at every step that runs into it.
/// </summary>
public sealed class StepFaults(ILogger log)
{
    private static readonly Counter Total = Metrics.CreateCounter("dutykiosk_step_faults_total", "Parts of steps that failed; the service went on.");

    // Two parts that fail at every step take turns, and parts have few names but those of entries.
    private const int MostTold = 100;

    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them were told; the others were the same again.</summary>
    public long Told { get; private set; }

    /// <summary>A part of a step has thrown, on whatever thread.</summary>
    public void Note(string part, Exception exception)
    {
        Total.Inc();
        string words = $"{exception.GetType().Name}: {exception.Message}";
        lock (_told)
        {
            Count++;
            if (string.Equals(words, _told.GetValueOrDefault(part), StringComparison.Ordinal))
            {
                return;
            }

            if (_told.Count >= MostTold)
            {
                _told.Clear();
            }

            _told[part] = words;
            Told++;
        }

        log.StepFailed(part, exception.GetType().Name, exception.Message);
    }
}
