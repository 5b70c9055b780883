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

            // The device's HMACSHA256 keeps the array that it is given and clears it when it is disposed, so it never gets the key itself.
            byte[] copy = new byte[key.Length];
            System.Array.Copy(key, 0, copy, 0, key.Length);
            using (HMACSHA256 hmac = new HMACSHA256(copy))
            {
                return hmac.ComputeHash(message);
            }
        }
    }
}
