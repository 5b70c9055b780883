using System.Collections;
using DutyKiosk.Core.Messages;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Duty
{
    /// <summary>
    /// Many producers, one consumer: badges, messages and link events on their way to the thread that owns the kiosk. Taps have room of their own,
    /// so that no flood of messages can crowd one out.
    /// </summary>
    public sealed class TerminalInbox
    {
        // Of messages nobody has verified yet; the heap has about 80 KB for everything.
        private const int MostMessageBytes = 16384;
        private const int MostTaps = 32;

        private readonly Queue _entries = new Queue();
        private readonly object _gate = new object();
        private LoopThread? _thread;
        private int _messageBytes;
        private int _taps;
        private bool _missed;

        /// <summary>How many taps found no room.</summary>
        public int DroppedTaps { get; private set; }

        /// <summary>How many messages found no room, or were longer than any that is looked at.</summary>
        public int DroppedMessages { get; private set; }

        /// <summary>The thread that empties it.</summary>
        public void EmptiedBy(LoopThread thread)
        {
            _thread = thread;
        }

        /// <summary>A badge.</summary>
        public void Tap(byte[] uid)
        {
            Put(new InboxEntry(InboxKind.Tap, "", uid, 0));
        }

        /// <summary>Cards that cannot be told apart.</summary>
        public void CardsUnreadable()
        {
            Put(new InboxEntry(InboxKind.CardsUnreadable, "", null, 0));
        }

        /// <summary>The terminal is to be reflashed.</summary>
        public void Drain()
        {
            Put(new InboxEntry(InboxKind.Drain, "", null, 0));
        }

        /// <summary>A message from the broker; bounded before anything else looks at it.</summary>
        public void Message(string topic, byte[] payload)
        {
            if (payload.Length > SignedMessage.MaxBytes)
            {
                lock (_gate)
                {
                    DroppedMessages++;
                }

                return;
            }

            Put(new InboxEntry(InboxKind.Message, topic, payload, 0));
        }

        /// <summary>A PUBACK of a record.</summary>
        public void RecordArrived(uint seq)
        {
            Put(new InboxEntry(InboxKind.RecordArrived, "", null, seq));
        }

        /// <summary>There is a connection.</summary>
        public void LinkUp()
        {
            Put(new InboxEntry(InboxKind.LinkUp, "", null, 0));
        }

        /// <summary>The connection is gone.</summary>
        public void LinkDown()
        {
            Put(new InboxEntry(InboxKind.LinkDown, "", null, 0));
        }

        /// <summary>The reader fails.</summary>
        public void ReaderFailed(string detail)
        {
            Put(new InboxEntry(InboxKind.ReaderFailed, detail, null, 0));
        }

        /// <summary>The reader answers again.</summary>
        public void ReaderRecovered(int seconds)
        {
            Put(new InboxEntry(InboxKind.ReaderRecovered, "", null, (uint)seconds));
        }

        /// <summary>The oldest entry, or null.</summary>
        public InboxEntry? Take()
        {
            lock (_gate)
            {
                if (_entries.Count == 0)
                {
                    return null;
                }

                InboxEntry entry = (InboxEntry)_entries.Dequeue();
                if (entry.Kind == InboxKind.Tap)
                {
                    _taps--;
                }
                else if (entry.Kind == InboxKind.Message)
                {
                    _messageBytes -= SizeOf(entry);
                }

                return entry;
            }
        }

        /// <summary>Whether a message found no room since this was asked last. The library has told the broker that it came, so nobody sends it again by himself.</summary>
        public bool TakeMissed()
        {
            lock (_gate)
            {
                bool missed = _missed;
                _missed = false;
                return missed;
            }
        }

        // With what the objects themselves take.
        private static int SizeOf(InboxEntry entry)
        {
            return entry.Text.Length + entry.Bytes!.Length + 64;
        }

        private void Put(InboxEntry entry)
        {
            lock (_gate)
            {
                if (entry.Kind == InboxKind.Message && _messageBytes + SizeOf(entry) > MostMessageBytes)
                {
                    DroppedMessages++;
                    _missed = true;
                    return;
                }

                if (entry.Kind == InboxKind.Tap && _taps >= MostTaps)
                {
                    DroppedTaps++;
                    return;
                }

                if (entry.Kind == InboxKind.Tap)
                {
                    _taps++;
                }
                else if (entry.Kind == InboxKind.Message)
                {
                    _messageBytes += SizeOf(entry);
                }

                _entries.Enqueue(entry);
            }

            if (_thread != null)
            {
                _thread.Wake();
            }
        }
    }

    /// <summary>What an entry of the inbox is.</summary>
    public enum InboxKind
    {
        /// <summary>A badge.</summary>
        Tap,

        /// <summary>Cards that cannot be told apart.</summary>
        CardsUnreadable,

        /// <summary>A wish to reflash.</summary>
        Drain,

        /// <summary>A message.</summary>
        Message,

        /// <summary>A PUBACK.</summary>
        RecordArrived,

        /// <summary>A connection.</summary>
        LinkUp,

        /// <summary>No connection.</summary>
        LinkDown,

        /// <summary>The reader fails.</summary>
        ReaderFailed,

        /// <summary>The reader answers.</summary>
        ReaderRecovered,
    }

    /// <summary>One entry of the inbox.</summary>
    public sealed class InboxEntry
    {
        /// <summary>An entry.</summary>
        public InboxEntry(InboxKind kind, string text, byte[]? bytes, uint number)
        {
            Kind = kind;
            Text = text;
            Bytes = bytes;
            Number = number;
        }

        /// <summary>What it is.</summary>
        public InboxKind Kind { get; private set; }

        /// <summary>Topic or detail.</summary>
        public string Text { get; private set; }

        /// <summary>UID or payload.</summary>
        public byte[]? Bytes { get; private set; }

        /// <summary>Record number or seconds.</summary>
        public uint Number { get; private set; }
    }
}
