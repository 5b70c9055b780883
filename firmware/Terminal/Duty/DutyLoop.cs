using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Terminal.Clock;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Duty
{
    /// <summary>The one thread that owns the kiosk: it empties the inbox and lets time pass.</summary>
    public sealed class DutyLoop : ILoop
    {
        private readonly Kiosk _kiosk;
        private readonly TerminalInbox _inbox;
        private readonly TerminalClock _clock;
        private readonly HealthReport _health;

        /// <summary>A loop over a kiosk that is started.</summary>
        public DutyLoop(Kiosk kiosk, TerminalInbox inbox, TerminalClock clock, HealthReport health)
        {
            _kiosk = kiosk;
            _inbox = inbox;
            _clock = clock;
            _health = health;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            InboxEntry? entry = _inbox.Take();
            while (entry != null)
            {
                Hand(entry, _clock.Now());
                entry = _inbox.Take();
            }

            if (_inbox.TakeMissed())
            {
                _kiosk.MessageMissed();
            }

            long due = _kiosk.Step(_clock.Now());
            long healthDue = _health.Step(_kiosk, _clock.Now());
            return due < healthDue ? due : healthDue;
        }

        private void Hand(InboxEntry entry, Moment now)
        {
            switch (entry.Kind)
            {
                case InboxKind.Tap:
                    _kiosk.Tap(entry.Bytes!, now);
                    break;
                case InboxKind.CardsUnreadable:
                    _kiosk.CardsUnreadable(now);
                    break;
                case InboxKind.Drain:
                    _kiosk.Drain(now);
                    break;
                case InboxKind.Message:
                    _kiosk.Receive(entry.Text, entry.Bytes!, now);
                    break;
                case InboxKind.RecordArrived:
                    _kiosk.RecordArrived(entry.Number, now);
                    break;
                case InboxKind.LinkUp:
                    _kiosk.LinkUp(now);
                    _health.LinkUp();
                    break;
                case InboxKind.LinkDown:
                    _kiosk.LinkDown(now);
                    _health.LinkDown();
                    break;
                case InboxKind.ReaderFailed:
                    _kiosk.ReaderFailed(entry.Text, now);
                    break;
                case InboxKind.ReaderRecovered:
                    _kiosk.ReaderRecovered((int)entry.Number, now);
                    break;
            }
        }
    }
}
