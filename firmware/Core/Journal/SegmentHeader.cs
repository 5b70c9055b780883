using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// What is needed to read the records of a segment without the segments before it, so that those can go. Its bytes are described in JOURNAL.md.
    /// </summary>
    public sealed class SegmentHeader
    {
        // The format of the journal. It is not the firmware's version.
        private const int Format = 3;

        /// <summary>Drawn when the journal was created.</summary>
        public uint Epoch { get; set; }

        /// <summary>The number of the first record in the segment.</summary>
        public uint FirstSeq { get; set; }

        /// <summary>The start of the terminal when the segment was begun.</summary>
        public uint Boot { get; set; }

        /// <summary>The signature of the record before the first.</summary>
        public byte[] PreviousMac { get; set; } = new byte[RecordJson.MacBytes];

        /// <summary>Ticks are kept relative to this.</summary>
        public long BaseTicks { get; set; }

        /// <summary>Time minus ticks is kept relative to this, in milliseconds.</summary>
        public long BaseOffsetMs { get; set; }

        /// <summary>The newest time taken with a set clock before the segment, Unix milliseconds; 0: none.</summary>
        public long NewestKnownMs { get; set; }

        /// <summary>Writes the header as a chunk.</summary>
        public void Write(ByteBuffer to)
        {
            ByteBuffer body = new ByteBuffer(64);
            body.Byte(Format);
            body.UInt32(Epoch);
            body.UInt32(FirstSeq);
            body.Varint(Boot);
            body.Raw(PreviousMac, 0, RecordJson.MacBytes);
            body.Zigzag(BaseTicks);
            body.Zigzag(BaseOffsetMs);
            body.Varint(NewestKnownMs);
            Chunk.Write(to, Chunk.Header, body);
        }

        /// <summary>Whether bytes begin with a whole header of another format than this firmware's.</summary>
        public static bool IsForeign(byte[] segment, int length)
        {
            int end;
            ByteReader? reader = Chunk.Read(segment, length, 0, Chunk.Header, out end);
            return reader != null && reader.Byte() != Format;
        }

        /// <summary>Reads the header in the chunk at <paramref name="offset"/>; null when there is none of this format.</summary>
        public static SegmentHeader? Read(byte[] segment, int length, int offset, out int end)
        {
            ByteReader? reader = Chunk.Read(segment, length, offset, Chunk.Header, out end);
            if (reader == null || reader.Byte() != Format)
            {
                return null;
            }

            SegmentHeader header = new SegmentHeader();
            header.Epoch = reader.UInt32();
            header.FirstSeq = reader.UInt32();
            header.Boot = (uint)reader.Varint();
            header.PreviousMac = reader.Raw(RecordJson.MacBytes);
            header.BaseTicks = reader.Zigzag();
            header.BaseOffsetMs = reader.Zigzag();
            header.NewestKnownMs = reader.Varint();
            return reader.Failed ? null : header;
        }
    }
}
