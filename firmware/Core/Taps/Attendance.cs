using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.Core.Taps
{
    /// <summary>ARRIVE: how coming and going are classified and written.</summary>
    internal static class Attendance
    {
        /// <summary>Clocks the person of a tap in, for a shift or for none.</summary>
        internal static void ClockIn(Decision decision, TapSituation tap, Shift? shift, bool takesDuty, string? otherPost)
        {
            DutyView view = tap.View;
            int arrival = 0;
            long required = shift == null ? 0 : shift.Start - (view.Policy.RequiredLeadMin * 60);
            if (shift != null && view.State.WasInFor(tap.Staff, shift.Id))
            {
                arrival = Words.Returned;
            }
            else if (shift == null && view.Now.Judged)
            {
                arrival = Words.Unrostered;
            }
            else if (shift != null && view.Now.Judged)
            {
                arrival = view.Now.Seconds > required + (view.Policy.GraceMin * 60) ? Words.Late : Words.OnTime;
            }

            Record record = decision.Write(RecordType.ClockIn).Add(Member.Staff, tap.Staff).AddBadge(tap.Badge)
                .Add(Member.Shift, shift == null ? null : shift.Id).AddWord(Member.Arrival, arrival);
            if (arrival == Words.Late || arrival == Words.OnTime)
            {
                record.Add(Member.Minutes, WholeMinutes(view.Now.Seconds - required));
            }

            record.AddFlag(Member.Holder, takesDuty).Add(Member.CrossPost, otherPost);
            decision.Tell(arrival == Words.Late ? Signal.Late : Signal.Accepted);
        }

        /// <summary>
        /// Clocks a person out. Whose shift was handed over before its end leaves on time, whenever that is; whom the relief came late for has stayed over.
        /// </summary>
        internal static Record ClockOut(Decision decision, DutyView view, string staff, byte[]? badge, Presence? person)
        {
            Record record = decision.Write(RecordType.ClockOut).Add(Member.Staff, staff).AddBadge(badge)
                .Add(Member.Shift, person == null ? null : person.Shift);
            if (person != null && person.ShiftEnd != 0 && view.Now.Judged)
            {
                long over = view.Now.Seconds - person.ShiftEnd;
                bool relievedInTime = person.Relieved && !person.RelievedLate;
                int leaving = relievedInTime ? Words.OnTime : over > view.Policy.GraceMin * 60 ? Words.StayedOver : over >= 0 ? Words.OnTime : Words.Early;
                record.AddWord(Member.Leaving, leaving).Add(Member.Minutes, WholeMinutes(over));
            }

            return record;
        }

        /// <summary>Whole minutes of a difference in seconds: rounded up when late, so that a started minute counts; whole ones before.</summary>
        internal static long WholeMinutes(long seconds)
        {
            return seconds > 0 ? (seconds + 59) / 60 : seconds / 60;
        }
    }
}
