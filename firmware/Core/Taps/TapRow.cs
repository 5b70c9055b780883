namespace DutyKiosk.Core.Taps
{
    /// <summary>One row of <see cref="TapTable"/>.</summary>
    internal sealed class TapRow
    {
        private readonly int _needs;
        private readonly int _forbids;

        internal TapRow(TapOutcome outcome, int needs, int forbids)
        {
            Outcome = outcome;
            _needs = needs;
            _forbids = forbids;
        }

        internal TapOutcome Outcome { get; }

        internal bool Fits(int facts)
        {
            return (facts & _needs) == _needs && (facts & _forbids) == 0;
        }
    }
}
