namespace DutyKiosk.Core.Messages
{
    /// <summary>Reads hex digits.</summary>
    public static class Hex
    {
        /// <summary>The bytes of <paramref name="count"/> pairs of hex digits in ASCII; null where one is none.</summary>
        public static byte[]? Parse(byte[] ascii, int offset, int count)
        {
            if (offset + (2 * count) > ascii.Length)
            {
                return null;
            }

            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                int high = Digit((char)ascii[offset + (2 * i)]);
                int low = Digit((char)ascii[offset + (2 * i) + 1]);
                if (high < 0 || low < 0)
                {
                    return null;
                }

                bytes[i] = (byte)((high << 4) | low);
            }

            return bytes;
        }

        /// <summary>The bytes of a string of exactly <paramref name="count"/> pairs of hex digits; null where it is none.</summary>
        public static byte[]? Parse(string? text, int count)
        {
            if (text == null || text.Length != 2 * count)
            {
                return null;
            }

            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                int high = Digit(text[2 * i]);
                int low = Digit(text[(2 * i) + 1]);
                if (high < 0 || low < 0)
                {
                    return null;
                }

                bytes[i] = (byte)((high << 4) | low);
            }

            return bytes;
        }

        private static int Digit(char c)
        {
            if (c >= '0' && c <= '9')
            {
                return c - '0';
            }

            if (c >= 'a' && c <= 'f')
            {
                return c - 'a' + 10;
            }

            return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }
    }
}
