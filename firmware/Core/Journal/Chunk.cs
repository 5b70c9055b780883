using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// What a segment is made of: a varint with the length of the body, the CRC-32 of the body plus the kind of the chunk, the body. A chunk that was damaged
    /// is passed over, so that it costs nothing but itself.
    /// </summary>
    public static class Chunk
    {
        /// <summary>The kind of a chunk that holds a segment's header; it stands twice in each segment, as no record can be read without it.</summary>
        public const int Header = 1;

        /// <summary>The kind of the chunk that holds the duty state before the segment's first record.</summary>
        public const int State = 2;

        /// <summary>The kind of a chunk that holds the records of one decision.</summary>
        public const int Decision = 3;

        private const int CrcBytes = 4;

        /// <summary>Writes a chunk.</summary>
        public static void Write(ByteBuffer to, int kind, ByteBuffer body)
        {
            to.Varint(body.Length);
            to.UInt32(Crc32.Of(body.Bytes, 0, body.Length) + (uint)kind);
            to.Raw(body.Bytes, 0, body.Length);
        }

        /// <summary>A reader over the body of the chunk at <paramref name="offset"/>; null when there is no whole chunk of this kind.</summary>
        public static ByteReader? Read(byte[] bytes, int length, int offset, int kind, out int end)
        {
            end = EndOf(bytes, length, offset);
            if (end == 0)
            {
                return null;
            }

            ByteReader reader = new ByteReader(bytes, offset, end);
            int bodyLength = (int)reader.Varint();
            uint crc = reader.UInt32();
            return Crc32.Of(bytes, reader.Position, bodyLength) + (uint)kind == crc ? reader : null;
        }

        /// <summary>Where the chunk at <paramref name="offset"/> ends by its own length; 0 when that is behind the end of the bytes, as a torn write leaves it.</summary>
        public static int EndOf(byte[] bytes, int length, int offset)
        {
            ByteReader reader = new ByteReader(bytes, offset, length);
            long bodyLength = reader.Varint();
            reader.UInt32();
            return reader.Failed || bodyLength == 0 || bodyLength > length - reader.Position ? 0 : reader.Position + (int)bodyLength;
        }

        /// <summary>
        /// The offset of the next whole chunk of a kind, or -1. Where the length of a damaged chunk was spared the next one is found at once,
        /// otherwise byte by byte.
        /// </summary>
        public static int Find(byte[] bytes, int length, int offset, int kind)
        {
            int end;
            int behind = EndOf(bytes, length, offset);
            if (behind != 0 && Read(bytes, length, behind, kind, out end) != null)
            {
                return behind;
            }

            for (int at = offset; at < length; at++)
            {
                if (Read(bytes, length, at, kind, out end) != null)
                {
                    return at;
                }
            }

            return -1;
        }
    }
}
