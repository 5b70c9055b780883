using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.Simulation.World;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>Somebody held a badge to a terminal.</summary>
/// <param name="Person">Who, by the place in the house.</param>
/// <param name="Staff">His id; empty: nobody that the roster knows.</param>
/// <param name="AtMs">When, from the start of the simulation.</param>
/// <param name="Boot">In which start of the terminal.</param>
/// <param name="Ticks">At which tick.</param>
public sealed record RealTap(int Person, string Staff, long AtMs, long Boot, long Ticks);

/// <summary>
/// Knows of one terminal who tapped and what was shown to him, and holds every record against that. It believes nothing that the terminal remembers, only what it has shown and
/// what is on its flash.
/// </summary>
public sealed class TerminalOracle(SimTerminal terminal, House house, Verdict verdict)
{
    private const long PairMs = House.PairingTimeS * 1000;
    private const long LockoutMs = 3000;
    private const long ClockFineMs = 20000;

    private static readonly Dictionary<Signal, string[]> Accepting = new()
    {
        [Signal.Accepted] = ["duty.clock-in", "check.answered"],
        [Signal.Late] = ["duty.clock-in"],
        [Signal.Left] = ["duty.clock-out"],
        [Signal.Away] = ["away.started"],
        [Signal.Back] = ["away.ended"],
        [Signal.WaitingForSecond] = ["handover.started"],
        [Signal.Confirmed] = ["handover.confirmed", "duty.continued"],
        [Signal.Released] = ["hold.released", "release.opened"],
    };

    private static readonly string[] OfTaps =
        ["duty.clock-in", "duty.continued", "handover.started", "handover.confirmed", "handover.refused", "away.started", "away.ended", "check.answered", "hold.released"];

    private readonly List<RealTap> _taps = [];
    private readonly List<SeenRecord> _fresh = [];
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);
    private readonly HashSet<(long Boot, long Ticks, string Type)> _once = [];
    private HashSet<string>? _holds = [];
    private long _gateVersion;
    private int _spoiltSeen;
    private RealTap? _pair;
    private bool _pairMustConfirm;
    private string _pairTaker = "";
    private long _releaseSeenMs = long.MinValue / 2;

    /// <summary>What it has written.</summary>
    public JournalMirror Journal { get; } = new(terminal, verdict);

    /// <summary>Who holds, by its records.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>The shift that is held, by its records.</summary>
    public string HolderShift { get; private set; } = "";

    /// <summary>How many taps were shown as accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many handovers were confirmed.</summary>
    public int Confirmed { get; private set; }

    /// <summary>What was shown to whoever tapped last; null: nothing.</summary>
    public Signal? LastShown { get; private set; }

    /// <summary>What it has written since the time before.</summary>
    public IReadOnlyList<SeenRecord> Fresh => _fresh;

    /// <summary>The core has done something: what it has written is read, and held against what is known.</summary>
    public void After()
    {
        _fresh.Clear();
        if (Journal.Read(_fresh))
        {
            Follow();
        }

        if (terminal.Entry.Handover && terminal.Core is { } core)
        {
            verdict.Check(Invariants.Holder, string.Equals(core.State.Holder, Holder, StringComparison.Ordinal), () => $"{terminal.Entry.Id}: by its records '{Holder}' holds, and it takes '{core.State.Holder}' for the holder");
        }
    }

    /// <summary>Reads all that is on flash, and holds it against what was there before.</summary>
    public void AfterAll()
    {
        _fresh.Clear();
        Journal.ReadAll(_fresh);
        Follow();
    }

    /// <summary>The terminal has started, and whatever waited at the door is forgotten.</summary>
    public void Started()
    {
        _pair = null;
        _releaseSeenMs = long.MinValue / 2;
    }

    /// <summary>Somebody is about to hold a badge to it.</summary>
    public RealTap Begin(int person, long atMs)
    {
        var tap = new RealTap(person, house.StaffOf(person), atMs, terminal.Core!.Boot, terminal.Clock.Read().Ticks);
        _taps.Add(tap);
        return tap;
    }

    /// <summary>What he saw, whether or not the power went while he looked.</summary>
    public void End(RealTap tap)
    {
        Signal? shown = terminal.Shown.Count > 0 ? terminal.Shown[^1] : null;
        LastShown = shown;
        if (shown is { } signal && Accepting.TryGetValue(signal, out string[]? types) && !(signal == Signal.WaitingForSecond && IsNearlyFull()))
        {
            Accepted++;
            bool kept = Journal.Records.Reverse().OfType<SeenRecord>().TakeWhile(record => record.Boot == tap.Boot && record.Ticks >= tap.Ticks).Any(record => record.Ticks == tap.Ticks && types.Contains(record.Type, StringComparer.Ordinal) && Names(record, tap.Staff));
            verdict.Check(Invariants.Kept, kept, () => $"{terminal.Entry.Id}: {tap.Staff} was shown '{signal}', and a start would find no such record");
        }

        if (terminal.Entry.Handover && terminal.Core != null)
        {
            LookAtPair(tap, shown);
        }
    }

    /// <summary>A message of the bridge has come; what was not taken to its end may or may not be known.</summary>
    public void Heard(string topic, byte[] payload, bool taken)
    {
        if (topic.EndsWith("/ack", StringComparison.Ordinal))
        {
            Journal.Told = Math.Max(Journal.Told, SimLink.SeqOf(payload));
        }
        else if (topic.EndsWith("/gate", StringComparison.Ordinal))
        {
            using var gate = JsonDocument.Parse(payload);
            long version = gate.RootElement.GetProperty("version").GetInt64();
            if (version < _gateVersion)
            {
                return;
            }

            // A flash that refused may have kept the older one: nobody knows then what the terminal knows.
            bool spoilt = terminal.Flash.Spoilt != _spoiltSeen;
            _spoiltSeen = terminal.Flash.Spoilt;
            _holds = taken && !spoilt ? [.. gate.RootElement.TryGetProperty("holds", out JsonElement holds) ? holds.EnumerateArray().Select(hold => hold.GetProperty("id").GetString()!) : []] : null;
            _gateVersion = _holds == null ? _gateVersion : version;
        }
    }

    private bool IsNearlyFull() => Journal.Records.Count - Journal.Told > 0 && terminal.Core is { } core && JsonDocument.Parse(core.Health(default, terminal.Clock.Read())).RootElement.GetProperty("journalPercent").GetInt32() > 85;

    private static bool Names(SeenRecord record, string staff)
    {
        return string.Equals(record.Text("staff"), staff, StringComparison.Ordinal) || string.Equals(record.Text("outgoing"), staff, StringComparison.Ordinal)
            || string.Equals(record.Text("incoming"), staff, StringComparison.Ordinal) || string.Equals(record.Text("releasedBy"), staff, StringComparison.Ordinal);
    }

    private void Follow()
    {
        foreach (SeenRecord record in _fresh)
        {
            Stems(record);
            switch (record.Type)
            {
                case "duty.clock-in" when record.Flag("holder"):
                    verdict.Check(Invariants.Holder, Holder.Length == 0, () => $"{terminal.Entry.Id}: {record.Text("staff")} took the duty that {Holder} held");
                    Hold(record.Text("staff"), record.Text("shift"));
                    break;
                case "duty.clock-out" when record.Flag("holder"):
                    verdict.Check(Invariants.Holder, false, () => $"{terminal.Entry.Id}: {record.Text("staff")} held the duty and left, and a shift follows");
                    Hold("", "");
                    break;
                case "duty.continued":
                    Hold(record.Text("staff"), record.Text("to"));
                    break;
                case "handover.confirmed":
                    Confirm(record);
                    break;
                case "hold.released":
                    _released.Add(record.Text("hold"));
                    break;
                case "tap.refused" when record.Text("reason") is "window-closed":
                    LookAtWindow(record);
                    break;
            }
        }

        if (terminal.Entry.Handover)
        {
            verdict.Check(Invariants.Holder, string.Equals(Journal.Recovered, Holder, StringComparison.Ordinal), () => $"{terminal.Entry.Id}: by its records '{Holder}' holds, and a start would find '{Journal.Recovered}'");
        }
    }

    private void Hold(string staff, string shift)
    {
        Holder = staff;
        HolderShift = shift;
        _released.Clear();
    }

    // What a tap leads to has the boot and the ticks of that tap, and its badge; and one tap leads to one record of a kind.
    private void Stems(SeenRecord record)
    {
        if (!OfTaps.Contains(record.Type, StringComparer.Ordinal))
        {
            return;
        }

        string staff = record.Type is "handover.confirmed" ? "" : record.Text("staff");
        RealTap? tap = _taps.FindLast(tap => tap.Boot == record.Boot && tap.Ticks == record.Ticks && (staff.Length == 0 || string.Equals(tap.Staff, staff, StringComparison.Ordinal)));
        verdict.Check(Invariants.Real, tap != null, () => $"{terminal.Entry.Id}: nobody tapped for {record}");
        verdict.Check(Invariants.Real, record.Type is "hold.released" || _once.Add((record.Boot, record.Ticks, record.Type)), () => $"{terminal.Entry.Id}: one tap, two records: {record}");
    }

    private void Confirm(SeenRecord record)
    {
        Confirmed++;
        string outgoing = record.Text("outgoing"), incoming = record.Text("incoming");
        bool absent = record.Flag("absent");
        string second = "";
        if (_taps.FindLast(tap => tap.Boot == record.Boot && tap.Ticks == record.Ticks) is { } last)
        {
            second = last.Staff;
        }

        string first = absent ? incoming : string.Equals(second, outgoing, StringComparison.Ordinal) ? incoming : outgoing;
        bool secondFits = string.Equals(second, absent ? record.Text("releasedBy") : string.Equals(first, outgoing, StringComparison.Ordinal) ? incoming : outgoing, StringComparison.Ordinal);
        bool two = !string.Equals(first, second, StringComparison.Ordinal) && !string.Equals(outgoing, incoming, StringComparison.Ordinal)
            && _taps.Exists(tap => tap.Boot == record.Boot && string.Equals(tap.Staff, first, StringComparison.Ordinal) && tap.Ticks < record.Ticks && record.Ticks - tap.Ticks <= PairMs);
        verdict.Check(Invariants.Pair, two && secondFits, () => $"{terminal.Entry.Id}: no two people tapped within {House.PairingTimeS} s for {record}");
        verdict.Check(Invariants.Holder, string.Equals(outgoing, Holder, StringComparison.Ordinal), () => $"{terminal.Entry.Id}: {outgoing} handed over what {Holder} held");
        if (_holds != null && !absent)
        {
            // Where the holder is absent it is the supervisor himself who confirms: the table of taps lets him, whatever is open.
            verdict.Check(Invariants.Hold, _holds.IsSubsetOf(_released), () => $"{terminal.Entry.Id}: handed over though it knew of {string.Join(", ", _holds.Except(_released, StringComparer.Ordinal))}: {record}");
        }

        Hold(incoming, record.Text("to"));
    }

    private void LookAtWindow(SeenRecord record)
    {
        if (record.At is { } at && string.Equals(record.Text("staff"), Holder, StringComparison.Ordinal) && house.Model.Shift(terminal.Entry.Post, HolderShift, at) is { } shift)
        {
            verdict.Check(Invariants.Opens, at < shift.End.AddMinutes(-House.WindowMin), () => $"{terminal.Entry.Id}: the window of {shift.Id} was closed at {record}");
        }
    }

    private void LookAtPair(RealTap tap, Signal? shown)
    {
        if (shown == Signal.Released)
        {
            _releaseSeenMs = tap.AtMs;
        }

        if (_pair is { } first && first.Person != tap.Person)
        {
            long apart = tap.Ticks - first.Ticks;
            if (shown == Signal.Confirmed)
            {
                verdict.Check(Invariants.Pair, apart <= PairMs, () => $"{terminal.Entry.Id}: {first.Staff} and {tap.Staff} tapped {apart} ms apart and were confirmed");
            }

            bool tookLately = _taps.Exists(before => before != tap && before.Person == tap.Person && before.Boot == tap.Boot && tap.Ticks - before.Ticks <= LockoutMs);
            if (_pairMustConfirm && apart <= PairMs && !tookLately && string.Equals(tap.Staff, _pairTaker, StringComparison.Ordinal))
            {
                verdict.Check(Invariants.PairConfirms, shown is Signal.Confirmed or Signal.OnHold or Signal.Fault, () => $"{terminal.Entry.Id}: {first.Staff} and {tap.Staff} tapped {apart} ms apart, and were shown '{shown}'");
            }
        }

        if (shown == Signal.WaitingForSecond)
        {
            _pair = tap;
            _pairMustConfirm = false;
            if (string.Equals(tap.Staff, Holder, StringComparison.Ordinal) && terminal.Clock.ErrorMs is { } error && Math.Abs(error) < ClockFineMs && tap.AtMs - _releaseSeenMs > 120000
                && house.Model.Shift(terminal.Entry.Post, HolderShift, House.Begin.AddMilliseconds(tap.AtMs)) is { } held)
            {
                DateTimeOffset now = House.Begin.AddMilliseconds(tap.AtMs);
                RosterShift? next = house.Model.Shifts(terminal.Entry.Post, held.End, held.End.AddHours(1)).FirstOrDefault(shift => shift.Start >= held.End);
                _pairMustConfirm = next != null && now < next.End.AddMinutes(-1) && now >= held.End.AddMinutes(-House.WindowMin).AddSeconds(2);
                _pairTaker = next?.Entry.Leader ?? "";
            }
        }
        else if (shown is Signal.Confirmed or Signal.OnHold)
        {
            _pair = null;
        }
    }
}
