namespace DutyKiosk.Core.Signals
{
    /// <summary>One row of the signals table: three lamps and a tune.</summary>
    public sealed class SignalPattern
    {
        /// <summary>The signal's word in records of the rehearsal, on pages and labels.</summary>
        public readonly string Word;

        /// <summary>The green lamp.</summary>
        public readonly LampMode Green;

        /// <summary>The amber lamp.</summary>
        public readonly LampMode Amber;

        /// <summary>The red lamp.</summary>
        public readonly LampMode Red;

        /// <summary>Pairs of hertz and milliseconds; 0 Hz is a rest. Empty: silent.</summary>
        public readonly ushort[] Tune;

        /// <summary>How long the lamps show it before the standing signal comes back, in milliseconds; 0: it only ever stands.</summary>
        public readonly int ShowMs;

        /// <summary>A newer signal of at least this priority replaces it while it is shown; an alarm of less waits for its end. Answers are 4, cues 3, alarms 1 and 2.</summary>
        public readonly int Priority;

        internal SignalPattern(string word, LampMode green, LampMode amber, LampMode red, int showMs, int priority, ushort[] tune)
        {
            Word = word;
            Green = green;
            Amber = amber;
            Red = red;
            ShowMs = showMs;
            Priority = priority;
            Tune = tune;
        }
    }
}
