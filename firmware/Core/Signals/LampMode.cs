namespace DutyKiosk.Core.Signals
{
    /// <summary>How one lamp burns during a signal.</summary>
    public enum LampMode
    {
        /// <summary>Dark.</summary>
        Off,

        /// <summary>Steady.</summary>
        On,

        /// <summary>500 ms on, 500 ms off.</summary>
        Slow,

        /// <summary>125 ms on, 125 ms off.</summary>
        Fast,
    }
}
