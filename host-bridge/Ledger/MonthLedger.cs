using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>
/// The ledger of one person for one civil month: a function of records, roster, packs, what was excused and corrected, and the time. Nothing of it is
/// kept, so a record that comes late, or a correction, mends it by being there.
/// </summary>
public sealed class MonthLedger
{
    // A record may speak of years by its terminal's clock, and no parameter can cap a month at more.
    private const int MostYuan = 1_000_000;

    // Of which shift an entry is says a shift of that id so near to it; those of other months need not be looked up.
    private static readonly TimeSpan NearShift = TimeSpan.FromDays(41);
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);

    private readonly DutyRoom _room;
    private readonly string _staff;
    private readonly YearMonth _month;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;
    private readonly List<LedgerRow> _rows = [];

    private MonthLedger(DutyRoom room, string staff, YearMonth month, DateTimeOffset now)
    {
        _room = room;
        _staff = staff;
        _month = month;
        _now = now;
        (_from, _to) = room.Roster.SpanOf(month);
    }

    private RosterModel Roster => _room.Roster;

    /// <summary>The rows, by day.</summary>
    public static IReadOnlyList<LedgerRow> Of(DutyRoom room, string staff, YearMonth month, DateTimeOffset now) => Of(room, room.Posts, staff, month, now);

    /// <summary>The rows, by day, where somebody has to do with these posts alone in that month (<see cref="MonthPeople"/>).</summary>
    internal static IReadOnlyList<LedgerRow> Of(DutyRoom room, IEnumerable<PostState> posts, string staff, YearMonth month, DateTimeOffset now)
    {
        var ledger = new MonthLedger(room, staff, month, now);
        foreach (PostState post in posts)
        {
            ledger.Collect(post);
        }

        return ledger.Finished();
    }

    private void Collect(PostState post)
    {
        // The shift before the first of the month may end with a handover to one of this month, and the last one of it, which may take days, with one to the next.
        RosterShift[] shifts = [.. Roster.Shifts(post.Post, _from - LongestShift, _to + LongestShift)];
        foreach (RosterShift shift in shifts.Where(shift => shift.Start >= _from && shift.Start < _to))
        {
            var facts = new ShiftFacts(_room, post, shift, _staff);
            if (facts.Concerns)
            {
                OfShift(post, facts);
            }
        }

        foreach (RosterShift shift in shifts)
        {
            Missed(post, shift, shifts);
            NoReminder(post, shift, shifts);
        }

        foreach (PersonalEntry entry in _room.Ledger.Entries.Where(entry => entry.At >= _from - NearShift && entry.At < _to + NearShift && Is(entry.Staff, _staff) && Is(entry.Post, post.Post)))
        {
            if (Roster.Shift(post.Post, entry.Shift, entry.At) is { } shift && shift.Start >= _from && shift.Start < _to)
            {
                Add(shift, "grade", 0, 0, entry.At, entry.Text);
            }
        }
    }

    private void OfShift(PostState post, ShiftFacts facts)
    {
        RosterShift shift = facts.Shift;
        PolicyParameters policy = facts.Policy;
        if (facts.LateMin > 0)
        {
            Add(shift, "late", facts.LateMin, Fine(facts.LateMin, policy.Number("lateFineYuan"), policy), facts.CameAt ?? shift.Start, position: facts.Attendance?.Stints is [var came, ..] ? came.CamePosition : 0);
        }

        if (IsAbsent(post, facts))
        {
            Add(shift, "absent", ShiftFacts.WholeMinutes(shift.End - shift.Start), 0, shift.End);
        }

        if (facts.EarlyMin > 0)
        {
            Add(shift, "early", facts.EarlyMin, Fine(facts.EarlyMin, policy.Number("earlyFineYuan"), policy), facts.LeftAt!.Value, excused: !facts.IsOn || (facts.CorrectedOut == null && facts.Attendance!.ReleasedEarly), position: facts.Attendance?.Stints is [.., var left] ? left.LeftPosition : 0);
        }

        bool holds = Is(post.Holder, _staff) && Is(post.HolderShift, shift.Id);
        if (facts.Attendance is { IsOpen: true } && facts.CorrectedOut == null && !holds && _now >= shift.End + policy.Minutes("lapseMin"))
        {
            Add(shift, "clock-out-missing", 0, 0, shift.End + policy.Minutes("lapseMin"));
        }

        if (facts.Attendance is { Absences.Count: > 0 } attendance)
        {
            OfAbsences(shift, policy, attendance, holds);
        }
    }

    // Nobody can be away from a shift that is over: an absence lasts to its end at most, or until the person was relieved after it. Who went home without
    // badging would otherwise be away longer with every day that passes.
    private void OfAbsences(RosterShift shift, PolicyParameters policy, ShiftAttendance attendance, bool holds)
    {
        var judgment = new AwayJudgment(policy, Roster.Zone);
        DateTimeOffset latest = holds ? _now : attendance.RelievedAt is { } relieved && relieved > shift.End ? relieved : shift.End;
        long earlierSeconds = 0;
        foreach (AwaySpan absence in attendance.Absences)
        {
            DateTimeOffset end = absence.To ?? _now;
            end = end > latest ? latest : end;
            AwayVerdict verdict = judgment.Of(absence.From, end, earlierSeconds, absence.Reason);
            DateTimeOffset? unattended = absence.Held ? judgment.UnattendedFrom(absence.From, earlierSeconds, absence.Reason) : null;
            earlierSeconds += verdict.CountedSeconds;
            int fine = absence.Held ? policy.Number("unattendedFineYuan") : 0;
            if (verdict.OverMinutes > 0 || (verdict.IsForbidden && absence.To != null))
            {
                // One event has one consequence: of the holder the regulation says that the desk was unattended, where it says so.
                Add(shift, fine > 0 ? "unattended" : "away-over", verdict.OverMinutes, fine, end, position: absence.Position);
            }
            else if (unattended < end)
            {
                // Nothing measures absences here, and yet the desk was left for longer than it may be.
                Add(shift, "unattended", ShiftFacts.WholeMinutes(end - unattended.Value), fine, end, position: absence.Position);
            }
        }
    }

    // Whoever is on the shift has to come; a deputy only stands ready, and the leader need not come when one of them has. Of a shift that no terminal has told
    // the end of nobody knows who came.
    private bool IsAbsent(PostState post, ShiftFacts facts)
    {
        RosterShift shift = facts.Shift;
        bool leads = Is(shift.Entry.Leader, _staff);
        return _now >= shift.End && !facts.Came && shift.Start >= _room.RosteredSince
            && (leads || shift.Entry.Crew.Contains(_staff, StringComparer.Ordinal))
            && !(leads && shift.Entry.Deputies.Exists(deputy => new ShiftFacts(_room, post, shift, deputy).Came))
            && _room.TerminalsOf(post).Any(terminal => terminal.State is "online" || terminal.HeardAt >= shift.End);
    }

    // A shift was not handed over for too long. Who should have taken over answers for it; where he was there, so does who should have handed over.
    private void Missed(PostState post, RosterShift shift, RosterShift[] shifts)
    {
        DutySpan? span = post.Attendance.Spans.FindLast(held => Is(held.Shift, shift.Id) && held.Since >= shift.Start.AddDays(-1) && held.Since < shift.End.AddDays(1));
        RosterShift? next = Array.Find(shifts, other => other.Start > shift.Start);
        PolicyParameters policy = Roster.PolicyOf(post.Post);
        DateTimeOffset deadline = shift.End + policy.Minutes("missedAfterMin");
        if (span == null || next == null || next.Start > shift.End + policy.Minutes("serviceGapMin") || (span.Until ?? _now) <= deadline || IsOnPaper(shift, next, deadline))
        {
            return;
        }

        int minutes = ShiftFacts.WholeMinutes((span.Until is { } until && until < next.End ? until : _now < next.End ? _now : next.End) - shift.End);
        if (Is(next.Entry.Leader, _staff) && next.Start >= _from && next.Start < _to)
        {
            Add(next, "missed-handover", minutes, 0, deadline);
        }
        else if (Is(span.Staff, _staff) && shift.Start >= _from && shift.Start < _to && new ShiftFacts(_room, post, next, next.Entry.Leader).CameAt <= deadline)
        {
            Add(shift, "missed-handover", minutes, 0, deadline);
        }
    }

    // A handover that was signed on paper, as no terminal was to be had, and approved as such.
    private bool IsOnPaper(RosterShift shift, RosterShift next, DateTimeOffset deadline)
    {
        return shift.People.Concat(next.People).SelectMany(person => _room.Ledger.Approved(person, "handover")).Any(correction => correction.At >= shift.Start && correction.At <= deadline);
    }

    // Who should have reminded the next shift and did not answers for it only when that was late.
    private void NoReminder(PostState post, RosterShift shift, RosterShift[] shifts)
    {
        PolicyParameters policy = Roster.PolicyOf(post.Post);
        string reminder = policy.Sheet.Ticks.FirstOrDefault(tick => tick.Value.Reminder).Key ?? "";
        RosterShift? next = Array.Find(shifts, other => other.Start > shift.Start);
        if (reminder.Length == 0 || next == null || shift.Start < _from || shift.Start >= _to || !Roster.KeepsSheets(post.Post)
            || !Is(shift.Entry.Leader, _staff) || new ShiftFacts(_room, post, next, next.Entry.Leader) is not { LateMin: > 0 } late)
        {
            return;
        }

        Sheet? sheet = post.Book.Sheets.FindLast(candidate => Is(candidate.Shift, shift.Id) && candidate.BegunAt >= shift.Start.AddDays(-1) && candidate.BegunAt < shift.End.AddDays(1));
        if (sheet != null && !(sheet.Ticks.TryGetValue(reminder, out SheetTick? tick) && tick.Outgoing.Length > 0))
        {
            Add(shift, "no-reminder", 0, policy.Number("noReminderFineYuan"), late.CameAt ?? next.Start);
        }
    }

    private void Add(RosterShift shift, string kind, int minutes, int amount, DateTimeOffset at, string detail = "", bool excused = false, long position = 0)
    {
        LocalDate day = Roster.Civil(shift.Start).Date;
        string text = LocalDatePattern.Iso.Format(day);
        excused = excused || _room.Ledger.Excuses.Exists(excuse => Is(excuse.Staff, _staff) && Is(excuse.What, kind) && Is(excuse.Day, text) && LedgerKinds.IsBeforehand(kind, shift, excuse.At));
        Add(new LedgerRow(day, kind, minutes, excused ? 0 : amount, excused, shift.Post, shift.Id, at, detail, Position: position));
    }

    private void Add(LedgerRow row)
    {
        bool upheld = _room.Ledger.ObjectionTo(RowName.Of(_staff, row)) is { State: RequestState.Approved };
        _rows.Add(upheld ? row with { Excused = true, AmountYuan = 0 } : row);
    }

    private IReadOnlyList<LedgerRow> Finished()
    {
        AddGrades();
        LedgerRow[] rows = [.. _rows.OrderBy(row => row.Day).ThenBy(row => row.At).ThenBy(row => LedgerKinds.PlaceOf(row.Kind))];
        string month = YearMonthPattern.Iso.Format(_month);
        int proposed = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            LedgerRow row = rows[i];
            int cap = Roster.PolicyOf(row.Post).Number("fineCapYuan");
            int amount = cap == 0 ? row.AmountYuan : Math.Clamp(cap - proposed, 0, row.AmountYuan);
            proposed += amount;
            Confirmation? confirmed = _room.Ledger.Confirmations.FindLast(confirmation => Is(confirmation.Staff, _staff) && Is(confirmation.Month, month) && confirmation.At >= row.At);
            rows[i] = row with { AmountYuan = amount, ConfirmedBy = confirmed?.By ?? "" };
        }

        return rows;
    }

    // So many entries that nobody excused make one grade; the next so many make the next.
    private void AddGrades()
    {
        int entries = 0, given = 0;
        foreach (LedgerRow row in _rows.Where(row => !row.Excused && row.Kind is not "grade").OrderBy(row => row.At).ToArray())
        {
            PolicyParameters policy = Roster.PolicyOf(row.Post);
            string[] grades = policy.List("grades");
            if (grades.Length > 0 && ++entries % policy.Number("gradeEvery") == 0)
            {
                Add(row with { Kind = "grade", Minutes = 0, AmountYuan = 0, Detail = grades[Math.Min(given++, grades.Length - 1)] });
            }
        }
    }

    private static int Fine(int minutes, int yuan, PolicyParameters policy)
    {
        long step = policy.Number("fineStepMin");
        long steps = policy.Word("fineRounding") is "full" ? minutes / step : (minutes + step - 1) / step;
        return (int)Math.Min(steps * yuan, MostYuan);
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
