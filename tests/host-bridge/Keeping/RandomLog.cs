using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>
/// A log with everything in it that can stand in one, in an order that a seed decides: two terminals whose records come late, twice, forged or never, and whatever people do on pages. Hardly anything of it makes sense; a fold takes
/// all of it.
/// </summary>
public sealed class RandomLog
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Staff = ["S01", "S02", "S03", "S05", "S06", "S09"];
    private static readonly string[] Shifts = ["D1", "N1", "D2", "N2"];
    private static readonly string[] Posts = ["hotline", "boiler"];
    private static readonly string[] Types =
    [
        "duty.clock-in", "duty.clock-out", "duty.continued", "handover.started", "handover.confirmed", "handover.refused", "tap.refused", "handover.due", "handover.late", "handover.silenced", "away.started", "away.ended",
        "check.due", "check.answered", "check.missed", "hold.released", "release.opened", "roster.applied", "terminal.started", "terminal.reader-fault", "terminal.journal-near-full",
    ];

    private readonly Random _random;
    private readonly List<LogEntry> _entries = [];
    private readonly List<LogEntry> _late = [];
    private readonly FakeTerminal[] _terminals = new FakeTerminal[Posts.Length];
    private DateTimeOffset _now = First;
    private int _epochs;

    private RandomLog(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>The terminals of such a log.</summary>
    public static TerminalRegister Terminals { get; } = new(new string('5', 64), Posts.Select((post, i) => new TerminalEntry { Id = IdOf(i), Post = post, Handover = true, Key = KeyOf(i) }));

    /// <summary>The entries of a log, with their places, and with so many seconds at most between two of them.</summary>
    public static List<LogEntry> Of(int seed, int count, int longestPauseSeconds = 3000)
    {
        var log = new RandomLog(seed);
        log.Put(LogKind.Roster, "", JsonSerializer.SerializeToUtf8Bytes(RosterOf()));
        log.BeginJournal(0);
        log.BeginJournal(1);
        while (log._entries.Count < count)
        {
            log._now += TimeSpan.FromSeconds(log._random.Next(1, longestPauseSeconds));
            log.Step();
        }

        return log._entries;
    }

    private static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"T{index + 1}");

    private static string KeyOf(int index) => new((char)('1' + index), 64);

    private static RosterDocument RosterOf()
    {
        RosterDocument roster = SampleRoster.Roster(First);
        roster.Posts[0].Sheets = true;
        return roster;
    }

    private void Step()
    {
        int terminal = _random.Next(Posts.Length);
        switch (_random.Next(40))
        {
            case < 22:
                Record(terminal);
                break;
            case 22:
                // Its number is taken already, by another record.
                Claim(Copy(_terminals[terminal], "tap.refused"), IdOf(terminal), LogKind.Fork);
                break;
            case 23:
                Claim(Encoding.UTF8.GetBytes($"{{\"v\":9,\"terminal\":\"{IdOf(terminal)}\",\"epoch\":\"{_terminals[terminal].Epoch}\",\"seq\":{_random.Next(1, 40)},\"mac\":\"{new string('a', 32)}\"}}"), IdOf(terminal), LogKind.Quarantined);
                break;
            case 24:
                Lose(terminal);
                break;
            case 25 when _random.Next(4) == 0:
                BeginJournal(terminal);
                break;
            case 26:
                Add(new LogEntry(0, LogKind.PassedOver, IdOf(terminal), _terminals[terminal].Epoch, _random.Next(1, 60), [], _now));
                break;
            case 27:
                Put(LogKind.Link, IdOf(terminal), Encoding.UTF8.GetBytes($"{{\"state\":\"{(_random.Next(2) == 0 ? "online" : "lost")}\",\"session\":{_random.Next(20)}}}"));
                break;
            case 28:
                Put(LogKind.Sheet, "hotline", JsonSerializer.SerializeToUtf8Bytes(Sheet()));
                break;
            case 29:
                Put(LogKind.Hold, Pick(Posts), JsonSerializer.SerializeToUtf8Bytes(new HoldAct(Pick("open", "open", "clear"), Pick("fault", "visitor"), $"h{_random.Next(9)}", Pick(Staff), "因为", Pick(Shifts), [Pick(Staff)])));
                break;
            case 30:
                Put(LogKind.Plan, "", JsonSerializer.SerializeToUtf8Bytes(Plan()));
                break;
            case 31:
                Put(LogKind.Ledger, Pick(Posts), JsonSerializer.SerializeToUtf8Bytes(new LedgerAct(Enum.GetValues<LedgerActKind>()[_random.Next(9)], "S09", Pick(Staff), Pick("late", "clock-in"), "2026-03-02", _random.Next(2) == 0 ? First : null, "说明", Pick(Posts), Pick(Shifts))));
                break;
            case 32:
                Put(LogKind.Notice, IdOf(terminal), JsonSerializer.SerializeToUtf8Bytes(new Notice(Pick($"late-handover/hotline/D1/{_random.Next(3)}/{_random.Next(4)}", $"reader-fault/{_random.Next(99)}"), Pick("late-handover", "reader-fault"), "hotline", IdOf(terminal), Pick(Staff), _now, ["S09"], Pick("", "fork"), _random.Next(4), _random.Next(2))));
                break;
            case 33:
                Put(LogKind.Acknowledged, "", new Acknowledgement(Pick("late-handover", "reader-fault"), Pick(Staff)).ToBody());
                break;
            case 34:
                Put(LogKind.Gate, Pick(Posts), JsonSerializer.SerializeToUtf8Bytes(new LoggedGate(new Gate(Pick(Shifts), _random.Next(5), _random.Next(2) == 0, [Pick(Staff)], []), _random.Next(3))));
                break;
            case 35:
                Put(Pick(LogKind.Started, LogKind.Command), IdOf(terminal), []);
                break;
            case 36:
                Put(LogKind.RosterWindow, "", Encoding.UTF8.GetBytes(_now.ToString("O", CultureInfo.InvariantCulture)));
                break;
            case 37 when _random.Next(2) == 0:
                Put(LogKind.Firmware, IdOf(terminal), (_random.Next(3) == 0 ? FirmwareOffer.None("console") : new FirmwareOffer($"0.{_random.Next(9)}.0", _random.Next(1, 524288), new string('a', 64), Pick(Staff))).ToBody());
                break;
            case 37:
                Put(LogKind.Export, "", JsonSerializer.SerializeToUtf8Bytes(new ExportAct(Pick(Staff), First, _now, _random.Next(99))));
                break;
            case 38:
                Put(LogKind.Roster, "", JsonSerializer.SerializeToUtf8Bytes(RosterOf()));
                break;
            default:
                // What another hand has written, and what nobody can read.
                Add(new LogEntry(0, Pick(LogKind.Sheet, LogKind.Notice, LogKind.Record), IdOf(terminal), "", 0, "nothing"u8.ToArray(), _now) { IsAltered = _random.Next(2) == 0 });
                break;
        }
    }

    private void BeginJournal(int terminal) => _terminals[terminal] = new FakeTerminal(IdOf(terminal), Convert.FromHexString(KeyOf(terminal)), string.Create(CultureInfo.InvariantCulture, $"{++_epochs:x8}"));

    private void Record(int terminal)
    {
        FakeTerminal from = _terminals[terminal];
        byte[] body = from.Next(Pick(Types), Members(), _now.AddSeconds(-_random.Next(600)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Pick("set", "set", "set", "unset"));
        var entry = new LogEntry(0, LogKind.Record, from.Id, from.Epoch, from.Seq, body, _now);
        switch (_random.Next(12))
        {
            case 0:
                _late.Add(entry);
                return;
            case 1 when _late.Count > 0:
                LogEntry late = _late[_random.Next(_late.Count)];
                _late.Remove(late);
                Add(entry);
                Add(late with { ReceivedAt = _now });
                return;
            case 2:
                // Somebody without the key was faster.
                Add(entry with { Body = Copy(from, "duty.clock-in") });
                Add(entry with { Kind = LogKind.Fork });
                return;
            default:
                Add(entry);
                return;
        }
    }

    private void Lose(int terminal)
    {
        FakeTerminal from = _terminals[terminal];
        long first = from.Seq + 1;
        from.Lose(_random.Next(1, 3));
        byte[] body = from.Next("terminal.journal-damaged", string.Create(CultureInfo.InvariantCulture, $"\"from\":{first},\"to\":{from.Seq}"));
        Add(new LogEntry(0, LogKind.Record, from.Id, from.Epoch, from.Seq, body, _now));
    }

    // A record that says it is this terminal's newest one, and is signed by nobody.
    private static byte[] Copy(FakeTerminal from, string type) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{{\"v\":1,\"terminal\":\"{from.Id}\",\"epoch\":\"{from.Epoch}\",\"seq\":{Math.Max(1, from.Seq)},\"type\":\"{type}\",\"staff\":\"S01\",\"mac\":\"{new string('b', 32)}\"}}"));

    private void Claim(byte[] body, string terminal, LogKind kind)
    {
        FakeTerminal from = _terminals[Array.FindIndex(_terminals, known => string.Equals(known.Id, terminal, StringComparison.Ordinal))];
        Add(new LogEntry(0, kind, terminal, from.Epoch, Math.Max(1, from.Seq), body, _now));
    }

    private string Members()
    {
        string at = _now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string[] members =
        [
            $"\"staff\":\"{Pick(Staff)}\"", $"\"badge\":\"000000000000000{_random.Next(9)}\"", $"\"shift\":\"{Pick(Shifts)}\"", $"\"arrival\":\"{Pick("on-time", "late", "returned")}\"", $"\"leaving\":\"{Pick("on-time", "early")}\"",
            $"\"minutes\":{_random.Next(-20, 400)}", $"\"step\":{_random.Next(5)}", $"\"outgoing\":\"{Pick(Staff)}\"", $"\"incoming\":\"{Pick(Staff)}\"", $"\"outgoingAt\":\"{at}\"", $"\"incomingAt\":\"{at}\"", $"\"from\":\"{Pick(Shifts)}\"",
            $"\"to\":\"{Pick(Shifts)}\"", $"\"latenessSeconds\":{_random.Next(2000)}", $"\"sheet\":{_random.Next(6)}", $"\"hold\":\"h{_random.Next(9)}\"", $"\"roster\":{_random.Next(50)}", "\"reason\":\"unknown-badge\"",
        ];
        string flags = string.Concat(new[] { "holder", "hasty", "absent" }.Where(_ => _random.Next(3) == 0).Select(flag => $",\"{flag}\":true"));
        string released = _random.Next(5) == 0 ? ",\"releasedBy\":\"S09\"" : "";
        return string.Join(',', members.Where(_ => _random.Next(5) > 0).DefaultIfEmpty("\"staff\":\"S01\"")) + flags + released;
    }

    private SheetAct Sheet()
    {
        string act = Pick("write", "write", "write", "nothing", "something", "reword", "explain", "close", "reopen", "count", "tick", "untick", "read", "dispute", "settle", "amend");
        long item = _entries.Where(entry => entry.Kind == LogKind.Sheet).Select(entry => entry.Position).LastOrDefault();
        return new SheetAct(act, _random.Next(1, 5), Pick(Shifts), Pick(Staff), act is "reword" ? "text" : Pick("events", "calls"), $"第{_random.Next(9)}项", new ItemDetails(Due: _now, How: "照旧"), item, _random.Next(9), _random.Next(2) == 0, "第1项");
    }

    private PlanAct Plan()
    {
        string day = _now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), shift = Pick(Shifts), post = Pick(Posts), planned = day + " 08:00";
        PlanActKind kind = Enum.GetValues<PlanActKind>()[_random.Next(Enum.GetValues<PlanActKind>().Length)];
        ShiftChange[] changes = kind is PlanActKind.SwapApproved or PlanActKind.LeaveApproved or PlanActKind.DeputyNamed or PlanActKind.SubstituteNamed
            ? [new ShiftChange(post, shift, planned, Pick(ShiftChangeKind.Deputy, ShiftChangeKind.Replace, ShiftChangeKind.Leave), Pick(Staff), Pick(Staff))]
            : kind is PlanActKind.ShiftsPlanned
                ? [new ShiftChange(post, "X" + shift, planned, ShiftChangeKind.Added, Plan: new ShiftPlan(planned, day + " 20:00", Pick(Staff), [], [Pick(Staff)], [], ""))]
                : [];
        return new PlanAct(kind, post, shift, planned, "S09", Pick(Staff), Pick(Staff), "换班", changes);
    }

    private void Put(LogKind kind, string about, byte[] body) => Add(new LogEntry(0, kind, about, "", 0, body, _now));

    // Now and then a place is empty, as another hand has taken its entry out.
    private void Add(LogEntry entry) => _entries.Add(entry with { Position = (_entries.Count == 0 ? 0 : _entries[^1].Position) + (_random.Next(60) == 0 ? 2 : 1) });

    private T Pick<T>(params ReadOnlySpan<T> from) => from[_random.Next(from.Length)];
}
