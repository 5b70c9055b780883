using System;
using System.Collections.Generic;
using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Signing;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.Simulation.World;

/// <summary>
/// One terminal: the firmware's core on flash in memory. Time that nothing happens in is passed over: while somebody is at the door, or records are under way, it is stepped as
/// often as it asks for, and otherwise at each whole minute of its own clock, by which shifts and ladders go.
/// </summary>
public sealed class SimTerminal : IOutgoing, ISignals
{
    private const int RestartMs = 4000;
    private const long AtTheDoorMs = 70000;
    private const long StartMs = 45000;

    // What does not arrive within so long is sent again once a minute, and not every five seconds, until it does.
    private const long SendingMs = 40000;
    private static readonly Hmac Signer = new();

    private readonly Agenda _agenda;
    private readonly Action<SimTerminal> _after;
    private readonly List<(string Topic, byte[] Payload, bool AtLeastOnce, uint Seq)> _out = [];
    private readonly int _segments;
    private readonly uint _epochIfNew;
    private string _restart = "";
    private long _activeUntilMs;
    private long _sendingUntilMs;
    private uint _newestSent;
    private long _wake;

    /// <summary>A terminal that is off.</summary>
    /// <param name="place">Its place in the house.</param>
    /// <param name="house">The house.</param>
    /// <param name="agenda">The time.</param>
    /// <param name="crystalPpm">How far its crystal is off.</param>
    /// <param name="after">Is told whenever the core has done something.</param>
    public SimTerminal(int place, House house, Agenda agenda, double crystalPpm, Action<SimTerminal> after)
    {
        Place = place;
        Entry = house.Entries[place];
        Post = house.PostOf(place);
        Clock = new TerminalClock(agenda, crystalPpm);
        _agenda = agenda;
        _after = after;
        _segments = house.Segments[place];
        _epochIfNew = (uint)(0x5F000000 + (house.Seed * 16) + place);
    }

    /// <summary>Its place in the house.</summary>
    public int Place { get; }

    /// <summary>What the bridge knows of it.</summary>
    public TerminalEntry Entry { get; }

    /// <summary>Its post.</summary>
    public HousePost Post { get; }

    /// <summary>Its flash.</summary>
    public MemoryFlash Flash { get; } = new();

    /// <summary>Its clocks.</summary>
    public TerminalClock Clock { get; }

    /// <summary>How many segments its journal has.</summary>
    public int Segments => _segments;

    /// <summary>The core; null: it is off.</summary>
    public Kiosk? Core { get; private set; }

    /// <summary>How often it has started.</summary>
    public int Starts { get; private set; }

    /// <summary>How often its core was stepped or handed something.</summary>
    public long Turns { get; private set; }

    /// <summary>The signals that were shown since this was cleared, in order.</summary>
    public List<Signal> Shown { get; } = [];

    /// <summary>Whether records are under way that nothing has been heard of.</summary>
    public bool IsSending { get; set; }

    /// <summary>Where its messages go.</summary>
    public SimLink? Link { get; set; }

    /// <summary>Is told that it went down by itself, and for how long.</summary>
    public Action<int>? PowerLost { get; set; }

    /// <summary>What ends the world: the core has thrown.</summary>
    public Action<Exception>? Broken { get; set; }

    /// <summary>How long the power stays away when a write is cut.</summary>
    public int DarkForMs { get; set; } = 1000;

    /// <summary>Power comes.</summary>
    public void PowerOn(string cause)
    {
        if (Core != null)
        {
            return;
        }

        Flash.PowerOn();
        Clock.Boot();
        Starts++;
        _restart = "";
        var configuration = new TerminalConfiguration
        {
            Terminal = Entry.Id, Post = Entry.Post, Handover = Entry.Handover, Broker = "127.0.0.1", Key = Entry.Key, SiteKey = House.SiteKey, JournalSegments = _segments,
        };
        Core = new Kiosk(configuration, Flash, Signer, this, this, "0.1.0", _epochIfNew);
        _activeUntilMs = _agenda.NowMs + StartMs;
        Do((core, now) => core.Start(now, cause, ""));
    }

    /// <summary>Power goes.</summary>
    public void PowerOff()
    {
        Core = null;
        _out.Clear();
        IsSending = false;
        _wake++;
        Link?.TerminalGone();
    }

    /// <summary>A badge. What was shown because of it is in <see cref="Shown"/>, also when the power went meanwhile.</summary>
    public void Tap(byte[] uid)
    {
        _activeUntilMs = _agenda.NowMs + AtTheDoorMs;
        Shown.Clear();
        Do((core, now) => core.Tap(uid, now), steps: false);
    }

    /// <summary>Hands the core something, and lets it do what is due then. False: it is off, or the power went.</summary>
    public bool Do(Action<Kiosk, Moment> act, bool steps = true)
    {
        if (Core is not { } core)
        {
            return false;
        }

        Turns++;
        long due = 0;
        try
        {
            act(core, Clock.Read());
            if (steps)
            {
                due = core.Step(Clock.Read());
            }
        }
        catch (PowerLostException)
        {
            // What it had handed out before may have left.
            Core = null;
            _after(this);
            PowerOff();
            PowerLost?.Invoke(DarkForMs);
            return false;
        }
        catch (Exception exception)
        {
            Broken?.Invoke(exception);
            return false;
        }

        _after(this);
        foreach ((string topic, byte[] payload, bool atLeastOnce, uint seq) in _out)
        {
            if (seq is > 0 and < uint.MaxValue)
            {
                IsSending = true;
                _sendingUntilMs = seq > _newestSent ? _agenda.NowMs + SendingMs : _sendingUntilMs;
                _newestSent = Math.Max(_newestSent, seq);
            }

            Link?.Up(topic, payload, atLeastOnce, seq);
        }

        _out.Clear();
        if (_restart.Length > 0)
        {
            PowerOff();
            PowerLost?.Invoke(RestartMs);
            return true;
        }

        Sleep(steps ? due : 0);
        return true;
    }

    /// <summary>Somebody is at the door, or the link has just come: it is looked after often.</summary>
    public void Attend(long milliseconds) => _activeUntilMs = Math.Max(_activeUntilMs, _agenda.NowMs + milliseconds);

    void IOutgoing.Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq) => _out.Add((topic, payload, atLeastOnce, seq));

    void IOutgoing.Subscribe(string topic) => _out.Add((topic, [], true, uint.MaxValue));

    void IOutgoing.Unsubscribe(string topic)
    {
        // No firmware is offered here.
    }

    void IOutgoing.KeepQuiet(long untilTicks)
    {
        // No thread is stopped here by anything.
    }

    void IOutgoing.Restart(string reason) => _restart = reason;

    void ISignals.Show(Signal signal) => Shown.Add(signal);

    void ISignals.Stand(Signal signal)
    {
        // What stands nobody taps for.
    }

    private void Sleep(long dueTicks)
    {
        long now = Clock.Read().Ticks;
        bool polls = dueTicks >= now + 1000;
        if (polls)
        {
            // It would look at its clock once a second. In between nothing is due but what whole minutes bring.
            dueTicks = _agenda.NowMs < _activeUntilMs || (IsSending && _agenda.NowMs < _sendingUntilMs) ? now + 1000 : Clock.NextMinute();
        }

        long wake = ++_wake;
        _agenda.At(Math.Max(Clock.WhenMs(dueTicks), _agenda.NowMs + (dueTicks > now ? 1 : 0)), () =>
        {
            if (wake == _wake)
            {
                Do((_, _) => { });
            }
        });
    }
}
