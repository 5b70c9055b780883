using System;

namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// Which members each type may have, in the order of the wire. On flash a record has a mask over this list in front of its members instead of a tag before each of
    /// them: a tenth of the journal. Lists are never changed but at their end, as the masks stand on flash.
    /// </summary>
    public static class RecordShape
    {
        // In the order of RecordType; index 0 is no type.
        private static readonly byte[][] Shapes = new byte[][]
        {
            new byte[0],
            new byte[] { (byte)Member.Staff, (byte)Member.Badge, (byte)Member.Shift, (byte)Member.Arrival, (byte)Member.Minutes, (byte)Member.Holder, (byte)Member.CrossPost },
            new byte[] { (byte)Member.Staff, (byte)Member.Badge, (byte)Member.Shift, (byte)Member.Leaving, (byte)Member.Minutes, (byte)Member.Holder },
            new byte[] { (byte)Member.Staff, (byte)Member.From, (byte)Member.To },
            new byte[] { (byte)Member.Staff, (byte)Member.Side, (byte)Member.Shift },
            new byte[] { (byte)Member.Staff, (byte)Member.Side, (byte)Member.Shift },
            new byte[]
            {
                (byte)Member.Outgoing, (byte)Member.Incoming, (byte)Member.OutgoingAt, (byte)Member.IncomingAt, (byte)Member.From, (byte)Member.To,
                (byte)Member.LatenessSeconds, (byte)Member.Hasty, (byte)Member.Absent, (byte)Member.ReleasedBy, (byte)Member.Roster, (byte)Member.Policy,
                (byte)Member.Sheet, (byte)Member.SheetStale,
            },
            new byte[] { (byte)Member.Staff, (byte)Member.Badge, (byte)Member.Reason, (byte)Member.Hold, (byte)Member.Count },
            new byte[] { (byte)Member.Staff, (byte)Member.Badge, (byte)Member.Reason, (byte)Member.Hold, (byte)Member.Count },
            new byte[] { (byte)Member.Shift, (byte)Member.Step, (byte)Member.Minutes },
            new byte[] { (byte)Member.Shift, (byte)Member.Step, (byte)Member.Minutes },
            new byte[] { (byte)Member.Staff, (byte)Member.Seconds },
            new byte[] { (byte)Member.Staff, (byte)Member.Seconds, (byte)Member.Over },
            new byte[] { (byte)Member.Staff, (byte)Member.Seconds, (byte)Member.Over },
            new byte[] { (byte)Member.Check, (byte)Member.Staff, (byte)Member.Seconds },
            new byte[] { (byte)Member.Check, (byte)Member.Staff, (byte)Member.Seconds },
            new byte[] { (byte)Member.Check, (byte)Member.Staff, (byte)Member.Seconds },
            new byte[] { (byte)Member.Hold, (byte)Member.Staff },
            new byte[] { (byte)Member.Hold, (byte)Member.Staff },
            new byte[] { (byte)Member.Roster, (byte)Member.Policy, (byte)Member.StaffCount, (byte)Member.ShiftCount },
            new byte[] { (byte)Member.Roster, (byte)Member.Policy, (byte)Member.StaffCount, (byte)Member.ShiftCount },
            new byte[] { (byte)Member.Cause, (byte)Member.Detail, (byte)Member.Firmware },
            new byte[] { (byte)Member.Was, (byte)Member.StepSeconds },
            new byte[] { (byte)Member.Detail, (byte)Member.Seconds },
            new byte[] { (byte)Member.Detail, (byte)Member.Seconds },
            new byte[] { (byte)Member.Percent, (byte)Member.FromSeq, (byte)Member.ToSeq },
            new byte[] { (byte)Member.Percent, (byte)Member.FromSeq, (byte)Member.ToSeq },
        };

        /// <summary>Writes the mask and the members of a record without their tags.</summary>
        /// <exception cref="InvalidOperationException">The record has a member that its type has not, or in another order: the list above lacks it.</exception>
        public static void Pack(Record record, ByteBuffer to)
        {
            byte[] shape = Shapes[(int)record.Type];
            ByteReader tags = new ByteReader(record.Members.Bytes, 0, record.Members.Length);
            long mask = 0;
            int next = 0;
            while (!tags.AtEnd)
            {
                int tag = tags.Byte();
                while (next < shape.Length && shape[next] != tag)
                {
                    next++;
                }

                if (next == shape.Length || !Record.SkipValue(tags, tag))
                {
                    throw new InvalidOperationException("RecordShape lacks a member of " + RecordNames.Of(record.Type));
                }

                mask |= 1L << next++;
            }

            to.Varint(mask);
            ByteReader values = new ByteReader(record.Members.Bytes, 0, record.Members.Length);
            while (!values.AtEnd)
            {
                int tag = values.Byte();
                int from = values.Position;
                Record.SkipValue(values, tag);
                values.CopySince(from, to);
            }
        }

        /// <summary>Gives a record the members that <see cref="Pack"/> wrote, from the reader up to <paramref name="end"/>; false: these bytes are none.</summary>
        public static bool Unpack(Record record, ByteReader reader, int end)
        {
            byte[] shape = Shapes[(int)record.Type];
            long mask = reader.Varint();
            if (reader.Failed || mask >= 1L << shape.Length)
            {
                return false;
            }

            for (int i = 0; i < shape.Length; i++)
            {
                if ((mask & (1L << i)) == 0)
                {
                    continue;
                }

                int from = reader.Position;
                if (!Record.SkipValue(reader, shape[i]) || reader.Position > end)
                {
                    return false;
                }

                record.Members.Byte(shape[i]);
                reader.CopySince(from, record.Members);
                if (RecordNames.KindOf((Member)shape[i]) == MemberKind.Word && record.Members.Bytes[record.Members.Length - 1] >= Words.Count)
                {
                    // A word of a later version.
                    return false;
                }
            }

            return reader.Position == end;
        }
    }
}
