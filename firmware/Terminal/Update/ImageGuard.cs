using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Update;
using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Update
{
    /// <summary>
    /// The factory's thread beside a firmware that it has loaded: whatever that one forgets, be it that it ever ends its start or that its trial has an end, this one restarts the
    /// terminal. The start was counted before, so it ends with the firmware being given up.
    /// </summary>
    public sealed class ImageGuard : ILoop
    {
        /// <summary>A start that takes longer than this hangs.</summary>
        public const long StartMs = 60000;

        /// <summary>A trial that goes on for longer than this does not end by itself. A firmware that works ends its own before, when nobody is there.</summary>
        public const long TrialMs = FirmwareUpdates.TrialMs + 900000;

        private readonly IFlash _flash;
        private readonly Restarter _restarter;
        private readonly string _slot;
        private bool _hasStarted;

        /// <summary>A guard of what is started from a slot.</summary>
        public ImageGuard(IFlash flash, Restarter restarter, string slot)
        {
            _flash = flash;
            _restarter = restarter;
            _slot = slot;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <summary>The start has come to its end; said by the thread that made it.</summary>
        public void Started()
        {
            _hasStarted = true;
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            if (ticks < StartMs)
            {
                return StartMs;
            }

            if (!_hasStarted)
            {
                _restarter.Restart("fault", "image ", "hangs");
            }

            if (ticks < TrialMs)
            {
                return TrialMs;
            }

            if (BootState.Load(new TwoSlots(_flash, BootState.Name)).Trial == _slot)
            {
                _restarter.Restart("fault", "image ", "unproven");
            }

            return long.MaxValue;
        }
    }
}
