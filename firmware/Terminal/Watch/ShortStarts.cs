using DutyKiosk.Core.Flash;

namespace DutyKiosk.Terminal.Watch
{
    /// <summary>
    /// Counts the starts in a row that did not last. From the third on the terminal is in safe mode: badges are read, decided and kept as ever, but the network, where most
    /// of what can go wrong at a start comes from, has to wait, twice as long with every further one.
    /// </summary>
    public sealed class ShortStarts
    {
        /// <summary>A start that lasts this long was a good one.</summary>
        public const long GoodMs = 600000;

        /// <summary>The start in a row from which on the terminal is in safe mode.</summary>
        public const int SafeFrom = 3;

        /// <summary>The file that the count stands in.</summary>
        public const string FileName = "starts";

        private const long FirstHoldMs = 2000;
        private const long LongestHoldMs = 60000;

        private readonly IFlash _flash;
        private bool _settled;

        /// <summary>Counts this start, before anything is done that may end it.</summary>
        public ShortStarts(IFlash flash)
        {
            _flash = flash;
            byte[]? before = flash.Read(FileName);
            int count = before == null || before.Length != 1 ? 0 : before[0];
            Count = count < 255 ? count + 1 : count;
            Keep(Count);
        }

        /// <summary>How many starts in a row were short, this one included.</summary>
        public int Count { get; private set; }

        /// <summary>Whether this start is in safe mode.</summary>
        public bool IsSafeMode
        {
            get { return Count >= SafeFrom; }
        }

        /// <summary>The tick before which the network is left alone; 0: it need not wait.</summary>
        public long HoldNetworkMs
        {
            get
            {
                long hold = IsSafeMode ? FirstHoldMs : 0;
                for (int i = SafeFrom; i < Count && hold < LongestHoldMs; i++)
                {
                    hold *= 2;
                }

                return hold < LongestHoldMs ? hold : LongestHoldMs;
            }
        }

        /// <summary>Once this start has lasted, those before it count no more.</summary>
        public void Step(long ticks)
        {
            if (!_settled && ticks >= GoodMs)
            {
                _settled = true;
                Count = 0;
                Keep(0);
            }
        }

        // Where flash fails the count stays what it was: it is no reason not to start.
        private void Keep(int count)
        {
            _flash.Write(FileName, new byte[] { (byte)count }, 1);
        }
    }
}
