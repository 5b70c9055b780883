using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Duty
{
    /// <summary>Writes down what is to be known of the journal itself: that it runs full, and what flash has lost of it.</summary>
    public sealed class JournalWatch
    {
        /// <summary>From this fill on a record warns.</summary>
        public const int WarnPercent = 80;

        // Below this it may warn anew; between the two a fill that goes up and down warns once.
        private const int CalmPercent = 70;

        private const long SegmentPauseMs = 1000;
        private const long PassPauseMs = 24L * 3600 * 1000;

        private readonly FlashJournal _journal;
        private readonly JournalCheck _check;
        private bool _warned;
        private bool _warns;
        private LostRange[] _lost = new LostRange[0];
        private long _checkTicks;

        /// <summary>Watches a journal that is open.</summary>
        public JournalWatch(FlashJournal journal, long ticks)
        {
            _journal = journal;
            _check = new JournalCheck(journal);
            _checkTicks = ticks + SegmentPauseMs;
        }

        /// <summary>
        /// What is to be written now, or null. One segment a second is looked at for damage after a start, and once a day; never while <paramref name="busy"/>,
        /// as somebody waits at the door then.
        /// </summary>
        public Decision? Decide(Stamp now, bool busy)
        {
            int percent = _journal.Percent;
            if (percent >= WarnPercent && !_warned)
            {
                _warns = true;
                Decision full = new Decision(now);
                full.Write(RecordType.JournalNearFull).Add(Member.Percent, percent);
                return full;
            }

            _warns = false;
            _warned = _warned && percent >= CalmPercent;
            if (_lost.Length > 0)
            {
                return Declare(now);
            }

            return busy || now.Ticks < _checkTicks ? null : Check(now);
        }

        /// <summary>What was decided last is on flash; what is not comes again.</summary>
        public void Carried()
        {
            _warned = _warned || _warns;
            if (!_warns)
            {
                _lost = new LostRange[0];
            }
        }

        private Decision? Check(Stamp now)
        {
            if (!_check.Step())
            {
                _checkTicks = now.Ticks + SegmentPauseMs;
                return null;
            }

            _checkTicks = now.Ticks + PassPauseMs;
            _lost = _check.TakeFound();
            _check.Begin();
            return _lost.Length == 0 ? null : Declare(now);
        }

        private Decision Declare(Stamp now)
        {
            Decision damaged = new Decision(now);
            for (int i = 0; i < _lost.Length; i++)
            {
                damaged.Write(RecordType.JournalDamaged).Add(Member.FromSeq, _lost[i].From).Add(Member.ToSeq, _lost[i].To);
            }

            return damaged;
        }
    }
}
