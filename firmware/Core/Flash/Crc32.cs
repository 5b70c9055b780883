namespace DutyKiosk.Core.Flash
{
    /// <summary>CRC-32 (IEEE 802.3, reflected, as in zlib): tells a whole write from a torn or worn one.</summary>
    public static class Crc32
    {
        // Sixteen entries instead of 256: a nibble at a time costs twice the steps and a sixteenth of the memory.
        private static readonly uint[] Nibbles = new uint[]
        {
            0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
            0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
        };

        /// <summary>The value that <see cref="Add"/> begins with.</summary>
        public const uint Start = 0;

        /// <summary>The CRC of bytes.</summary>
        public static uint Of(byte[] bytes, int offset, int count)
        {
            return Add(Start, bytes, offset, count);
        }

        /// <summary>The CRC of what had the CRC <paramref name="before"/>, followed by these bytes.</summary>
        public static uint Add(uint before, byte[] bytes, int offset, int count)
        {
            uint crc = before ^ 0xFFFFFFFF;
            for (int i = offset; i < offset + count; i++)
            {
                crc ^= bytes[i];
                crc = (crc >> 4) ^ Nibbles[crc & 15];
                crc = (crc >> 4) ^ Nibbles[crc & 15];
            }

            return crc ^ 0xFFFFFFFF;
        }
    }
}
