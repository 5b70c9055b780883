namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// Reads what <see cref="ByteBuffer"/> wrote. Reading past the end sets <see cref="Failed"/> and gives zeros, so that damaged
    /// bytes are found by one test at the end instead of by an exception on the way.
    /// </summary>
    public sealed class ByteReader
    {
        private readonly byte[] _bytes;
        private readonly int _end;

        /// <summary>Reads from <paramref name="offset"/> up to, not including, <paramref name="end"/>.</summary>
        public ByteReader(byte[] bytes, int offset, int end)
        {
            _bytes = bytes;
            Position = offset;
            _end = end;
        }

        /// <summary>Where the next byte is read.</summary>
        public int Position { get; private set; }

        /// <summary>Copies what was read since a position.</summary>
        public void CopySince(int position, ByteBuffer to)
        {
            to.Raw(_bytes, position, Position - position);
        }

        /// <summary>How many bytes are left.</summary>
        public int Left
        {
            get { return _end - Position; }
        }

        /// <summary>True once something was asked for that is not there.</summary>
        public bool Failed { get; private set; }

        /// <summary>True when everything was read.</summary>
        public bool AtEnd
        {
            get { return Position >= _end; }
        }

        /// <summary>Reads one byte.</summary>
        public int Byte()
        {
            if (Position >= _end)
            {
                Failed = true;
                return 0;
            }

            return _bytes[Position++];
        }

        /// <summary>Reads an unsigned 32-bit number.</summary>
        public uint UInt32()
        {
            uint value = 0;
            for (int i = 0; i < 4; i++)
            {
                value = (value << 8) | (uint)Byte();
            }

            return value;
        }

        /// <summary>Reads a varint.</summary>
        public long Varint()
        {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7)
            {
                int next = Byte();
                value |= (long)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }

            Failed = true;
            return 0;
        }

        /// <summary>Reads a zigzag varint.</summary>
        public long Zigzag()
        {
            long value = Varint();
            return (value & 1) == 0 ? value >> 1 : -(value >> 1) - 1;
        }

        /// <summary>Reads a string with its length before it.</summary>
        public string Text()
        {
            int length = Byte();
            if (length > Left)
            {
                Failed = true;
                return "";
            }

            char[] chars = new char[length];
            for (int i = 0; i < length; i++)
            {
                chars[i] = (char)_bytes[Position++];
            }

            return new string(chars);
        }

        /// <summary>Reads some bytes.</summary>
        public byte[] Raw(int count)
        {
            if (count < 0 || count > Left)
            {
                Failed = true;
                return new byte[0];
            }

            byte[] copy = new byte[count];
            System.Array.Copy(_bytes, Position, copy, 0, count);
            Position += count;
            return copy;
        }

        /// <summary>Passes over some bytes.</summary>
        public void Skip(int count)
        {
            if (count < 0 || count > Left)
            {
                Failed = true;
                return;
            }

            Position += count;
        }
    }
}
