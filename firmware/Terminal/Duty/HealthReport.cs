using DutyKiosk.Core;
using DutyKiosk.Core.Clock;
using DutyKiosk.Terminal.Link;
using DutyKiosk.Terminal.Reader;
using DutyKiosk.Terminal.Watch;
using nanoFramework.Runtime.Native;

namespace DutyKiosk.Terminal.Duty
{
    /// <summary>Sends <c>health</c> after each connect and every 30 s.</summary>
    public sealed class HealthReport
    {
        private const long EveryMs = 30000;

        private readonly LinkLoop _link;
        private readonly ReaderLoop _reader;
        private readonly TerminalInbox _inbox;
        private readonly ShortStarts _starts;
        private readonly string _topic;
        private bool _up;
        private long _due;
        private long _steppedTicks;
        private int _longestStallMs;

        /// <summary>A report to a topic.</summary>
        public HealthReport(LinkLoop link, ReaderLoop reader, TerminalInbox inbox, ShortStarts starts, string topic)
        {
            _link = link;
            _starts = starts;
            _reader = reader;
            _inbox = inbox;
            _topic = topic;
        }

        /// <summary>There is a connection: the next step reports.</summary>
        public void LinkUp()
        {
            _up = true;
            _due = 0;
        }

        /// <summary>Nobody hears it.</summary>
        public void LinkDown()
        {
            _up = false;
        }

        /// <summary>Reports when it is due; returns when it is due next.</summary>
        public long Step(Kiosk kiosk, Moment now)
        {
            // The duty loop steps at least once a second: what is longer is a stall of the whole interpreter.
            int lateMs = _steppedTicks == 0 ? 0 : (int)(now.Ticks - _steppedTicks - 1000);
            _longestStallMs = lateMs > _longestStallMs ? lateMs : _longestStallMs;
            _steppedTicks = now.Ticks;
            if (!_up)
            {
                return long.MaxValue;
            }

            if (now.Ticks >= _due)
            {
                HealthReadings readings = new HealthReadings();
                readings.HeapBytes = (int)GC.Run(false);
                readings.ReaderPolls = _reader.Polls;
                readings.ReaderFaults = _reader.Faults;
                readings.UncountedTaps = _inbox.DroppedTaps;
                readings.DroppedMessages = _inbox.DroppedMessages;
                readings.LinkFailures = _link.Failures;
                readings.ShortStarts = _starts.Count;
                readings.LongestStallMs = _longestStallMs;
                _longestStallMs = 0;
                _link.Publish(_topic, kiosk.Health(readings, now), false, false, 0);
                _due = now.Ticks + EveryMs;
            }

            return _due;
        }
    }
}
