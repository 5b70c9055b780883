using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Update;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Signing;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>The firmware's core on flash in memory, without board, threads and link: messages and badges are handed to it, and what it publishes is kept.</summary>
internal sealed class KioskUnderFuzz : IOutgoing, ISignals
{
    /// <summary>The id of the terminal.</summary>
    internal const string Id = "T1";

    /// <summary>When its time begins, in Unix milliseconds: 2026-03-01 in the evening, while shift N1 of the wire's vectors runs.</summary>
    internal const long BeginMs = 1772368200000;

    private const string SiteKeyWord = "5555555555555555555555555555555555555555555555555555555555555555";
    private const string KeyWord = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
    private const uint Epoch = 0x5F0C9A1E;

    private readonly int _segments;
    private readonly List<uint> _underWay = [];
    private Kiosk _kiosk;
    private long _ticks = 1000;
    private long _bootTicks;

    internal KioskUnderFuzz(MemoryFiles flash, int segments = 4)
    {
        Flash = flash;
        _segments = segments;
        _kiosk = Start();
    }

    /// <summary>The key of the terminal.</summary>
    internal static byte[] Key { get; } = Convert.FromHexString(KeyWord);

    /// <summary>The site key.</summary>
    internal static byte[] SiteKey { get; } = Convert.FromHexString(SiteKeyWord);

    /// <summary>The terminal as the bridge knows it.</summary>
    internal static TerminalEntry Entry { get; } = new() { Id = Id, Post = "hotline", Handover = true, Key = KeyWord };

    /// <summary>The flash.</summary>
    internal MemoryFiles Flash { get; }

    /// <summary>The records that were handed to the link, by number, as they were sent last.</summary>
    internal SortedDictionary<uint, byte[]> Sent { get; } = [];

    /// <summary>The pages of a roster that were asked for.</summary>
    internal List<string> Asked { get; } = [];

    /// <summary>What it says of itself.</summary>
    internal byte[] Health => _kiosk.Health(default, Now);

    private Moment Now => new(_ticks - _bootTicks, BeginMs + _ticks);

    /// <summary>Signs a message for the terminal, which is open at its end.</summary>
    internal static byte[] Sign(string topic, byte[] open)
    {
        byte[] covered = [.. Encoding.UTF8.GetBytes(topic), (byte)'\n', .. open];
        return [.. open, .. Encoding.ASCII.GetBytes($",\"mac\":\"{Convert.ToHexStringLower(HMACSHA256.HashData(Key, covered).AsSpan(0, 16))}\"}}")];
    }

    /// <summary>Whether a message ends in its signature.</summary>
    internal static bool IsSigned(string topic, byte[] payload)
    {
        const int TailBytes = 8 + 32 + 2;
        return payload.Length > TailBytes && payload.AsSpan(^TailBytes).StartsWith(",\"mac\":\""u8)
            && string.Equals(Encoding.Latin1.GetString(Sign(topic, payload[..^TailBytes])), Lowered(payload, TailBytes), StringComparison.Ordinal);
    }

    /// <summary>A number of its health.</summary>
    internal long Said(string name)
    {
        using JsonDocument json = JsonDocument.Parse(Health);
        return json.RootElement.GetProperty(name).GetInt64();
    }

    /// <summary>A message comes.</summary>
    internal void Receive(string topic, byte[] payload) => _kiosk.Receive(topic, payload, Now);

    /// <summary>The PUBACK of a record comes: there is room for the next one on the way.</summary>
    internal void Arrived(uint seq) => _kiosk.RecordArrived(seq, Now);

    /// <summary>Has it send everything that it holds, as to a bridge that takes each record and acknowledges none.</summary>
    internal void Drain()
    {
        Link(up: true);
        do
        {
            _underWay.Clear();
            Step(1);
            _underWay.ForEach(seq => Arrived(seq));
        }
        while (_underWay.Count > 0);
    }

    /// <summary>There is a link, or there is none.</summary>
    internal void Link(bool up)
    {
        if (up)
        {
            _kiosk.LinkUp(Now);
        }
        else
        {
            _kiosk.LinkDown(Now);
        }
    }

    /// <summary>Somebody taps.</summary>
    internal void Tap(byte[] uid)
    {
        _kiosk.Tap(uid, Now);
        Step(100);
    }

    /// <summary>Time passes.</summary>
    internal void Step(long milliseconds)
    {
        _ticks += milliseconds;
        long due = _kiosk.Step(Now);
        BrokenPromiseException.Unless(due > _ticks - _bootTicks, "a step is due again at once, for ever");
    }

    /// <summary>Power off and on.</summary>
    internal void Restart()
    {
        _bootTicks = _ticks;
        _kiosk = Start();
    }

    void IOutgoing.Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
    {
        if (seq != 0)
        {
            Sent[seq] = payload;
            _underWay.Add(seq);
        }
    }

    void IOutgoing.Subscribe(string topic) => Asked.Add(topic);

    void IOutgoing.Unsubscribe(string topic)
    {
        // Nothing comes that was not asked for.
    }

    void IOutgoing.KeepQuiet(long untilTicks)
    {
        // There is nothing here that could stop anybody.
    }

    void IOutgoing.Restart(string reason)
    {
        // It is restarted when the message was taken, as the link would do.
    }

    void ISignals.Show(Signal signal)
    {
        // Nobody looks at the lamps.
    }

    void ISignals.Stand(Signal signal)
    {
        // Nobody looks at the lamps.
    }

    private static string Lowered(byte[] payload, int tailBytes) => Encoding.Latin1.GetString(payload[..^tailBytes]) + Encoding.Latin1.GetString(payload[^tailBytes..]).ToLowerInvariant();

    private Kiosk Start()
    {
        var configuration = new TerminalConfiguration { Terminal = Id, Post = "hotline", Handover = true, Broker = "127.0.0.1", Key = KeyWord, SiteKey = SiteKeyWord, JournalSegments = _segments, Updates = true };
        var kiosk = new Kiosk(configuration, Flash, new Hmac(), this, this, "0.1.0", Epoch);
        kiosk.Updates = new FirmwareUpdates(configuration, Flash, new Hmac(), this, "0.1.0", ImageSlot.Factory);
        kiosk.Start(new Moment(_ticks - _bootTicks + 1000, BeginMs + _ticks), "power", "");
        _bootTicks -= 1000;
        return kiosk;
    }
}
