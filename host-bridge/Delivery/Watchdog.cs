using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Prometheus;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>
/// A dead bridge cannot say that it is dead: it pings an address outside each minute while it is well, and whoever listens there raises the alarm when the
/// pings stay away.
/// </summary>
/// <param name="address">The address, which is asked for by GET.</param>
/// <param name="allowPrivate">The hosts that may be private and without TLS.</param>
/// <param name="isWell">Whether the bridge really makes progress and can store.</param>
/// <param name="http">What asks.</param>
/// <param name="time">By whose clock a minute passes.</param>
/// <param name="say">Takes a line for the log.</param>
public sealed class Watchdog(Uri address, IReadOnlyList<string> allowPrivate, Func<bool> isWell, HttpSender http, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly Counter Failed = Metrics.CreateCounter("dutykiosk_watchdog_failures_total", "Pings of the watchdog address that failed.");

    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private string _trouble = "";

    /// <summary>How many pings have failed.</summary>
    public long Failures { get; private set; }

    /// <summary>How many pings have arrived.</summary>
    public long Pings { get; private set; }

    /// <summary>Pings if it is time to and the bridge is well. Returns when it is due again.</summary>
    public async Task<DateTimeOffset> StepAsync(CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < _next)
        {
            return _next;
        }

        _next = now + Period;
        if (!isWell())
        {
            Tell("The watchdog address is not pinged: the bridge is not ready; /healthz/ready says why.");
            return _next;
        }

        Outcome outcome = await http.GetAsync(address, host => allowPrivate.Contains(host, StringComparer.OrdinalIgnoreCase), cancel);
        if (outcome.Kind == OutcomeKind.Delivered)
        {
            Pings++;
            if (_trouble.Length > 0)
            {
                _trouble = "";
                say("The watchdog address is pinged again.");
            }

            return _next;
        }

        Failures++;
        Failed.Inc();

        // The address may be a secret of its own, so its host is all that is said of it.
        Tell($"The watchdog address at {address.Host} cannot be pinged: {outcome.Words}");
        return _next;
    }

    /// <summary>Pings until the bridge stops.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                TimeSpan pause = await StepAsync(cancel) - time.GetUtcNow();
                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The bridge stops, and its silence is meant.
        }
    }

    // Once per change: a watchdog that is away for a night says so once.
    private void Tell(string trouble)
    {
        if (!string.Equals(trouble, _trouble, StringComparison.Ordinal))
        {
            _trouble = trouble;
            say(trouble);
        }
    }
}
