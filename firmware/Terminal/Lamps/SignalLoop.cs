using DutyKiosk.Core.Signals;
using DutyKiosk.Terminal.Buzzer;
using DutyKiosk.Terminal.Clock;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Lamps
{
    /// <summary>Plays signals on lamps and buzzer from a thread of its own, so that a pattern keeps nobody waiting.</summary>
    public sealed class SignalLoop : ILoop, ISignals
    {
        private readonly ILamps _lamps;
        private readonly ISounder _buzzer;
        private readonly TerminalClock _clock;
        private readonly SignalPlayer _player;
        private readonly object _gate = new object();
        private LoopThread? _thread;

        /// <summary>A loop over these.</summary>
        public SignalLoop(ILamps lamps, ISounder buzzer, SignalPlayer player, TerminalClock clock)
        {
            _lamps = lamps;
            _buzzer = buzzer;
            _player = player;
            _clock = clock;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <summary>How many signals were shown since the start; with <see cref="LastShown"/> it tells what a person saw and heard.</summary>
        public int ShownCount { get; private set; }

        /// <summary>The last signal that was shown; standing ones do not count.</summary>
        public Signal LastShown { get; private set; } = Signal.Ready;

        /// <summary>What lamps and buzzer show at this moment.</summary>
        public Signal Current
        {
            get
            {
                lock (_gate)
                {
                    return _player.Current;
                }
            }
        }

        /// <summary>What lamps show while nobody is answered and no alarm sounds.</summary>
        public Signal Standing
        {
            get
            {
                lock (_gate)
                {
                    return _player.Standing;
                }
            }
        }

        /// <summary>The thread that runs it, to be woken by a new signal.</summary>
        public void RunOn(LoopThread thread)
        {
            _thread = thread;
        }

        /// <inheritdoc/>
        public void Show(Signal signal)
        {
            lock (_gate)
            {
                _player.Show(signal, _clock.Now().Ticks);
                if (signal != Signal.Heard)
                {
                    LastShown = signal;
                    ShownCount++;
                }
            }

            Wake();
        }

        /// <inheritdoc/>
        public void Stand(Signal signal)
        {
            lock (_gate)
            {
                _player.Stand(signal, _clock.Now().Ticks);
            }

            Wake();
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            lock (_gate)
            {
                long due = _player.Step(ticks);
                _lamps.Light(_player.Green, _player.Amber, _player.Red);
                _buzzer.Sound(_player.ToneHz);
                return due;
            }
        }

        private void Wake()
        {
            if (_thread != null)
            {
                _thread.Wake();
            }
        }
    }
}
