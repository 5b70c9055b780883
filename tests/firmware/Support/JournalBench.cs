using System.Text;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Firmware.Tests.Support
{
    /// <summary>A journal on a fake flash, as often restarted as a test likes.</summary>
    public class JournalBench
    {
        private const uint Epoch = 0x5F0C9A1E;

        private readonly int _segments;
        private long _ticks;

        /// <summary>A journal of so many segments.</summary>
        public JournalBench(int segments)
        {
            _segments = segments;
            Flash = new FakeFlash();
            Start();
        }

        /// <summary>The flash.</summary>
        public FakeFlash Flash { get; private set; }

        /// <summary>The journal since the last start.</summary>
        public FlashJournal Journal { get; private set; } = null!;

        /// <summary>The state since the last start.</summary>
        public CountingState State { get; private set; } = null!;

        /// <summary>Starts again on the same flash.</summary>
        public void Start()
        {
            Flash.Revive();
            Journal = new FlashJournal(Flash, _segments, "T1", new byte[32], new FakeSigner());
            State = new CountingState();
            Journal.Open(Epoch, State);
        }

        /// <summary>Takes a decision of so many records down; false: it could not be kept.</summary>
        public bool Append(int records)
        {
            _ticks += 1000;
            Record[] decision = new Record[records];
            for (int i = 0; i < records; i++)
            {
                decision[i] = new Record(RecordType.ClockIn);
                decision[i].Ticks = _ticks;
                decision[i].Clock = ClockQuality.Set;
                decision[i].AtMs = 1772366400000 + _ticks;
                decision[i].Add(Member.Staff, "S01").AddBadge(new byte[8]).Add(Member.Shift, "N1").AddWord(Member.Arrival, Words.OnTime).Add(Member.Minutes, -3);
            }

            if (!Journal.Append(decision, records, 1, State))
            {
                return false;
            }

            for (int i = 0; i < records; i++)
            {
                State.Apply(decision[i]);
            }

            return true;
        }

        /// <summary>The line of a record as it is sent; empty: flash does not have it.</summary>
        public string Line(uint seq)
        {
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            uint found = new JournalCursor(Journal, seq).Next(line);
            return found == seq ? Encoding.UTF8.GetString(line.Bytes, 0, line.Length) : "";
        }

        /// <summary>What of a record its signature does not change; empty: flash does not have it.</summary>
        public string Body(uint seq)
        {
            string line = Line(seq);
            return line.Length == 0 ? "" : line.Substring(0, line.IndexOf(",\"mac\""));
        }

        /// <summary>What a check of the whole journal finds lost.</summary>
        public LostRange[] Lost()
        {
            JournalCheck check = new JournalCheck(Journal);
            bool done = check.Step();
            while (!done)
            {
                done = check.Step();
            }

            return check.TakeFound();
        }

        /// <summary>How many records a walk from this one on finds, each numbered one more than the one before; -1: there is a gap.</summary>
        public int CountFrom(uint seq)
        {
            JournalCursor cursor = new JournalCursor(Journal, seq);
            ByteBuffer line = new ByteBuffer(RecordJson.MaxBytes);
            int count = 0;
            uint next = cursor.Next(line);
            while (next != 0)
            {
                if (next != seq + (uint)count)
                {
                    return -1;
                }

                count++;
                next = cursor.Next(line);
            }

            return count;
        }
    }
}
