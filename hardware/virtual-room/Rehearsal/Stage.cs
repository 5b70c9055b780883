using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Lamps;
using DutyKiosk.VirtualBoard;
using NodaTime;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>
/// A duty room in simulated time: the firmware on virtual boards, the bridge's own core over a real database, and a broker in memory
/// between them. No thread, no socket, no clock of this machine.
/// </summary>
public sealed class Stage : IDisposable
{
    private const long ApartMs = 700;
    private static readonly byte[] SealKey = new byte[32];
    private const long LampPauseMs = 10000;

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-rehearsal-").FullName;
    private readonly SimulatedTime _time;
    private readonly MemoryBroker _broker;
    private readonly TerminalRegister _terminals;
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private readonly LoopHandle _bridgeLoop;
    private readonly Action<string> _print;
    private RosterDocument _roster;
    private BridgeCore? _core;

    /// <summary>Sets the stage; everything is switched on, and <paramref name="print"/> gets each record.</summary>
    public Stage(RosterDocument roster, TerminalRegister terminals, DateTimeOffset start, Action<string> print)
    {
        _roster = roster;
        _terminals = terminals;
        _print = print;
        _time = new SimulatedTime(start.ToUnixTimeMilliseconds()) { LampPauseMs = LampPauseMs };
        _broker = new MemoryBroker(_time) { Published = FromTerminal, Up = true };
        _bridgeLoop = _time.StartLoop(StepBridge);
        StartBridge();
        foreach (TerminalEntry terminal in terminals.Terminals)
        {
            var seat = new Seat(terminal, new Board(terminal.Id, _time, new BoardFlash()));
            TerminalFlash.Enrol(seat.Board.Flash, terminal, terminals.SiteKey, "127.0.0.1", 1883);
            seat.Board.Network.Link = _broker;
            _seats.Add(terminal.Id, seat);
            PowerOn(terminal.Id);
        }
    }

    /// <summary>The simulated moment.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_time.UnixMs);

    /// <summary>The newest record of a refusal at whatever terminal; null: there is none.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>The broker between them.</summary>
    public MemoryBroker Broker => _broker;

    /// <summary>The bridge, or null while it is stopped.</summary>
    public BridgeCore? Core => _core;

    /// <summary>The roster as it stands.</summary>
    public RosterDocument Roster => _roster;

    /// <summary>The terminals.</summary>
    public TerminalRegister Terminals => _terminals;

    /// <summary>Lets time run to a moment.</summary>
    public void RunTo(DateTimeOffset moment)
    {
        _time.RunUntil(Math.Max(moment.ToUnixTimeMilliseconds(), _time.UnixMs));
        foreach (Seat seat in _seats.Values)
        {
            foreach (string record in seat.Journal.ReadNew())
            {
                _print(record);
                LastRefusal = IsRefusal(record) ? record : LastRefusal;
            }
        }
    }

    /// <summary>A badge is held to a terminal. Two people cannot do so at once, so the second waits until the first has gone.</summary>
    public void Tap(string terminal, byte[] uid)
    {
        Seat seat = SeatOf(terminal);
        RunTo(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(_time.UnixMs, seat.LastTapMs + ApartMs)));
        seat.LastTapMs = _time.UnixMs;
        seat.Board.Reader.Tap(uid);
        RunTo(Now);
    }

    /// <summary>The board of a terminal.</summary>
    public Board BoardOf(string terminal) => SeatOf(terminal).Board;

    /// <summary>The journal of a terminal.</summary>
    public TerminalJournal JournalOf(string terminal) => SeatOf(terminal).Journal;

    /// <summary>
    /// The word of the last signal that a person at a terminal saw and heard. Signals that stand by themselves are left aside, unless <paramref name="asked"/>
    /// names one that stands or is shown at this moment.
    /// </summary>
    public string SignalOf(string terminal, string asked)
    {
        _time.LookAtLamps();
        Seat seat = SeatOf(terminal);
        if (seat.Signals is not { } signals || !seat.Board.IsPowered)
        {
            return "off";
        }

        string last = SignalTable.Of(signals.LastShown).Word;
        return asked is not ("ready" or "heard" or "offline" or "clock-unset") ? last
            : new[] { signals.Current, signals.Standing }.Select(signal => SignalTable.Of(signal).Word).FirstOrDefault(word => string.Equals(word, asked, StringComparison.Ordinal))
            ?? SignalTable.Of(signals.Current).Word;
    }

    /// <summary>How many signals a terminal has shown since its start; standing ones do not count.</summary>
    public int ShownCount(string terminal) => SeatOf(terminal).Signals?.ShownCount ?? 0;

    /// <summary>Power of a terminal comes back.</summary>
    public void PowerOn(string terminal)
    {
        Seat seat = SeatOf(terminal);
        seat.Board.PowerOn(() => seat.Signals = DutyKiosk.Terminal.Program.Boot());
    }

    /// <summary>Starts the bridge on what it has stored.</summary>
    public void StartBridge()
    {
        if (_core == null)
        {
            _broker.Up = true;
            _core = new BridgeCore(Log.Open(_folder, syncs: false).SealWith(SealKey), _terminals, new SimulatedClock(_time), new BrokerOut(_broker));
            if (_roster.Staff.Count > 0)
            {
                // A scenario that gives nobody is about a terminal that has no roster yet.
                _core.SetRoster(_roster);
            }

            _broker.Publish("dutykiosk/v1/bridge/state", "{\"state\":\"online\"}"u8.ToArray(), true);
            _bridgeLoop.Wake();
        }
    }

    /// <summary>Stops the bridge, and its broker with it.</summary>
    public void StopBridge()
    {
        _core?.Dispose();
        _core = null;
        _broker.Up = false;
    }

    /// <summary>Puts a changed roster in force.</summary>
    public void SetRoster(RosterDocument roster)
    {
        RosterModel.Of(roster);
        _roster = roster;
        _core?.SetRoster(roster);
        _bridgeLoop.Wake();
        RunTo(Now);
    }

    /// <summary>Lets the bridge do what it was just asked for.</summary>
    public void WakeBridge()
    {
        _bridgeLoop.Wake();
        RunTo(Now);
    }

    /// <summary>Whether folding the whole log again comes to the same posts, sheets, holds, plan, notices and ledgers.</summary>
    public bool FoldsTheSame()
    {
        if (_core is not { } core)
        {
            return true;
        }

        string Folded() => core.Read((room, _) => JsonSerializer.Serialize(new { Posts = room.Posts.ToArray(), room.Plan, room.Ledger, room.Exports, Notices = room.Notices.All, Ledgers = LedgersOf(room) }));
        string before = Folded();
        core.Rebuild();
        return string.Equals(before, Folded(), StringComparison.Ordinal);
    }

    private LedgerRow[] LedgersOf(DutyRoom room)
    {
        YearMonth month = room.Roster.Civil(Now).Date.ToYearMonth();
        return [.. room.Roster.Document.Staff.SelectMany(staff => MonthLedger.Of(room, staff.Id, month, Now))];
    }

    /// <summary>Copies the bridge's database.</summary>
    public void BackUp() => (_core ?? throw new StepFailedException("the bridge is stopped")).Log.BackUp(Path.Combine(_folder, "backup"));

    /// <summary>Puts the copied database back.</summary>
    public void Restore()
    {
        string backup = Path.Combine(_folder, "backup");
        if (!File.Exists(backup))
        {
            throw new StepFailedException("no backup was made: write 'When a backup is made' before");
        }

        StopBridge();
        foreach (string file in Directory.GetFiles(_folder, "bridge.db*"))
        {
            File.Delete(file);
        }

        File.Copy(backup, Path.Combine(_folder, "bridge.db"));
        StartBridge();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Seat seat in _seats.Values)
        {
            seat.Board.PowerOff();
        }

        _core?.Dispose();
        Directory.Delete(_folder, true);
    }

    private Seat SeatOf(string terminal) => _seats.TryGetValue(terminal, out Seat? seat) ? seat : throw new StepFailedException($"there is no terminal {terminal}; there are {string.Join(", ", _seats.Keys)}");

    private static bool IsRefusal(string record)
    {
        return record.Contains("\"type\":\"tap.refused\"", StringComparison.Ordinal) || record.Contains("\"type\":\"handover.refused\"", StringComparison.Ordinal);
    }

    private bool FromTerminal(string client, string topic, byte[] payload, Action acknowledge)
    {
        if (_core == null)
        {
            return true;
        }

        Reception reception = _core.Receive(client, topic, payload, stored =>
        {
            if (stored)
            {
                acknowledge();
            }
        });
        if (reception == Reception.Take)
        {
            acknowledge();
        }

        _bridgeLoop.Wake();
        return reception != Reception.Close;
    }

    private long StepBridge(long nowMs)
    {
        if (_core == null)
        {
            return long.MaxValue;
        }

        _core.Commit();
        DateTimeOffset due = _core.Step();
        return due == DateTimeOffset.MaxValue ? long.MaxValue : due.ToUnixTimeMilliseconds();
    }

    private sealed class Seat(TerminalEntry terminal, Board board)
    {
        internal Board Board { get; } = board;

        internal TerminalJournal Journal { get; } = new(terminal, board.Flash);

        internal SignalLoop? Signals { get; set; }

        internal long LastTapMs { get; set; } = long.MinValue / 2;
    }

    private sealed class BrokerOut(MemoryBroker broker) : IMessageOut
    {
        public void Publish(string topic, byte[] payload, bool retain) => broker.Publish(topic, payload, retain);
    }
}
