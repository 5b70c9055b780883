using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using NodaTime;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>The figures of one person for one civil month.</summary>
/// <param name="Shifts">For how many shifts the person came.</param>
/// <param name="Late">How often late.</param>
/// <param name="LateMin">How many minutes together.</param>
/// <param name="Early">How often gone early.</param>
/// <param name="Absent">How often not come.</param>
/// <param name="FineYuan">What the ledger proposes together.</param>
/// <param name="WorkedMin">Minutes worked. Waiting for a late relief counts, coming earlier than required and staying on of one's own will does not.</param>
public sealed record MonthlyFigures(int Shifts, int Late, int LateMin, int Early, int Absent, int FineYuan, int WorkedMin)
{
    /// <summary>The figures.</summary>
    public static MonthlyFigures Of(DutyRoom room, string staff, YearMonth month, DateTimeOffset now)
    {
        IReadOnlyList<LedgerRow> rows = MonthLedger.Of(room, staff, month, now);
        (DateTimeOffset from, DateTimeOffset to) = room.Roster.SpanOf(month);
        int shifts = 0;
        TimeSpan worked = TimeSpan.Zero;
        foreach (PostState post in room.Posts)
        {
            foreach (RosterShift shift in room.Roster.Shifts(post.Post, from, to).Where(shift => shift.Start >= from))
            {
                var facts = new ShiftFacts(room, post, shift, staff);
                if (facts.Concerns)
                {
                    shifts += facts.Came ? 1 : 0;
                    worked += Worked(facts, now);
                }
            }
        }

        return new MonthlyFigures(
            shifts,
            rows.Count(row => row.Kind is "late"),
            rows.Where(row => row.Kind is "late").Sum(row => row.Minutes),
            rows.Count(row => row.Kind is "early"),
            rows.Count(row => row.Kind is "absent"),
            rows.Sum(row => row.AmountYuan),
            (int)worked.TotalMinutes);
    }

    /// <summary>How long somebody worked in a shift.</summary>
    internal static TimeSpan Worked(ShiftFacts facts, DateTimeOffset now)
    {
        if (!facts.Came)
        {
            return TimeSpan.Zero;
        }

        DateTimeOffset latest = facts.Attendance?.RelievedAt is { } relieved && relieved > facts.Shift.End ? relieved : facts.Shift.End;
        IReadOnlyList<Stint> stints = facts.Attendance?.Stints is { Count: > 0 } recorded ? recorded : [new Stint(facts.CameAt!.Value, null)];
        TimeSpan worked = TimeSpan.Zero;
        for (int i = 0; i < stints.Count; i++)
        {
            DateTimeOffset begin = i == 0 ? facts.CameAt!.Value : stints[i].From;
            DateTimeOffset end = (i == stints.Count - 1 ? facts.LeftAt : stints[i].To) ?? now;
            begin = begin < facts.RequiredAt ? facts.RequiredAt : begin;
            end = end > latest ? latest : end;
            worked += end > begin ? end - begin : TimeSpan.Zero;
        }

        return worked;
    }
}
