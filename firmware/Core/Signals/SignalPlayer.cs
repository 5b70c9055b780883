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

        // One lamp shows several by turns: half a second each, and as much of dark before it begins anew, so that two can be told from three without their colours.
        private const int TurnMs = 500;

        // One tone tells notes by their lengths: low ones last twice as long, and between two of them is a gap.
        private const int LowBelowHz = 600;
        private const int GapMs = 40;

        private readonly bool _oneLamp;
        private readonly bool _oneTone;
        private Signal _standing = Signal.Ready;
        private Signal _shown = Signal.Ready;
        private Signal _waiting = Signal.Ready;
        private bool _showing;
        private long _since;

        /// <summary>A player for three lamps and a buzzer that plays tunes.</summary>
        public SignalPlayer()
            : this(false, false)
        {
        }

        /// <summary>A player; <paramref name="oneLamp"/>: one lamp of several colours, so that at most one of the three burns at a time; <paramref name="oneTone"/>: the buzzer has one tone.</summary>
        public SignalPlayer(bool oneLamp, bool oneTone)
        {
            _oneLamp = oneLamp;
            _oneTone = oneTone;
        }

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

            int lit = _oneLamp ? Lit(pattern) : 0;
            if (lit > 1)
            {
                due = Earlier(due, TakeTurns(pattern, lit, ticks, elapsed));
            }
            else
            {
                Green = Burns(pattern.Green, elapsed);
                Amber = Burns(pattern.Amber, elapsed);
                Red = Burns(pattern.Red, elapsed);
                due = Earlier(due, NextBlink(pattern.Green, ticks, elapsed));
                due = Earlier(due, NextBlink(pattern.Amber, ticks, elapsed));
                due = Earlier(due, NextBlink(pattern.Red, ticks, elapsed));
            }

            ToneHz = 0;
            return _showing ? Earlier(due, Sound(pattern.Tune, elapsed)) : due;
        }

        // Sets the tone; returns the tick at which it changes next.
        private long Sound(ushort[] tune, long elapsed)
        {
            long end = 0;
            for (int i = 0; i < tune.Length; i += 2)
            {
                int hz = tune[i];
                end += _oneTone && hz > 0 && hz < LowBelowHz ? 2 * tune[i + 1] : tune[i + 1];
                if (elapsed < end)
                {
                    ToneHz = hz;
                    return _since + end;
                }

                end += _oneTone && hz > 0 ? GapMs : 0;
                if (elapsed < end)
                {
                    return _since + end;
                }
            }

            return long.MaxValue;
        }

        // Sets which of the lamps that are lit has its turn; returns the tick at which that may change next.
        private long TakeTurns(SignalPattern pattern, int lit, long ticks, long elapsed)
        {
            long turn = elapsed % ((lit + 1) * TurnMs) / TurnMs;
            Green = Burns(pattern.Green, elapsed, ref turn);
            Amber = Burns(pattern.Amber, elapsed, ref turn);
            Red = Burns(pattern.Red, elapsed, ref turn);
            return ticks + FastHalfMs - (elapsed % FastHalfMs);
        }

        // Counts the turns down to that of a lamp that is lit; within it the lamp burns as ever, but for a slow one, which has half of it.
        private static bool Burns(LampMode mode, long elapsed, ref long turn)
        {
            if (mode == LampMode.Off)
            {
                return false;
            }

            bool mine = turn-- == 0;
            long within = elapsed % TurnMs;
            return mine && (mode == LampMode.On || (mode == LampMode.Slow ? within < TurnMs / 2 : within / FastHalfMs % 2 == 0));
        }

        private static int Lit(SignalPattern pattern)
        {
            return (pattern.Green == LampMode.Off ? 0 : 1) + (pattern.Amber == LampMode.Off ? 0 : 1) + (pattern.Red == LampMode.Off ? 0 : 1);
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
