namespace DutyKiosk.Core.Clock
{
    /// <summary>What the terminal knows of the time at one moment: what a record says of it, and what a decision may build on.</summary>
    public struct Stamp
    {
        /// <summary>Milliseconds since this start of the terminal.</summary>
        public long Ticks;

        /// <summary>The start that the ticks count from.</summary>
        public uint Boot;

        /// <summary>The quality of the clock.</summary>
        public ClockQuality Clock;

        /// <summary>Seconds since the last synchronisation, when the clock is held.</summary>
        public int HeldSeconds;

        /// <summary>
        /// Unix milliseconds: the wall clock, or, while that is unset, the newest journalled time plus the ticks since the start. 0: no idea.
        /// </summary>
        public long TimeMs;

        /// <summary>
        /// The same without jumps of the wall clock that nothing has borne out yet: what the alarm ladder counts by, so that a time server gone mad rings no alarm and
        /// silences none. 0: no idea.
        /// </summary>
        public long SteadyMs;

        /// <summary>True when arrivals, leavings and windows can be judged: the clock was set since the start.</summary>
        public bool Judged
        {
            get { return Clock != ClockQuality.Unset; }
        }

        /// <summary><see cref="TimeMs"/> in whole seconds, as shifts count: nobody is late by a part of a second.</summary>
        public long Seconds
        {
            get { return TimeMs / 1000; }
        }
    }
}
