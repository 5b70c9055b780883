using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// The head of a segment: everything that is needed to go on from it without the segments before it, so that those can go.
    /// Its bytes are described in JOURNAL.md.
    /// </summary>
    public sealed class SegmentHeader
    {
        private const uint Magic = 0x444B4A31; // "DKJ1"

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

        /// <summary>The duty state before the first record.</summary>
        public byte[] State { get; set; } = new byte[0];

        /// <summary>Writes the header.</summary>
        public void Write(ByteBuffer to)
        {
            ByteBuffer body = new ByteBuffer(64 + State.Length);
            body.UInt32(Epoch);
            body.UInt32(FirstSeq);
            body.UInt32(Boot);
            body.Raw(PreviousMac, 0, RecordJson.MacBytes);
            body.Zigzag(BaseTicks);
            body.Zigzag(BaseOffsetMs);
            body.Varint(NewestKnownMs);
            body.Varint(State.Length);
            body.Raw(State, 0, State.Length);
            to.UInt32(Magic);
            to.Byte(body.Length >> 8);
            to.Byte(body.Length & 0xFF);
            to.UInt32(Crc32.Of(body.Bytes, 0, body.Length));
            to.Raw(body.Bytes, 0, body.Length);
        }

        /// <summary>Reads the header at the front of a segment; null when it is not whole. The reader stands behind it afterwards.</summary>
        public static SegmentHeader? Read(byte[] segment, int length, out int end)
        {
            end = 0;
            ByteReader reader = new ByteReader(segment, 0, length);
            if (reader.UInt32() != Magic)
            {
                return null;
            }

            int bodyLength = (reader.Byte() << 8) | reader.Byte();
            uint crc = reader.UInt32();
            int start = reader.Position;
            if (reader.Failed || start + bodyLength > length || Crc32.Of(segment, start, bodyLength) != crc)
            {
                return null;
            }

            SegmentHeader header = new SegmentHeader();
            header.Epoch = reader.UInt32();
            header.FirstSeq = reader.UInt32();
            header.Boot = reader.UInt32();
            header.PreviousMac = reader.Raw(RecordJson.MacBytes);
            header.BaseTicks = reader.Zigzag();
            header.BaseOffsetMs = reader.Zigzag();
            header.NewestKnownMs = reader.Varint();
            header.State = reader.Raw((int)reader.Varint());
            end = start + bodyLength;
            return reader.Failed ? null : header;
        }
    }
}
