using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What a terminal's health was in five minutes; a number is null where no health of that time said it.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Minute">The first minute, counted from 1970.</param>
/// <param name="Samples">How often it has said how it is.</param>
public sealed record HealthSample(string Terminal, long Minute, long Samples)
{
    /// <summary>How often its reader failed in that time.</summary>
    public long ReaderFaults { get; init; }

    /// <summary>The most records that waited.</summary>
    public long? OutboxMost { get; init; }

    /// <summary>The fullest that its journal was, in percent.</summary>
    public long? JournalMost { get; init; }

    /// <summary>The least heap that was free, in bytes.</summary>
    public long? HeapLeast { get; init; }

    /// <summary>The worst that it heard its Wi-Fi, in dBm.</summary>
    public long? RssiLeast { get; init; }

    /// <summary>The best that it heard it.</summary>
    public long? RssiMost { get; init; }

    /// <summary>The worst that its clock was: seconds for which it was held, or <see cref="HealthReading.UnsetClock"/>.</summary>
    public long? ClockWorst { get; init; }
}

/// <summary>
/// Gathers what terminals say in <c>health</c> into one sample for each five minutes. It lives in memory, and what is not asked for is forgotten: nobody waits for a chart. Whoever calls sees
/// to it that one thread at a time is in it.
/// </summary>
public sealed class HealthSampler
{
    /// <summary>How many minutes one sample stands for.</summary>
    public const long SlotMinutes = 5;

    // A database that is away for an hour leaves no gap in the charts of a house of this many terminals.
    private const int MostEnded = 12 * 500;
    private const int SecondsAMinute = 60;

    private readonly Dictionary<string, HealthSample> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Faults, long Uptime)> _before = new(StringComparer.Ordinal);
    private readonly Queue<HealthSample> _ended = new();

    /// <summary>Takes the health of an enrolled terminal.</summary>
    public void Take(string terminal, byte[] payload, DateTimeOffset now)
    {
        if (HealthReading.Read(payload) is not { } health)
        {
            return;
        }

        long minute = SlotOf(now);
        if (_open.GetValueOrDefault(terminal) is { } open && open.Minute != minute)
        {
            End(open);
        }

        HealthSample sample = _open.GetValueOrDefault(terminal) is { } same && same.Minute == minute ? same : new HealthSample(terminal, minute, 0);
        _open[terminal] = sample with
        {
            Samples = sample.Samples + 1,
            ReaderFaults = sample.ReaderFaults + NewFaults(terminal, health),
            OutboxMost = Most(sample.OutboxMost, health.OutboxDepth),
            JournalMost = Most(sample.JournalMost, health.JournalPercent),
            HeapLeast = Least(sample.HeapLeast, health.HeapBytes),
            RssiLeast = Least(sample.RssiLeast, health.Rssi),
            RssiMost = Most(sample.RssiMost, health.Rssi),
            ClockWorst = Most(sample.ClockWorst, health.ClockSeconds),
        };
    }

    /// <summary>The samples whose time is over; they are given out once.</summary>
    public IReadOnlyList<HealthSample> TakeEnded(DateTimeOffset now)
    {
        long minute = SlotOf(now);
        foreach (HealthSample over in _open.Values.Where(sample => sample.Minute != minute).ToArray())
        {
            End(over);
        }

        HealthSample[] ended = [.. _ended];
        _ended.Clear();
        return ended;
    }

    /// <summary>Takes samples back that could not be kept; of too many the oldest go.</summary>
    public void PutBack(IReadOnlyList<HealthSample> samples)
    {
        foreach (HealthSample sample in samples)
        {
            _ended.Enqueue(sample);
        }

        Bound();
    }

    private static long SlotOf(DateTimeOffset now)
    {
        long minute = now.ToUnixTimeSeconds() / SecondsAMinute;
        return minute - (minute % SlotMinutes);
    }

    private static long? Most(long? known, long? said) => known is { } one && said is { } other ? Math.Max(one, other) : known ?? said;

    private static long? Least(long? known, long? said) => known is { } one && said is { } other ? Math.Min(one, other) : known ?? said;

    private void End(HealthSample sample)
    {
        _open.Remove(sample.Terminal);
        _ended.Enqueue(sample);
        Bound();
    }

    private void Bound()
    {
        while (_ended.Count > MostEnded)
        {
            _ended.Dequeue();
        }
    }

    // A terminal counts its reader's faults since its start. What it had counted before this bridge heard of it happened at an unknown time.
    private long NewFaults(string terminal, HealthReading health)
    {
        if (health.ReaderFaults is not { } faults)
        {
            return 0;
        }

        bool isKnown = _before.TryGetValue(terminal, out (long Faults, long Uptime) before);
        long uptime = health.UptimeSeconds ?? before.Uptime;
        _before[terminal] = (faults, uptime);
        bool restarted = uptime < before.Uptime || faults < before.Faults;
        return !isKnown ? 0 : restarted ? faults : faults - before.Faults;
    }
}
