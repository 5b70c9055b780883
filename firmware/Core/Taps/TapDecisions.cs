using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.Core.Taps
{
    /// <summary>
    /// From a badge to a decision: a pure function of what the view shows. The table says what the tap means; here stands what is written
    /// and told for each meaning.
    /// </summary>
    public static class TapDecisions
    {
        /// <summary>
        /// Decides about a badge; null: a random UID, by which nobody can be known again. <paramref name="seenLately"/> and <paramref name="strangeCount"/> come from
        /// <see cref="RecentBadges"/>.
        /// </summary>
        public static Decision Decide(DutyView view, byte[]? badge, bool seenLately, Person? person, int strangeCount)
        {
            Decision decision = new Decision(view.Now);
            int facts = (view.HasRoom ? 0 : TapFact.NoRoom)
                | (seenLately ? TapFact.Retap : 0)
                | (view.Roster == null ? TapFact.NoRoster : 0)
                | (person == null ? TapFact.UnknownBadge : 0);
            TapSituation? tap = null;
            if (facts == 0)
            {
                tap = new TapSituation(view, person!, badge!);
                facts = tap.Facts;
            }

            TapOutcome outcome = TapTable.Decide(facts);
            switch (outcome)
            {
                case TapOutcome.NoRoom:
                    decision.Tell(Signal.Fault);
                    break;

                case TapOutcome.Ignore:
                    break;

                case TapOutcome.RosterMissing:
                    Refuse(decision, RecordType.TapRefused, null, badge, Words.RosterMissing, null, 0, Signal.Refused);
                    break;

                case TapOutcome.UnknownBadge:
                    RefuseStrange(decision, null, badge, Words.UnknownBadge, strangeCount);
                    break;

                case TapOutcome.BlockedBadge:
                    RefuseStrange(decision, tap!.Staff, badge, Words.BlockedBadge, strangeCount);
                    break;

                default:
                    Silence(decision, tap!);
                    Carry(decision, tap!, outcome);
                    break;
            }

            return decision;
        }

        private static void Carry(Decision decision, TapSituation tap, TapOutcome outcome)
        {
            switch (outcome)
            {
                case TapOutcome.AnswerCheck:
                    EndAway(decision, tap);
                    AnswerCheck(decision, tap);
                    break;

                case TapOutcome.SamePerson:
                    Refuse(decision, tap, RecordType.HandoverRefused, Words.SamePerson);
                    break;

                case TapOutcome.NotEntitled:
                    Refuse(decision, tap, RecordType.HandoverRefused, Words.NotEntitled);
                    break;

                case TapOutcome.PairOnHold:
                    decision.EndPair();
                    RefuseOnHold(decision, tap);
                    break;

                case TapOutcome.OnHold:
                    RefuseOnHold(decision, tap);
                    break;

                case TapOutcome.SheetIncomplete:
                    Refuse(decision, tap, RecordType.HandoverRefused, Words.SheetIncomplete);
                    break;

                case TapOutcome.Confirm:
                    EndAway(decision, tap);
                    HandoverDecisions.Confirm(decision, tap);
                    break;

                case TapOutcome.ConfirmForAbsent:
                    HandoverDecisions.ConfirmForAbsent(decision, tap);
                    break;

                case TapOutcome.ReleaseHolds:
                    for (int i = 0; i < tap.HoldCount; i++)
                    {
                        decision.Write(RecordType.HoldReleased).Add(Member.Hold, tap.Holds[i]).Add(Member.Staff, tap.Staff);
                    }

                    decision.Tell(Signal.Released);
                    break;

                case TapOutcome.OpenRelease:
                    HandoverDecisions.OpenRelease(decision, tap.View, tap.Staff);
                    break;

                case TapOutcome.StartReleased:
                case TapOutcome.Start:
                    EndAway(decision, tap);
                    HandoverDecisions.Start(decision, tap, outcome == TapOutcome.StartReleased);
                    break;

                case TapOutcome.CloseService:
                    EndAway(decision, tap);
                    ClockOut(decision, tap);
                    break;

                case TapOutcome.Continue:
                    EndAway(decision, tap);
                    decision.Write(RecordType.Continued).Add(Member.Staff, tap.Staff)
                        .Add(Member.From, tap.View.State.HolderShift).Add(Member.To, tap.Incoming!.Id);
                    decision.Tell(Signal.Confirmed);
                    break;

                case TapOutcome.TakeDuty:
                    Attendance.ClockIn(decision, tap, tap.Entitling, true, null);
                    break;

                case TapOutcome.ClockIn:
                case TapOutcome.ClockInBesidePair:
                    Attendance.ClockIn(decision, tap, tap.Near, false, null);
                    break;

                case TapOutcome.DoubleShift:
                    Refuse(decision, tap, RecordType.TapRefused, Words.DoubleShift);
                    break;

                case TapOutcome.Back:
                    EndAway(decision, tap);
                    decision.Tell(Signal.Back);
                    break;

                case TapOutcome.Away:
                    decision.Write(RecordType.AwayStarted).Add(Member.Staff, tap.Staff);
                    decision.Tell(Signal.Away);
                    break;

                case TapOutcome.WindowClosed:
                    Refuse(decision, tap, RecordType.TapRefused, Words.WindowClosed);
                    break;

                case TapOutcome.AlreadyIn:
                    Refuse(decision, tap, RecordType.TapRefused, Words.AlreadyIn);
                    break;

                case TapOutcome.ClockOut:
                    ClockOut(decision, tap);
                    break;

                case TapOutcome.CrossPostRefused:
                    Refuse(decision, tap, RecordType.TapRefused, Words.CrossPost);
                    break;

                case TapOutcome.CrossPost:
                    Attendance.ClockIn(decision, tap, null, false, tap.View.ElsewhereOf(tap.Staff));
                    break;

                case TapOutcome.NotOnRoster:
                    Refuse(decision, tap, RecordType.TapRefused, Words.NotOnRoster);
                    break;

                case TapOutcome.Unrostered:
                    Attendance.ClockIn(decision, tap, null, false, null);
                    break;
            }
        }

        // While an alarm sounds, a badge on duty silences it for a while; the tap then means what it means.
        private static void Silence(Decision decision, TapSituation tap)
        {
            DutyState state = tap.View.State;
            bool sounds = DutyTimers.IsAlarmed(tap.View) && !state.IsSilenced(tap.View.Now);
            bool onDuty = tap.In != null || state.Holder == tap.Staff;
            if (sounds && onDuty && tap.View.Policy.SilenceMin > 0)
            {
                decision.Write(RecordType.HandoverSilenced).Add(Member.Staff, tap.Staff).Add(Member.Seconds, tap.View.Policy.SilenceMin * 60);
            }
        }

        private static void AnswerCheck(Decision decision, TapSituation tap)
        {
            DutyState state = tap.View.State;
            Record answered = decision.Write(RecordType.CheckAnswered).Add(Member.Check, state.CheckId).Add(Member.Staff, tap.Staff);
            long seconds = tap.View.SecondsSince(state.CheckTicks, state.CheckBoot, state.NewestCheckSeconds * 1000);
            if (seconds >= 0)
            {
                answered.Add(Member.Seconds, seconds);
            }

            decision.Tell(Signal.Accepted);
        }

        private static void EndAway(Decision decision, TapSituation tap)
        {
            Presence? person = tap.In;
            if (person == null || !person.Away)
            {
                return;
            }

            Record ended = decision.Write(RecordType.AwayEnded).Add(Member.Staff, tap.Staff);
            long seconds = tap.View.SecondsSince(person.AwayTicks, person.AwayBoot, person.AwayMs);
            if (seconds >= 0)
            {
                int limitMin = tap.View.Policy.AwayLimitMin;
                ended.Add(Member.Seconds, seconds).AddFlag(Member.Over, limitMin > 0 && seconds > limitMin * 60);
            }
        }

        private static void ClockOut(Decision decision, TapSituation tap)
        {
            Attendance.ClockOut(decision, tap.View, tap.Staff, tap.Badge, tap.In).AddFlag(Member.Holder, tap.View.State.Holder == tap.Staff);
            decision.Tell(Signal.Left);
        }

        private static void RefuseOnHold(Decision decision, TapSituation tap)
        {
            decision.RefuseOnHold(tap.Staff);
            Refuse(decision, RecordType.HandoverRefused, tap.Staff, tap.Badge, Words.OnHold, tap.Holds[0], 0, Signal.OnHold);
        }

        private static void RefuseStrange(Decision decision, string? staff, byte[]? badge, int reason, int count)
        {
            if (count == 0)
            {
                // Too many of them in this minute: one record stands for them later, the person is told all the same.
                decision.Tell(Signal.Refused);
                return;
            }

            Refuse(decision, RecordType.TapRefused, staff, badge, reason, null, count, Signal.Refused);
        }

        private static void Refuse(Decision decision, TapSituation tap, RecordType type, int reason)
        {
            Refuse(decision, type, tap.Staff, tap.Badge, reason, null, 0, Signal.Refused);
        }

        private static void Refuse(Decision decision, RecordType type, string? staff, byte[]? badge, int reason, string? hold, int count, Signal signal)
        {
            Record refused = decision.Write(type).Add(Member.Staff, staff).AddBadge(badge).AddWord(Member.Reason, reason).Add(Member.Hold, hold);
            if (count > 1)
            {
                refused.Add(Member.Count, count);
            }

            decision.Tell(signal);
        }
    }
}
