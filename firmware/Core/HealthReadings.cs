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

        /// <summary>Taps that found no room in the terminal's queue since the start.</summary>
        public int UncountedTaps;

        /// <summary>Messages that found no room there, or were longer than any that is looked at.</summary>
        public int DroppedMessages;

        /// <summary>How often a connection could not be made or was lost since the start.</summary>
        public int LinkFailures;

        /// <summary>How many starts in a row, this one included, have lasted less than ten minutes; from the third on the terminal is in safe mode.</summary>
        public int ShortStarts;

        /// <summary>The longest time that a loop was late since the last report, in milliseconds.</summary>
        public int LongestStallMs;
    }
}
