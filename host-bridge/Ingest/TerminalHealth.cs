using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// What terminals say of themselves in <c>health</c>, and what follows from it: records that are missing here are asked for again, a flash that was put back is told of, and
/// nobody waits for ever for what no terminal has any more. Any thread may bring health (<see cref="Take"/>), and waits for nobody; of everything else whoever calls sees to it that one thread at a time is in it.
/// </summary>
public sealed class TerminalHealth(FoldedLog log, TerminalRegister terminals, TerminalFeed feed, TerminalCommands commands)
{
    // Health comes each minute, so what came while nobody had time for it, and was too much, is said again.
    private const int MostWaiting = 4096;
    private const long HighestGate = 4_000_000_000;
    private static readonly TimeSpan AskPause = TimeSpan.FromMinutes(10);

    // A terminal that has not taken what it was asked for, as its flash has refused it or the connection ended, is asked again long before the fold goes on without what is missing.
    private static readonly TimeSpan NotTakenPause = TimeSpan.FromMinutes(1);

    // What was brought and not taken in yet; everything below is of whoever calls one at a time.
    private readonly Lock _door = new();
    private List<Arrival> _came = [];

    private readonly Dictionary<string, byte[]> _health = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _heardAt = new(StringComparer.Ordinal);
    // The terminals whose health was not looked at yet, and the newest number that was proved when it came: what was is older than the health.
    private readonly Dictionary<string, long> _freshHealth = new(StringComparer.Ordinal);
    private readonly HealthSampler _sampler = new();
    private readonly Dictionary<string, (string Epoch, long Stored, DateTimeOffset At, DateTimeOffset First, long Command)> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _gatesSeen = new(StringComparer.Ordinal);

    /// <summary>The newest health of a terminal, as it came; null: none.</summary>
    public byte[]? Of(string terminal) => Known().GetValueOrDefault(terminal);

    /// <summary>When the newest health of a terminal came; null: none has.</summary>
    public DateTimeOffset? HeardAt(string terminal) => Known().ContainsKey(terminal) ? _heardAt[terminal] : null;

    /// <summary>What becomes of health over time.</summary>
    public HealthSampler Sampler
    {
        get
        {
            Known();
            return _sampler;
        }
    }

    /// <summary>The highest gate version that a terminal has said under its signature to hold; 0: none.</summary>
    public long GateSeen(string terminal) => _gatesSeen.GetValueOrDefault(terminal);

    /// <summary>The version of the roster that a terminal has said under its signature to hold; 0: it has not.</summary>
    public long RosterSeen(string terminal) => Signed(terminal)?.Versions["roster"] ?? 0;

    /// <summary>The highest number of a command that a terminal has said under its signature to have seen; 0: it has not.</summary>
    public long CommandSeen(string terminal) => Signed(terminal)?.Command ?? 0;

    /// <summary>Takes the health of an enrolled terminal; it is judged by the next look.</summary>
    public void Take(string terminal, byte[] payload, DateTimeOffset now)
    {
        // What is proved behind it is newer than it, so it counts what is proved now, not when somebody looks.
        long proved = HealthNumbers.Read(payload) is { } health ? log.Chain.NewestProved(terminal, health.Epoch) : 0;
        lock (_door)
        {
            if (_came.Count < MostWaiting)
            {
                _came.Add(new Arrival(terminal, payload, now, proved));
            }
        }
    }

    /// <summary>Judges what has come since the last look, where this bridge leads. True when it says something that anybody has to be told of.</summary>
    public bool Look(bool leads, DateTimeOffset now)
    {
        Known();
        KeyValuePair<string, long>[] fresh = [.. _freshHealth];
        _freshHealth.Clear();
        bool news = false;
        foreach ((string terminal, long provedBefore) in fresh.Where(_ => leads))
        {
            if (KeyOf(terminal) is { } key && HealthNumbers.Read(SignedMessage.Topic(terminal, "health"), _health[terminal], key) is { } health)
            {
                if (health.Newest < provedBefore)
                {
                    // It has written more than it knows of: its flash was put back, and it will give the same numbers to other records.
                    news = true;
                    log.History.PutBack(terminal, health.Epoch, health.Newest + 1);
                }

                if (health.IsSigned)
                {
                    news |= feed.Raise(terminal, health.Versions);

                    // What is left above it serves a house for centuries; who claims more can at most have his own terminal heed nothing more.
                    long gate = Math.Min(health.Versions["gate"], HighestGate);
                    news |= _gatesSeen.GetValueOrDefault(terminal) != gate;
                    _gatesSeen[terminal] = gate;
                }

                news |= Look(terminal, health, now);
            }
        }

        return news;
    }

    // A terminal that counts as acknowledged what is not here: the bridge was restored from an old backup, or the file was cut.
    private bool Look(string terminal, HealthNumbers health, DateTimeOffset now)
    {
        long stored = log.Chain.StoredUpTo(terminal, health.Epoch);
        if (health.Newest - health.Waiting <= stored)
        {
            bool same = health.Newest != stored || health.Mac.Length == 0 || log.Chain.MacOfStored(terminal, health.Epoch) is not { } mac
                || string.Equals(health.Mac, Convert.ToHexStringLower(mac), StringComparison.Ordinal);
            if (!same)
            {
                log.History.Differs(terminal, health.Epoch, stored);
            }

            return !same;
        }

        bool asked = _asked.TryGetValue(terminal, out (string Epoch, long Stored, DateTimeOffset At, DateTimeOffset First, long Command) last)
            && last.Stored == stored && string.Equals(last.Epoch, health.Epoch, StringComparison.Ordinal);
        if (asked)
        {
            log.History.Lacks(terminal, health.Epoch, stored + 1);
        }

        // What is missing in front of a stored record comes, is declared lost, or is gone: its terminal counts it as acknowledged, has taken the
        // order to send it again, and after so long it is still not here. Then nobody has it, and waiting longer would bar everything behind it for
        // ever, from the fold and from the acknowledgement without which the journal fills up. The gap stays told. Until a terminal has said so,
        // however long it is silent, the gap is not passed over: it may be the only one who has the record. The decision is an entry of the log, as
        // health is not, so that folding everything again passes the gap at the same place.
        long gapEnd = log.Chain.GapEnd(terminal, health.Epoch);
        if (health.IsSigned && asked && gapEnd > 0 && gapEnd <= health.Newest - health.Waiting && health.Command >= last.Command && now >= last.First + AskPause)
        {
            log.Decide(() => [new LogEntry(0, LogKind.PassedOver, terminal, health.Epoch, gapEnd, [], now)]);
            return true;
        }

        if (!asked || now >= last.At + (health.IsSigned && health.Command < last.Command ? NotTakenPause : AskPause))
        {
            long command = commands.Send(terminal, TerminalCommand.Replay(health.Epoch, stored + 1), health.IsSigned ? health.Command : 0);
            _asked[terminal] = (health.Epoch, stored, now, asked ? last.First : now, asked ? last.Command : command);
        }

        return true;
    }

    // The newest health of each, with what has come by now.
    private Dictionary<string, byte[]> Known()
    {
        List<Arrival> came;
        lock (_door)
        {
            if (_came.Count == 0)
            {
                return _health;
            }

            came = _came;
            _came = [];
        }

        foreach (Arrival health in came)
        {
            _health[health.Terminal] = health.Payload;
            _heardAt[health.Terminal] = health.At;
            _freshHealth[health.Terminal] = health.Proved;
            _sampler.Take(health.Terminal, health.Payload, health.At);
        }

        return _health;
    }

    private HealthNumbers? Signed(string terminal)
    {
        HealthNumbers? health = KeyOf(terminal) is { } key && Known().TryGetValue(terminal, out byte[]? payload) ? HealthNumbers.Read(SignedMessage.Topic(terminal, "health"), payload, key) : null;
        return health is { IsSigned: true } ? health : null;
    }

    private byte[]? KeyOf(string terminal) => terminals.Find(terminal)?.KeyBytes();

    // Health as it came, and the newest number of its journal that was proved then.
    private sealed record Arrival(string Terminal, byte[] Payload, DateTimeOffset At, long Proved);
}
