using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// The records of one decision, written and recovered together: how many numbers the first one is behind the segment's first, then each record. Ticks and
    /// times are relative to the segment's header, never to the record before, so that damage stays where it is.
    /// </summary>
    public static class Frame
    {
        // The first byte of a record is its type, and says what follows it.
        private const int TypeMask = 0x3F;
        private const int ClockNotSet = 0x40;
        private const int MoreBehind = 0x80;

        /// <summary>Writes a frame as a chunk.</summary>
        public static void Write(ByteBuffer to, Record[] records, int count, SegmentHeader header)
        {
            ByteBuffer body = new ByteBuffer(96);
            ByteBuffer one = new ByteBuffer(64);
            body.Varint(records[0].Seq - header.FirstSeq);
            for (int i = 0; i < count; i++)
            {
                one.Clear();
                WriteRecord(one, records[i], header);
                bool more = i < count - 1;
                body.Byte((int)records[i].Type | (records[i].Clock == ClockQuality.Set ? 0 : ClockNotSet) | (more ? MoreBehind : 0));
                if (more)
                {
                    // The last record ends with the frame.
                    body.Varint(one.Length);
                }

                body.Raw(one.Bytes, 0, one.Length);
            }

            Chunk.Write(to, Chunk.Decision, body);
        }

        /// <summary>
        /// Reads the record at the reader, which ends with the frame. The caller knows its number and the start it belongs to; a record of a start carries its
        /// own. Null when the bytes make no record of this version.
        /// </summary>
        public static Record? ReadRecord(ByteReader reader, SegmentHeader header, uint seq, uint boot)
        {
            int first = reader.Byte();
            int type = first & TypeMask;
            int count = (first & MoreBehind) != 0 ? (int)reader.Varint() : reader.Left;
            int end = reader.Position + count;
            if (reader.Failed || count > reader.Left || type < 1 || type > RecordNames.TypeCount)
            {
                return null;
            }

            Record record = new Record((RecordType)type);
            record.Seq = seq;
            record.Boot = boot;
            record.Clock = (first & ClockNotSet) == 0 ? ClockQuality.Set : (ClockQuality)reader.Byte();
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

            return !reader.Failed && RecordShape.Unpack(record, reader, end) ? record : null;
        }

        private static void WriteRecord(ByteBuffer to, Record record, SegmentHeader header)
        {
            if (record.Clock != ClockQuality.Set)
            {
                to.Byte((int)record.Clock);
            }

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

            RecordShape.Pack(record, to);
        }
    }
}
