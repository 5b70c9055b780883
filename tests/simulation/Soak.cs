using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Rehearsal;

namespace DutyKiosk.Simulation;

/// <summary>What a soak has come to.</summary>
/// <param name="Days">Simulated days.</param>
/// <param name="Taps">Badges that were held to the reader.</param>
/// <param name="Records">Records that the terminal has written and the bridge has stored.</param>
/// <param name="Starts">Starts of the terminal.</param>
/// <param name="Faults">Injected faults by kind.</param>
/// <param name="HeapGrowthBytes">How much more the process held at the end than after the first tenth.</param>
public sealed record SoakResult(int Days, int Taps, long Records, int Starts, IReadOnlyDictionary<string, int> Faults, long HeapGrowthBytes);

/// <summary>An invariant did not hold.</summary>
public sealed class SoakFailedException(string message) : Exception(message);

/// <summary>
/// One terminal and its bridge over simulated days: five hundred taps a day by people who mostly do what the roster wants, while network, power, broker, clock and
/// reader fail at random. One seed decides everything. Whatever a person was shown as accepted must be in the history, which must be complete, in order and proved.
/// </summary>
public sealed class Soak : IDisposable
{
    private const int TapsADay = 500;
    private const int People = 12;
    private const int MostLines = 500;
    private const string Terminal = "T1";
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
    private static readonly string[] Accepting = ["accepted", "late", "left", "away", "back", "confirmed", "waiting-for-second", "released"];

    private readonly Random _random;
    private readonly Stage _stage;
    private readonly SortedDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Action, DateTimeOffset> _repairs = new();
    private int _taps;
    private long _expectedSeq = 1;
    private long _shownAccepted;

    /// <summary>A soak that the seed decides.</summary>
    public Soak(int seed)
    {
        _random = new Random(seed);
        var roster = new RosterDocument();
        roster.Posts.Add(new PostEntry { Id = "hotline", Name = "热线" });
        for (int i = 0; i < People; i++)
        {
            roster.Staff.Add(new StaffEntry { Id = $"S{i:00}", Name = $"S{i:00}", Role = i < 4 ? "leader" : "operator", Badges = [Badge(i)] });
        }

        roster.Staff.Add(new StaffEntry { Id = "S99", Name = "S99", Role = "supervisor", Badges = [Badge(99)] });
        roster.Rotations.Add(new RotationEntry
        {
            Pattern = "two-12h",
            Post = "hotline",
            From = "2026-03-01",
            Teams = [.. Enumerable.Range(0, 4).Select(team => new TeamEntry { Leader = $"S{team:00}", Crew = [$"S{4 + team:00}", $"S{8 + team:00}"] })],
        });
        var terminals = new TerminalRegister(new string('5', 64), new TerminalEntry { Id = Terminal, Post = "hotline", Handover = true, Key = new string('1', 64) });
        _stage = new Stage(roster, terminals, Begin, Take);
    }

    /// <summary>Runs so many days.</summary>
    /// <exception cref="SoakFailedException">An invariant did not hold.</exception>
    public SoakResult Run(int days)
    {
        long heapEarly = 0;
        int total = days * TapsADay;
        TimeSpan stride = TimeSpan.FromDays(1) / TapsADay;
        for (int i = 0; i < total; i++)
        {
            Wait(stride * (0.2 + (1.6 * _random.NextDouble())));
            MayFail();
            Tap();
            Trim();
            if (i == total / 10)
            {
                heapEarly = Heap();
            }
        }

        Settle();
        long growth = Heap() - heapEarly;
        return new SoakResult(days, _taps, _expectedSeq - 1, _stage.BoardOf(Terminal).Starts, _faults, growth);
    }

    /// <inheritdoc/>
    public void Dispose() => _stage.Dispose();

    private static string Badge(int person) => (0x04A1B200 + person).ToString("X8", CultureInfo.InvariantCulture);

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(true);
    }

    private void Wait(TimeSpan time)
    {
        DateTimeOffset until = _stage.Now + time;
        while (_repairs.TryPeek(out Action? repair, out DateTimeOffset at) && at <= until)
        {
            _repairs.Dequeue();
            _stage.RunTo(at > _stage.Now ? at : _stage.Now);
            repair();
        }

        _stage.RunTo(until);
    }

    // The stage remembers every line for its steps; a soak looks at each once.
    private void Trim()
    {
        List<string> lines = _stage.JournalOf(Terminal).Records;
        if (lines.Count > MostLines)
        {
            lines.RemoveRange(0, lines.Count - 1);
        }
    }

    // Each fault ends by itself after a while that is drawn, too, so that they overlap.
    private void MayFail()
    {
        Board board = _stage.BoardOf(Terminal);
        switch (_random.Next(220))
        {
            case 0:
                Fault("network", TimeSpan.FromMinutes(1 + _random.Next(300)), () => board.Network.Up = false, () => board.Network.Up = true);
                break;
            case 1:
                Fault("half-open link", TimeSpan.FromMinutes(1 + _random.Next(30)), () => board.Network.Mute = true, () => board.Network.Mute = false);
                break;
            case 2:
                Fault("power", TimeSpan.FromSeconds(1 + _random.Next(1800)), board.PowerOff, () => _stage.PowerOn(Terminal));
                break;
            case 3:
                Fault("power in the middle of a write", TimeSpan.FromSeconds(30 + _random.Next(600)), () => board.Flash.CutPowerIn(_random.Next(4), (Cut)_random.Next(3)), () => Revive(board));
                break;
            case 4:
                Fault("bridge", TimeSpan.FromMinutes(1 + _random.Next(120)), _stage.StopBridge, _stage.StartBridge);
                break;
            case 5:
                Fault("silent broker", TimeSpan.FromMinutes(1 + _random.Next(20)), () => _stage.Broker.Silent = true, () => _stage.Broker.Silent = false);
                break;
            case 6:
                Fault("clock", TimeSpan.Zero, () => board.Clock.Jump(TimeSpan.FromSeconds(_random.Next(-200000, 200000))), () => { });
                break;
            case 7:
                Fault("time server", TimeSpan.FromMinutes(1 + _random.Next(600)), () => board.Clock.TimeServerUp = false, () => board.Clock.TimeServerUp = true);
                break;
            case 8:
                Fault("reader", TimeSpan.FromMinutes(1 + _random.Next(20)), () => board.Reader.Fails = true, () => board.Reader.Fails = false);
                break;
            case 9:
                Fault("hanging thread", TimeSpan.Zero, () => board.Hang(_random.Next(2) == 0 ? "duty" : "link"), () => { });
                break;
        }
    }

    private void Fault(string kind, TimeSpan lasts, Action begin, Action end)
    {
        _faults[kind] = _faults.GetValueOrDefault(kind) + 1;
        begin();
        _repairs.Enqueue(end, _stage.Now + lasts);
    }

    private void Revive(Board board)
    {
        board.Flash.CutPowerIn(-1, Cut.Whole);
        _stage.PowerOn(Terminal);
    }

    private void Tap()
    {
        int draw = _random.Next(100);
        string badge = draw < 90 ? Badge(_random.Next(People)) : draw < 94 ? Badge(99) : draw < 97 ? "DEADBEEF" : "08" + _random.Next(0xFFFFFF).ToString("X6", CultureInfo.InvariantCulture);
        Board board = _stage.BoardOf(Terminal);
        long before = _expectedSeq;
        int shown = _stage.ShownCount(Terminal);
        _taps++;
        _stage.Tap(Terminal, Convert.FromHexString(badge));
        _stage.RunTo(_stage.Now + TimeSpan.FromSeconds(1));

        // A signal that says yes is given only for what is on flash by then.
        if (board.IsPowered && _stage.ShownCount(Terminal) > shown && Accepting.Contains(_stage.SignalOf(Terminal, ""), StringComparer.Ordinal))
        {
            _shownAccepted++;
            if (_expectedSeq == before)
            {
                throw new SoakFailedException($"tap {_taps} was shown as '{_stage.SignalOf(Terminal, "")}' and no record was written");
            }
        }
    }

    // Every record, in the order of the journal: read from flash, whether or not the bridge has it.
    private void Take(string record)
    {
        using JsonDocument json = JsonDocument.Parse(record);
        long seq = json.RootElement.GetProperty("seq").GetInt64();
        if (seq != _expectedSeq)
        {
            throw new SoakFailedException($"the journal goes on with record {seq}, {_expectedSeq} was next");
        }

        _expectedSeq++;
    }

    // Everything is repaired, and the bridge gets what it lacks.
    private void Settle()
    {
        while (_repairs.TryDequeue(out Action? repair, out DateTimeOffset at))
        {
            _stage.RunTo(at > _stage.Now ? at : _stage.Now);
            repair();
        }

        _stage.RunTo(_stage.Now + TimeSpan.FromMinutes(15));
        string epoch = JsonDocument.Parse(_stage.JournalOf(Terminal).Records[^1]).RootElement.GetProperty("epoch").GetString()!;
        long stored = _stage.Core!.Read((_, chain) => chain.StoredUpTo(Terminal, epoch));
        if (stored != _expectedSeq - 1)
        {
            throw new SoakFailedException($"the terminal has written {_expectedSeq - 1} records, the bridge has {stored}");
        }

        string[] breaks = [.. _stage.Core!.VerifyHistory(Terminal).Select(found => found.ToString())];
        if (breaks.Length > 0)
        {
            throw new SoakFailedException($"the history is broken: {string.Join("; ", breaks)}");
        }

        string holder = _stage.JournalOf(Terminal).State().Holder;
        string folded = _stage.Core!.Read((room, _) => room.PostOf("hotline").Holder);
        if (!string.Equals(holder, folded, StringComparison.Ordinal))
        {
            throw new SoakFailedException($"the terminal says that '{holder}' holds, the bridge says '{folded}'");
        }

        if (_shownAccepted == 0)
        {
            throw new SoakFailedException("no tap at all was accepted");
        }
    }
}
