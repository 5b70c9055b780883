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
        /// <summary>
        /// 128 KB of the 4 MB board's file system: the segments, one block that an append copies the newest one to, and two for the files' names.
        /// </summary>
        public const int DefaultSegments = 29;

        /// <summary>The part of the room, in percent, that is kept for what must not be refused.</summary>
        public const int ReservePercent = 5;

        private const int AckSaveMs = 60000;

        // No record is shorter: what is damaged in an unknown way never holds more records than one for so many bytes.
        private const int LeastRecordBytes = 8;

        private readonly IFlash _flash;
        private readonly ISigner _signer;
        private readonly string _terminal;
        private readonly byte[] _key;
        private readonly int _maxSegments;
        private readonly SegmentList _segments;
        private readonly AckMark _mark;

        // Zeros behind the last frame: a walk ends there. A new segment takes a new array, as a cursor may
        // still be walking over the old one.
        private byte[] _current = new byte[Segment.MaxBytes];
        private int _currentLength;
        private SegmentHeader? _currentHeader;
        private bool _currentSealed = true;
        private uint _epochNumber;
        private long _savedAckTicks;

        // How the room is used, counted anew once records or acknowledgements have come: it is asked for at every step, and there may be hundreds of segments.
        private bool _roomKnown;
        private int _percent;
        private int _ackedSegments;

        /// <summary>A journal that is not open yet, of at most so many segments of <see cref="Segment.MaxBytes"/>; at least 3.</summary>
        public FlashJournal(IFlash flash, int maxSegments, string terminal, byte[] key, ISigner signer)
        {
            _flash = flash;
            _maxSegments = maxSegments;
            _terminal = terminal;
            _key = key;
            _signer = signer;
            _segments = new SegmentList(maxSegments + 1);
            _mark = new AckMark(flash);
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
            get { return _segments.Count == 0 ? NewestSeq + 1 : _segments.First(0); }
        }

        /// <summary>How many segments are on flash.</summary>
        public int SegmentCount
        {
            get { return _segments.Count; }
        }

        /// <summary>How many of a hundred parts of the room hold what is not acknowledged.</summary>
        public int Percent
        {
            get
            {
                CountRoom();
                return _percent;
            }
        }

        internal AckMark Mark
        {
            get { return _mark; }
        }

        private int Capacity
        {
            get { return _maxSegments * Segment.MaxBytes; }
        }

        /// <summary>
        /// Whether there is a journal of another format on flash, which only the firmware that wrote it can send: it must not be opened, as it would be taken for damage.
        /// </summary>
        public static bool IsForeign(IFlash flash)
        {
            string[] names = flash.List();
            for (int i = 0; i < names.Length; i++)
            {
                byte[]? bytes = Segment.FirstSeqOf(names[i]) == 0 ? null : flash.Read(names[i]);
                int end;
                if (bytes != null && Chunk.Read(bytes, bytes.Length, 0, Chunk.Header, out end) != null)
                {
                    // All segments are of one firmware: the first whole one tells.
                    return SegmentHeader.IsForeign(bytes, bytes.Length);
                }
            }

            return false;
        }

        /// <summary>Recovers what is on flash into <paramref name="state"/>; where there is nothing usable, a new epoch begins.</summary>
        public void Open(uint epochIfNew, IJournaledState state)
        {
            _mark.Load();
            _segments.Find(_flash);
            Segment? newest = DropTorn();
            int withState = _segments.Count;
            Segment? start = null;
            byte[]? snapshot = null;
            while (snapshot == null && withState > 0)
            {
                withState--;
                start = withState == _segments.Count - 1 ? newest : Read(withState);
                snapshot = start == null ? null : start.State;
                TakeHead(start);
            }

            if (_epochNumber == 0)
            {
                Create(epochIfNew, state);
                return;
            }

            state.Restore(snapshot == null ? new byte[0] : snapshot);
            ReadMark();
            bool damaged = Replay(withState, start, state);
            ChainToTheEnd(damaged);
            OpenCurrent();
        }

        /// <summary>
        /// Whether a decision of up to <paramref name="bytes"/> bytes can be taken down without giving up what is not acknowledged. What
        /// <paramref name="mustNotBeRefused"/> may use the last of the room, which everything else leaves alone.
        /// </summary>
        public bool HasRoom(int bytes, bool mustNotBeRefused)
        {
            int inCurrent = _currentSealed ? 0 : Segment.MaxBytes - _currentLength;
            CountRoom();
            int free = (_ackedSegments + _maxSegments - _segments.Count) * Segment.MaxBytes;
            if (free == 0 && inCurrent < bytes)
            {
                return false;
            }

            return mustNotBeRefused || free + inCurrent - bytes >= Capacity * ReservePercent / 100;
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

            // A start that could not be written down is told by the head of a segment of its own.
            bool known = boot == Boot || records[0].Type == RecordType.Started;
            if (_currentHeader != null && !_currentSealed && known)
            {
                ByteBuffer frame = new ByteBuffer(256);
                Frame.Write(frame, records, count, _currentHeader);
                if (_currentLength + frame.Length <= Segment.MaxBytes)
                {
                    return Commit(frame, records, count, _segments.Newest, false);
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
            _roomKnown = false;
            if (ticks - _savedAckTicks >= AckSaveMs || _segments.IndexOf(_mark.Seq + 1) != _segments.IndexOf(Acked + 1))
            {
                SaveMark(ticks);
            }
        }

        /// <summary>Opens a segment for reading: the one on flash whose range holds <paramref name="seq"/>, or null when it cannot be read.</summary>
        internal Segment? OpenSegmentOf(uint seq)
        {
            int index = _segments.IndexOf(seq);
            if (index < 0 || index < _segments.Count - 1 || _currentHeader == null)
            {
                return index < 0 ? null : Read(index);
            }

            Segment? current = Segment.Open(_current, _current.Length, _segments.First(index));
            if (current != null)
            {
                current.Grows = true;
            }

            return current;
        }

        /// <summary>The number at which the segment behind the one that holds <paramref name="seq"/> begins; 0: there is none.</summary>
        internal uint FirstBehind(uint seq)
        {
            return _segments.FirstBehind(seq);
        }

        /// <summary>The number at which the segment begins whose range holds <paramref name="seq"/>.</summary>
        internal uint FirstOfSegment(uint seq)
        {
            int index = _segments.IndexOf(seq);
            return index < 0 ? seq : _segments.First(index);
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

        /// <summary>A walk over what flash still has came to the newest record: its signature is the one that the bridge will see.</summary>
        internal void ChainedUpTo(byte[] mac)
        {
            NewestMac = mac;
        }

        private void CountRoom()
        {
            if (_roomKnown)
            {
                return;
            }

            _roomKnown = true;
            _ackedSegments = 0;
            while (_ackedSegments < _segments.Count - 1 && IsAcked(_ackedSegments))
            {
                _ackedSegments++;
            }

            long held = 0;
            for (int i = _ackedSegments; i < _segments.Count; i++)
            {
                bool newest = i == _segments.Count - 1;
                uint first = _segments.First(i);
                uint behind = newest ? NewestSeq + 1 : _segments.First(i + 1);
                uint from = Acked + 1 > first ? Acked + 1 : first;
                if (behind > from)
                {
                    // Of a segment that is acknowledged in part its records are taken to be of one size.
                    held += (long)(newest ? _currentLength : Segment.MaxBytes) * (behind - from) / (behind - first);
                }
            }

            _percent = (int)(held * 100 / Capacity);
        }

        private Segment? Read(int index)
        {
            Segment? segment = Segment.Open(_flash, _segments.First(index));
            if (segment != null)
            {
                segment.Behind = index + 1 < _segments.Count ? _segments.First(index + 1) : 0;
            }

            return segment;
        }

        // Nothing is there, or not one head can be read: then what the files hold is lost, and its numbers with it.
        private void Create(uint epoch, IJournaledState state)
        {
            while (_segments.Count > 0)
            {
                _flash.Delete(Segment.NameOf(_segments.Newest));
                _segments.RemoveNewest();
            }

            _epochNumber = epoch == 0 ? 1 : epoch;
            Epoch = Hex(_epochNumber);
            _mark.Set(0, 0, new byte[RecordJson.MacBytes]);
            state.Restore(new byte[0]);
        }

        // A segment whose first decision is not whole was never acknowledged to anybody: it is removed, and its numbers are given again.
        private Segment? DropTorn()
        {
            while (_segments.Count > 0)
            {
                byte[]? bytes = _flash.Read(Segment.NameOf(_segments.Newest));
                Segment? newest = bytes == null ? null : Segment.Open(bytes, bytes.Length, _segments.Newest);
                bool holds = newest != null ? newest.Next() != null || newest.EndsDamaged
                    : bytes != null && Chunk.Find(bytes, bytes.Length, 0, Chunk.Decision) >= 0;
                if (holds)
                {
                    return newest == null ? null : Segment.Open(bytes!, bytes!.Length, _segments.Newest);
                }

                _flash.Delete(Segment.NameOf(_segments.Newest));
                _segments.RemoveNewest();
            }

            return null;
        }

        private void TakeHead(Segment? segment)
        {
            if (segment != null && _epochNumber == 0)
            {
                _epochNumber = segment.Header.Epoch;
                Epoch = Hex(_epochNumber);
                Boot = segment.Header.Boot;
                NewestKnownMs = segment.Header.NewestKnownMs;
            }
        }

        private void ReadMark()
        {
            if (!_mark.IsOf(_epochNumber))
            {
                // Segments before the oldest could only go because the bridge has them.
                Segment? oldest = OpenSegmentOf(OldestSeq);
                _mark.Set(OldestSeq - 1, OldestSeq - 1, oldest == null ? new byte[RecordJson.MacBytes] : oldest.Header.PreviousMac);
            }

            Acked = _mark.Seq;
        }

        // Brings state and numbers up to the newest record, from the segment that has the state on; true when records are missing on the way.
        private bool Replay(int from, Segment? start, IJournaledState state)
        {
            bool damaged = false;
            uint expected = _segments.First(from);
            for (int i = from; i < _segments.Count; i++)
            {
                Segment? segment = i == from ? start : Read(i);
                damaged = damaged || segment == null || _segments.First(i) != expected;
                Record? record = segment == null ? null : segment.Next();
                expected = _segments.First(i);
                while (record != null)
                {
                    damaged = damaged || record.Seq != expected;
                    expected = record.Seq + 1;
                    Count(record);
                    state.Apply(record);
                    record = segment!.Next();
                }

                if (i == _segments.Count - 1 && (segment == null || segment.EndsDamaged))
                {
                    // How many records are lost at the end is unknown, and no number may be given twice.
                    byte[]? bytes = _flash.Read(Segment.NameOf(_segments.First(i)));
                    NewestSeq = expected + (uint)((bytes == null ? 0 : bytes.Length) / LeastRecordBytes);
                    NewestMac = GapMac(expected, NewestSeq);
                    damaged = true;
                }
            }

            return damaged;
        }

        private void ChainToTheEnd(bool damaged)
        {
            uint newest = NewestSeq;
            bool fromMark = damaged || _mark.ChainSeq + 1 >= _segments.Newest;
            JournalCursor cursor = fromMark
                ? new JournalCursor(this, _mark.ChainSeq + 1)
                : JournalCursor.FromHead(this, _segments.Newest);
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            uint seq = cursor.Next(line);
            uint last = 0;
            while (seq != 0)
            {
                last = seq;
                seq = cursor.Next(line);
            }

            if (last == 0 && _mark.ChainSeq == newest)
            {
                // The bridge has everything, and the mark knows where the chain stands.
                NewestMac = _mark.ChainMac;
            }
            else if (last != newest)
            {
                // As whoever sends what is behind the loss will reckon it: from where the walk began, when it found nothing.
                uint behind = last != 0 ? last : fromMark ? _mark.ChainSeq : _segments.Newest - 1;
                NewestMac = GapMac(behind + 1, newest);
            }
        }

        private void OpenCurrent()
        {
            byte[]? bytes = _flash.Read(Segment.NameOf(_segments.Newest));
            Segment? newest = bytes == null || bytes.Length > Segment.MaxBytes ? null : Segment.Open(bytes, bytes.Length, _segments.Newest);
            _currentLength = bytes == null ? 0 : bytes.Length;
            if (newest == null)
            {
                return;
            }

            Record? record = newest.Next();
            while (record != null)
            {
                record = newest.Next();
            }

            System.Array.Copy(bytes!, 0, _current, 0, _currentLength);
            _currentHeader = newest.Header;

            // Behind a torn or damaged end nothing can be added that a walk would find: the next decision begins a segment of its own.
            _currentSealed = newest.EndsTorn || newest.EndsDamaged;
        }

        private bool AppendToNewSegment(Record[] records, int count, uint boot, IJournaledState state)
        {
            _roomKnown = false;
            while (_segments.Count >= _maxSegments)
            {
                if (_segments.Count < 2 || !IsAcked(0))
                {
                    return false;
                }

                // What is given up was acknowledged; the mark goes to flash first, so that the records are not looked for after a start.
                if (_mark.Seq + 1 < _segments.First(1) && !SaveMark(records[0].Ticks))
                {
                    return false;
                }

                _flash.Delete(Segment.NameOf(_segments.First(0)));
                _segments.RemoveOldest();
            }

            SegmentHeader header = new SegmentHeader();
            header.Epoch = _epochNumber;
            header.FirstSeq = NewestSeq + 1;
            header.Boot = boot;
            header.PreviousMac = NewestMac;
            header.BaseTicks = records[0].Ticks;
            header.BaseOffsetMs = records[0].Clock == ClockQuality.Unset ? 0 : records[0].AtMs - records[0].Ticks;
            header.NewestKnownMs = NewestKnownMs;
            ByteBuffer bytes = new ByteBuffer(512);
            Segment.WriteFront(bytes, header, state);
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
            _roomKnown = false;
            if (!_flash.Append(Segment.NameOf(firstSeq), bytes.Bytes, bytes.Length))
            {
                // What a failed append left in the file is unknown, so nothing more may follow it there.
                _currentSealed = true;
                return false;
            }

            if (newSegment)
            {
                _segments.Add(firstSeq);
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

        private bool IsAcked(int segment)
        {
            return segment + 1 < _segments.Count && _segments.First(segment + 1) - 1 <= Acked;
        }

        // The chain at the mark is found by walking from the last mark to this one: what is sent from then on needs nothing that is before it.
        private bool SaveMark(long ticks)
        {
            JournalCursor cursor = new JournalCursor(this, _mark.ChainSeq + 1);
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            uint chainSeq = _mark.ChainSeq;
            byte[] chainMac = _mark.ChainMac;
            while (chainSeq < Acked)
            {
                uint seq = cursor.Next(line);
                if (seq == 0 || seq > Acked)
                {
                    break;
                }

                chainSeq = seq;
                chainMac = cursor.Mac;
            }

            if (!_mark.Save(_epochNumber, Acked, chainSeq, chainMac))
            {
                return false;
            }

            _savedAckTicks = ticks;
            return true;
        }

        private static string Hex(uint value)
        {
            return Segment.NameOf(value).Substring(8);
        }
    }
}
