using DutyKiosk.Core.Signing;

namespace DutyKiosk.Firmware.Tests.Support
{
    /// <summary>
    /// Stands in for HMAC-SHA256, which the interpreter on a PC does not have: 32 bytes that depend on every byte of key and data, and on their order.
    /// It is no signature, and nothing but these tests may use it.
    /// </summary>
    public class FakeSigner : ISigner
    {
        /// <inheritdoc/>
        public byte[] Hmac(byte[] key, byte[] data, int length)
        {
            byte[] hash = new byte[32];
            uint state = 2166136261;
            for (int i = 0; i < key.Length; i++)
            {
                state = (state ^ key[i]) * 16777619;
            }

            for (int i = 0; i < length; i++)
            {
                state = (state ^ data[i]) * 16777619;
            }

            for (int i = 0; i < hash.Length; i++)
            {
                state = (state ^ (uint)i) * 16777619;
                hash[i] = (byte)(state >> 16);
            }

            return hash;
        }
    }
}
