using System.Text;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Messages
{
    /// <summary>
    /// Tells a message of the bridge from one of anybody else who owns the broker: the signature covers the topic too, so that a message
    /// cannot be moved to another terminal or another use.
    /// </summary>
    public static class SignedMessage
    {
        /// <summary>The longest message that is looked at.</summary>
        public const int MaxBytes = 2048;

        private const string Tail = ",\"mac\":\"";
        private const int TailBytes = 8 + (2 * RecordJson.MacBytes) + 2;

        /// <summary>The signature of a message that is properly signed for this topic, or null.</summary>
        public static byte[]? Verify(string topic, byte[] payload, byte[] key, ISigner signer)
        {
            int signed = payload.Length - TailBytes;
            if (payload.Length > MaxBytes || signed < 1 || payload[payload.Length - 1] != '}' || payload[payload.Length - 2] != '"')
            {
                return null;
            }

            for (int i = 0; i < Tail.Length; i++)
            {
                if (payload[signed + i] != Tail[i])
                {
                    return null;
                }
            }

            byte[] hash = HashOf(topic, payload, signed, key, signer);
            byte[]? mac = Hex.Parse(payload, signed + Tail.Length, RecordJson.MacBytes);
            if (mac == null)
            {
                return null;
            }

            // Every byte is compared, so that the time it takes tells nothing about the first wrong one.
            int difference = 0;
            for (int i = 0; i < mac.Length; i++)
            {
                difference |= mac[i] ^ hash[i];
            }

            return difference == 0 ? mac : null;
        }

        /// <summary>Ends a message of the terminal's own with its signature, as the last member.</summary>
        public static void Sign(string topic, ByteBuffer open, byte[] key, ISigner signer)
        {
            byte[] hash = HashOf(topic, open.Bytes, open.Length, key, signer);
            open.Ascii(",\"sign\":\"");
            open.Hex(hash, 0, RecordJson.MacBytes);
            open.Ascii("\"}");
        }

        private static byte[] HashOf(string topic, byte[] bytes, int length, byte[] key, ISigner signer)
        {
            ByteBuffer covered = new ByteBuffer(topic.Length + 1 + length);
            covered.Ascii(topic);
            covered.Byte('\n');
            covered.Raw(bytes, 0, length);
            return signer.Hmac(key, covered.Bytes, covered.Length);
        }

        /// <summary>The message as text; null unless every byte is printable ASCII without an escape, as the wire demands.</summary>
        public static string? Text(byte[] payload)
        {
            for (int i = 0; i < payload.Length; i++)
            {
                if (payload[i] < 0x20 || payload[i] > 0x7E || payload[i] == '\\')
                {
                    return null;
                }
            }

            return Encoding.UTF8.GetString(payload, 0, payload.Length);
        }
    }
}
