using System;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>
/// What people may ask for about the ledger, at a moment. Pure: what is accepted comes to be when it is appended. Refusals: <c>not-entitled</c>,
/// <c>unknown-staff</c>, <c>unknown-kind</c>, <c>no-day</c>, <c>too-late</c>, <c>no-text</c>, <c>too-long</c>, <c>no-time</c>, <c>no-correction</c>, <c>not-away</c>,
/// <c>unknown-reason</c>, <c>already-asked</c>, <c>many-open</c>, <c>no-row</c>, <c>no-objection</c>, <c>no-month</c>.
/// </summary>
public sealed class LedgerRequests(DutyRoom room, DateTimeOffset now)
{
    /// <summary>How many corrections and objections of a person may wait at a time.</summary>
    public const int MostOpen = 20;

    private static readonly string[] Corrected = ["clock-in", "clock-out", "handover", "sheet"];

    private RosterModel Roster => room.Roster;

    /// <summary>
    /// Excuses somebody from a kind of row on a day. It counts beforehand only: of being late or absent before the shift starts, of anything else before it
    /// ends. A supervisor may, and not for himself.
    /// </summary>
    public Answer Excuse(string by, string staff, string kind, string day)
    {
        ParseResult<LocalDate> parsed = LocalDatePattern.Iso.Parse(day);
        if (FaultOfDecider(by, staff) is { } fault)
        {
            return fault;
        }

        if (!LedgerKinds.All.Contains(kind, StringComparer.Ordinal))
        {
            return Answer.Refuse("unknown-kind");
        }

        return !parsed.Success || !SaneTime.HoldsYear(parsed.Value.Year) ? Answer.Refuse("no-day")
            : IsOver(staff, kind, parsed.Value) ? Answer.Refuse("too-late")
            : Answer.Accept(LogKind.Ledger, new LedgerAct(LedgerActKind.Excused, by, staff, kind, day));
    }

    /// <summary>Asks for a correction of one's own records: each once, unless a supervisor has said no to it.</summary>
    public Answer RequestCorrection(string staff, string what, DateTimeOffset at, string why)
    {
        return Roster.Person(staff) == null ? Answer.Refuse("unknown-staff")
            : !Corrected.Contains(what, StringComparer.Ordinal) ? Answer.Refuse("unknown-kind")
            : at > now || !SaneTime.Holds(at) ? Answer.Refuse("no-time")
            : why.Trim().Length == 0 ? Answer.Refuse("no-text")
            : why.Length > Answer.LongestText ? Answer.Refuse("too-long")
            : room.Ledger.IsAsked(staff, what, at) ? Answer.Refuse("already-asked")
            : IsFull(staff) ? Answer.Refuse("many-open")
            : Answer.Accept(LogKind.Ledger, new LedgerAct(LedgerActKind.CorrectionRequested, staff, staff, what, At: at, Text: why));
    }

    /// <summary>Approves or rejects the oldest correction of somebody that waits. A supervisor may, and not his own.</summary>
    public Answer DecideCorrection(string by, string staff, bool approves) => DecideCorrection(by, staff, room.Ledger.Open(staff), approves, "");

    /// <summary>Approves or rejects one of them, with a word on it where the supervisor has one.</summary>
    public Answer DecideCorrection(string by, string staff, string what, DateTimeOffset at, bool approves, string answer) => DecideCorrection(by, staff, room.Ledger.Open(staff, what, at), approves, answer.Trim());

    /// <summary>Objects to a row of one's own ledger, once, unless a supervisor has said no to it.</summary>
    public Answer Object(RowName row, string why)
    {
        return Roster.Person(row.Staff) == null ? Answer.Refuse("unknown-staff")
            : why.Trim().Length == 0 ? Answer.Refuse("no-text")
            : why.Length > Answer.LongestText ? Answer.Refuse("too-long")
            : !IsRow(row) ? Answer.Refuse("no-row")
            : room.Ledger.ObjectionTo(row) is { State: not RequestState.Rejected } ? Answer.Refuse("already-asked")
            : IsFull(row.Staff) ? Answer.Refuse("many-open")
            : Answer.Accept(LogKind.Ledger, new LedgerAct(LedgerActKind.Objected, row.Staff, row.Staff, row.Kind, row.Day, row.At, why.Trim(), row.Post, row.Shift));
    }

    /// <summary>Upholds or rejects an objection that waits, and says why. A supervisor may, and not his own. A row whose objection is upheld counts for nothing.</summary>
    public Answer DecideObjection(string by, RowName row, bool upholds, string why)
    {
        return FaultOfDecider(by, row.Staff)
            ?? (room.Ledger.ObjectionTo(row) is not { State: RequestState.Asked } ? Answer.Refuse("no-objection")
                : why.Trim().Length == 0 ? Answer.Refuse("no-text")
                : why.Length > Answer.LongestText ? Answer.Refuse("too-long")
                : Answer.Accept(LogKind.Ledger, new LedgerAct(upholds ? LedgerActKind.ObjectionUpheld : LedgerActKind.ObjectionRejected, by, row.Staff, row.Kind, row.Day, row.At, why.Trim(), row.Post, row.Shift)));
    }

    /// <summary>Confirms what the ledger of somebody proposes for a month that has begun. Only a manager may, and not his own.</summary>
    public Answer Confirm(string by, string staff, string month)
    {
        return FaultOfDecider(by, staff)
            ?? (Roster.Person(by)!.Role is not "manager" ? Answer.Refuse("not-entitled")
                : !HasBegun(month) ? Answer.Refuse("no-month")
                : Answer.Accept(LogKind.Ledger, new LedgerAct(LedgerActKind.Confirmed, by, staff, month)));
    }

    /// <summary>Gives the reason of one's absence at a post, one of those that the pack knows.</summary>
    public Answer ExplainAbsence(string post, string staff, string reason)
    {
        string[] known = Roster.PolicyOf(post).List("awayReasons");
        return !known.Contains(reason, StringComparer.Ordinal) ? Answer.Refuse("unknown-reason")
            : room.PostOf(post).Attendance.Current(staff) is not { Absences.Count: > 0 } ? Answer.Refuse("not-away")
            : Answer.Accept(LogKind.Ledger, new LedgerAct(LedgerActKind.AbsenceExplained, staff, staff, reason));
    }

    // What nobody has decided yet is kept in memory, and whoever decides has to read all of it.
    private bool IsFull(string staff)
    {
        return room.Ledger.Corrections.Count(one => one.State == RequestState.Asked && string.Equals(one.Staff, staff, StringComparison.Ordinal))
            + room.Ledger.Objections.Count(one => one.State == RequestState.Asked && string.Equals(one.Row.Staff, staff, StringComparison.Ordinal)) >= MostOpen;
    }

    private bool HasBegun(string month)
    {
        return YearMonthPattern.Iso.Parse(month) is { Success: true } parsed && SaneTime.HoldsYear(parsed.Value.Year) && parsed.Value.CompareTo(Roster.Civil(now).Date.ToYearMonth()) <= 0;
    }

    private Answer DecideCorrection(string by, string staff, Correction? open, bool approves, string answer)
    {
        return FaultOfDecider(by, staff)
            ?? (open == null ? Answer.Refuse("no-correction")
                : answer.Length > Answer.LongestText ? Answer.Refuse("too-long")
                : Answer.Accept(LogKind.Ledger, new LedgerAct(approves ? LedgerActKind.CorrectionApproved : LedgerActKind.CorrectionRejected, by, staff, open.What, At: open.At, Text: answer)));
    }

    private bool IsRow(RowName row)
    {
        ParseResult<LocalDate> day = LocalDatePattern.Iso.Parse(row.Day);
        return day.Success && SaneTime.HoldsYear(day.Value.Year) && MonthLedger.Of(room, row.Staff, day.Value.ToYearMonth(), now).Any(known => RowName.Of(row.Staff, known) == row);
    }

    private Answer? FaultOfDecider(string by, string staff)
    {
        return Roster.Person(staff) == null ? Answer.Refuse("unknown-staff")
            : !Sides.Supervises(Roster, by) || string.Equals(by, staff, StringComparison.Ordinal) ? Answer.Refuse("not-entitled")
            : null;
    }

    private bool IsOver(string staff, string kind, LocalDate day)
    {
        (DateTimeOffset midnight, DateTimeOffset next) = Roster.SpanOf(day);
        RosterShift[] shifts = [.. Roster.Document.Posts.SelectMany(post => Roster.Shifts(post.Id, midnight, next)).Where(shift => shift.Start >= midnight && shift.People.Contains(staff, StringComparer.Ordinal))];
        return shifts.Length == 0 ? next <= now : Array.TrueForAll(shifts, shift => !LedgerKinds.IsBeforehand(kind, shift, now));
    }
}
