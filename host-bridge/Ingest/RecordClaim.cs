using System;
using System.Buffers.Text;
using System.Text;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Which number bytes claim that are no record: too long, broken text, a version that nobody knows. The terminal counts them among its records and
/// chains the next one from them, so whoever did not count them would wait for that number for ever.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seq">The number.</param>
/// <param name="Mac">The signature, 16 bytes; null: there is none to be read.</param>
public sealed record RecordClaim(string Epoch, long Seq, byte[]? Mac)
{
    private const int EpochDigits = 8;
    private const int MacDigits = 32;

    /// <summary>Looks for the claim of a terminal in bytes of whatever kind; null: they claim nothing, or claim it for another terminal.</summary>
    public static RecordClaim? Read(ReadOnlySpan<byte> body, string terminal)
    {
        if (body.IndexOf(Encoding.UTF8.GetBytes($"\"terminal\":\"{terminal}\"")) < 0)
        {
            return null;
        }

        // The first of each: what stands further behind may be a text that quotes a record.
        string epoch = TextBehind(body, "\"epoch\":\""u8, EpochDigits);
        ReadOnlySpan<byte> number = Behind(body, "\"seq\":"u8);
        if (!RecordBody.IsEpoch(epoch) || !Utf8Parser.TryParse(number, out long seq, out _) || seq is < 1 or > uint.MaxValue)
        {
            return null;
        }

        int last = body.LastIndexOf("\"mac\":\""u8);
        string mac = last < 0 ? "" : TextBehind(body[last..], "\"mac\":\""u8, MacDigits);
        return new RecordClaim(epoch, seq, RecordBody.IsMac(mac) ? Convert.FromHexString(mac) : null);
    }

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        int at = body.IndexOf(name);
        return at < 0 ? [] : body[(at + name.Length)..];
    }

    private static string TextBehind(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, int length)
    {
        ReadOnlySpan<byte> text = Behind(body, name);
        return text.Length > length && text[length] == (byte)'"' ? Encoding.ASCII.GetString(text[..length]) : "";
    }
}
