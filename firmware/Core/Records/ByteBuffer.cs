namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// A byte array that is written from the front and grows when it must. Everything on flash and on the wire is built in one, so that
    /// a tap makes few objects.
    /// </summary>
    public sealed class ByteBuffer
    {
        private byte[] _bytes;

        /// <summary>Makes an empty buffer.</summary>
        public ByteBuffer(int capacity)
        {
            _bytes = new byte[capacity];
        }

        /// <summary>How many bytes are written.</summary>
        public int Length { get; private set; }

        /// <summary>The array behind it; only the first <see cref="Length"/> bytes count.</summary>
        public byte[] Bytes
        {
            get { return _bytes; }
        }

        /// <summary>Forgets what was written.</summary>
        public void Clear()
        {
            Length = 0;
        }

        /// <summary>Writes one byte.</summary>
        public void Byte(int value)
        {
            Room(1);
            _bytes[Length++] = (byte)value;
        }

        /// <summary>Writes an unsigned 32-bit number, most significant byte first.</summary>
        public void UInt32(uint value)
        {
            Byte((int)(value >> 24));
            Byte((int)(value >> 16) & 0xFF);
            Byte((int)(value >> 8) & 0xFF);
            Byte((int)value & 0xFF);
        }

        /// <summary>Writes a non-negative number in groups of seven bits, the least significant first.</summary>
        public void Varint(long value)
        {
            while (value >= 0x80)
            {
                Byte((int)(value & 0x7F) | 0x80);
                value >>= 7;
            }

            Byte((int)value);
        }

        /// <summary>Writes a number of either sign as a varint: 0, -1, 1, -2, … become 0, 1, 2, 3, ….</summary>
        public void Zigzag(long value)
        {
            Varint(value < 0 ? ((-(value + 1)) << 1) | 1 : value << 1);
        }

        /// <summary>Writes the bytes of an array.</summary>
        public void Raw(byte[] source, int offset, int count)
        {
            Room(count);
            System.Array.Copy(source, offset, _bytes, Length, count);
            Length += count;
        }

        /// <summary>Writes the characters of an ASCII string.</summary>
        public void Ascii(string text)
        {
            Room(text.Length);
            for (int i = 0; i < text.Length; i++)
            {
                _bytes[Length++] = (byte)text[i];
            }
        }

        /// <summary>Writes the length of an ASCII string of at most 255 characters, then the string.</summary>
        public void Text(string text)
        {
            Byte(text.Length);
            Ascii(text);
        }

        /// <summary>Writes bytes as lower-case hex digits.</summary>
        public void Hex(byte[] source, int offset, int count)
        {
            Room(count * 2);
            for (int i = offset; i < offset + count; i++)
            {
                _bytes[Length++] = HexDigit(source[i] >> 4);
                _bytes[Length++] = HexDigit(source[i] & 15);
            }
        }

        /// <summary>Writes a number in decimal digits.</summary>
        public void Decimal(long value)
        {
            if (value < 0)
            {
                Byte('-');
                value = -value;
            }

            if (value >= 10)
            {
                Decimal(value / 10);
            }

            Byte((int)('0' + (value % 10)));
        }

        /// <summary>Writes a number with leading zeros in a fixed number of digits.</summary>
        public void Digits(int value, int count)
        {
            Room(count);
            for (int i = Length + count - 1; i >= Length; i--)
            {
                _bytes[i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            Length += count;
        }

        /// <summary>A copy of what was written.</summary>
        public byte[] ToArray()
        {
            byte[] copy = new byte[Length];
            System.Array.Copy(_bytes, 0, copy, 0, Length);
            return copy;
        }

        private static byte HexDigit(int value)
        {
            return (byte)(value < 10 ? '0' + value : 'a' + value - 10);
        }

        private void Room(int count)
        {
            if (Length + count <= _bytes.Length)
            {
                return;
            }

            byte[] larger = new byte[(Length + count) * 2];
            System.Array.Copy(_bytes, 0, larger, 0, Length);
            _bytes = larger;
        }
    }
}
