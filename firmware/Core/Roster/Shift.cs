namespace DutyKiosk.Core.Roster
{
    /// <summary>One shift of this post, [start, end), and what each person is in it.</summary>
    public sealed class Shift
    {
        private readonly string[] _people;
        private readonly byte[] _parts;

        internal Shift(string id, long start, long end, string[] people, byte[] parts)
        {
            Id = id;
            Start = start;
            End = end;
            _people = people;
            _parts = parts;
        }

        /// <summary>Its id.</summary>
        public string Id { get; private set; }

        /// <summary>Unix seconds; the first second of the shift.</summary>
        public long Start { get; private set; }

        /// <summary>Unix seconds; the first second after the shift.</summary>
        public long End { get; private set; }

        /// <summary>True while the shift runs.</summary>
        public bool Covers(long seconds)
        {
            return Start <= seconds && seconds < End;
        }

        /// <summary>True for its leader, a deputy named for it, an approved substitute.</summary>
        public bool Entitles(string staff)
        {
            return (PartOf(staff) & (ShiftPart.Leader | ShiftPart.Deputy)) != 0;
        }

        /// <summary>True for everyone who is on it.</summary>
        public bool Has(string staff)
        {
            return (PartOf(staff) & (ShiftPart.Leader | ShiftPart.Deputy | ShiftPart.Crew)) != 0;
        }

        /// <summary>True for its leader.</summary>
        public bool IsLedBy(string staff)
        {
            return (PartOf(staff) & ShiftPart.Leader) != 0;
        }

        /// <summary>True when working this shift straight after the one before it is approved for the person.</summary>
        public bool ApprovesDoubleOf(string staff)
        {
            return (PartOf(staff) & ShiftPart.Double) != 0;
        }

        private int PartOf(string staff)
        {
            int part = 0;
            for (int i = 0; i < _people.Length; i++)
            {
                if (_people[i] == staff)
                {
                    part |= _parts[i];
                }
            }

            return part;
        }
    }

    /// <summary>What a person is in a shift; bits, as they stand on flash.</summary>
    public static class ShiftPart
    {
        /// <summary>The leader.</summary>
        public const int Leader = 1;

        /// <summary>A deputy named for the shift, or an approved substitute.</summary>
        public const int Deputy = 2;

        /// <summary>One of the crew.</summary>
        public const int Crew = 4;

        /// <summary>The double shift is approved.</summary>
        public const int Double = 8;
    }
}
