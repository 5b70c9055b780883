using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Outbox
{
    /// <summary>
    /// Sends what the bridge has not acknowledged, in order, a few at a time. The MQTT library loses what was in flight when a connection
    /// ends, and a PUBACK only says that a broker has it; so the journal is the outbox, and only the bridge's <c>ack</c> moves it on.
    /// </summary>
    public sealed class RecordOutbox
    {
        /// <summary>How many records may be under way without a PUBACK.</summary>
        public const int Window = 8;

        /// <summary>What is not acknowledged this long after its sending is sent again.</summary>
        public const long ResendMs = 5000;

        private readonly FlashJournal _journal;
        private readonly IOutgoing _outgoing;
        private readonly string _topic;
        private readonly uint[] _underWay = new uint[Window];
        private JournalCursor? _cursor;
        private int _count;
        private uint _sentUpTo;
        private long _waitingSince;
        private bool _up;

        /// <summary>An outbox of a journal that is open.</summary>
        public RecordOutbox(FlashJournal journal, IOutgoing outgoing, string topic)
        {
            _journal = journal;
            _outgoing = outgoing;
            _topic = topic;
        }

        /// <summary>How many records wait to be acknowledged.</summary>
        public uint Depth
        {
            get { return _journal.NewestSeq - _journal.Acked; }
        }

        /// <summary>There is a connection: everything that is not acknowledged is sent, from the first such record on.</summary>
        public void LinkUp(long ticks)
        {
            _up = true;
            SendFrom(_journal.Acked + 1, ticks);
        }

        /// <summary>The connection is gone, and with it whatever was under way.</summary>
        public void LinkDown()
        {
            _up = false;
            _cursor = null;
        }

        /// <summary>The PUBACK of a record has come: one more may be under way.</summary>
        public void Arrived(uint seq)
        {
            Land(seq, seq);
        }

        /// <summary>The bridge has stored everything up to this number.</summary>
        public void Acknowledged(uint seq, long ticks)
        {
            if (seq <= _journal.Acked)
            {
                return;
            }

            _journal.Acknowledge(seq, ticks);
            _waitingSince = ticks;

            // What the bridge has stored no PUBACK is needed for: lost ones would fill the window, and with nothing left to be sent again nothing would empty it.
            Land(0, seq);
        }

        /// <summary>Sends again from this record on, though it was acknowledged: the bridge lacks it.</summary>
        public void Replay(uint seq, long ticks)
        {
            SendFrom(seq, ticks);
        }

        /// <summary>Sends what may be sent; returns the tick at which something is to be sent again.</summary>
        public long Step(long ticks)
        {
            if (!_up)
            {
                return long.MaxValue;
            }

            if (IsWaiting() && ticks - _waitingSince >= ResendMs)
            {
                SendFrom(_journal.Acked + 1, ticks);
            }

            while (_count < Window && _sentUpTo < _journal.NewestSeq)
            {
                ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
                uint seq = _cursor!.Next(line);
                if (seq == 0)
                {
                    break;
                }

                if (_sentUpTo <= _journal.Acked)
                {
                    _waitingSince = ticks;
                }

                _underWay[_count++] = seq;
                _sentUpTo = seq;
                _outgoing.Publish(_topic, line.ToArray(), true, false, seq);
            }

            return IsWaiting() ? _waitingSince + ResendMs : long.MaxValue;
        }

        // Of records that are sent again though they were acknowledged the PUBACKs may be lost, too: a window that they fill must not hold up what comes after them.
        private bool IsWaiting()
        {
            return _sentUpTo > _journal.Acked || _count == Window;
        }

        // These are under way no more.
        private void Land(uint from, uint to)
        {
            for (int i = _count - 1; i >= 0; i--)
            {
                if (_underWay[i] >= from && _underWay[i] <= to)
                {
                    _underWay[i] = _underWay[--_count];
                }
            }
        }

        private void SendFrom(uint seq, long ticks)
        {
            _cursor = new JournalCursor(_journal, seq);
            _sentUpTo = _cursor.Wanted - 1;
            _count = 0;
            _waitingSince = ticks;
        }
    }
}
