using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;

namespace DutyKiosk.Core.Duty
{
    /// <summary>
    /// Who holds the duty, who is in, and how far an alarm has gone. It changes by records alone, so what a start rebuilds from the journal
    /// is what was before it.
    /// </summary>
    public sealed class DutyState : IJournaledState
    {
        private const int MaxReleased = 16;
        private const byte SnapshotVersion = 3;

        private readonly PresenceList _people = new PresenceList();
        private string[] _releasedHolds = new string[0];

        /// <summary>The roster that shifts are looked up in while records are applied; null: none yet.</summary>
        public RosterTable? Roster { get; set; }

        /// <summary>Who answers for the post; empty: nobody.</summary>
        public string Holder { get; private set; } = "";

        /// <summary>The shift that the duty is held for.</summary>
        public string HolderShift { get; private set; } = "";

        /// <summary>Unix seconds of that shift's start; 0: unknown.</summary>
        public long HolderStart { get; private set; }

        /// <summary>Unix seconds of that shift's end; 0: unknown.</summary>
        public long HolderEnd { get; private set; }

        /// <summary>Since when, Unix milliseconds; 0: unknown.</summary>
        public long HolderSinceMs { get; private set; }

        /// <summary>The step of the ladder that was reached for this shift; 0: none.</summary>
        public int LadderStep { get; private set; }

        /// <summary>Until when the alarm is silenced: ticks of <see cref="SilencedBoot"/>.</summary>
        public long SilencedUntilTicks { get; private set; }

        /// <summary>The start that the ticks count from.</summary>
        public uint SilencedBoot { get; private set; }

        /// <summary>The same in Unix milliseconds, for a start in between; 0: unknown.</summary>
        public long SilencedUntilMs { get; private set; }

        /// <summary>Who released holds for this handover; empty: nobody.</summary>
        public string ReleasedBy { get; private set; } = "";

        /// <summary>Who began the pair that waits for its second badge; empty: none waits.</summary>
        public string PairStaff { get; private set; } = "";

        /// <summary>That person's side, a word.</summary>
        public int PairSide { get; private set; }

        /// <summary>That person's shift.</summary>
        public string PairShift { get; private set; } = "";

        /// <summary>The presence check that waits for an answer; empty: none.</summary>
        public string CheckId { get; private set; } = "";

        /// <summary>When it became due: ticks of <see cref="CheckBoot"/>.</summary>
        public long CheckTicks { get; private set; }

        /// <summary>The start that the ticks count from.</summary>
        public uint CheckBoot { get; private set; }

        /// <summary>Unix seconds of the newest check that was taken up, so that none is taken up twice.</summary>
        public long NewestCheckSeconds { get; private set; }

        /// <summary>The number of the newest record that changed who is in or who holds.</summary>
        public uint NewestDutySeq { get; private set; }

        /// <summary>How many people are remembered.</summary>
        public int Count
        {
            get { return _people.Count; }
        }

        /// <summary>A remembered person.</summary>
        public Presence At(int index)
        {
            return _people.At(index);
        }

        /// <summary>The person who is in, or null.</summary>
        public Presence? InOf(string staff)
        {
            Presence? person = _people.Find(staff);
            return person != null && person.In ? person : null;
        }

        /// <summary>True when the person was in for this shift before.</summary>
        public bool WasInFor(string staff, string shift)
        {
            Presence? person = _people.Find(staff);
            return person != null && person.Shift == shift;
        }

        /// <summary>True when this hold was released for the coming handover.</summary>
        public bool IsReleased(string hold)
        {
            for (int i = 0; i < _releasedHolds.Length; i++)
            {
                if (_releasedHolds[i] == hold)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>True while the alarm is silenced.</summary>
        public bool IsSilenced(Stamp now)
        {
            return SilencedBoot == now.Boot && now.Ticks < SilencedUntilTicks;
        }

        /// <summary>
        /// After a start a silence goes on for what is left of it, by the newest known time, and never longer than <paramref name="mostMs"/>.
        /// </summary>
        public void CarrySilenceOver(Stamp now, long mostMs)
        {
            long leftMs = SilencedUntilMs == 0 || now.TimeMs == 0 ? 0 : SilencedUntilMs - now.TimeMs;
            SilencedBoot = now.Boot;
            SilencedUntilTicks = leftMs <= 0 ? 0 : now.Ticks + (leftMs < mostMs ? leftMs : mostMs);
        }

        /// <summary>Changes of the roster move the end of the shift that is held.</summary>
        public void FollowRoster()
        {
            Shift? shift = Roster == null || HolderShift.Length == 0 ? null : Roster.ShiftOf(HolderShift);
            if (shift != null)
            {
                HolderStart = shift.Start;
                HolderEnd = shift.End;
            }

            for (int i = 0; i < _people.Count; i++)
            {
                SetShift(_people.At(i), _people.At(i).Shift);
            }
        }

        /// <summary>
        /// Forgets those whose shift ended longer ago than presence lasts. The holder stays, whoever else has gone, unless
        /// <paramref name="holderToo"/>: no shift follows his, so nobody will ever relieve him.
        /// </summary>
        public void Lapse(long seconds, long lapseSeconds, bool holderToo)
        {
            Presence? holder = Holder.Length == 0 ? null : _people.Find(Holder);
            if (holderToo && holder != null && holder.IsOver(seconds, lapseSeconds))
            {
                ClearHolder();
            }

            _people.Lapse(seconds, lapseSeconds, Holder);
        }

        /// <summary>
        /// Takes over what the bridge has folded from all terminals of the post. The handover terminal keeps its own holder, as it is the
        /// only one that decides about it; the others take the holder too.
        /// </summary>
        public void TakePresence(PresenceMessage presence, bool holderToo, Stamp now)
        {
            // Who held up to now, and has left since the handover, is not in any more.
            string? holder = holderToo ? presence.Holder : Holder;
            for (int i = 0; i < _people.Count; i++)
            {
                Presence person = _people.At(i);
                if (person.In && person.Staff != holder && !Contains(presence.In, person.Staff))
                {
                    person.In = false;
                }
            }

            for (int i = 0; presence.In != null && i < presence.In.Length; i++)
            {
                PresentEntry there = presence.In[i];
                if (there.Staff == null)
                {
                    continue;
                }

                Presence? person = InOf(there.Staff);
                if (person == null || person.Shift != (there.Shift == null ? "" : there.Shift))
                {
                    // Who has come for another shift at another terminal is not in for the one that he came for here: that one may be long over.
                    person = Enter(there.Staff, there.Shift, now.Ticks, 0, there.Since * 1000);
                }

                if (there.Relieved && !person.Relieved)
                {
                    person.Relieved = true;
                    person.RelievedLate = there.Late;
                }
            }

            if (holderToo)
            {
                if (string.IsNullOrEmpty(presence.Holder))
                {
                    ClearHolder();
                }
                else
                {
                    Hold(presence.Holder!, presence.Shift == null ? "" : presence.Shift, presence.Since * 1000);
                }
            }
        }

        /// <inheritdoc/>
        public void Apply(Record record)
        {
            string? staff = record.Text(Member.Staff);
            switch (record.Type)
            {
                case RecordType.ClockIn:
                    NewestDutySeq = record.Seq;
                    Enter(staff!, record.Text(Member.Shift), record.Ticks, record.Boot, record.AtMs);
                    if (record.Has(Member.Holder))
                    {
                        Hold(staff!, record.Text(Member.Shift), record.AtMs);
                    }

                    break;

                case RecordType.ClockOut:
                    NewestDutySeq = record.Seq;
                    Leave(staff!);
                    if (record.Has(Member.Holder))
                    {
                        ClearHolder();
                    }

                    break;

                case RecordType.Continued:
                    NewestDutySeq = record.Seq;
                    Presence? person = _people.Find(staff!);
                    if (person != null)
                    {
                        SetShift(person, record.Text(Member.To)!);
                    }

                    Hold(staff!, record.Text(Member.To), record.AtMs);
                    break;

                case RecordType.HandoverStarted:
                    PairStaff = staff!;
                    PairSide = (int)record.Number(Member.Side, 0);
                    PairShift = record.Has(Member.Shift) ? record.Text(Member.Shift)! : "";
                    break;

                case RecordType.HandoverTimedOut:
                    PairStaff = "";
                    break;

                case RecordType.HandoverRefused:
                    // Of the refusals only this one ends the pair.
                    PairStaff = record.Number(Member.Reason, 0) == Words.OnHold ? "" : PairStaff;
                    break;

                case RecordType.HandoverConfirmed:
                    NewestDutySeq = record.Seq;
                    Confirm(record);
                    break;

                case RecordType.HandoverDue:
                case RecordType.HandoverLate:
                    LadderStep = (int)record.Number(Member.Step, LadderStep);
                    break;

                case RecordType.HandoverSilenced:
                    SilencedUntilTicks = record.Ticks + (record.Number(Member.Seconds, 0) * 1000);
                    SilencedUntilMs = record.AtMs == 0 ? 0 : record.AtMs + (record.Number(Member.Seconds, 0) * 1000);
                    SilencedBoot = record.Boot;
                    break;

                case RecordType.AwayStarted:
                    SetAway(staff!, true, record);
                    break;

                case RecordType.AwayEnded:
                    SetAway(staff!, false, record);
                    break;

                case RecordType.CheckDue:
                    CheckId = record.Text(Member.Check)!;
                    CheckTicks = record.Ticks;
                    CheckBoot = record.Boot;
                    NewestCheckSeconds = record.AtMs / 1000;
                    break;

                case RecordType.CheckAnswered:
                case RecordType.CheckMissed:
                    CheckId = "";
                    break;

                case RecordType.HoldReleased:
                    AddReleased(record.Text(Member.Hold)!);
                    ReleasedBy = staff!;
                    break;
            }
        }

        /// <inheritdoc/>
        public void Restore(byte[] snapshot)
        {
            if (snapshot.Length == 0)
            {
                return;
            }

            ByteReader reader = new ByteReader(snapshot, 0, snapshot.Length);
            if (reader.Byte() != SnapshotVersion)
            {
                return;
            }

            Holder = reader.Text();
            HolderShift = reader.Text();
            HolderStart = reader.Varint();
            HolderEnd = reader.Varint();
            HolderSinceMs = reader.Varint();
            LadderStep = (int)reader.Varint();
            SilencedUntilMs = reader.Varint();
            SilencedBoot = (uint)reader.Varint();
            SilencedUntilTicks = reader.Varint();
            ReleasedBy = reader.Text();
            PairStaff = reader.Text();
            PairSide = reader.Byte();
            PairShift = reader.Text();
            CheckId = reader.Text();
            CheckBoot = (uint)reader.Varint();
            CheckTicks = reader.Varint();
            NewestCheckSeconds = reader.Varint();
            NewestDutySeq = (uint)reader.Varint();
            _releasedHolds = new string[reader.Byte()];
            for (int i = 0; i < _releasedHolds.Length; i++)
            {
                _releasedHolds[i] = reader.Text();
            }

            _people.Restore(reader);
        }

        /// <inheritdoc/>
        public void Snapshot(ByteBuffer to)
        {
            to.Byte(SnapshotVersion);
            to.Text(Holder);
            to.Text(HolderShift);
            to.Varint(HolderStart);
            to.Varint(HolderEnd);
            to.Varint(HolderSinceMs);
            to.Varint(LadderStep);
            to.Varint(SilencedUntilMs);
            to.Varint(SilencedBoot);
            to.Varint(SilencedUntilTicks);
            to.Text(ReleasedBy);
            to.Text(PairStaff);
            to.Byte(PairSide);
            to.Text(PairShift);
            to.Text(CheckId);
            to.Varint(CheckBoot);
            to.Varint(CheckTicks);
            to.Varint(NewestCheckSeconds);
            to.Varint(NewestDutySeq);
            to.Byte(_releasedHolds.Length);
            for (int i = 0; i < _releasedHolds.Length; i++)
            {
                to.Text(_releasedHolds[i]);
            }

            _people.Snapshot(to);
        }

        private void Confirm(Record record)
        {
            string incoming = record.Text(Member.Incoming)!;
            string from = record.Text(Member.From)!;
            string to = record.Text(Member.To)!;
            for (int i = 0; i < _people.Count; i++)
            {
                // Everybody of the shift that ends may go. An unscheduled handover in mid-shift relieves nobody of the rest of it.
                Presence person = _people.At(i);
                if (from != to && person.Shift == from && !person.Relieved)
                {
                    person.Relieved = true;
                    person.RelievedLate = record.Number(Member.LatenessSeconds, 0) > 0;
                }
            }

            Presence? relief = InOf(incoming);
            if (relief != null)
            {
                SetShift(relief, to);
            }

            Hold(incoming, to, record.AtMs);
        }

        private void Hold(string staff, string? shift, long sinceMs)
        {
            string held = shift == null ? "" : shift;
            if (Holder != staff || HolderShift != held)
            {
                LadderStep = held == HolderShift ? LadderStep : 0;
                SilencedUntilMs = 0;
                SilencedUntilTicks = 0;
            }

            Holder = staff;
            HolderShift = held;
            HolderSinceMs = sinceMs;
            HolderStart = 0;
            HolderEnd = 0;
            Shift? known = Roster == null ? null : Roster.ShiftOf(held);
            if (known != null)
            {
                HolderStart = known.Start;
                HolderEnd = known.End;
            }

            _releasedHolds = new string[0];
            ReleasedBy = "";
            PairStaff = "";
        }

        private void ClearHolder()
        {
            Hold("", "", 0);
            LadderStep = 0;
        }

        private Presence Enter(string staff, string? shift, long ticks, uint boot, long ms)
        {
            Presence? person = _people.Find(staff);
            if (person == null)
            {
                person = new Presence();
                person.Staff = staff;
                _people.Add(person, Holder);
            }

            SetShift(person, shift == null ? "" : shift);
            person.In = true;
            person.Away = false;
            person.Relieved = false;
            person.RelievedLate = false;
            person.InTicks = ticks;
            person.InBoot = boot;
            person.InMs = ms;
            return person;
        }

        private void Leave(string staff)
        {
            Presence? person = _people.Find(staff);
            if (person != null)
            {
                person.In = false;
                person.Away = false;
            }
        }

        private void SetAway(string staff, bool away, Record record)
        {
            Presence? person = _people.Find(staff);
            if (person != null)
            {
                person.Away = away;
                person.AwayTicks = record.Ticks;
                person.AwayBoot = record.Boot;
                person.AwayMs = record.AtMs;
            }
        }

        private void SetShift(Presence person, string shift)
        {
            Shift? known = Roster == null || shift.Length == 0 ? null : Roster.ShiftOf(shift);
            if (known != null)
            {
                person.ShiftStart = known.Start;
                person.ShiftEnd = known.End;
            }
            else if (person.Shift != shift)
            {
                person.ShiftStart = 0;
                person.ShiftEnd = 0;
            }

            person.Shift = shift;
        }

        private void AddReleased(string hold)
        {
            if (IsReleased(hold) || _releasedHolds.Length == MaxReleased)
            {
                return;
            }

            string[] more = new string[_releasedHolds.Length + 1];
            System.Array.Copy(_releasedHolds, 0, more, 0, _releasedHolds.Length);
            more[_releasedHolds.Length] = hold;
            _releasedHolds = more;
        }

        private static bool Contains(PresentEntry[]? all, string one)
        {
            for (int i = 0; all != null && i < all.Length; i++)
            {
                if (all[i].Staff == one)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
