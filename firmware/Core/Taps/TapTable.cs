namespace DutyKiosk.Core.Taps
{
    /// <summary>
    /// What a tap means: the first row that fits decides. A row fits when every fact that it needs holds and none that it forbids does.
    /// The rows stand in the order of the design's table, so that the order of refusals can be read.
    /// </summary>
    public static class TapTable
    {
        private static readonly TapRow[] Rows = new TapRow[]
        {
            Row(TapOutcome.NoRoom, TapFact.NoRoom),
            Row(TapOutcome.Ignore, TapFact.Retap),
            Row(TapOutcome.RosterMissing, TapFact.NoRoster),
            Row(TapOutcome.UnknownBadge, TapFact.UnknownBadge),
            Row(TapOutcome.BlockedBadge, TapFact.BlockedBadge),

            Row(TapOutcome.AnswerCheck, TapFact.CheckDue | TapFact.IsHolder),

            // A pair is pending: every tap is about it.
            Row(TapOutcome.SamePerson, TapFact.PairPending | TapFact.PairStarter),
            Row(TapOutcome.PairOnHold, TapFact.PairPending | TapFact.PairOther | TapFact.HoldOpen),
            Row(TapOutcome.Confirm, TapFact.PairPending | TapFact.PairOther),
            Row(TapOutcome.ConfirmForAbsent, TapFact.PairPending | TapFact.PairReleaser),
            Row(TapOutcome.ClockInBesidePair, TapFact.PairPending | TapFact.RosteredNear, TapFact.IsIn),
            Row(TapOutcome.NotEntitled, TapFact.PairPending),

            // A supervisor lets something happen.
            Row(TapOutcome.ReleaseHolds, TapFact.MayReleaseHolds),
            Row(TapOutcome.OpenRelease, TapFact.VisitingSupervisor),
            Row(TapOutcome.StartReleased, TapFact.ReleaseOpen | TapFact.IsHolder),
            Row(TapOutcome.StartReleased, TapFact.ReleaseOpen | TapFact.IsIn, TapFact.NobodyHolds),
            Row(TapOutcome.StartReleased, TapFact.ReleaseOpen | TapFact.EntitledNear, TapFact.NobodyHolds),
            Row(TapOutcome.StartReleased, TapFact.ReleaseOpen | TapFact.EntitledIncoming, TapFact.NobodyHolds),

            // The holder, window open.
            Row(TapOutcome.SheetIncomplete, TapFact.IsHolder | TapFact.WindowOpen | TapFact.NoShiftFollows | TapFact.SheetIncomplete),
            Row(TapOutcome.OnHold, TapFact.IsHolder | TapFact.WindowOpen | TapFact.NoShiftFollows | TapFact.HoldOpen),
            Row(TapOutcome.CloseService, TapFact.IsHolder | TapFact.WindowOpen | TapFact.NoShiftFollows),
            Row(TapOutcome.Continue, TapFact.IsHolder | TapFact.WindowOpen | TapFact.ContinuesDouble),
            Row(TapOutcome.SheetIncomplete, TapFact.IsHolder | TapFact.WindowOpen | TapFact.SheetIncomplete),
            Row(TapOutcome.OnHold, TapFact.IsHolder | TapFact.WindowOpen | TapFact.HoldOpen),
            Row(TapOutcome.Start, TapFact.IsHolder | TapFact.WindowOpen),

            // The incoming side, window open.
            Row(TapOutcome.SheetIncomplete, TapFact.EntitledIncoming | TapFact.IsIn | TapFact.WindowOpen | TapFact.SheetIncomplete),
            Row(TapOutcome.OnHold, TapFact.EntitledIncoming | TapFact.IsIn | TapFact.WindowOpen | TapFact.HoldOpen),
            Row(TapOutcome.Start, TapFact.EntitledIncoming | TapFact.IsIn | TapFact.WindowOpen),

            // Coming.
            Row(TapOutcome.TakeDuty, TapFact.NobodyHolds | TapFact.EntitledNear),
            Row(TapOutcome.DoubleShift, TapFact.RosteredNear | TapFact.DoubleForbidden, TapFact.IsIn),
            Row(TapOutcome.ClockIn, TapFact.RosteredNear, TapFact.IsIn),

            // Stepping away, staying, going.
            Row(TapOutcome.Back, TapFact.IsIn | TapFact.IsAway),
            Row(TapOutcome.Away, TapFact.IsIn | TapFact.MayStepAway, TapFact.WindowOpen),
            Row(TapOutcome.WindowClosed, TapFact.IsHolder),
            Row(TapOutcome.AlreadyIn, TapFact.IsIn | TapFact.TooSoonToLeave),
            Row(TapOutcome.ClockOut, TapFact.IsIn),

            // Not expected here.
            Row(TapOutcome.CrossPostRefused, TapFact.Elsewhere | TapFact.PackRefuses),
            Row(TapOutcome.CrossPost, TapFact.Elsewhere),
            Row(TapOutcome.NotOnRoster, TapFact.PackRefuses),
            Row(TapOutcome.Unrostered, 0),
        };

        /// <summary>The outcome of the first row that fits these facts.</summary>
        public static TapOutcome Decide(int facts)
        {
            for (int i = 0; i < Rows.Length; i++)
            {
                if (Rows[i].Fits(facts))
                {
                    return Rows[i].Outcome;
                }
            }

            return TapOutcome.Unrostered;
        }

        private static TapRow Row(TapOutcome outcome, int needs)
        {
            return new TapRow(outcome, needs, 0);
        }

        private static TapRow Row(TapOutcome outcome, int needs, int forbids)
        {
            return new TapRow(outcome, needs, forbids);
        }
    }
}
