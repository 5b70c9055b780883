using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// Looks for records that flash has lost and that no <c>terminal.journal-damaged</c> has declared yet: one segment at a time, so that nobody at the
    /// door waits for it.
    /// </summary>
    public sealed class JournalCheck
    {
        // What does not fit is found by the next pass.
        private const int MostFound = 8;

        private readonly FlashJournal _journal;
        private readonly LostRange[] _found = new LostRange[MostFound];
        private int _count;
        private uint _next;
        private uint _expected;

        /// <summary>A check of a journal that is open.</summary>
        public JournalCheck(FlashJournal journal)
        {
            _journal = journal;
            Begin();
        }

        /// <summary>Starts from the oldest segment on.</summary>
        public void Begin()
        {
            _count = 0;
            _next = _journal.OldestSeq;
            _expected = _next;
        }

        /// <summary>Looks at one segment; true when all have been looked at and <see cref="TakeFound"/> is complete.</summary>
        public bool Step()
        {
            if (_next < _journal.OldestSeq)
            {
                // It was given up meanwhile, acknowledged.
                _next = _journal.OldestSeq;
                _expected = _next;
            }

            Segment? segment = _journal.OpenSegmentOf(_next);
            Record? record = segment == null ? null : segment.Next();
            while (record != null)
            {
                ExpectUpTo(record.Seq);
                _expected = record.Seq + 1;
                if (record.Type == RecordType.JournalDamaged)
                {
                    Forget((uint)record.Number(Member.FromSeq, 0));
                }

                record = segment!.Next();
            }

            uint next = _journal.FirstBehind(_next);
            if (next != 0)
            {
                _next = next;
                return false;
            }

            ExpectUpTo(_journal.NewestSeq + 1);
            return true;
        }

        /// <summary>What was found; it is not given again in this pass.</summary>
        public LostRange[] TakeFound()
        {
            LostRange[] found = new LostRange[_count];
            System.Array.Copy(_found, 0, found, 0, _count);
            _count = 0;
            return found;
        }

        private void ExpectUpTo(uint seq)
        {
            if (seq > _expected && _count < MostFound)
            {
                _found[_count++] = new LostRange(_expected, seq - 1);
            }
        }

        private void Forget(uint from)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_found[i].From == from)
                {
                    _found[i] = _found[--_count];
                    return;
                }
            }
        }
    }
}
