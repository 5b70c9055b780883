using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// Every record since the room for it last ran short, in segments of one flash block each. What it has said to have taken is on flash.
    /// It never gives up a record that the bridge has not acknowledged. The bytes and their reasons are in JOURNAL.md.
    /// </summary>
    public sealed class FlashJournal
    {
        /// <summary>128 KB of the 4 MB board's file system.</summary>
        public const int DefaultSegments = 32;

        private const int AckSaveMs = 60000;

        private readonly IFlash _flash;
        private readonly ISigner _signer;
        private readonly string _terminal;
        private readonly byte[] _key;
        private readonly int _maxSegments;
        private readonly TwoSlots _ackSlots;

        // The first numbers of the segments on flash, oldest first; the last one is written to.
        private readonly uint[] _firsts;
        private int _segments;

        // Zeros behind the last frame: no frame begins with them, so a walk ends there. A new segment takes a new array, as a cursor may
        // still be walking over the old one.
        private byte[] _current = new byte[Segment.MaxBytes];
        private int _currentLength;
        private SegmentHeader? _currentHeader;
        private bool _currentSealed = true;

        private uint _epochNumber;
        private uint _savedAck;
        private long _savedAckTicks;
        private LostRange[] _lost = new LostRange[0];

        /// <summary>A journal that is not open yet.</summary>
        public FlashJournal(IFlash flash, int maxSegments, string terminal, byte[] key, ISigner signer)
        {
            _flash = flash;
            _maxSegments = maxSegments;
            _terminal = terminal;
            _key = key;
            _signer = signer;
            _firsts = new uint[maxSegments + 1];
            _ackSlots = new TwoSlots(flash, "acked");
        }

        /// <summary>The epoch, 8 hex digits.</summary>
        public string Epoch { get; private set; } = "";

        /// <summary>The number of the newest record; 0 while there is none.</summary>
        public uint NewestSeq { get; private set; }

        /// <summary>The signature of the newest record; zeros while there is none.</summary>
        public byte[] NewestMac { get; private set; } = new byte[RecordJson.MacBytes];

        /// <summary>The bridge has stored everything up to this number for good.</summary>
        public uint Acked { get; private set; }

        /// <summary>The start that the newest record belongs to; 0 while there is none.</summary>
        public uint Boot { get; private set; }

        /// <summary>The newest time that was taken with a set clock, Unix milliseconds; 0: none.</summary>
        public long NewestKnownMs { get; private set; }

        /// <summary>The number of the oldest record on flash.</summary>
        public uint OldestSeq
        {
            get { return _segments == 0 ? NewestSeq + 1 : _firsts[0]; }
        }

        /// <summary>What flash lost before it was acknowledged and no record has declared yet; found by <see cref="Open"/>.</summary>
        public LostRange[] Lost
        {
            get { return _lost; }
        }

        /// <summary>How many of a hundred parts of the room hold what is not acknowledged.</summary>
        public int Percent
        {
            get
            {
                int held = 0;
                for (int i = 0; i < _segments; i++)
                {
                    bool last = i == _segments - 1;
                    uint lastSeq = last ? NewestSeq : _firsts[i + 1] - 1;
                    if (lastSeq > Acked)
                    {
                        held += last ? _currentLength : Segment.MaxBytes;
                    }
                }

                return held * 100 / (_maxSegments * Segment.MaxBytes);
            }
        }

        /// <summary>Recovers what is on flash into <paramref name="state"/>; where there is nothing usable, a new epoch begins.</summary>
        public void Open(uint epochIfNew, IJournaledState state)
        {
            FindSegments();
            Segment? newest = null;
            while (_segments > 0 && newest == null)
            {
                newest = Segment.Open(_flash, _firsts[_segments - 1]);
                if (newest == null)
                {
                    // The head of the newest segment is written with its first frame in one commit: without it nothing in it was accepted.
                    _segments--;
                    _flash.Delete(Segment.NameOf(_firsts[_segments]));
                }
            }

            if (newest == null)
            {
                _epochNumber = epochIfNew == 0 ? 1 : epochIfNew;
                Epoch = Hex(_epochNumber);
                state.Restore(new byte[0]);
                return;
            }

            _epochNumber = newest.Header.Epoch;
            Epoch = Hex(_epochNumber);
            ReadAck();
            ReplayNewest(newest, state);
            FindLost();
        }

        /// <summary>
        /// Whether a decision of up to <paramref name="bytes"/> bytes can be taken down without giving up what is not acknowledged.
        /// </summary>
        public bool HasRoom(int bytes)
        {
            return (!_currentSealed && _currentLength + bytes <= Segment.MaxBytes) || _segments < _maxSegments || OldestIsAcked();
        }

        /// <summary>
        /// Takes down all records of one decision in one write, and gives them their numbers. False when there is no room or flash failed:
        /// then nothing of it is there. <paramref name="state"/> is the state before these records.
        /// </summary>
        public bool Append(Record[] records, int count, uint boot, IJournaledState state)
        {
            for (int i = 0; i < count; i++)
            {
                records[i].Seq = NewestSeq + (uint)i + 1;
                records[i].Boot = boot;
            }

            ByteBuffer frame = new ByteBuffer(256);
            if (_currentHeader != null && !_currentSealed)
            {
                Frame.Write(frame, records, count, _currentHeader);
                if (_currentLength + frame.Length <= Segment.MaxBytes)
                {
                    return Commit(frame, records, count, _firsts[_segments - 1], false);
                }
            }

            return AppendToNewSegment(records, count, boot, state);
        }

        /// <summary>The bridge has stored everything up to <paramref name="seq"/> for good. What was freed is marked once a segment or a minute.</summary>
        public void Acknowledge(uint seq, long ticks)
        {
            if (seq <= Acked || seq > NewestSeq)
            {
                return;
            }

            Acked = seq;
            if (ticks - _savedAckTicks >= AckSaveMs || (_segments > 1 && _savedAck < _firsts[_segments - 1] - 1))
            {
                SaveAck(ticks);
            }
        }

        /// <summary>Opens a segment for reading: the one on flash that holds <paramref name="seq"/>, or null when it is not there.</summary>
        internal Segment? OpenSegmentOf(uint seq)
        {
            for (int i = _segments - 1; i >= 0; i--)
            {
                if (_firsts[i] <= seq)
                {
                    return i == _segments - 1
                        ? Segment.Open(_current, _current.Length, _firsts[i])
                        : Segment.Open(_flash, _firsts[i]);
                }
            }

            return null;
        }

        /// <summary>The number at which the segment behind the one that holds <paramref name="seq"/> begins; 0: there is none.</summary>
        internal uint NextSegmentAfter(uint seq)
        {
            for (int i = 0; i < _segments; i++)
            {
                if (_firsts[i] > seq)
                {
                    return _firsts[i];
                }
            }

            return 0;
        }

        /// <summary>Renders a record as the wire wants it and returns its signature.</summary>
        internal byte[] Render(Record record, byte[] previousMac, ByteBuffer line)
        {
            return RecordJson.Render(record, _terminal, Epoch, previousMac, _key, _signer, line);
        }

        /// <summary>Where the chain starts again behind a lost range.</summary>
        internal byte[] GapMac(uint from, uint to)
        {
            return RecordJson.GapMac(from, to, _key, _signer);
        }

        private void FindSegments()
        {
            _segments = 0;
            string[] names = _flash.List();
            for (int i = 0; i < names.Length; i++)
            {
                uint first = Segment.FirstSeqOf(names[i]);
                if (first == 0)
                {
                    continue;
                }

                if (_segments == _firsts.Length)
                {
                    // More segments than this build keeps: a smaller journal was configured. The oldest ones are read no more but stay.
                    if (first < _firsts[0])
                    {
                        continue;
                    }

                    System.Array.Copy(_firsts, 1, _firsts, 0, _segments - 1);
                    _segments--;
                }

                int at = _segments;
                while (at > 0 && _firsts[at - 1] > first)
                {
                    _firsts[at] = _firsts[at - 1];
                    at--;
                }

                _firsts[at] = first;
                _segments++;
            }
        }

        private void ReplayNewest(Segment newest, IJournaledState state)
        {
            SegmentHeader header = newest.Header;
            NewestSeq = header.FirstSeq - 1;
            NewestMac = header.PreviousMac;
            NewestKnownMs = header.NewestKnownMs;
            Boot = header.Boot;
            state.Restore(header.State);
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            Record? record = newest.Next();
            while (record != null)
            {
                NewestMac = Render(record, NewestMac, line);
                Count(record);
                state.Apply(record);
                record = newest.Next();
            }

            _currentHeader = header;
            byte[]? bytes = _flash.Read(Segment.NameOf(header.FirstSeq));
            if (bytes != null && bytes.Length <= Segment.MaxBytes)
            {
                System.Array.Copy(bytes, 0, _current, 0, bytes.Length);
                _currentLength = bytes.Length;
            }

            // Behind a torn write nothing can be added that a walk would find: the next decision begins a segment of its own.
            _currentSealed = !newest.Whole;
        }

        // Numbers that are neither on flash nor acknowledged, and that no record has declared.
        private void FindLost()
        {
            uint expected = Acked + 1;
            LostRange[] found = new LostRange[_segments + 1];
            int count = 0;
            for (int i = 0; i < _segments; i++)
            {
                uint last = i == _segments - 1 ? NewestSeq : _firsts[i + 1] - 1;
                if (last <= Acked)
                {
                    continue;
                }

                Segment? segment = i == _segments - 1 ? Segment.Open(_current, _current.Length, _firsts[i]) : Segment.Open(_flash, _firsts[i]);
                if (segment == null)
                {
                    continue;
                }

                if (segment.NextSeq > expected)
                {
                    found[count++] = new LostRange(expected, segment.NextSeq - 1);
                }

                Record? record = segment.Next();
                while (record != null)
                {
                    if (record.Type == RecordType.JournalDamaged)
                    {
                        uint from = (uint)record.Number(Member.FromSeq, 0);
                        for (int j = 0; j < count; j++)
                        {
                            if (found[j].From == from)
                            {
                                found[j] = found[--count];
                            }
                        }
                    }

                    record = segment.Next();
                }

                if (segment.NextSeq > expected)
                {
                    expected = segment.NextSeq;
                }
            }

            _lost = new LostRange[count];
            System.Array.Copy(found, 0, _lost, 0, count);
        }

        private bool AppendToNewSegment(Record[] records, int count, uint boot, IJournaledState state)
        {
            while (_segments >= _maxSegments)
            {
                if (!OldestIsAcked())
                {
                    return false;
                }

                // What is given up was acknowledged; the mark goes to flash first, so that the records are not looked for after a start.
                SaveAck(records[0].Ticks);
                _flash.Delete(Segment.NameOf(_firsts[0]));
                System.Array.Copy(_firsts, 1, _firsts, 0, _segments - 1);
                _segments--;
            }

            SegmentHeader header = new SegmentHeader();
            header.Epoch = _epochNumber;
            header.FirstSeq = NewestSeq + 1;
            header.Boot = boot;
            header.PreviousMac = NewestMac;
            header.BaseTicks = records[0].Ticks;
            header.BaseOffsetMs = records[0].Clock == ClockQuality.Unset ? 0 : records[0].AtMs - records[0].Ticks;
            header.NewestKnownMs = NewestKnownMs;
            ByteBuffer snapshot = new ByteBuffer(256);
            state.Snapshot(snapshot);
            header.State = snapshot.ToArray();
            ByteBuffer bytes = new ByteBuffer(512);
            header.Write(bytes);
            Frame.Write(bytes, records, count, header);
            if (bytes.Length > Segment.MaxBytes)
            {
                return false;
            }

            // A file of this name can only be what a failed commit of the same segment left behind.
            _flash.Delete(Segment.NameOf(header.FirstSeq));
            if (!Commit(bytes, records, count, header.FirstSeq, true))
            {
                return false;
            }

            _currentHeader = header;
            _currentSealed = false;
            return true;
        }

        private bool Commit(ByteBuffer bytes, Record[] records, int count, uint firstSeq, bool newSegment)
        {
            if (!_flash.Append(Segment.NameOf(firstSeq), bytes.Bytes, bytes.Length))
            {
                // What a failed append left in the file is unknown, so nothing more may follow it there.
                _currentSealed = true;
                return false;
            }

            if (newSegment)
            {
                _firsts[_segments++] = firstSeq;
                _current = new byte[Segment.MaxBytes];
                _currentLength = 0;
            }

            System.Array.Copy(bytes.Bytes, 0, _current, _currentLength, bytes.Length);
            _currentLength += bytes.Length;
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            for (int i = 0; i < count; i++)
            {
                NewestMac = Render(records[i], NewestMac, line);
                Count(records[i]);
            }

            return true;
        }

        private void Count(Record record)
        {
            NewestSeq = record.Seq;
            Boot = record.Boot;
            if (record.Clock != ClockQuality.Unset)
            {
                NewestKnownMs = record.AtMs;
            }
        }

        private bool OldestIsAcked()
        {
            return _segments > 1 && _firsts[1] - 1 <= Acked;
        }

        private void ReadAck()
        {
            byte[]? saved = _ackSlots.Read();
            if (saved == null || saved.Length != 8)
            {
                return;
            }

            ByteReader reader = new ByteReader(saved, 0, saved.Length);
            if (reader.UInt32() == _epochNumber)
            {
                Acked = reader.UInt32();
                _savedAck = Acked;
            }
        }

        private void SaveAck(long ticks)
        {
            ByteBuffer bytes = new ByteBuffer(8);
            bytes.UInt32(_epochNumber);
            bytes.UInt32(Acked);
            if (_ackSlots.Write(bytes.Bytes, bytes.Length))
            {
                _savedAck = Acked;
                _savedAckTicks = ticks;
            }
        }

        private static string Hex(uint value)
        {
            return Segment.NameOf(value).Substring(8);
        }
    }
}
