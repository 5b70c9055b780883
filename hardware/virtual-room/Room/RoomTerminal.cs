using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Lamps;
using DutyKiosk.Terminal.Watch;
using DutyKiosk.VirtualBoard;
using Pins = DutyKiosk.Terminal.Board;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What a person sees of a terminal: lamps and buzzer from the board's pins, the signal's word beside them, and its own clock.</summary>
/// <param name="power">Where the switch stands; the signal is <c>starting</c> until the terminal shows something.</param>
/// <param name="clock"><c>set</c>, <c>held</c> or <c>unset</c>; empty: it has no power.</param>
/// <param name="clockAheadMs">By how much its wall clock is ahead of this machine's; 0 while that is unset.</param>
/// <param name="postName">What people call its post.</param>
public sealed record TerminalView(
    string id, string post, bool power, bool network, bool reader, bool green, bool amber, bool red, int toneHz, string signal, int shown, string clock, long clockAheadMs, IReadOnlyList<string> console, string postName = "");

/// <summary>One terminal of the room.</summary>
public sealed class RoomTerminal
{
    private const int KeptConsoleLines = 6;
    private const long BootMs = 500;

    // Answers have this priority in the firmware's table; what is below it are alarms, which nobody's badge has called.
    private const int AnswerPriority = 4;
    private const int MostLooks = 150;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly DateTime UnixEpoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FirstWall = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime LastWall = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly long LongestMove = (long)(LastWall - UnixEpoch).TotalSeconds;

    private readonly TerminalEntry _entry;
    private readonly Queue<string> _console = new();
    private SignalLoop? _signals;
    private volatile bool _switchedOn;
    private int _presses;
    private int _taps;

    /// <summary>A terminal whose flash is a folder.</summary>
    /// <exception cref="StartupException">The folder cannot be used.</exception>
    public RoomTerminal(TerminalEntry entry, string siteKey, int mqttPort, BoardTime time, string flashFolder)
    {
        _entry = entry;
        BoardFlash flash;
        try
        {
            flash = new BoardFlash(flashFolder);

            // That this program was started again says nothing of the terminal: only its own power and faults lead to its safe mode.
            flash.Delete(ShortStarts.FileName);
            TerminalFlash.Enrol(flash, entry, siteKey, "127.0.0.1", mqttPort);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The flash folder {flashFolder} cannot be used ({exception.Message}): give this user the right to, or name another folder with --data.");
        }

        Board = new Board(entry.Id, time, flash);
        Board.Network.Link = new TcpBrokerLink();
        Board.Pins.Changed += _ => Changed?.Invoke();
        Board.ConsoleLine += (_, line) => Log(line);
    }

    /// <summary>Something that a person can see or hear has changed.</summary>
    public event Action? Changed;

    /// <summary>Its id.</summary>
    public string Id => _entry.Id;

    /// <summary>Its board.</summary>
    public Board Board { get; }

    /// <summary>How many signals it has shown since its start.</summary>
    public int Shown => _signals?.ShownCount ?? 0;

    /// <summary>Switches it on, at once.</summary>
    public void PowerOn()
    {
        _switchedOn = true;
        Board.PowerOn(Start);
        Changed?.Invoke();
    }

    /// <summary>Power on or off. The switch that was pressed last wins, however quickly it is pressed.</summary>
    public string? SwitchPower(bool on)
    {
        int press = Interlocked.Increment(ref _presses);
        _switchedOn = on;
        if (on)
        {
            // A device takes a while to start.
            Board.Time.After(BootMs, () => StartAfter(press));
        }
        else
        {
            // Whoever holds a badge to it takes it away.
            _signals = null;
            Board.PowerOff();
            Board.Reader.Remove();
        }

        Changed?.Invoke();
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

    /// <summary>Moves the wall clock; answers what is wrong with that, or null.</summary>
    public string? MoveClock(long seconds)
    {
        if (!Board.IsPowered)
        {
            return NoPower();
        }

        bool far = seconds < -LongestMove || seconds > LongestMove;
        if (far || Board.Clock.UtcNow.AddSeconds(seconds) is var moved && (moved < UnixEpoch || moved >= LastWall))
        {
            return $"时钟只能在 1970 年到 2099 年之间，不能再移 {seconds} 秒。 The clock shows years from 1970 to 2099: it cannot be moved by {seconds} s.";
        }

        Board.Clock.Jump(TimeSpan.FromSeconds(seconds));
        Changed?.Invoke();
        return null;
    }

    /// <summary>Holds a badge to the reader; answers what is wrong with it, or null.</summary>
    public string? Tap(string badge)
    {
        if (badge == null || badge.Length is not (8 or 14 or 20) || !badge.All(char.IsAsciiHexDigit))
        {
            return $"“{Echo.Of(badge)}”不是卡号，请写 8、14 或 20 位十六进制数字。 '{Echo.Of(badge)}' is no UID: write 8, 14 or 20 hex digits.";
        }

        if (!Board.IsPowered)
        {
            return NoPower();
        }

        Interlocked.Increment(ref _taps);
        Board.Reader.TapUntilRead(Convert.FromHexString(badge));
        return null;
    }

    /// <summary>
    /// Waits for the signal that answers the badge that was tapped last, and gives its word. Empty: there was none, as the badge was tapped twice,
    /// the reader does not answer, the power went, or another badge has taken the place of this one.
    /// </summary>
    /// <param name="shown">How many signals it had shown before the tap.</param>
    public async Task<string> AnswerAsync(int shown, CancellationToken cancel)
    {
        int tap = _taps;
        for (int look = 0; look < MostLooks && tap == _taps && _signals is { } signals; look++)
        {
            SignalPattern last = SignalTable.Of(signals.LastShown);
            SignalPattern now = SignalTable.Of(signals.Current);
            int more = signals.ShownCount - shown;
            if (more >= 1 && last.Priority >= AnswerPriority)
            {
                return last.Word;
            }

            // An alarm that the tap itself has called follows at once, and waits behind the answer.
            if (more >= 2 && now.Priority >= AnswerPriority)
            {
                return now.Word;
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancel);
        }

        return "";
    }

    /// <summary>What a person sees.</summary>
    public TerminalView View()
    {
        bool on = Board.IsPowered;
        DateTime wall = Board.Clock.UtcNow;
        bool known = on && wall >= FirstWall;
        lock (_console)
        {
            return new TerminalView(
                Id,
                _entry.Post,
                _switchedOn,
                Board.Network.Up,
                !Board.Reader.Fails,
                Board.Pins.Level(Wired.GreenLamp),
                Board.Pins.Level(Wired.AmberLamp),
                Board.Pins.Level(Wired.RedLamp),
                Board.Pins.ToneHz(Wired.Buzzer),
                on && _signals is { } signals ? SignalTable.Of(signals.Current).Word : _switchedOn ? SignalWords.Starting : SignalWords.Off,
                Shown,
                on ? known ? "set" : "unset" : "",
                known ? (long)(wall - UnixEpoch).TotalMilliseconds - Board.Time.UnixMs : 0,
                _console.ToArray());
        }
    }

    private Pins Wired => Pins.Of(Board.Chip.Target)!;

    private string NoPower() => $"{Id} 没有通电。 {Id} has no power.";

    // A switch that was pressed meanwhile wins, even one that is pressed while the terminal starts.
    private void StartAfter(int press)
    {
        if (press != Volatile.Read(ref _presses))
        {
            return;
        }

        Board.PowerOn(Start);
        if (!_switchedOn)
        {
            Board.PowerOff();
        }

        Changed?.Invoke();
    }

    // What the last start showed is gone with it, and a terminal that is still starting shows nothing.
    private void Start()
    {
        _signals = null;
        _signals = DutyKiosk.Terminal.Program.Boot();
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
