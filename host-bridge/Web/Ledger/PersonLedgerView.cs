using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Rules;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>One row of somebody's ledger as his page shows it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Day">Its day.</param>
/// <param name="At">The moment at which it came to be.</param>
/// <param name="Post">The name of the post.</param>
/// <param name="Clause">The clause that it goes by.</param>
/// <param name="ClauseAddress">Where that stands; empty: there is none.</param>
/// <param name="ConfirmedBy">Who has confirmed it; empty: nobody.</param>
public sealed record RowLine(LedgerRow Row, string Day, string At, string Post, LedgerClause Clause, string ClauseAddress, string ConfirmedBy);

/// <summary>One shift of somebody as his page shows it.</summary>
/// <param name="Shift">Its id.</param>
/// <param name="Post">The name of the post.</param>
/// <param name="Time">From when to when.</param>
/// <param name="Arrival">How he arrived: <c>on-time</c>, <c>late</c>, <c>unrostered</c>, <c>absent</c>; empty: it cannot be told, or he has not come yet.</param>
/// <param name="LateMin">Minutes late.</param>
/// <param name="Came">When he came; empty: not.</param>
/// <param name="CamePosition">The record of it; 0: none.</param>
/// <param name="CameCorrected">Whether that was corrected.</param>
/// <param name="EarlyMin">Minutes before the end at which he left.</param>
/// <param name="Left">When he left; empty: not.</param>
/// <param name="LeftPosition">The record of it; 0: none.</param>
/// <param name="LeftCorrected">Whether that was corrected.</param>
/// <param name="Worked">Hours and minutes worked.</param>
public sealed record ShiftLine(
    string Shift, string Post, string Time, string Arrival, int LateMin, string Came, long CamePosition, bool CameCorrected, int EarlyMin, string Left, long LeftPosition, bool LeftCorrected, string Worked);

/// <summary>One correction as the page shows it.</summary>
/// <param name="Correction">The correction.</param>
/// <param name="At">The moment that it speaks of.</param>
/// <param name="DecidedBy">Who decided; empty: nobody yet.</param>
public sealed record CorrectionLine(Correction Correction, string At, string DecidedBy);

/// <summary>One excuse as the page shows it.</summary>
public sealed record ExcuseLine(string Kind, string Day, string By, string At);

/// <summary>The month of one person.</summary>
/// <param name="Line">His figures.</param>
/// <param name="Month">The month, <c>yyyy-MM</c>.</param>
/// <param name="Previous">The one before.</param>
/// <param name="Next">The one behind; empty: that has not begun.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Shifts">The shifts.</param>
/// <param name="Corrections">The corrections.</param>
/// <param name="Excuses">The excuses of days of this month.</param>
/// <param name="Today">The day of today, <c>yyyy-MM-dd</c>.</param>
/// <param name="Made">When it was made.</param>
public sealed record PersonLedgerView(
    LedgerLine Line, string Month, string Previous, string Next, IReadOnlyList<RowLine> Rows, IReadOnlyList<ShiftLine> Shifts, IReadOnlyList<CorrectionLine> Corrections, IReadOnlyList<ExcuseLine> Excuses, string Today, string Made)
{
    /// <summary>Looks at the month of somebody.</summary>
    public static PersonLedgerView Of(DutyRoom room, string staff, YearMonth month, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        var time = new CivilTime(roster, now);
        PersonMonth person = new MonthPeople(room, month, now).Of(staff);
        LocalDate today = roster.Civil(now).Date;
        string text = LedgerView.Text(month);
        return new PersonLedgerView(
            LedgerView.Line(roster, person),
            text,
            LedgerView.Text(month.PlusMonths(-1)),
            month >= today.ToYearMonth() ? "" : LedgerView.Text(month.PlusMonths(1)),
            [.. person.Rows.Select(row => Row(roster, row, time))],
            [.. person.Shifts.Select(shift => Shift(roster, shift, time, now))],
            [.. person.Corrections.Select(correction => new CorrectionLine(correction, time.Dated(correction.At), roster.NameOf(correction.DecidedBy)))],
            [.. room.Ledger.Excuses.Where(excuse => string.Equals(excuse.Staff, staff, StringComparison.Ordinal) && excuse.Day.StartsWith(text, StringComparison.Ordinal))
                .Select(excuse => new ExcuseLine(excuse.What, excuse.Day, roster.NameOf(excuse.By), time.Dated(excuse.At)))],
            LocalDatePattern.Iso.Format(today),
            time.Now);
    }

    private static RowLine Row(RosterModel roster, LedgerRow row, CivilTime time)
    {
        var clause = LedgerClause.Of(roster, row.Post, row.Kind);
        return new RowLine(
            row,
            LocalDatePattern.Iso.Format(row.Day),
            time.Dated(row.At),
            LedgerView.PostName(roster, row.Post),
            clause,
            clause.Id.Length == 0 ? "" : "/rules#" + RulesView.AnchorOf(roster.Packs, clause.Pack, clause.Id),
            roster.NameOf(row.ConfirmedBy));
    }

    private static ShiftLine Shift(RosterModel roster, WorkedShift worked, CivilTime time, DateTimeOffset now)
    {
        ShiftFacts facts = worked.Facts;
        List<Stint> stints = facts.Attendance?.Stints ?? [];
        string arrival = facts.LateMin > 0 ? "late"
            : facts.CorrectedIn != null ? "on-time"
            : facts.Attendance is { } attendance ? attendance.Arrival is "late" ? "on-time" : attendance.Arrival
            : now >= facts.Shift.End ? "absent" : "";
        return new ShiftLine(
            facts.Shift.Id,
            LedgerView.PostName(roster, facts.Shift.Post),
            $"{time.Dated(facts.Shift.Start)} – {time.Dated(facts.Shift.End)}",
            arrival,
            facts.LateMin,
            facts.CameAt is { } came ? time.Dated(came) : "",
            stints.FirstOrDefault().CamePosition,
            facts.CorrectedIn != null,
            facts.EarlyMin,
            facts.LeftAt is { } left ? time.Dated(left) : "",
            stints.LastOrDefault().LeftPosition,
            facts.CorrectedOut != null,
            LedgerView.Hours(worked.WorkedMin));
    }
}
