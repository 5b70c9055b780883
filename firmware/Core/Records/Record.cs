namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// One journal entry, which is one event: the common members as fields, those of its type as the compact bytes that stand on flash.
    /// A decision makes it without a number; the journal gives it <see cref="Seq"/> and <see cref="Boot"/>.
    /// </summary>
    public sealed class Record
    {
        private readonly ByteBuffer _members;

        /// <summary>A new record of a type, with no members yet.</summary>
        public Record(RecordType type)
        {
            Type = type;
            _members = new ByteBuffer(48);
        }

        /// <summary>What happened.</summary>
        public RecordType Type { get; private set; }

        /// <summary>Its number in the epoch, from 1; 0 while it is not in the journal.</summary>
        public uint Seq { get; set; }

        /// <summary>The start of the terminal that it belongs to, from 1.</summary>
        public uint Boot { get; set; }

        /// <summary>Milliseconds since that start.</summary>
        public long Ticks { get; set; }

        /// <summary>Unix milliseconds; meaningless while <see cref="Clock"/> is unset.</summary>
        public long AtMs { get; set; }

        /// <summary>The quality of <see cref="AtMs"/>.</summary>
        public Clock.ClockQuality Clock { get; set; }

        /// <summary>Seconds since the last synchronisation, when the clock is held.</summary>
        public int HeldSeconds { get; set; }

        /// <summary>The encoded members.</summary>
        public ByteBuffer Members
        {
            get { return _members; }
        }

        /// <summary>Adds a string; null and empty ones are left out.</summary>
        public Record Add(Member member, string? text)
        {
            if (text != null && text.Length > 0)
            {
                _members.Byte((int)member);
                _members.Text(text);
            }

            return this;
        }

        /// <summary>Adds a number, or a time; <see cref="AtMs"/> must be known by then, as times stand relative to it.</summary>
        public Record Add(Member member, long number)
        {
            _members.Byte((int)member);
            _members.Zigzag(RecordNames.KindOf(member) == MemberKind.Time ? number - AtMs : number);
            return this;
        }

        /// <summary>Adds a word of <see cref="Words"/>; 0 is left out.</summary>
        public Record AddWord(Member member, int word)
        {
            if (word != 0)
            {
                _members.Byte((int)member);
                _members.Byte(word);
            }

            return this;
        }

        /// <summary>Adds the flag when it is true.</summary>
        public Record AddFlag(Member member, bool flag)
        {
            if (flag)
            {
                _members.Byte((int)member);
            }

            return this;
        }

        /// <summary>Adds the eight bytes of a badge; null is left out.</summary>
        public Record AddBadge(byte[]? badge)
        {
            if (badge != null)
            {
                _members.Byte((int)Member.Badge);
                _members.Raw(badge, 0, 8);
            }

            return this;
        }

        /// <summary>The string of a member, or null where the record has none.</summary>
        public string? Text(Member member)
        {
            ByteReader? reader = Find(member);
            return reader == null ? null : reader.Text();
        }

        /// <summary>The number (or time, or word) of a member, or <paramref name="otherwise"/> where the record has none.</summary>
        public long Number(Member member, long otherwise)
        {
            ByteReader? reader = Find(member);
            if (reader == null)
            {
                return otherwise;
            }

            switch (RecordNames.KindOf(member))
            {
                case MemberKind.Word:
                    return reader.Byte();
                case MemberKind.Time:
                    return reader.Zigzag() + AtMs;
                default:
                    return reader.Zigzag();
            }
        }

        /// <summary>True when the record has the member.</summary>
        public bool Has(Member member)
        {
            return Find(member) != null;
        }

        private ByteReader? Find(Member wanted)
        {
            ByteReader reader = new ByteReader(_members.Bytes, 0, _members.Length);
            while (!reader.AtEnd && !reader.Failed)
            {
                int tag = reader.Byte();
                if (tag == (int)wanted)
                {
                    return reader;
                }

                if (!SkipValue(reader, tag))
                {
                    return null;
                }
            }

            return null;
        }

        /// <summary>Passes over the value of a member; false for a tag that no version up to this one knows.</summary>
        public static bool SkipValue(ByteReader reader, int tag)
        {
            if (tag < 1 || tag > RecordNames.MemberCount)
            {
                return false;
            }

            switch (RecordNames.KindOf((Member)tag))
            {
                case MemberKind.Text:
                    reader.Skip(reader.Byte());
                    break;
                case MemberKind.Badge:
                    reader.Skip(8);
                    break;
                case MemberKind.Word:
                    reader.Skip(1);
                    break;
                case MemberKind.Flag:
                    break;
                default:
                    reader.Varint();
                    break;
            }

            return !reader.Failed;
        }
    }
}
