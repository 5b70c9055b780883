using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// Walks over the records on flash in order and renders each as the wire wants it, signatures chained. What flash has lost is passed over: the
    /// record behind it chains from <c>gap|FROM|TO</c> (WIRE.md).
    /// </summary>
    public sealed class JournalCursor
    {
        private readonly FlashJournal _journal;
        private Segment? _segment;
        private uint _expected;
        private uint _lostFrom;

        /// <summary>
        /// A cursor whose first record will be number <paramref name="seq"/>, or the next one that flash still has. The chain goes on from what the bridge has
        /// acknowledged; for what it once had and lacks again, from the head of the segment.
        /// </summary>
        public JournalCursor(FlashJournal journal, uint seq)
            : this(journal, seq, seq <= journal.Mark.ChainSeq)
        {
        }

        private JournalCursor(FlashJournal journal, uint seq, bool fromHead)
        {
            _journal = journal;
            Wanted = seq < journal.OldestSeq ? journal.OldestSeq : seq;
            _expected = journal.Mark.ChainSeq + 1;
            Mac = journal.Mark.ChainMac;
            if (fromHead)
            {
                _expected = journal.FirstOfSegment(Wanted);
                _segment = journal.OpenSegmentOf(_expected);
                Mac = _segment == null ? new byte[RecordJson.MacBytes] : _segment.Header.PreviousMac;
            }
        }

        /// <summary>Records before this one are walked over, as their signatures are needed, but not given out.</summary>
        public uint Wanted { get; private set; }

        /// <summary>The signature of the record that was given last.</summary>
        public byte[] Mac { get; private set; }

        /// <summary>A cursor over a segment by itself, which is quick, and right where nothing before it was lost since it was begun.</summary>
        public static JournalCursor FromHead(FlashJournal journal, uint seq)
        {
            return new JournalCursor(journal, seq, true);
        }

        /// <summary>Renders the next record into <paramref name="line"/>; its number, or 0 when there is no further one.</summary>
        public uint Next(ByteBuffer line)
        {
            while (_expected <= _journal.NewestSeq)
            {
                if (_segment == null)
                {
                    _segment = _journal.OpenSegmentOf(_expected);
                }

                Record? record = _segment == null ? null : _segment.Next();
                if (record == null)
                {
                    // This segment is over, or cannot be read: on to the one behind it.
                    uint next = _journal.FirstBehind(_segment == null ? _expected : _segment.Header.FirstSeq);
                    if (next == 0)
                    {
                        return 0;
                    }

                    PassOver(next);
                    _segment = _journal.OpenSegmentOf(next);
                    continue;
                }

                if (record.Seq < _expected)
                {
                    continue;
                }

                PassOver(record.Seq);
                Mac = _journal.Render(record, Mac, line);
                _expected = record.Seq + 1;
                _lostFrom = 0;
                if (record.Seq == _journal.NewestSeq)
                {
                    _journal.ChainedUpTo(Mac);
                }

                if (record.Seq >= Wanted)
                {
                    return record.Seq;
                }
            }

            return 0;
        }

        private void PassOver(uint seq)
        {
            if (seq > _expected)
            {
                // The end of one segment and the front of the next may be lost: that is one range, as it is declared as one.
                _lostFrom = _lostFrom == 0 ? _expected : _lostFrom;
                Mac = _journal.GapMac(_lostFrom, seq - 1);
                _expected = seq;
            }
        }
    }
}
