using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Simulation.Oracle;

namespace DutyKiosk.Simulation.World;

/// <summary>What a run has come to.</summary>
/// <param name="Violation">What did not hold; null: everything did.</param>
/// <param name="Days">Simulated days, with the time in which everything settles.</param>
/// <param name="Faults">Injected faults by kind.</param>
/// <param name="Checked">Invariants by how often they were looked at.</param>
/// <param name="Taps">Badges that were held to a reader.</param>
/// <param name="Accepted">Those that were shown as accepted.</param>
/// <param name="Records">Records that terminals have written.</param>
/// <param name="Handovers">Handovers that were confirmed.</param>
/// <param name="Trace">A hash of everything that was shown, sent and written, in its order.</param>
/// <param name="Turns">How often a terminal's core, and the bridge's loop, was turned.</param>
public sealed record RunResult(
    Violation? Violation,
    double Days,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyDictionary<string, long> Checked,
    int Taps,
    int Accepted,
    int Records,
    int Handovers,
    ulong Trace,
    (long Terminals, long Bridge) Turns);

/// <summary>
/// A house in simulated time: five terminals, the bridge, what is between them, people and faults, all in one thread. The script says what happens from outside, and its seed every
/// chance, so that a script runs the same way each time.
/// </summary>
public sealed class SimulatedHouse : IDisposable
{
    private const long TapsApartMs = 400;
    private const long HourMs = 3600000;
    private const long AckWithinMs = 3500;

    // Five seconds, and a terminal that nobody is at is stepped once a minute.
    private const long SentAgainWithinMs = 130000;

    // Numbers that a start has given up are passed over once they are declared lost, and a terminal looks through one segment a second.
    private const long DeclaredWithinMs = 90000;

    private readonly Script _script;
    private readonly Action<string>? _tell;
    private readonly House _house;
    private readonly Agenda _agenda = new();
    private readonly Random _random;
    private readonly string _folder;
    private readonly Verdict _verdict;
    private readonly SimTerminal[] _terminals;
    private readonly TerminalOracle[] _oracles;
    private readonly SimLink[] _links;
    private readonly SimBridge _bridge;
    private readonly LogMirror _log;
    private readonly HashSet<string> _forged = new(StringComparer.Ordinal);
    private readonly HashSet<(string Terminal, long Seq)> _claimed = [];
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly long[] _noTimeUntil;
    private readonly long[] _tappedAt;
    private readonly (long Seq, long SinceMs, long Acked)[] _owed;
    private int _taps;
    private int _rosters;
    private bool _restored;
    private ulong _trace = 14695981039346656037;

    private SimulatedHouse(Script script, Action<string>? tell)
    {
        _script = script;
        _tell = tell;
        _house = new House(script.Seed);
        _random = new Random(script.Seed ^ 0x2B0B);
        _folder = MakeFolder();
        _verdict = new Verdict(() => _agenda.NowMs);
        _bridge = new SimBridge(_agenda, new Random(script.Seed ^ 0x57012E), _house, _folder, Died)
        {
            Published = Published, Acknowledges = Acknowledges, Turned = LookAtAcks, Broken = Broken,
        };
        int count = _house.Entries.Count;
        _terminals = new SimTerminal[count];
        _oracles = new TerminalOracle[count];
        _links = new SimLink[count];
        _noTimeUntil = new long[count];
        _tappedAt = [.. Enumerable.Repeat(-TapsApartMs, count)];
        _owed = new (long Seq, long SinceMs, long Acked)[count];
        for (int i = 0; i < count; i++)
        {
            int place = i;
            _terminals[i] = new SimTerminal(i, _house, _agenda, _random.Next(-60, 60), _ => After(place))
            {
                Broken = Broken,
                PowerLost = down => _agenda.In(down, () => PowerOn(place)),
            };
            _oracles[i] = new TerminalOracle(_terminals[i], _house, _verdict);
            _links[i] = new SimLink(_agenda, new Random((script.Seed * 31) + i), _terminals[i], _bridge) { Leaves = (seq, _) => Leaves(place, seq), Arrived = (topic, payload, taken) => Arrived(place, topic, payload, taken) };
        }

        _log = new LogMirror(_bridge.Path, _verdict, terminal => _oracles[PlaceOf(terminal)].Journal, _forged);
    }

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="tell">Is told of everything that is shown, sent and written, a line each; null: nobody wants to know.</param>
    public static RunResult Run(Script script, Action<string>? tell = null)
    {
        using var simulation = new SimulatedHouse(script, tell);
        return simulation.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bridge.Dispose();
        _log.Dispose();
        Directory.Delete(_folder, true);
    }

    // A database that lives for seconds needs no disk, where the machine has memory to give for it.
    private static string MakeFolder()
    {
        const string Memory = "/dev/shm";
        string name = $"dutykiosk-simulation-{Guid.NewGuid():N}";
        return Directory.CreateDirectory(Directory.Exists(Memory) ? Path.Combine(Memory, name) : Path.Combine(Path.GetTempPath(), name)).FullName;
    }

    private RunResult Run()
    {
        long end = _script.Steps.Count == 0 ? HourMs : _script.Steps[^1].AtMs + 60000;
        _bridge.Start();
        for (int i = 0; i < _terminals.Length; i++)
        {
            int place = i;
            _agenda.In(1000 + _random.Next(4000), () => PowerOn(place));
            _agenda.In(HourMs + _random.Next(1000), () => Synchronise(place, hourly: true));
        }

        foreach (Step step in _script.Steps)
        {
            _agenda.At(step.AtMs, () => Do(step));
        }

        for (long hour = 1; _agenda.NowMs < end && _verdict.First == null; hour++)
        {
            RunTo(Math.Min(end, hour * HourMs));
            Hourly(hour);
        }

        Settle();
        return new RunResult(
            _verdict.First,
            _agenda.NowMs / (24.0 * HourMs),
            AllFaults(),
            _verdict.Checked,
            _taps,
            _oracles.Sum(oracle => oracle.Accepted),
            _oracles.Sum(oracle => oracle.Journal.Records.Count),
            _oracles.Sum(oracle => oracle.Confirmed),
            _trace,
            (_terminals.Sum(terminal => terminal.Turns), _bridge.Turns));
    }

    private void RunTo(long untilMs)
    {
        // In pieces, so that a world that is broken already is not run to its end.
        while (_agenda.NowMs < untilMs && _verdict.First == null)
        {
            _agenda.RunTo(Math.Min(untilMs, _agenda.NowMs + 60000));
            for (int i = 0; i < _links.Length; i++)
            {
                int place = i;
                long next = _oracles[i].Journal.Told + 1;
                _verdict.Check(Invariants.SentAgain, _links[i].WaitsMs(next) <= SentAgainWithinMs, () => $"{_house.Entries[place].Id}: record {next} has left {_links[place].WaitsMs(next)} ms ago, is not acknowledged, and was not sent again");
            }
        }
    }

    private void After(int place)
    {
        _oracles[place].After();
        foreach (SeenRecord record in _oracles[place].Fresh)
        {
            Note("record", place, record.Seq, record.Body[^3]);
            _tell?.Invoke($"{Time()} {record}");
        }
    }

    private string Time() => TimeSpan.FromMilliseconds(_agenda.NowMs).ToString(@"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private int PlaceOf(string terminal) => terminal[1] - '1';

    private void Do(Step step)
    {
        if (_verdict.First != null)
        {
            return;
        }

        int[] args = step.Args;
        _tell?.Invoke($"{step}: {_house.Say(step)}");
        switch (step.Kind)
        {
            case StepKind.Tap:
                Tap(args[0], args[1], null);
                return;
            case StepKind.Handover:
                HandOver(args);
                return;
            case StepKind.Released:
                HandOverReleased(args);
                return;
            case StepKind.HoldOpen:
                _bridge.Ask(core => core.Ask(_house.Posts[args[0]].Id, (room, now) => new HoldRequests(room, _house.Posts[args[0]].Id, now).Open(_house.People[args[1]], "incident", "not over yet")));
                return;
            case StepKind.HoldClear:
                _bridge.Ask(core => core.Ask(_house.Posts[args[0]].Id, (room, now) => new HoldRequests(room, _house.Posts[args[0]].Id, now).Clear(_house.People[args[1]], "incident", "over")));
                return;
            case StepKind.Command:
                _bridge.Ask(core => core.Send(_house.Entries[args[0]].Id, args[1] switch { 0 => TerminalCommand.Locate, 1 => TerminalCommand.Silence, 2 => TerminalCommand.Restart, _ => TerminalCommand.Release(_house.People[args[2]]) }));
                return;
            case StepKind.Roster:
                _rosters = args[0];
                _bridge.Change(_house.MakeRoster(_rosters));
                return;
        }

        if (Fault(step))
        {
            Count(step.Kind switch { StepKind.KillBridge => $"bridge killed: {(KillPoint)args[1]}", StepKind.StoreFails => $"store fails: {(StoreFault)args[1]}", _ => step.Kind.ToString() }, 1);
        }
    }

    // False: it could not be done, as what it is about is down.
    private bool Fault(Step step)
    {
        int[] args = step.Args;
        long until(int index) => _agenda.NowMs + args[index];
        switch (step.Kind)
        {
            case StepKind.Cut:
                _links[args[0]].CutUntilMs = until(1);
                _links[args[0]].Drop(tellsTerminal: true);
                return true;
            case StepKind.Lossy:
                _links[args[0]].Spoil(until(1), args[2]);
                return true;
            case StepKind.Slow:
                _links[args[0]].SlowMs = args[2];
                _links[args[0]].SlowUntilMs = until(1);
                return true;
            case StepKind.PowerOff when _terminals[args[0]].Core != null:
                _terminals[args[0]].PowerOff();
                _agenda.In(args[1], () => PowerOn(args[0]));
                return true;
            case StepKind.PowerInWrite:
                _terminals[args[0]].DarkForMs = args[1];
                _terminals[args[0]].Flash.Spoil(WriteFault.PowerLoss, args[2], args[3] / 1000.0, args[4] == 1);
                return true;
            case StepKind.FlashRefuses:
                _terminals[args[0]].Flash.Spoil(WriteFault.Refused, args[1], args[2] / 1000.0, args[3] == 1);
                return true;
            case StepKind.ClockJump when _terminals[args[0]].Core != null:
                _terminals[args[0]].Clock.Jump(TimeSpan.FromSeconds(args[1]));
                return true;
            case StepKind.NoTime:
                _noTimeUntil[args[0]] = Math.Max(_noTimeUntil[args[0]], until(1));
                return true;
            case StepKind.KillBridge when _bridge.IsAlive:
                _bridge.Kill((KillPoint)args[1], args[2], args[0]);
                return true;
            case StepKind.StoreFails:
                _bridge.StoreFails = ((StoreFault)args[1], until(0), args[2]);
                return true;
            case StepKind.BackUp:
                return _bridge.BackUp();
            case StepKind.Restore:
                return Restore(args[0]);
            case StepKind.Forge:
                return Forge(args[0], args[1]);
            default:
                return false;
        }
    }

    private void Count(string kind, long times) => _faults[kind] = _faults.GetValueOrDefault(kind) + times;

    private SortedDictionary<string, long> AllFaults()
    {
        Count("messages lost", _links.Sum(link => link.Harm.Lost));
        Count("messages doubled", _links.Sum(link => link.Harm.Doubled));
        Count("messages delayed and reordered", _links.Sum(link => link.Harm.Delayed));
        Count("writes spoilt", _terminals.Sum(terminal => terminal.Flash.Spoilt));
        Count("commits failed", _bridge.StoreFailures);
        return _faults;
    }

    private void PowerOn(int place)
    {
        if (_terminals[place].Core != null)
        {
            return;
        }

        _oracles[place].Started();
        _tell?.Invoke($"{Time()} {_terminals[place].Entry.Id} has power");
        _terminals[place].PowerOn(_terminals[place].Starts % 3 == 2 ? "fault" : "power");
        _links[place].Connect();
        _agenda.In(2000 + _random.Next(20000), () => Synchronise(place, hourly: false));
    }

    // The device asks a time server after its start, and then every hour.
    private void Synchronise(int place, bool hourly)
    {
        if (_terminals[place].Core != null && _agenda.NowMs >= _noTimeUntil[place] && _agenda.NowMs >= _links[place].CutUntilMs)
        {
            _terminals[place].Clock.Synchronise(_random.Next(-8, 8));
            _terminals[place].Do((_, _) => { });
        }
        else if (!hourly && _terminals[place].Core != null)
        {
            _agenda.In(30000, () => Synchronise(place, false));
        }

        if (hourly)
        {
            _agenda.In(HourMs, () => Synchronise(place, true));
        }
    }

    private void Tap(int place, int person, Action<Signal?>? then)
    {
        // Two people cannot hold their badges to one reader at once: the second waits until the first has gone.
        long at = Math.Max(_agenda.NowMs, _tappedAt[place] + TapsApartMs);
        if (at > _agenda.NowMs)
        {
            _agenda.At(at, () => Tap(place, person, then));
            return;
        }

        SimTerminal terminal = _terminals[place];
        _tappedAt[place] = at;
        if (terminal.Core == null || _verdict.First != null)
        {
            return;
        }

        // What the loop does in this very millisecond comes first.
        terminal.Do((_, _) => { });
        if (terminal.Core == null)
        {
            return;
        }

        _taps++;
        RealTap tap = _oracles[place].Begin(person, _agenda.NowMs);
        terminal.Tap(_house.UidOf(person));
        _oracles[place].End(tap);
        Note("tap", place, person, (long)(_oracles[place].LastShown ?? (Signal)(-1)));
        _tell?.Invoke($"{Time()} {terminal.Entry.Id} shows {tap.Staff} {_oracles[place].LastShown}");
        then?.Invoke(_oracles[place].LastShown);
    }

    private void HandOver(int[] args)
    {
        (int place, int giver, int taker, int apart, bool takerFirst, int supervisor, bool twice) = (args[0], args[1], args[2], args[3], args[4] == 1, args[5], args[6] == 1);
        giver = _house.PlaceOf(_oracles[place].Holder);
        if (giver < 0 || giver == taker || !IsNearlyOver(place))
        {
            // They have done it, or nobody can: people know that. Otherwise whoever holds comes to hand over, also when the plan has another for it.
            return;
        }

        int first = takerFirst ? taker : giver, second = takerFirst ? giver : taker;
        Tap(place, first, shown => AfterHold(shown, place, supervisor, args));
        if (twice)
        {
            _agenda.In(apart / 2, () => Tap(place, first, null));
        }

        _agenda.In(apart, () => Tap(place, second, shown => AfterHold(shown, place, supervisor, args)));
    }

    private bool IsNearlyOver(int place) => _house.Model.Shift(_house.Entries[place].Post, _oracles[place].HolderShift, _agenda.Now) is not { } held || _agenda.Now >= held.End.AddMinutes(-House.WindowMin - 5);

    // A supervisor who stands by releases the hold, and they try again.
    private void AfterHold(Signal? shown, int place, int supervisor, int[] args)
    {
        if (shown == Signal.OnHold && supervisor >= 0)
        {
            _agenda.In(3000 + _random.Next(9000), () => Tap(place, supervisor, null));
            _agenda.In(16000, () => HandOver([args[0], args[1], args[2], 4000, args[4], -1, 0]));
        }
    }

    private void HandOverReleased(int[] args)
    {
        (int place, int supervisor, int first, int second, int apart) = (args[0], args[1], args[2], args[3], args[4]);
        Tap(place, supervisor, null);
        _agenda.In(7000, () => Tap(place, first, null));
        _agenda.In(7000 + apart, () => Tap(place, second, null));
    }

    private void Died(int downMs)
    {
        _tell?.Invoke($"{Time()} the bridge is down");
        foreach (SimLink link in _links)
        {
            link.Drop(tellsTerminal: true);
        }

        _agenda.In(downMs, StartBridge);
    }

    private void StartBridge()
    {
        if (_bridge.IsAlive)
        {
            return;
        }

        for (int i = 0; i < _owed.Length; i++)
        {
            _owed[i] = default;
        }

        _bridge.Start();
        if (_bridge.IsAlive && _verdict.First == null)
        {
            _log.Compare();
        }
    }

    private bool Restore(int downMs)
    {
        _log.Dispose();
        if (!_bridge.Restore())
        {
            return false;
        }

        _restored = true;
        _log.Forget();
        Died(downMs);
        return true;
    }

    // Somebody who has a terminal's password, and not its key.
    private bool Forge(int place, int ahead)
    {
        JournalMirrorOf(place, out string terminal, out JournalMirror journal);
        if (journal.Records.Count < 3 || !_bridge.IsAlive)
        {
            return false;
        }

        if (journal.Records[^1] is not { } stem)
        {
            return false;
        }

        long seq = ahead == 1 ? journal.Records.Count + 1 + _random.Next(3) : Math.Max(1, journal.Records.Count - _random.Next(5));
        string text = Encoding.UTF8.GetString(stem.Body).Replace($"\"seq\":{stem.Seq},", $"\"seq\":{seq},", StringComparison.Ordinal);
        byte[] body = Encoding.UTF8.GetBytes(text[..^34] + Convert.ToHexStringLower(BitConverter.GetBytes(_random.NextInt64())) + Convert.ToHexStringLower(BitConverter.GetBytes(_random.NextInt64())) + "\"}");
        _forged.Add(Convert.ToHexString(body));
        _claimed.Add((terminal, seq));
        _bridge.Receive(terminal, $"dutykiosk/v1/{terminal}/event", body, _ => { });
        return true;
    }

    private void JournalMirrorOf(int place, out string terminal, out JournalMirror journal)
    {
        terminal = _house.Entries[place].Id;
        journal = _oracles[place].Journal;
    }

    private void Leaves(int place, uint seq)
    {
        JournalMirror journal = _oracles[place].Journal;
        int underWay = _links[place].UnderWay.Count(number => number > journal.Told);
        _verdict.Check(Invariants.Window, underWay <= 8, () => $"{_house.Entries[place].Id}: {underWay} records are under way");
        _verdict.Check(Invariants.Journal, seq <= journal.Records.Count, () => $"{_house.Entries[place].Id}: record {seq} leaves, and a start would find {journal.Records.Count}");
    }

    private void Arrived(int place, string topic, byte[] payload, bool taken)
    {
        _oracles[place].Heard(topic, payload, taken);
        _tell?.Invoke($"{Time()} {(taken ? "taken" : "LOST")} {topic} {Encoding.ASCII.GetString(payload)}");
        Note(topic, place, payload.Length, taken ? 1 : 0);
    }

    private void Published(string topic, byte[] payload)
    {
        Note(topic, 0, payload.Length, payload.Length > 0 ? payload[^3] : 0);
        string[] parts = topic.Split('/');
        if (parts is [_, _, { Length: 2 } terminal, ..] && terminal[0] == 'T')
        {
            int place = PlaceOf(terminal);
            if (parts is [.., "ack"])
            {
                long upTo = SimLink.SeqOf(payload);
                _log.Pull();
                _verdict.Check(Invariants.Ack, upTo <= _log.UpTo(terminal), () => $"{terminal} is told that everything up to {upTo} is stored, and the disk has it up to {_log.UpTo(terminal)}");
                _owed[place].Acked = Math.Max(_owed[place].Acked, upTo);
            }

            _links[place].Publish(topic, payload);
        }
        else
        {
            foreach (SimLink link in _links)
            {
                link.Publish(topic, payload);
            }
        }
    }

    private void Acknowledges(string terminal, byte[] body)
    {
        _log.Pull();
        _verdict.Check(Invariants.Puback, _log.Has(terminal, body), () => $"{terminal} gets a PUBACK for what is not on the disk: {Encoding.UTF8.GetString(body)}");
        int place = PlaceOf(terminal);
        if (_log.UpTo(terminal) > _owed[place].Seq)
        {
            _owed[place] = (_log.UpTo(terminal), _agenda.NowMs, _owed[place].Acked);
        }
    }

    // What is stored in this life of the bridge is acknowledged within seconds, unless its store fails meanwhile.
    private void LookAtAcks()
    {
        for (int i = 0; i < _owed.Length; i++)
        {
            (long seq, long since, long acked) = _owed[i];
            if (seq > acked)
            {
                int place = i;
                bool excused = _agenda.NowMs - _bridge.FailedAtMs < 15000 + AckWithinMs || _claimed.Any(claim => string.Equals(claim.Terminal, _house.Entries[place].Id, StringComparison.Ordinal));
                _verdict.Check(Invariants.AckInTime, excused || _agenda.NowMs - since <= (_oracles[place].Journal.HasGivenUp ? DeclaredWithinMs : AckWithinMs), () => $"{_house.Entries[place].Id}: everything up to {seq} is stored since {_agenda.NowMs - since} ms, and acknowledged is {acked}");
            }
        }

        if (_bridge.Core is { } core)
        {
            _verdict.Check(Invariants.Throws, core.Faults.Count == 0 || _agenda.NowMs - _bridge.FailedAtMs < 5000, () => "a part of a step of the bridge has thrown");
        }
    }

    private void Broken(Exception exception) => _verdict.Check(Invariants.Throws, false, () => exception.ToString());

    private void Hourly(long hour)
    {
        if (_verdict.First != null)
        {
            return;
        }

        _log.Pull();
        foreach (TerminalOracle oracle in _oracles)
        {
            if (hour % 6 == 0)
            {
                oracle.AfterAll();
            }
        }

        if (_bridge.Core is not { } core)
        {
            return;
        }

        foreach (TerminalEntry terminal in _house.Entries)
        {
            string[] breaks = core.Read((_, chain) => chain.BreaksOf(terminal.Id).Where(found => found.Proof != Proof.Gap && !_claimed.Contains((terminal.Id, found.Seq))).Select(found => found.ToString()).ToArray());
            _verdict.Check(Invariants.Proved, breaks.Length == 0, () => $"the history is broken: {string.Join("; ", breaks)}");
        }
    }

    // Everything is mended, and what is under way arrives; then terminals, bridge and oracle have to know the same.
    private void Settle()
    {
        if (_verdict.First != null)
        {
            return;
        }

        _bridge.Mend();
        for (int i = 0; i < _terminals.Length; i++)
        {
            int place = i;
            _links[i].Mend();
            _noTimeUntil[i] = 0;
            if (_terminals[i].Core == null)
            {
                PowerOn(place);
            }
            else
            {
                _terminals[i].Flash.PowerOn();
            }

            _agenda.In(25000, () => Synchronise(place, hourly: false));
        }

        StartBridge();
        RunTo(_agenda.NowMs + (_restored ? 2 * HourMs : HourMs / 2));
        if (_verdict.First == null && !_bridge.IsAlive)
        {
            _verdict.Check(Invariants.Throws, false, () => "the bridge does not start");
        }

        if (_verdict.First == null)
        {
            _log.Pull();
            _log.Compare();
            foreach (TerminalOracle oracle in _oracles)
            {
                oracle.AfterAll();
            }

            new FinalCheck(_house, _verdict, _bridge, _log, _terminals, _oracles, _claimed, _restored, _agenda.Now).Look();
        }
    }

    private void Note(string what, int place, long a, long b)
    {
        foreach (char c in what)
        {
            _trace = (_trace ^ c) * 1099511628211;
        }

        foreach (long number in (ReadOnlySpan<long>)[place, a, b, _agenda.NowMs])
        {
            _trace = (_trace ^ (ulong)number) * 1099511628211;
        }
    }
}
