using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Watch
{
    /// <summary>
    /// Looks whether every thread still beats. The ESP32 has no watchdog that managed code could feed, and an interpreter whose threads have ended or hang does
    /// not reboot by itself; so one thread watches the others and restarts the terminal in order, with the reason kept for <c>terminal.started</c>.
    /// </summary>
    public sealed class Watchdog : ILoop
    {
        /// <summary>
        /// A thread that is overdue for this long has stalled. It is more than the longest wait of the MQTT library for a broker that accepts and says nothing.
        /// </summary>
        public const long LimitMs = 120000;

        private const long LookMs = 10000;

        private readonly LoopThread[] _threads;
        private readonly Restarter _restarter;
        private readonly ShortStarts _starts;
        private LoopThread? _suspect;

        /// <summary>Watches these threads, and how long this start lasts.</summary>
        public Watchdog(LoopThread[] threads, Restarter restarter, ShortStarts starts)
        {
            _threads = threads;
            _restarter = restarter;
            _starts = starts;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            _starts.Step(ticks);
            LoopThread? late = null;
            for (int i = 0; i < _threads.Length; i++)
            {
                if (_threads[i].OverdueMs(ticks) >= LimitMs)
                {
                    late = _threads[i];
                }
            }

            // After a native call that stopped everybody all of them are late, and all but a dead one catch up before the next look.
            if (late != null && late == _suspect)
            {
                _restarter.Restart("fault", "stalled ", late.Name);
            }

            _suspect = late;
            return ticks + LookMs;
        }
    }
}
