using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>
/// How one person came and went for one shift: what the records say, and over that what was corrected and approved. The classification is the terminal's;
/// only a corrected time is measured here.
/// </summary>
public sealed class ShiftFacts
{
    // A clock-in for a shift may be corrected to some hours before its start, a clock-out to some hours behind its end.
    private static readonly TimeSpan Before = TimeSpan.FromHours(4);
    private static readonly TimeSpan Behind = TimeSpan.FromHours(12);

    /// <summary>Looks at a person and a shift.</summary>
    public ShiftFacts(DutyRoom room, PostState post, RosterShift shift, string staff)
    {
        Shift = shift;
        Staff = staff;
        Policy = room.Roster.PolicyOf(post.Post);
        Attendance = post.Attendance.Of(staff, shift.Id, shift.Start);
        IsOn = shift.People.Contains(staff, StringComparer.Ordinal);
        WasDue = IsOn != (room.Plan.ChangedAt(shift, staff) > RequiredAt);
        CorrectedIn = room.Ledger.Approved(staff, "clock-in").Where(correction => IsOfThis(ComingAt(room, staff, correction.At))).Min(correction => (DateTimeOffset?)correction.At);
        CorrectedOut = room.Ledger.Approved(staff, "clock-out").Where(correction => IsOfThis(GoingAt(room, staff, correction.At))).Max(correction => (DateTimeOffset?)correction.At);
    }

    /// <summary>The shift.</summary>
    public RosterShift Shift { get; }

    /// <summary>The person.</summary>
    public string Staff { get; }

    /// <summary>The parameters of the post.</summary>
    public PolicyParameters Policy { get; }

    /// <summary>What the records say; null: nothing.</summary>
    public ShiftAttendance? Attendance { get; }

    /// <summary>Whether the person is on the shift by the plan.</summary>
    public bool IsOn { get; }

    /// <summary>Whether the shift is the person's matter: he is on it, or was there for it and is off it since.</summary>
    public bool Concerns => IsOn || Attendance != null;

    /// <summary>
    /// Whether the person was on the shift at the moment by which he had to be in: who is called in later cannot be in time, and who is sent home later had to be.
    /// </summary>
    public bool WasDue { get; }

    /// <summary>The approved clock-in; null: none.</summary>
    public DateTimeOffset? CorrectedIn { get; }

    /// <summary>The approved clock-out; null: none.</summary>
    public DateTimeOffset? CorrectedOut { get; }

    /// <summary>Whether the person came.</summary>
    public bool Came => Attendance != null || CorrectedIn != null;

    /// <summary>When the person came, as it counts; null: not yet, or not known.</summary>
    public DateTimeOffset? CameAt => CorrectedIn ?? (Attendance?.Stints is [var first, ..] ? first.From : null);

    /// <summary>When the person left for good, as it counts; null: not yet.</summary>
    public DateTimeOffset? LeftAt => CorrectedOut ?? Attendance?.LeftAt;

    /// <summary>The moment by which the person had to be in.</summary>
    public DateTimeOffset RequiredAt => Shift.Start - Policy.Minutes("requiredLeadMin");

    /// <summary>Whole minutes after that; 0: on time, not due by then, or it cannot be told.</summary>
    public int LateMin
    {
        get
        {
            if (!WasDue)
            {
                return 0;
            }

            if (CorrectedIn is { } corrected)
            {
                return corrected > RequiredAt + Policy.Minutes("graceMin") ? WholeMinutes(corrected - RequiredAt) : 0;
            }

            return Attendance?.Arrival is "late" ? Math.Max(1, Attendance.ArrivalMin) : 0;
        }
    }

    /// <summary>Whole minutes before the end at which the person left for good; 0: not before.</summary>
    public int EarlyMin
    {
        get
        {
            bool early = CorrectedOut != null || Attendance?.Leaving is "early";
            return early && LeftAt is { } left && left < Shift.End ? WholeMinutes(Shift.End - left) : 0;
        }
    }

    /// <summary>Minutes in which a started one counts.</summary>
    public static int WholeMinutes(TimeSpan span) => (int)Math.Ceiling(Math.Clamp(span.TotalMinutes, 0, int.MaxValue));

    // A correction names no shift, and who works two in a row has two that it could be of. A coming is of the one that starts nearest.
    private static RosterShift? ComingAt(DutyRoom room, string staff, DateTimeOffset at)
    {
        return Around(room, staff, at).Select(own => own.Shift).Where(shift => at >= shift.Start - Before && at < shift.End).MinBy(shift => (shift.Start - at).Duration());
    }

    // A going is of the shift that the person was here for by then, and rather of one that he has not left by the records. Where he came for none by the records it is of
    // the one that ends nearest.
    private static RosterShift? GoingAt(DutyRoom room, string staff, DateTimeOffset at)
    {
        (RosterShift Shift, ShiftAttendance? Attendance)[] own = [.. Around(room, staff, at).Where(own => at > own.Shift.Start && at <= own.Shift.End + Behind)];
        (RosterShift Shift, ShiftAttendance? Attendance)[] attended = [.. own.Where(candidate => candidate.Attendance is { Stints: [var first, ..] } && first.From < at)];
        return attended.Length > 0
            ? attended.OrderByDescending(candidate => candidate.Attendance!.IsOpen).ThenByDescending(candidate => candidate.Shift.Start).First().Shift
            : own.Select(candidate => candidate.Shift).MinBy(shift => (shift.End - at).Duration());
    }

    private static IEnumerable<(RosterShift Shift, ShiftAttendance? Attendance)> Around(DutyRoom room, string staff, DateTimeOffset at)
    {
        return room.Roster.Document.Posts.SelectMany(post => room.Roster.Shifts(post.Id, at.AddDays(-1), at.AddDays(1)))
            .Select(shift => (Shift: shift, Attendance: room.PostOf(shift.Post).Attendance.Of(staff, shift.Id, shift.Start)))
            .Where(own => own.Attendance != null || own.Shift.People.Contains(staff, StringComparer.Ordinal));
    }

    private bool IsOfThis(RosterShift? meant)
    {
        return meant != null && meant.Start == Shift.Start && string.Equals(meant.Id, Shift.Id, StringComparison.Ordinal) && string.Equals(meant.Post, Shift.Post, StringComparison.Ordinal);
    }
}
