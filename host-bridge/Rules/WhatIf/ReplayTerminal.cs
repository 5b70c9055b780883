using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Signing;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>
/// The firmware's own core on a flash in memory, which decides taps as the terminal of a post would by the rules of a roster. It is always connected, its clock is always set, and
/// it runs as fast as it is asked to.
/// </summary>
internal sealed class ReplayTerminal : IOutgoing, ISignals
{
    /// <summary>The id of the terminal.</summary>
    internal const string Id = "T1";

    private const string SiteKey = "5555555555555555555555555555555555555555555555555555555555555555";
    private const uint Epoch = 0x5F0C9A1E;
    private const string EpochWord = "5f0c9a1e";
    private const long FirstTicks = 1000;

    // Nothing is due to the second but what a tap has begun.
    private static readonly TimeSpan Stride = TimeSpan.FromSeconds(15), Near = TimeSpan.FromSeconds(1);

    private readonly TerminalEntry _terminal;
    private readonly Dictionary<string, byte[]> _retained = new(StringComparer.Ordinal);
    private readonly Queue<string> _asked = new();
    private readonly List<PlayedRecord> _written = [];
    private readonly Kiosk _kiosk;
    private readonly DateTimeOffset _began;
    private readonly TimeSpan _nearFor;
    private DateTimeOffset _now, _nearUntil;
    private uint _sent;
    private long _gates;

    /// <summary>A terminal that was started at a moment, with a roster and its rules.</summary>
    internal ReplayTerminal(RosterModel roster, string post, DateTimeOffset began)
    {
        _began = _now = began;
        _terminal = new TerminalEntry { Id = Id, Post = post, Handover = true, Key = new string('1', 64) };
        foreach (TerminalMessage message in TerminalMessages.Roster(roster, _terminal, Convert.FromHexString(SiteKey), 1, began).Append(TerminalMessages.Policy(roster.PolicyOf(post), _terminal, 1)))
        {
            _retained[message.Topic] = message.Payload;
        }

        _nearFor = TimeSpan.FromSeconds(roster.PolicyOf(post).Number("pairingTimeS") + 60);
        var configuration = new TerminalConfiguration { Terminal = Id, Post = post, Handover = true, Broker = "127.0.0.1", Key = _terminal.Key, SiteKey = SiteKey };
        _kiosk = new Kiosk(configuration, new Flash(), new Signer(), this, this, "what-if", Epoch);
        _kiosk.Start(At, "power", "");
        _kiosk.LinkUp(At);
        Answer();
        _kiosk.Receive("dutykiosk/v1/bridge/state", "{\"state\":\"online\"}"u8.ToArray(), At);
        _kiosk.Step(At);
        Answer();
    }

    /// <summary>Who holds the duty; empty: nobody.</summary>
    internal string Holder => _kiosk.State.Holder;

    /// <summary>The UID by which a replay knows somebody, by his place among the staff, and the one of his that is blocked.</summary>
    internal static string Uid(int place, bool blocked) => string.Create(CultureInfo.InvariantCulture, $"{(blocked ? "05" : "04")}{place:X6}");

    /// <summary>Tells it who is here, as the bridge tells terminals.</summary>
    internal void Present(IEnumerable<KeyValuePair<string, PresentPerson>> people)
    {
        var members = new StringBuilder();
        TerminalMessages.PresenceMembers(members, "", "", default, people, []);
        TerminalMessage message = TerminalMessages.Presence(_terminal, 1, EpochWord, 1_000_000, members.ToString());
        _kiosk.Receive(message.Topic, message.Payload, At);
    }

    /// <summary>Tells it what stands before the next handover.</summary>
    internal void Tell(Gate gate, DateTimeOffset asOf)
    {
        TerminalMessage message = TerminalMessages.Gate(_terminal, ++_gates, gate, asOf);
        _kiosk.Receive(message.Topic, message.Payload, At);
        Answer();
    }

    /// <summary>A badge, at a moment that has come.</summary>
    internal void Tap(string uid)
    {
        _kiosk.Tap(Convert.FromHexString(uid), At);
        _kiosk.Step(At);
        Answer();
        _nearUntil = _now + _nearFor;
    }

    /// <summary>Lets the time run to a moment.</summary>
    internal void RunTo(DateTimeOffset moment)
    {
        while (_now < moment)
        {
            DateTimeOffset next = _now + (_now < _nearUntil ? Near : Stride);
            _now = next < moment ? next : moment;
            _kiosk.Step(At);
            Answer();
        }
    }

    /// <summary>What it has written since this was asked last.</summary>
    internal IReadOnlyList<PlayedRecord> Take()
    {
        PlayedRecord[] written = [.. _written];
        _written.Clear();
        return written;
    }

    void IOutgoing.Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
    {
        if (seq <= _sent)
        {
            return;
        }

        _sent = seq;
        _written.Add(PlayedRecord.Of(new LogEntry(0, LogKind.Record, Id, EpochWord, seq, payload, _now)));
        _asked.Enqueue("");
    }

    void IOutgoing.Subscribe(string topic) => _asked.Enqueue(topic);

    void IOutgoing.Unsubscribe(string topic)
    {
        // No firmware is offered here.
    }

    void IOutgoing.KeepQuiet(long untilTicks)
    {
        // There is nothing here that could stop anybody.
    }

    void IOutgoing.Restart(string reason)
    {
        // It never runs for so long that it would ask for that.
    }

    void ISignals.Show(Signal signal)
    {
        // What it writes says what it showed.
    }

    void ISignals.Stand(Signal signal)
    {
        // Nobody looks at the lamps.
    }

    private Moment At => new(FirstTicks + (long)(_now - _began).TotalMilliseconds, _now.ToUnixTimeMilliseconds());

    private void Answer()
    {
        while (_asked.TryDequeue(out string? topic))
        {
            if (topic.Length == 0)
            {
                _kiosk.RecordArrived(_sent, At);
                string ack = SignedMessage.Topic(Id, "ack");
                _kiosk.Receive(ack, SignedMessage.Sign(ack, string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"{EpochWord}\",\"seq\":{_sent}"), _terminal.KeyBytes()), At);
                _kiosk.Step(At);
            }
            else if (_retained.TryGetValue(topic, out byte[]? message))
            {
                _kiosk.Receive(topic, message, At);
            }
        }
    }

    private sealed class Signer : ISigner
    {
        public byte[] Hmac(byte[] key, byte[] data, int length) => HMACSHA256.HashData(key, data.AsSpan(0, length));
    }

    private sealed class Flash : IFlash
    {
        private readonly Dictionary<string, List<byte>> _files = new(StringComparer.Ordinal);

        public string[] List() => [.. _files.Keys];

        public int Length(string name) => _files.TryGetValue(name, out List<byte>? file) ? file.Count : -1;

        public byte[]? Read(string name) => _files.TryGetValue(name, out List<byte>? file) ? [.. file] : null;

        public bool Read(string name, int offset, byte[] buffer, int count)
        {
            if (!_files.TryGetValue(name, out List<byte>? file) || offset + count > file.Count)
            {
                return false;
            }

            file.CopyTo(offset, buffer, 0, count);
            return true;
        }

        public bool Append(string name, byte[] bytes, int length)
        {
            (_files.TryGetValue(name, out List<byte>? file) ? file : _files[name] = []).AddRange(bytes.AsSpan(0, length));
            return true;
        }

        public bool Write(string name, byte[] bytes, int length)
        {
            _files[name] = [.. bytes.AsSpan(0, length)];
            return true;
        }

        public void Delete(string name) => _files.Remove(name);
    }
}
