using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Button
{
    /// <summary>A button that is held while the terminal works says that it is to be reflashed: the journal is drained.</summary>
    public sealed class ButtonLoop : ILoop
    {
        private const long LookMs = 200;
        private const long HoldMs = 3000;

        private readonly CaseButton _button;
        private readonly TerminalInbox _inbox;
        private long _since = -1;

        /// <summary>A loop that tells the inbox.</summary>
        public ButtonLoop(CaseButton button, TerminalInbox inbox)
        {
            _button = button;
            _inbox = inbox;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return _since < 0; }
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            if (!_button.IsPressed)
            {
                _since = -1;
            }
            else if (_since < 0)
            {
                _since = ticks;
            }
            else if (ticks - _since >= HoldMs)
            {
                _inbox.Drain();
            }

            return ticks + LookMs;
        }
    }
}
