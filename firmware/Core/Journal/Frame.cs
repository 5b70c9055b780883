using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// All records of one decision, written and recovered together: two bytes of length, a CRC-32, the low byte of the first record's
    /// number, then each record with its length before it. Ticks and times are relative to the segment's header, never to the record
    /// before, so that damage stays where it is.
    /// </summary>
    public static class Frame
    {
        /// <summary>The bytes before the body.</summary>
        public const int HeadBytes = 6;

        /// <summary>Writes a frame.</summary>
        public static void Write(ByteBuffer to, Record[] records, int count, SegmentHeader header)
        {
            ByteBuffer body = new ByteBuffer(96);
            ByteBuffer one = new ByteBuffer(64);
            body.Byte((int)(records[0].Seq & 0xFF));
            for (int i = 0; i < count; i++)
            {
                one.Clear();
                WriteRecord(one, records[i], header);
                body.Varint(one.Length);
                body.Raw(one.Bytes, 0, one.Length);
            }

            to.Byte(body.Length >> 8);
            to.Byte(body.Length & 0xFF);
            to.UInt32(Crc32.Of(body.Bytes, 0, body.Length));
            to.Raw(body.Bytes, 0, body.Length);
        }

        /// <summary>
        /// The length of the body of the frame at <paramref name="offset"/>, or 0 when there is no whole frame whose first record is
        /// number <paramref name="seq"/>.
        /// </summary>
        public static int BodyLength(byte[] segment, int length, int offset, uint seq)
        {
            if (offset + HeadBytes + 1 > length)
            {
                return 0;
            }

            ByteReader reader = new ByteReader(segment, offset, length);
            int bodyLength = (reader.Byte() << 8) | reader.Byte();
            uint crc = reader.UInt32();
            int start = offset + HeadBytes;
            if (bodyLength < 2 || start + bodyLength > length || segment[start] != (byte)(seq & 0xFF))
            {
                return 0;
            }

            return Crc32.Of(segment, start, bodyLength) == crc ? bodyLength : 0;
        }

        /// <summary>
        /// Reads the record at the reader. The caller knows its number and the start it belongs to; a record of a start carries its own.
        /// Null when the bytes make no record of this version.
        /// </summary>
        public static Record? ReadRecord(ByteReader reader, SegmentHeader header, uint seq, uint boot)
        {
            int end = (int)reader.Varint();
            end += reader.Position;
            int type = reader.Byte();
            if (reader.Failed || type < 1 || type > RecordNames.TypeCount)
            {
                return null;
            }

            Record record = new Record((RecordType)type);
            record.Seq = seq;
            record.Boot = boot;
            record.Clock = (ClockQuality)reader.Byte();
            if (record.Clock == ClockQuality.Held)
            {
                record.HeldSeconds = (int)reader.Varint();
            }

            record.Ticks = reader.Zigzag() + header.BaseTicks;
            if (record.Clock != ClockQuality.Unset)
            {
                record.AtMs = reader.Zigzag() + header.BaseOffsetMs + record.Ticks;
            }

            if (record.Type == RecordType.Started)
            {
                record.Boot = (uint)reader.Varint();
            }

            int count = end - reader.Position;
            if (reader.Failed || count < 0)
            {
                return null;
            }

            byte[] members = reader.Raw(count);
            record.Members.Raw(members, 0, count);
            return reader.Failed ? null : record;
        }

        private static void WriteRecord(ByteBuffer to, Record record, SegmentHeader header)
        {
            to.Byte((int)record.Type);
            to.Byte((int)record.Clock);
            if (record.Clock == ClockQuality.Held)
            {
                to.Varint(record.HeldSeconds);
            }

            to.Zigzag(record.Ticks - header.BaseTicks);
            if (record.Clock != ClockQuality.Unset)
            {
                to.Zigzag(record.AtMs - record.Ticks - header.BaseOffsetMs);
            }

            if (record.Type == RecordType.Started)
            {
                to.Varint(record.Boot);
            }

            to.Raw(record.Members.Bytes, 0, record.Members.Length);
        }
    }
}
