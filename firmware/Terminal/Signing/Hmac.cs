using System.Security.Cryptography;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Terminal.Signing
{
    /// <summary>HMAC-SHA256 of the runtime.</summary>
    public sealed class Hmac : ISigner
    {
        /// <inheritdoc/>
        byte[] ISigner.Hmac(byte[] key, byte[] data, int length)
        {
            byte[] message = data;
            if (data.Length != length)
            {
                message = new byte[length];
                System.Array.Copy(data, 0, message, 0, length);
            }

            using (HMACSHA256 hmac = new HMACSHA256(key))
            {
                return hmac.ComputeHash(message);
            }
        }
    }
}
