using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>Walks over the records on flash in order and renders each as the wire wants it, signatures chained.</summary>
    public sealed class JournalCursor
    {
        private readonly FlashJournal _journal;
        private Segment? _segment;
        private byte[] _mac = new byte[RecordJson.MacBytes];
        private uint _expected;

        /// <summary>A cursor whose first record will be number <paramref name="seq"/>, or the next one that flash still has.</summary>
        public JournalCursor(FlashJournal journal, uint seq)
        {
            _journal = journal;
            _expected = seq < journal.OldestSeq ? journal.OldestSeq : seq;
            Wanted = _expected;
        }

        /// <summary>Records before this one are walked over, as their signatures are needed, but not given out.</summary>
        public uint Wanted { get; private set; }

        /// <summary>Renders the next record into <paramref name="line"/>; its number, or 0 when there is no further one.</summary>
        public uint Next(ByteBuffer line)
        {
            while (_expected <= _journal.NewestSeq)
            {
                if (_segment == null && !Enter())
                {
                    return 0;
                }

                Segment segment = _segment!;
                Record? record = segment.Next();
                if (record == null)
                {
                    // The rest of this segment is over or lost: on to the one behind it.
                    uint next = _journal.NextSegmentAfter(segment.Header.FirstSeq);
                    if (next == 0)
                    {
                        return 0;
                    }

                    if (next > segment.NextSeq)
                    {
                        _mac = _journal.GapMac(segment.NextSeq, next - 1);
                        _expected = next;
                        _segment = _journal.OpenSegmentOf(next);
                        continue;
                    }

                    _expected = next;
                    _segment = null;
                    continue;
                }

                _mac = _journal.Render(record, _mac, line);
                _expected = record.Seq + 1;
                if (record.Seq >= Wanted)
                {
                    return record.Seq;
                }
            }

            return 0;
        }

        // Opens the segment that holds the expected record; its head has the signature before its first one.
        private bool Enter()
        {
            _segment = _journal.OpenSegmentOf(_expected);
            while (_segment == null)
            {
                uint next = _journal.NextSegmentAfter(_expected);
                if (next == 0)
                {
                    return false;
                }

                _mac = _journal.GapMac(_expected, next - 1);
                _expected = next;
                _segment = _journal.OpenSegmentOf(next);
                if (_segment != null)
                {
                    return true;
                }
            }

            _mac = _segment.Header.PreviousMac;
            return true;
        }
    }
}
