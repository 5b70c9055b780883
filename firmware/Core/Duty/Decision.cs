using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Taps;

namespace DutyKiosk.Core.Duty
{
    /// <summary>
    /// What is to happen: records that are written together, a signal that may be shown only when they are on flash, and what the door
    /// remembers from then on.
    /// </summary>
    public sealed class Decision
    {
        // The most that one decision writes: a silenced alarm, an ended absence, a clock-in, a handover, a clock-out; or one record for each open hold.
        private const int MaxRecords = 16;

        private readonly Stamp _now;
        private readonly Record[] _records = new Record[MaxRecords];

        /// <summary>A decision at a moment, with nothing in it yet.</summary>
        public Decision(Stamp now)
        {
            _now = now;
        }

        /// <summary>The records; only the first <see cref="Count"/> count.</summary>
        public Record[] Records
        {
            get { return _records; }
        }

        /// <summary>How many records there are.</summary>
        public int Count { get; private set; }

        /// <summary>Whether a person is to be told something.</summary>
        public bool HasSignal { get; private set; }

        /// <summary>What.</summary>
        public Signal Signal { get; private set; }

        /// <summary>Whether the pending pair changes to <see cref="Pair"/>.</summary>
        public bool SetsPair { get; private set; }

        /// <summary>The pair from now on; null: none.</summary>
        public Pair? Pair { get; private set; }

        /// <summary>Whether a release is opened.</summary>
        public bool OpensRelease { get; private set; }

        /// <summary>Whether the open release is used up.</summary>
        public bool EndsRelease { get; private set; }

        /// <summary>Who opened it.</summary>
        public string ReleaseBy { get; private set; } = "";

        /// <summary>Up to which tick.</summary>
        public long ReleaseUntilTicks { get; private set; }

        /// <summary>The end of the silence that is over, in ticks; 0: none.</summary>
        public long ResumedTicks { get; private set; }

        /// <summary>Who was refused because of a hold; null: nobody.</summary>
        public string? RefusedOnHold { get; private set; }

        /// <summary>Whether it holds what the last of the journal's room is kept for: a handover that was confirmed, or a hold that was released for one.</summary>
        public bool MustNotBeRefused
        {
            get { return Has(RecordType.HandoverConfirmed) || Has(RecordType.HoldReleased); }
        }

        /// <summary>Whether a pair begins or runs out.</summary>
        public bool IsOfPair
        {
            get { return Has(RecordType.HandoverStarted) || Has(RecordType.HandoverTimedOut); }
        }

        /// <summary>Adds a record of this moment, to be filled in.</summary>
        public Record Write(RecordType type)
        {
            Record record = new Record(type);
            record.Ticks = _now.Ticks;
            record.Boot = _now.Boot;
            record.Clock = _now.Clock;
            record.HeldSeconds = _now.HeldSeconds;
            record.AtMs = _now.Judged ? _now.TimeMs : 0;
            if (Count < MaxRecords)
            {
                _records[Count++] = record;
            }

            return record;
        }

        /// <summary>Nothing of it is written.</summary>
        public void LeaveOutRecords()
        {
            Count = 0;
        }

        /// <summary>Tells the person; a later call replaces an earlier one.</summary>
        public void Tell(Signal signal)
        {
            HasSignal = true;
            Signal = signal;
        }

        /// <summary>Begins a pair.</summary>
        public void BeginPair(Pair pair)
        {
            SetsPair = true;
            Pair = pair;
        }

        /// <summary>Ends the pending pair.</summary>
        public void EndPair()
        {
            SetsPair = true;
            Pair = null;
        }

        /// <summary>Allows an unscheduled handover up to a tick.</summary>
        public void OpenRelease(string staff, long untilTicks)
        {
            OpensRelease = true;
            ReleaseBy = staff;
            ReleaseUntilTicks = untilTicks;
        }

        /// <summary>The release has served.</summary>
        public void EndRelease()
        {
            EndsRelease = true;
        }

        /// <summary>Remembers who was refused because of a hold, so that a supervisor's next tap may release it.</summary>
        public void RefuseOnHold(string staff)
        {
            RefusedOnHold = staff;
        }

        /// <summary>The alarm sounds again, as the silence up to this tick is over.</summary>
        public void ResumeAlarm(long silencedUntilTicks)
        {
            ResumedTicks = silencedUntilTicks;
        }

        /// <summary>Lets the door remember, once the records are on flash.</summary>
        public void ApplyTo(Door door)
        {
            if (SetsPair)
            {
                door.Pair = Pair;
            }

            if (OpensRelease)
            {
                door.ReleaseBy = ReleaseBy;
                door.ReleaseUntilTicks = ReleaseUntilTicks;
            }

            if (EndsRelease)
            {
                door.ReleaseUntilTicks = 0;
            }

            if (ResumedTicks != 0)
            {
                door.ResumedTicks = ResumedTicks;
            }

            if (RefusedOnHold != null)
            {
                door.RefusedOnHold = RefusedOnHold;
                door.RefusedTicks = _now.Ticks;
            }
        }

        private bool Has(RecordType type)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_records[i].Type == type)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
