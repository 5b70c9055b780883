using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.Core.Taps
{
    /// <summary>PAIR: two badges of two entitled people make one handover.</summary>
    internal static class HandoverDecisions
    {
        /// <summary>Allows an unscheduled handover for a while.</summary>
        internal static void OpenRelease(Decision decision, DutyView view, string staff)
        {
            decision.Write(RecordType.ReleaseOpened).Add(Member.Staff, staff);
            decision.OpenRelease(staff, view.Now.Ticks + (view.Policy.ReleaseS * 1000));
            decision.Tell(Signal.Released);
        }

        /// <summary>Takes the first badge of a pair, from either side.</summary>
        internal static void Start(Decision decision, TapSituation tap, bool underRelease)
        {
            DutyView view = tap.View;
            bool outgoing = view.State.Holder == tap.Staff;
            if (!outgoing && tap.In == null)
            {
                Attendance.ClockIn(decision, tap, tap.Near, false, null);
            }

            Pair pair = new Pair();
            pair.Starter = tap.Staff;
            pair.StarterIsOutgoing = outgoing;
            pair.StartedAt = view.Now;
            pair.From = view.State.HolderShift;
            pair.FromEnd = view.State.HolderEnd;
            pair.Roster = view.RosterVersion;
            pair.Policy = view.Policy.Version;
            pair.SheetStale = view.IsSheetStale();
            pair.Sheet = view.Gate != null && view.Gate.Shift == view.State.HolderShift ? view.Gate.Sheet : 0;

            // In mid-shift there is no next shift to hand over to: somebody takes over the rest of this one.
            pair.To = view.IsWindowOpen() ? tap.Incoming : null;
            pair.ToId = pair.To != null ? pair.To.Id : pair.From;
            if (underRelease)
            {
                pair.ReleasedBy = view.Door.ReleaseBy;
            }

            decision.Write(RecordType.HandoverStarted).Add(Member.Staff, tap.Staff)
                .AddWord(Member.Side, outgoing ? Words.Outgoing : Words.Incoming).Add(Member.Shift, SideShift(pair));
            decision.BeginPair(pair);
            decision.Tell(Signal.WaitingForSecond);
        }

        /// <summary>Takes the second badge of a pair.</summary>
        internal static void Confirm(Decision decision, TapSituation tap)
        {
            DutyView view = tap.View;
            Pair pair = view.Door.Pair!;
            string outgoing = pair.StarterIsOutgoing ? pair.Starter : tap.Staff;
            string incoming = pair.StarterIsOutgoing ? tap.Staff : pair.Starter;
            bool walkedIn = incoming == tap.Staff && tap.In == null;
            if (walkedIn)
            {
                // Without a set clock nobody knows what shift is near, but the pair knows the one that it hands over to.
                Shift? shift = tap.Near == null && pair.To != null && pair.To.Has(incoming) ? pair.To : tap.Near;
                Attendance.ClockIn(decision, tap, shift, false, null);
            }

            Stamp first = pair.StartedAt;
            Record record = decision.Write(RecordType.HandoverConfirmed).Add(Member.Outgoing, outgoing).Add(Member.Incoming, incoming);
            AddTime(record, Member.OutgoingAt, pair.StarterIsOutgoing ? first : view.Now);
            AddTime(record, Member.IncomingAt, pair.StarterIsOutgoing ? view.Now : first);
            Finish(record, view, pair, walkedIn || IsHasty(view, incoming), false, pair.ReleasedBy.Length > 0 ? pair.ReleasedBy : view.State.ReleasedBy);
            if (view.Policy.ClockOutAtHandover)
            {
                // The handover is not applied yet: of the relieved person it is known here, and he holds nothing any more.
                Presence? left = view.State.InOf(outgoing);
                if (left != null)
                {
                    left = left.Copy();
                    left.Relieved = pair.From != pair.ToId;
                    left.RelievedLate = left.ShiftEnd != 0 && view.Now.Seconds > left.ShiftEnd;
                }

                Attendance.ClockOut(decision, view, outgoing, outgoing == tap.Staff ? tap.Badge : null, left);
            }

            if (pair.ReleasedBy.Length > 0)
            {
                decision.EndRelease();
            }

            decision.EndPair();
            decision.Tell(Signal.Confirmed);
        }

        /// <summary>The supervisor who released the handover confirms it in the absent holder's stead.</summary>
        internal static void ConfirmForAbsent(Decision decision, TapSituation tap)
        {
            DutyView view = tap.View;
            Pair pair = view.Door.Pair!;
            Record record = decision.Write(RecordType.HandoverConfirmed).Add(Member.Outgoing, view.State.Holder).Add(Member.Incoming, pair.Starter);
            AddTime(record, Member.IncomingAt, pair.StartedAt);
            Finish(record, view, pair, IsHasty(view, pair.Starter), true, tap.Staff);
            decision.EndRelease();
            decision.EndPair();
            decision.Tell(Signal.Confirmed);
        }

        /// <summary>The pair that nobody completed in time.</summary>
        internal static void TimeOut(Decision decision, Pair pair)
        {
            WriteTimedOut(decision, pair.Starter, pair.StarterIsOutgoing ? Words.Outgoing : Words.Incoming, SideShift(pair));
        }

        /// <summary>The pair that was pending when the terminal went down: its first tap counts for nothing any more.</summary>
        internal static void BreakOff(Decision decision, DutyState state)
        {
            WriteTimedOut(decision, state.PairStaff, state.PairSide, state.PairShift);
        }

        private static void WriteTimedOut(Decision decision, string staff, int side, string? shift)
        {
            decision.Write(RecordType.HandoverTimedOut).Add(Member.Staff, staff).AddWord(Member.Side, side).Add(Member.Shift, shift);
            decision.EndPair();
            decision.Tell(Signal.Refused);
        }

        private static void Finish(Record record, DutyView view, Pair pair, bool hasty, bool absent, string releasedBy)
        {
            record.Add(Member.From, pair.From).Add(Member.To, pair.ToId);
            if (view.Now.Judged && pair.FromEnd != 0)
            {
                long late = view.Now.Seconds - pair.FromEnd;
                record.Add(Member.LatenessSeconds, late > 0 ? late : 0);
            }

            record.AddFlag(Member.Hasty, hasty).AddFlag(Member.Absent, absent).Add(Member.ReleasedBy, releasedBy)
                .Add(Member.Roster, pair.Roster).Add(Member.Policy, pair.Policy);
            if (pair.SheetStale)
            {
                record.AddWord(Member.SheetStale, Words.Stale);
            }
            else if (pair.Sheet > 0)
            {
                record.Add(Member.Sheet, pair.Sheet);
            }
        }

        // HASTY: too soon after the incoming person came in, or with a sheet that the incoming person has not read.
        private static bool IsHasty(DutyView view, string incoming)
        {
            Presence? person = view.State.InOf(incoming);
            long overlap = person == null ? 0 : view.SecondsSince(person.InTicks, person.InBoot, person.InMs);
            return (overlap >= 0 && overlap < view.Policy.ShortestOverlapMin * 60) || IsUnread(view, incoming);
        }

        private static bool IsUnread(DutyView view, string incoming)
        {
            if (view.Gate == null || !view.Policy.SheetRequired || view.IsSheetStale())
            {
                return false;
            }

            for (int i = 0; view.Gate.ReadBy != null && i < view.Gate.ReadBy.Length; i++)
            {
                if (view.Gate.ReadBy[i] == incoming)
                {
                    return false;
                }
            }

            return true;
        }

        private static string SideShift(Pair pair)
        {
            return pair.StarterIsOutgoing ? pair.From : pair.ToId;
        }

        private static void AddTime(Record record, Member member, Stamp at)
        {
            if (at.Judged)
            {
                record.Add(member, at.TimeMs);
            }
        }
    }
}
