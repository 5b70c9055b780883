using System;
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
        CorrectedIn = room.Ledger.Approved(staff, "clock-in").Where(correction => correction.At >= shift.Start - Before && correction.At < shift.End).Select(correction => (DateTimeOffset?)correction.At).Min();
        CorrectedOut = room.Ledger.Approved(staff, "clock-out").Where(correction => correction.At > shift.Start && correction.At <= shift.End + Behind).Select(correction => (DateTimeOffset?)correction.At).Max();
    }

    /// <summary>The shift.</summary>
    public RosterShift Shift { get; }

    /// <summary>The person.</summary>
    public string Staff { get; }

    /// <summary>The parameters of the post.</summary>
    public PolicyParameters Policy { get; }

    /// <summary>What the records say; null: nothing.</summary>
    public ShiftAttendance? Attendance { get; }

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

    /// <summary>Whole minutes after that; 0: on time, or it cannot be told.</summary>
    public int LateMin
    {
        get
        {
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
}
