using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Signing;

namespace DutyKiosk.Simulation;

/// <summary>The firmware's core on a flash in memory, with a roster of the bridge's own making: no board, no threads, no link but what this class answers.</summary>
public sealed class BareKiosk : IOutgoing, ISignals
{
    private const string Id = "T1";
    private const string SiteKey = "5555555555555555555555555555555555555555555555555555555555555555";
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);

    private readonly TerminalEntry _terminal = new() { Id = Id, Post = "hotline", Handover = true, Key = new string('1', 64) };
    private readonly Dictionary<string, byte[]> _retained = new(StringComparer.Ordinal);
    private readonly Queue<string> _asked = new();
    private readonly int _segments;
    private Kiosk _kiosk;
    private long _ticks;
    private long _bootTicks;

    /// <summary>A kiosk that has its roster: so many people, four of whom lead a 12-hour shift each, with two of the crew.</summary>
    public BareKiosk(int people, int segments = FlashJournal.DefaultSegments)
    {
        _segments = segments;
        var roster = new RosterDocument();
        roster.Posts.Add(new PostEntry { Id = "hotline", Name = "热线" });
        roster.Staff.AddRange(Enumerable.Range(0, people).Select(i => new StaffEntry { Id = Staff(i), Name = Staff(i), Role = i < 4 ? "leader" : "operator", Badges = [Convert.ToHexString(Uid(i))] }));
        roster.Rotations.Add(new RotationEntry
        {
            Pattern = "two-12h",
            Post = "hotline",
            From = "2026-03-01",
            Teams = [.. Enumerable.Range(0, 4).Select(team => new TeamEntry { Leader = Staff(team), Crew = [Staff(4 + team), Staff(8 + team)] })],
        });
        Model = RosterModel.Of(roster);
        _kiosk = Start();
        Publish(1);
    }

    /// <summary>The flash.</summary>
    public MemoryFlash Flash { get; } = new();

    /// <summary>The roster.</summary>
    public RosterModel Model { get; }

    /// <summary>The simulated moment.</summary>
    public DateTimeOffset Now => Begin.AddMilliseconds(_ticks);

    /// <summary>Who holds the duty; empty: nobody.</summary>
    public string Holder => _kiosk.State.Holder;

    /// <summary>The last signal that was shown.</summary>
    public Signal Shown { get; private set; }

    /// <summary>How many records the journal has taken since its beginning, and how many of a hundred parts of it are not acknowledged.</summary>
    public (uint Newest, int Percent) Journal
    {
        get
        {
            JsonElement health = Health;
            return (health.GetProperty("seq").GetUInt32(), health.GetProperty("journalPercent").GetInt32());
        }
    }

    /// <summary>The newest number that was handed to the link.</summary>
    public uint Sent { get; private set; }

    /// <summary>In how many milliseconds from the newest step on something may be due.</summary>
    public long DueInMs { get; private set; }

    /// <summary>Whether what is sent is acknowledged at once.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>What it says of itself.</summary>
    public JsonElement Health => JsonDocument.Parse(_kiosk.Health(default, At())).RootElement;

    /// <summary>Every record on flash as it is sent, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var lines = new List<string>();
            FlashJournal journal = Open();
            var cursor = new JournalCursor(journal, journal.OldestSeq);
            var line = new ByteBuffer(RecordJson.MaxBytes);
            while (cursor.Next(line) != 0)
            {
                lines.Add(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
            }

            return lines;
        }
    }

    /// <summary>The UID of a person.</summary>
    public static byte[] Uid(int person) => [0x04, (byte)(person >> 16), (byte)(person >> 8), (byte)person];

    /// <summary>Opens the journal from flash by itself, as a start does.</summary>
    public FlashJournal Open()
    {
        var journal = new FlashJournal(Flash, _segments, Id, _terminal.KeyBytes(), new Hmac());
        journal.Open(1, new Core.Duty.DutyState());
        return journal;
    }

    /// <summary>Lets the core do what is due after a while.</summary>
    public void Wait(long milliseconds)
    {
        _ticks += milliseconds;
        DueInMs = _kiosk.Step(At()) - At().Ticks;
        Answer();
    }

    /// <summary>A badge, so many milliseconds after what was before and before anything is stepped.</summary>
    public void Tap(byte[] uid, long laterMs = 0)
    {
        _ticks += laterMs;
        _kiosk.Tap(uid, At());
        _kiosk.Step(At());
        Answer();
    }

    /// <summary>There is a link.</summary>
    public void LinkUp()
    {
        _kiosk.LinkUp(At());
        Answer();
        _kiosk.Receive("dutykiosk/v1/bridge/state", "{\"state\":\"online\"}"u8.ToArray(), At());
    }

    /// <summary>Power off and on.</summary>
    public void Restart()
    {
        _bootTicks = _ticks;
        _kiosk = Start();
    }

    /// <summary>A roster from this moment on, in a further version, and the policy.</summary>
    public void Publish(long version)
    {
        foreach (TerminalMessage message in TerminalMessages.Roster(Model, _terminal, Convert.FromHexString(SiteKey), version, Now))
        {
            _retained[message.Topic] = message.Payload;
        }

        TerminalMessage policy = TerminalMessages.Policy(Model.PolicyOf("hotline"), _terminal, 1);
        _retained[policy.Topic] = policy.Payload;
        LinkUp();
    }

    void IOutgoing.Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
    {
        if (seq == 0)
        {
            return;
        }

        Sent = seq;
        if (Acknowledges)
        {
            _asked.Enqueue("ack");
        }
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

    void IOutgoing.Restart(string reason) => Restart();

    void ISignals.Show(Signal signal) => Shown = signal;

    void ISignals.Stand(Signal signal)
    {
        // Nobody looks at the lamps.
    }

    private static string Staff(int person) => "S" + person.ToString("00", CultureInfo.InvariantCulture);

    private Kiosk Start()
    {
        var configuration = new TerminalConfiguration
        {
            Terminal = Id, Post = "hotline", Handover = true, Broker = "127.0.0.1", Key = _terminal.Key, SiteKey = SiteKey, JournalSegments = _segments,
        };
        var kiosk = new Kiosk(configuration, Flash, new Hmac(), this, this, "0.1.0", 0x5F0C9A1E);
        kiosk.Start(At(), "power", "");
        return kiosk;
    }

    private Moment At() => new(_ticks - _bootTicks + 1000, Now.ToUnixTimeMilliseconds());

    private void Answer()
    {
        while (_asked.TryDequeue(out string? topic))
        {
            if (topic is "ack")
            {
                _kiosk.RecordArrived(Sent, At());
                string open = string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"5f0c9a1e\",\"seq\":{Sent}");
                string ack = SignedMessage.Topic(Id, "ack");
                _kiosk.Receive(ack, SignedMessage.Sign(ack, open, _terminal.KeyBytes()), At());
                _kiosk.Step(At());
            }
            else if (_retained.TryGetValue(topic, out byte[]? message))
            {
                _kiosk.Receive(topic, message, At());
            }
        }
    }
}
