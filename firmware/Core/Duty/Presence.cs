using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Duty
{
    /// <summary>One person who is in, or was in during a shift that is not long over.</summary>
    public sealed class Presence
    {
        // Two lengths, two times of five bytes, the flags, and twice a start of up to five bytes, ticks and a time of six.
        private const int FixedBytes = 2 + 10 + 1 + (2 * 17);

        /// <summary>The person.</summary>
        public string Staff { get; set; } = "";

        /// <summary>The shift that the person came for; empty: none.</summary>
        public string Shift { get; set; } = "";

        /// <summary>Unix seconds of that shift's start; 0: unknown.</summary>
        public long ShiftStart { get; set; }

        /// <summary>Unix seconds of that shift's end; 0: unknown.</summary>
        public long ShiftEnd { get; set; }

        /// <summary>Whether the person is in now.</summary>
        public bool In { get; set; }

        /// <summary>When the person came in: ticks of <see cref="InBoot"/>.</summary>
        public long InTicks { get; set; }

        /// <summary>The start of the terminal that <see cref="InTicks"/> counts from; 0: before the oldest start that is remembered.</summary>
        public uint InBoot { get; set; }

        /// <summary>When the person came in, Unix milliseconds; 0: unknown.</summary>
        public long InMs { get; set; }

        /// <summary>Whether the person has stepped away.</summary>
        public bool Away { get; set; }

        /// <summary>When the person stepped away: ticks of <see cref="AwayBoot"/>.</summary>
        public long AwayTicks { get; set; }

        /// <summary>The start that <see cref="AwayTicks"/> counts from.</summary>
        public uint AwayBoot { get; set; }

        /// <summary>When the person stepped away, Unix milliseconds; 0: unknown.</summary>
        public long AwayMs { get; set; }

        /// <summary>Whether the person's shift was handed over.</summary>
        public bool Relieved { get; set; }

        /// <summary>Whether that was after the end of the shift, so that the person had to stay over.</summary>
        public bool RelievedLate { get; set; }

        /// <summary>The most bytes that <see cref="Snapshot"/> writes, whatever times the person comes and goes at.</summary>
        public int MostBytes
        {
            get { return Staff.Length + Shift.Length + FixedBytes; }
        }

        /// <summary>A copy, to look ahead with.</summary>
        public Presence Copy()
        {
            return (Presence)MemberwiseClone();
        }

        /// <summary>Whether the person's shift ended at least <paramref name="lapseSeconds"/> ago; without a shift his coming counts as its end.</summary>
        public bool IsOver(long seconds, long lapseSeconds)
        {
            long end = ShiftEnd != 0 ? ShiftEnd : InMs / 1000;
            return end != 0 && seconds - end >= lapseSeconds;
        }

        /// <summary>Reads what <see cref="Snapshot"/> wrote.</summary>
        public void Restore(ByteReader reader)
        {
            Staff = reader.Text();
            Shift = reader.Text();
            ShiftStart = reader.Varint();
            ShiftEnd = reader.Varint();
            int flags = reader.Byte();
            In = (flags & 1) != 0;
            Away = (flags & 2) != 0;
            Relieved = (flags & 4) != 0;
            RelievedLate = (flags & 8) != 0;
            InBoot = (uint)reader.Varint();
            InTicks = reader.Varint();
            InMs = reader.Varint();
            if (Away)
            {
                AwayBoot = (uint)reader.Varint();
                AwayTicks = reader.Varint();
                AwayMs = reader.Varint();
            }
        }

        /// <summary>Writes the person.</summary>
        public void Snapshot(ByteBuffer to)
        {
            to.Text(Staff);
            to.Text(Shift);
            to.Varint(ShiftStart);
            to.Varint(ShiftEnd);
            to.Byte((In ? 1 : 0) | (Away ? 2 : 0) | (Relieved ? 4 : 0) | (RelievedLate ? 8 : 0));
            to.Varint(InBoot);
            to.Varint(InTicks);
            to.Varint(InMs);
            if (Away)
            {
                to.Varint(AwayBoot);
                to.Varint(AwayTicks);
                to.Varint(AwayMs);
            }
        }
    }
}
