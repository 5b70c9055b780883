namespace DutyKiosk.Core.Clock
{
    /// <summary>
    /// Makes a stamp of a reading of both clocks. The device has no battery behind its clock and tells nobody when it synchronises;
    /// wall time minus ticks is constant between synchronisations, as one crystal drives both, so a move of that difference is one.
    /// </summary>
    public sealed class TimeKeeper
    {
        /// <summary>A move of at least this much is written as <c>terminal.clock-set</c>.</summary>
        public const long RecordedStepMs = 2000;

        // The device's ticks go in steps of 10 ms (FreeRTOS at 100 Hz) and its wall clock in microseconds: less than this is rounding, not a
        // synchronisation. One that moves the clock by less is taken for none, so the clock may be called held though it was set.
        private const long NoiseMs = 15;

        private const long SetForMs = 2 * 3600 * 1000;

        // The device synchronises every hour: a step that has stood for longer than that was borne out by a second synchronisation.
        private const long BorneOutMs = 65 * 60 * 1000;

        private readonly long _newestKnownMs;
        private readonly uint _boot;
        private bool _wallSeen;
        private long _offsetMs;
        private long _synchronisedTicks;
        private bool _steadyKnown;
        private bool _disputed;
        private long _steadyOffsetMs;
        private long _disputedTicks;

        /// <summary>
        /// <paramref name="newestKnownMs"/> is the newest time in the journal that was taken with a set clock, 0 where there is none.
        /// </summary>
        public TimeKeeper(uint boot, long newestKnownMs)
        {
            _boot = boot;
            _newestKnownMs = newestKnownMs;
        }

        /// <summary>True when the last <see cref="Read"/> found the clock set or stepped; the step is then to be written down.</summary>
        public bool Stepped { get; private set; }

        /// <summary>The time that the terminal would have taken just before the step, Unix milliseconds; 0: it had no idea.</summary>
        public long StepWasMs { get; private set; }

        /// <summary>Takes a reading.</summary>
        public Stamp Read(Moment now)
        {
            Stamp before = StampAt(now.Ticks);
            Stepped = false;
            if (!now.WallSet)
            {
                // A clock that was set and shows 1970 again was reset behind our back: it counts as never set.
                _wallSeen = false;
                return StampAt(now.Ticks);
            }

            long offset = now.WallMs - now.Ticks;
            if (!_wallSeen || IsBeyond(offset - _offsetMs, NoiseMs))
            {
                Stepped = !_wallSeen || IsBeyond(offset - _offsetMs, RecordedStepMs);
                StepWasMs = before.TimeMs;
                _wallSeen = true;
                _offsetMs = offset;
                _synchronisedTicks = now.Ticks;
                _disputed = _steadyKnown && IsBeyond(offset - _steadyOffsetMs, RecordedStepMs);
                _disputedTicks = Stepped ? now.Ticks : _disputedTicks;
            }

            if (!_disputed || now.Ticks - _disputedTicks >= BorneOutMs)
            {
                _disputed = false;
                _steadyKnown = true;
                _steadyOffsetMs = _offsetMs;
            }

            return StampAt(now.Ticks);
        }

        private static bool IsBeyond(long movedMs, long limitMs)
        {
            return movedMs >= limitMs || movedMs <= -limitMs;
        }

        /// <summary>The stamp at a tick by what is known so far.</summary>
        private Stamp StampAt(long ticks)
        {
            Stamp stamp = new Stamp();
            stamp.Ticks = ticks;
            stamp.Boot = _boot;
            if (_wallSeen)
            {
                long age = ticks - _synchronisedTicks;
                stamp.Clock = age <= SetForMs ? ClockQuality.Set : ClockQuality.Held;
                stamp.HeldSeconds = age <= SetForMs ? 0 : (int)(age / 1000);
                stamp.TimeMs = _offsetMs + ticks;
            }
            else
            {
                stamp.Clock = ClockQuality.Unset;
                stamp.TimeMs = _newestKnownMs == 0 ? 0 : _newestKnownMs + ticks;
            }

            stamp.SteadyMs = _steadyKnown ? _steadyOffsetMs + ticks : stamp.TimeMs;
            return stamp;
        }
    }
}
