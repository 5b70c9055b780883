using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Taps;

namespace DutyKiosk.Core.Duty
{
    /// <summary>What the passing of time leads to: an open window, a pair that nobody completed, the alarm ladder, presence checks.</summary>
    public static class DutyTimers
    {
        /// <summary>The step of <c>handover.due</c>.</summary>
        public const int DueStep = 1;

        /// <summary>The step of the first <c>handover.late</c>.</summary>
        public const int LateStep = 2;

        /// <summary>The step at which the supervisor is told; every further one repeats it.</summary>
        public const int SupervisorStep = 3;

        private const long FirstHourMin = 60;
        private const long CalmMin = 10;

        // A post that nobody came to for a day is no alarm any more: the lamps stay, the bridge has long told that the handover was missed.
        private const long LongestMin = 24 * 60;

        /// <summary>Decides what is due at this moment; null: nothing.</summary>
        public static Decision? Decide(DutyView view)
        {
            if (!view.HandoverTerminal)
            {
                return null;
            }

            return PairOver(view) ?? Ladder(view) ?? Resume(view) ?? Notice(view) ?? Check(view);
        }

        /// <summary>Decides that a pair is over whose second badge has not come in time; null: there is none.</summary>
        public static Decision? PairOver(DutyView view)
        {
            Pair? pair = view.Door.Pair;
            if (pair == null || view.Now.Ticks - pair.StartedAt.Ticks <= view.Policy.PairingTimeS * 1000)
            {
                return null;
            }

            Decision timedOut = new Decision(view.Now);
            HandoverDecisions.TimeOut(timedOut, pair);
            return timedOut;
        }

        /// <summary>The tick at which something may be due next, as far as it can be told now.</summary>
        public static long NextTicks(DutyView view)
        {
            long next = long.MaxValue;
            Pair? pair = view.Door.Pair;
            if (pair != null)
            {
                next = pair.StartedAt.Ticks + (view.Policy.PairingTimeS * 1000) + 1;
            }

            if (view.HandoverTerminal && view.State.Holder.Length > 0 && view.State.HolderEnd != 0 && view.Now.SteadyMs != 0)
            {
                long windowTicks = view.Now.Ticks + (((view.State.HolderEnd - (view.Policy.WindowMin * 60)) * 1000) - view.Now.TimeMs);
                if (windowTicks > view.Now.Ticks)
                {
                    // Once it is open it is due no more, or the duty thread would step without a pause until the handover.
                    next = Earlier(next, windowTicks);
                }

                long stepMin = StepMin(view, view.State.LadderStep + 1);
                if (stepMin <= LongestMin && !view.NoShiftFollows())
                {
                    next = Earlier(next, BaseTicks(view) + (stepMin * 60000));
                }
            }

            if (view.State.IsSilenced(view.Now))
            {
                next = Earlier(next, view.State.SilencedUntilTicks);
            }

            return next;
        }

        /// <summary>Keeps the tick that stands for the end of the shift as soon as its ladder has begun.</summary>
        public static void HoldLadder(DutyView view)
        {
            if (view.State.LadderStep > 0 && view.Door.LadderShift != view.State.HolderShift)
            {
                view.Door.LadderBaseTicks = BaseTicks(view);
                view.Door.LadderShift = view.State.HolderShift;
            }
            else if (view.State.LadderStep == 0)
            {
                view.Door.LadderShift = "";
            }
        }

        // STAY: due, late, supervisor, then again and again until the handover is confirmed.
        private static Decision? Ladder(DutyView view)
        {
            DutyState state = view.State;
            if (state.Holder.Length == 0 || state.HolderEnd == 0 || view.Now.SteadyMs == 0 || view.NoShiftFollows())
            {
                return null;
            }

            long sinceEndMs = view.Now.Ticks - BaseTicks(view);
            int step = state.LadderStep;
            while (sinceEndMs >= StepMin(view, step + 1) * 60000 && StepMin(view, step + 1) <= LongestMin)
            {
                step++;
            }

            if (step == state.LadderStep)
            {
                return null;
            }

            // A terminal that was without power through several steps writes the first and the last of them.
            Decision decision = new Decision(view.Now);
            if (state.LadderStep < DueStep)
            {
                Write(decision, view, RecordType.HandoverDue, DueStep, sinceEndMs);
            }

            if (step > DueStep)
            {
                Write(decision, view, RecordType.HandoverLate, step, sinceEndMs);
            }

            if (!state.IsSilenced(view.Now))
            {
                decision.Tell(SignalOf(step));
            }

            return decision;
        }

        // A silence is over and the duty is still not handed over: the alarm sounds again, with the step that was reached meanwhile.
        private static Decision? Resume(DutyView view)
        {
            DutyState state = view.State;
            if (!IsAlarmed(view) || state.SilencedUntilTicks == 0 || state.SilencedBoot != view.Now.Boot || state.IsSilenced(view.Now)
                || view.Door.ResumedTicks == state.SilencedUntilTicks)
            {
                return null;
            }

            Decision decision = new Decision(view.Now);
            decision.ResumeAlarm(state.SilencedUntilTicks);
            if (view.Now.Ticks - BaseTicks(view) < FirstHourMin * 60000)
            {
                // After the first hour the next step sounds, and nothing between: one alarm in ten minutes.
                decision.Tell(SignalOf(state.LadderStep));
            }

            return decision;
        }

        /// <summary>
        /// Whether the handover is due or late. A ladder that began by an estimate of the time is none any more once the time is known and the shift still runs.
        /// </summary>
        internal static bool IsAlarmed(DutyView view)
        {
            return view.State.LadderStep > 0 && !(view.Now.Judged && view.Now.SteadyMs < view.State.HolderEnd * 1000);
        }

        /// <summary>The signal of a step of the ladder.</summary>
        internal static Signal SignalOf(int step)
        {
            return step == DueStep ? Signal.Due : step == LateStep ? Signal.Overdue : Signal.Supervisor;
        }

        private static Decision? Notice(DutyView view)
        {
            if (!view.IsWindowOpen() || !view.Now.Judged || view.State.HolderEnd == 0 || view.State.LadderStep > 0
                || view.Door.NoticedShift == view.State.HolderShift || view.NoShiftFollows())
            {
                return null;
            }

            Decision decision = new Decision(view.Now);
            decision.Tell(Signal.Notice);
            return decision;
        }

        private static Decision? Check(DutyView view)
        {
            DutyState state = view.State;
            long answerS = view.Policy.CheckAnswerMin * 60;
            if (state.CheckId.Length > 0)
            {
                long waited = view.SecondsSince(state.CheckTicks, state.CheckBoot, state.NewestCheckSeconds * 1000);
                if (waited < answerS && waited >= 0)
                {
                    return null;
                }

                Decision missed = new Decision(view.Now);
                Record record = missed.Write(RecordType.CheckMissed).Add(Member.Check, state.CheckId).Add(Member.Staff, state.Holder);
                if (waited >= 0)
                {
                    record.Add(Member.Seconds, waited);
                }

                return missed;
            }

            RosterTable? roster = view.Roster;
            if (roster == null || !view.Now.Judged || state.Holder.Length == 0)
            {
                return null;
            }

            for (int i = 0; i < roster.CheckCount; i++)
            {
                long due = roster.CheckTime(i);
                if (due > state.NewestCheckSeconds && due <= view.Now.Seconds && view.Now.Seconds - due < answerS)
                {
                    Decision decision = new Decision(view.Now);
                    decision.Write(RecordType.CheckDue).Add(Member.Check, roster.CheckId(i)).Add(Member.Staff, state.Holder);
                    decision.Tell(Signal.CheckDue);
                    return decision;
                }
            }

            return null;
        }

        private static void Write(Decision decision, DutyView view, RecordType type, int step, long sinceEndMs)
        {
            Record record = decision.Write(type).Add(Member.Shift, view.State.HolderShift).Add(Member.Step, step);
            if (view.Now.Judged)
            {
                record.Add(Member.Minutes, sinceEndMs / 60000);
            }
        }

        // The tick that stands for the end of the holder's shift: by the steady time until the ladder begins, fixed from then on.
        private static long BaseTicks(DutyView view)
        {
            return view.Door.LadderShift == view.State.HolderShift && view.Door.LadderShift.Length > 0
                ? view.Door.LadderBaseTicks
                : TicksAt(view, view.State.HolderEnd);
        }

        private static long TicksAt(DutyView view, long seconds)
        {
            return view.Now.Ticks + ((seconds * 1000) - view.Now.SteadyMs);
        }

        private static long StepMin(DutyView view, int step)
        {
            switch (step)
            {
                case DueStep:
                    return view.Policy.DueMin;
                case LateStep:
                    return view.Policy.LateMin;
                case SupervisorStep:
                    return view.Policy.SupervisorMin;
                default:
                    return RepeatMin(view, step - SupervisorStep);
            }
        }

        // Within the first hour as the pack says; from then on at most one alarm in ten minutes, or nobody would heed it.
        private static long RepeatMin(DutyView view, long repeats)
        {
            long every = view.Policy.RepeatMin;
            long quick = view.Policy.SupervisorMin >= FirstHourMin ? 0 : (FirstHourMin - view.Policy.SupervisorMin) / every;
            return every >= CalmMin || repeats <= quick
                ? view.Policy.SupervisorMin + (repeats * every)
                : view.Policy.SupervisorMin + (quick * every) + ((repeats - quick) * CalmMin);
        }

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
