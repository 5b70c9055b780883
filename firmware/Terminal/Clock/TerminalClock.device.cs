using System;
using DutyKiosk.Core.Clock;

namespace DutyKiosk.Terminal.Clock
{
    /// <summary>Both clocks of the device, read as one moment.</summary>
    public sealed class TerminalClock
    {
        private const long TicksOfUnixEpoch = 621355968000000000;

        /// <summary>
        /// Reads tick, wall, tick until both ticks are the same: a thread switch between two readings would otherwise look like a step of the clock.
        /// </summary>
        public Moment Now()
        {
            long before = Environment.TickCount64;
            while (true)
            {
                long wallMs = (DateTime.UtcNow.Ticks - TicksOfUnixEpoch) / 10000;
                long after = Environment.TickCount64;
                if (after == before)
                {
                    return new Moment(after, wallMs);
                }

                before = after;
            }
        }
    }
}
