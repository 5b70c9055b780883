namespace DutyKiosk.Core.Clock
{
    /// <summary>One reading of both clocks: the monotonic one for intervals, the wall clock for stamps.</summary>
    public struct Moment
    {
        /// <summary>Milliseconds since this start of the terminal; never steps.</summary>
        public long Ticks;

        /// <summary>Unix milliseconds as the wall clock shows them; meaningless unless <see cref="WallSet"/>.</summary>
        public long WallMs;

        /// <summary>True once the wall clock shows 2021 or later: before its first synchronisation it shows 1970.</summary>
        public bool WallSet;

        /// <summary>Puts a reading together.</summary>
        public Moment(long ticks, long wallMs)
        {
            Ticks = ticks;
            WallMs = wallMs;
            WallSet = wallMs >= FirstPossibleWallMs;
        }

        /// <summary>2021-01-01T00:00:00Z: a clock that shows less was never set.</summary>
        public const long FirstPossibleWallMs = 1609459200000;
    }
}
