using System;
using DutyKiosk.Core.Clock;

namespace DutyKiosk.Terminal.Clock
{
    /// <summary>Both clocks of the virtual board, read as one moment.</summary>
    public sealed class TerminalClock
    {
        private static readonly DateTime Epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        private readonly VirtualBoard.BoardClock _clock = VirtualBoard.Board.Current.Clock;

        /// <summary>Reads tick, wall, tick until both ticks are the same, as on the device.</summary>
        public Moment Now()
        {
            long before = _clock.TickMs;
            while (true)
            {
                long wallMs = (long)(_clock.UtcNow - Epoch).TotalMilliseconds;
                long after = _clock.TickMs;
                if (after == before)
                {
                    return new Moment(after, wallMs);
                }

                before = after;
            }
        }
    }
}
