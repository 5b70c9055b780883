using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.Terminal.Lamps;
using DutyKiosk.VirtualBoard;
using Pins = DutyKiosk.Terminal.Board;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What a person sees of a terminal: lamps and buzzer from the board's pins, and the signal's word beside them.</summary>
public sealed record TerminalView(string id, string post, bool power, bool network, bool reader, bool green, bool amber, bool red, int toneHz, string signal, int shown, IReadOnlyList<string> console);

/// <summary>One terminal of the room.</summary>
public sealed class RoomTerminal
{
    private const int KeptConsoleLines = 6;
    private const long BootMs = 500;
    private const long FarthestJumpSeconds = 315_360_000;
    private const int LongestEcho = 40;

    private readonly TerminalEntry _entry;
    private readonly Queue<string> _console = new();
    private SignalLoop? _signals;

    /// <summary>A terminal whose flash is a folder.</summary>
    /// <exception cref="StartupException">The folder cannot be used.</exception>
    public RoomTerminal(TerminalEntry entry, string siteKey, int mqttPort, BoardTime time, string flashFolder)
    {
        _entry = entry;
        BoardFlash flash;
        try
        {
            flash = new BoardFlash(flashFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The flash folder {flashFolder} cannot be used ({exception.Message}): give this user the right to, or name another folder with --data.");
        }

        Board = new Board(entry.Id, time, flash);
        Board.Network.Link = new TcpBrokerLink();
        TerminalFlash.Enrol(flash, entry, siteKey, "127.0.0.1", mqttPort);
        Board.Pins.Changed += _ => Changed?.Invoke();
        Board.ConsoleLine += (_, line) => Log(line);
    }

    /// <summary>Something that a person can see or hear has changed.</summary>
    public event Action? Changed;

    /// <summary>Its id.</summary>
    public string Id => _entry.Id;

    /// <summary>Its board.</summary>
    public Board Board { get; }

    /// <summary>Switches it on.</summary>
    public void PowerOn()
    {
        Board.PowerOn(Start);
        Changed?.Invoke();
    }

    /// <summary>Power on or off.</summary>
    public string? SwitchPower(bool on)
    {
        if (on)
        {
            // A device takes a while to start; whoever held a badge to it when the power went has taken it away by then.
            Board.Time.After(BootMs, PowerOn);
        }
        else
        {
            _signals = null;
            Board.PowerOff();
            Changed?.Invoke();
        }

        return null;
    }

    /// <summary>Network on or off.</summary>
    public string? SwitchNetwork(bool on)
    {
        Board.Network.Up = on;
        Changed?.Invoke();
        return null;
    }

    /// <summary>The reader answers or not.</summary>
    public string? SwitchReader(bool on)
    {
        Board.Reader.Fails = !on;
        Changed?.Invoke();
        return null;
    }

    /// <summary>Moves the wall clock.</summary>
    public string? MoveClock(long seconds)
    {
        if (seconds is < -FarthestJumpSeconds or > FarthestJumpSeconds)
        {
            return $"A clock can be moved by at most {FarthestJumpSeconds} seconds, which are ten years.";
        }

        Board.Clock.Jump(TimeSpan.FromSeconds(seconds));
        return null;
    }

    /// <summary>Holds a badge to the reader; answers what is wrong with it, or null.</summary>
    public string? Tap(string badge)
    {
        if (badge == null || badge.Length is not (8 or 14 or 20) || !badge.All(char.IsAsciiHexDigit))
        {
            string shown = badge is { Length: > LongestEcho } ? badge[..LongestEcho] + "…" : badge ?? "";
            return $"'{shown}' is no UID: write 8, 14 or 20 hex digits.";
        }

        if (!Board.IsPowered)
        {
            return $"{Id} has no power.";
        }

        Board.Reader.Tap(Convert.FromHexString(badge));
        return null;
    }

    /// <summary>What a person sees.</summary>
    public TerminalView View()
    {
        bool on = Board.IsPowered;
        lock (_console)
        {
            return new TerminalView(
                Id,
                _entry.Post,
                on,
                Board.Network.Up,
                !Board.Reader.Fails,
                Board.Pins.Level(Pins.GreenLamp),
                Board.Pins.Level(Pins.AmberLamp),
                Board.Pins.Level(Pins.RedLamp),
                Board.Pins.ToneHz(Pins.Buzzer),
                on && _signals != null ? SignalTable.Of(_signals.Current).Word : "off",
                _signals?.ShownCount ?? 0,
                _console.ToArray());
        }
    }

    // What the last start showed is gone with it, and a terminal that is still starting shows nothing.
    private void Start()
    {
        _signals = null;
        _signals = DutyKiosk.Terminal.Program.Start();
    }

    private void Log(string line)
    {
        lock (_console)
        {
            _console.Enqueue(line);
            if (_console.Count > KeptConsoleLines)
            {
                _console.Dequeue();
            }
        }

        Changed?.Invoke();
    }
}
