namespace DutyKiosk.Core.Clock
{
    /// <summary>How far a time can be trusted. The numbers stand on flash.</summary>
    public enum ClockQuality
    {
        /// <summary>Never set since the start.</summary>
        Unset = 0,

        /// <summary>Synchronised within the last two hours.</summary>
        Set = 1,

        /// <summary>Set, but longer ago.</summary>
        Held = 2,
    }
}
