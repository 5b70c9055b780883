namespace DutyKiosk.Core.Journal
{
    /// <summary>Records that flash has lost before the bridge had them.</summary>
    public sealed class LostRange
    {
        /// <summary>A range of numbers, both ends included.</summary>
        public LostRange(uint from, uint to)
        {
            From = from;
            To = to;
        }

        /// <summary>The first lost record.</summary>
        public uint From { get; private set; }

        /// <summary>The last lost record.</summary>
        public uint To { get; private set; }
    }
}
