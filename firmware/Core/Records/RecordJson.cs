using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// Renders a record as the one line of JSON that goes over the wire, and chains its signature. It reads nothing but the record, the
    /// terminal's id, the epoch and the previous signature, so the same record gives the same bytes however often it is sent.
    /// </summary>
    public static class RecordJson
    {
        /// <summary>A signature is the first 16 bytes of an HMAC-SHA256.</summary>
        public const int MacBytes = 16;

        /// <summary>The longest line that the wire takes.</summary>
        public const int MaxBytes = 640;

        /// <summary>
        /// Renders <paramref name="record"/> into <paramref name="line"/> and returns its signature, which is the previous one of the next record.
        /// </summary>
        public static byte[] Render(Record record, string terminal, string epoch, byte[] previousMac, byte[] key, ISigner signer, ByteBuffer line)
        {
            // The signature covers the previous signature followed by the payload, so they are laid out in that order once.
            ByteBuffer signed = new ByteBuffer(MacBytes + 320);
            signed.Raw(previousMac, 0, MacBytes);
            Payload(record, terminal, epoch, signed);
            byte[] hash = signer.Hmac(key, signed.Bytes, signed.Length);
            byte[] mac = new byte[MacBytes];
            System.Array.Copy(hash, 0, mac, 0, MacBytes);

            line.Clear();
            line.Raw(signed.Bytes, MacBytes, signed.Length - MacBytes);
            line.Ascii(",\"mac\":\"");
            line.Hex(mac, 0, MacBytes);
            line.Ascii("\"}");
            return mac;
        }

        /// <summary>The first 16 bytes of HMAC(key, <c>gap|FROM|TO</c>): where the chain starts again after a lost range.</summary>
        public static byte[] GapMac(uint from, uint to, byte[] key, ISigner signer)
        {
            ByteBuffer text = new ByteBuffer(32);
            text.Ascii("gap|");
            text.Decimal(from);
            text.Byte('|');
            text.Decimal(to);
            byte[] hash = signer.Hmac(key, text.Bytes, text.Length);
            byte[] mac = new byte[MacBytes];
            System.Array.Copy(hash, 0, mac, 0, MacBytes);
            return mac;
        }

        private static void Payload(Record record, string terminal, string epoch, ByteBuffer to)
        {
            to.Ascii("{\"v\":1,\"terminal\":\"");
            to.Ascii(terminal);
            to.Ascii("\",\"epoch\":\"");
            to.Ascii(epoch);
            to.Ascii("\",\"seq\":");
            to.Decimal(record.Seq);
            to.Ascii(",\"type\":\"");
            to.Ascii(RecordNames.Of(record.Type));
            to.Byte('"');
            if (record.Clock != ClockQuality.Unset)
            {
                to.Ascii(",\"at\":");
                IsoTime.Write(to, record.AtMs);
            }

            to.Ascii(",\"clock\":\"");
            switch (record.Clock)
            {
                case ClockQuality.Set:
                    to.Ascii("set");
                    break;
                case ClockQuality.Held:
                    to.Ascii("held:");
                    to.Decimal(record.HeldSeconds);
                    break;
                default:
                    to.Ascii("unset");
                    break;
            }

            to.Ascii("\",\"boot\":");
            to.Decimal(record.Boot);
            to.Ascii(",\"ticks\":");
            to.Decimal(record.Ticks);
            Members(record, to);
        }

        private static void Members(Record record, ByteBuffer to)
        {
            ByteReader reader = new ByteReader(record.Members.Bytes, 0, record.Members.Length);
            while (!reader.AtEnd)
            {
                Member member = (Member)reader.Byte();
                to.Ascii(",\"");
                to.Ascii(RecordNames.Of(member));
                to.Ascii("\":");
                switch (RecordNames.KindOf(member))
                {
                    case MemberKind.Text:
                        to.Byte('"');
                        to.Ascii(reader.Text());
                        to.Byte('"');
                        break;
                    case MemberKind.Badge:
                        to.Byte('"');
                        to.Hex(reader.Raw(8), 0, 8);
                        to.Byte('"');
                        break;
                    case MemberKind.Number:
                        to.Decimal(reader.Zigzag());
                        break;
                    case MemberKind.Word:
                        to.Byte('"');
                        to.Ascii(Words.Of(reader.Byte()));
                        to.Byte('"');
                        break;
                    case MemberKind.Flag:
                        to.Ascii("true");
                        break;
                    default:
                        IsoTime.Write(to, reader.Zigzag() + record.AtMs);
                        break;
                }
            }
        }
    }
}
