namespace DutyKiosk.Core
{
    /// <summary>What the terminal's parts report for <c>health</c>.</summary>
    public struct HealthReadings
    {
        /// <summary>Free managed heap, in bytes.</summary>
        public int HeapBytes;

        /// <summary>Strength of the Wi-Fi signal, in dBm; 0: unknown.</summary>
        public int Rssi;

        /// <summary>How often the reader was polled since the start.</summary>
        public int ReaderPolls;

        /// <summary>How often the reader failed since the start.</summary>
        public int ReaderFaults;

        /// <summary>Taps and messages that found no room in the terminal's queue since the start.</summary>
        public int UncountedTaps;

        /// <summary>The longest time that a loop was late since the last report, in milliseconds.</summary>
        public int LongestStallMs;
    }
}
