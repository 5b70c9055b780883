using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Button
{
    /// <summary>A button that is held while the terminal works says that it is to be reflashed: the journal is drained. Held once more it says that it is not.</summary>
    public sealed class ButtonLoop : ILoop
    {
        private const long LookMs = 200;
        private const long HoldMs = 3000;

        private readonly CaseButton _button;
        private readonly TerminalInbox _inbox;
        private long _since = -1;
        private bool _told;

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
                _told = false;
            }
            else if (_since < 0)
            {
                _since = ticks;
            }
            else if (ticks - _since >= HoldMs && !_told)
            {
                _told = true;
                _inbox.Drain();
            }

            return ticks + LookMs;
        }
    }
}
