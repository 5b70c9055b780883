namespace DutyKiosk.Core.Signals
{
    /// <summary>
    /// Plays signals without ever waiting: it is told the tick, says what lamps and buzzer do at that tick, and when it is next due.
    /// A newer signal replaces the one that is shown when its priority is at least as high. An alarm that comes while a person is being answered
    /// waits for the end of the answer; the cue that a badge was heard does not, as its moment is over by then.
    /// </summary>
    public sealed class SignalPlayer
    {
        private const int SlowHalfMs = 500;
        private const int FastHalfMs = 125;
        private const int HighestAlarm = 2;

        private Signal _standing = Signal.Ready;
        private Signal _shown = Signal.Ready;
        private Signal _waiting = Signal.Ready;
        private bool _showing;
        private long _since;

        /// <summary>The signal that lamps and buzzer show now.</summary>
        public Signal Current
        {
            get { return _showing ? _shown : _standing; }
        }

        /// <summary>The signal that stands while nothing is shown.</summary>
        public Signal Standing
        {
            get { return _standing; }
        }

        /// <summary>The green lamp, as of the last <see cref="Step"/>.</summary>
        public bool Green { get; private set; }

        /// <summary>The amber lamp, as of the last <see cref="Step"/>.</summary>
        public bool Amber { get; private set; }

        /// <summary>The red lamp, as of the last <see cref="Step"/>.</summary>
        public bool Red { get; private set; }

        /// <summary>What the buzzer sounds, in hertz; 0: nothing. As of the last <see cref="Step"/>.</summary>
        public int ToneHz { get; private set; }

        /// <summary>Sets the signal that stands while nothing is shown.</summary>
        public void Stand(Signal signal, long ticks)
        {
            if (_standing == signal)
            {
                return;
            }

            _standing = signal;
            if (!_showing)
            {
                _since = ticks;
            }
        }

        /// <summary>Shows a signal from this tick on, or after the answer that is being shown.</summary>
        public void Show(Signal signal, long ticks)
        {
            SignalPattern pattern = SignalTable.Of(signal);
            if (_showing && ticks - _since < SignalTable.Of(_shown).ShowMs && SignalTable.Of(_shown).Priority > pattern.Priority)
            {
                if (pattern.Priority <= HighestAlarm)
                {
                    _waiting = signal;
                }

                return;
            }

            // The handover that an alarm was about is done.
            _waiting = signal == Signal.Confirmed ? Signal.Ready : _waiting;
            _shown = signal;
            _showing = pattern.ShowMs > 0;
            _since = ticks;
        }

        /// <summary>Computes lamps and tone at this tick; returns the tick at which they may change next.</summary>
        public long Step(long ticks)
        {
            if (_showing && ticks - _since >= SignalTable.Of(_shown).ShowMs)
            {
                _since += SignalTable.Of(_shown).ShowMs;
                _showing = false;
                if (_waiting != Signal.Ready)
                {
                    Show(_waiting, ticks);
                    _waiting = Signal.Ready;
                }
            }

            SignalPattern pattern = SignalTable.Of(Current);
            long elapsed = ticks - _since;
            long due = _showing ? _since + pattern.ShowMs : long.MaxValue;

            Green = Burns(pattern.Green, elapsed);
            Amber = Burns(pattern.Amber, elapsed);
            Red = Burns(pattern.Red, elapsed);
            due = Earlier(due, NextBlink(pattern.Green, ticks, elapsed));
            due = Earlier(due, NextBlink(pattern.Amber, ticks, elapsed));
            due = Earlier(due, NextBlink(pattern.Red, ticks, elapsed));

            ToneHz = 0;
            if (_showing)
            {
                long noteEnd = 0;
                for (int i = 0; i < pattern.Tune.Length; i += 2)
                {
                    noteEnd += pattern.Tune[i + 1];
                    if (elapsed < noteEnd)
                    {
                        ToneHz = pattern.Tune[i];
                        due = Earlier(due, _since + noteEnd);
                        break;
                    }
                }
            }

            return due;
        }

        private static bool Burns(LampMode mode, long elapsed)
        {
            switch (mode)
            {
                case LampMode.On:
                    return true;
                case LampMode.Slow:
                    return elapsed / SlowHalfMs % 2 == 0;
                case LampMode.Fast:
                    return elapsed / FastHalfMs % 2 == 0;
                default:
                    return false;
            }
        }

        private static long NextBlink(LampMode mode, long ticks, long elapsed)
        {
            if (mode != LampMode.Slow && mode != LampMode.Fast)
            {
                return long.MaxValue;
            }

            int half = mode == LampMode.Slow ? SlowHalfMs : FastHalfMs;
            return ticks + half - (elapsed % half);
        }

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
