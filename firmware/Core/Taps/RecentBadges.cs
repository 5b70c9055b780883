namespace DutyKiosk.Core.Taps
{
    /// <summary>
    /// The badges of the last seconds, against a second tap out of habit; and the count of badges that were not known, so that somebody who
    /// plays with cards does not fill the journal.
    /// </summary>
    public sealed class RecentBadges
    {
        /// <summary>A badge is not looked at again for this long after its last tap, ignored taps included.</summary>
        public const long LockoutMs = 3000;

        // Nobody can show more different badges within three seconds.
        private const int Remembered = 8;
        private const int FreeRefusalsAMinute = 10;
        private const long MinuteMs = 60000;

        private readonly byte[][] _badges = new byte[Remembered][];
        private readonly long[] _ticks = new long[Remembered];
        private int _next;
        private long _minuteStart = -MinuteMs;
        private int _refusalsInMinute;
        private int _uncounted;

        /// <summary>True when the badge was tapped within the last three seconds, the limit included; the tap itself is remembered either way.</summary>
        public bool Seen(byte[] badge, long ticks)
        {
            for (int i = 0; i < Remembered; i++)
            {
                if (_badges[i] != null && Same(_badges[i], badge))
                {
                    bool again = ticks - _ticks[i] <= LockoutMs;
                    _ticks[i] = ticks;
                    return again;
                }
            }

            _badges[_next] = badge;
            _ticks[_next] = ticks;
            _next = (_next + 1) % Remembered;
            return false;
        }

        /// <summary>
        /// A strange badge is to be refused: how many refusals the record stands for (1 as a rule), or 0 when none is to be written now,
        /// because ten were written in this minute; the next minute's first record counts those.
        /// </summary>
        public int CountStrange(long ticks)
        {
            if (ticks - _minuteStart >= MinuteMs)
            {
                _minuteStart = ticks;
                _refusalsInMinute = 0;
            }

            _refusalsInMinute++;
            if (_refusalsInMinute > FreeRefusalsAMinute)
            {
                _uncounted++;
                return 0;
            }

            int count = 1 + _uncounted;
            _uncounted = 0;
            return count;
        }

        /// <summary>Refusals that no record stands for yet and that are over a minute old; they are then to be written. 0: none.</summary>
        public int TakeUncounted(long ticks)
        {
            if (_uncounted == 0 || ticks - _minuteStart < MinuteMs)
            {
                return 0;
            }

            int count = _uncounted;
            _uncounted = 0;
            return count;
        }

        /// <summary>Refusals that were to be written and could not be kept; they wait for the next minute.</summary>
        public void Recount(int count)
        {
            _uncounted += count;
        }

        /// <summary>The tick at which uncounted refusals are to be written; <see cref="long.MaxValue"/>: none wait.</summary>
        public long DueTicks
        {
            get { return _uncounted == 0 ? long.MaxValue : _minuteStart + MinuteMs; }
        }

        private static bool Same(byte[] a, byte[] b)
        {
            for (int i = 0; i < 8; i++)
            {
                if (a[i] != b[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
