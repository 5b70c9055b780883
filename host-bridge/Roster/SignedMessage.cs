using System;
using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Signs what goes to a terminal: the signature covers the topic, a line feed and the bytes before <c>,"mac"</c>.</summary>
public static class SignedMessage
{
    /// <summary>The most bytes that a terminal looks at.</summary>
    public const int MaxBytes = 2048;

    private const int MacBytes = 16;

    /// <summary>The topic of a terminal.</summary>
    public static string Topic(string terminal, string name) => $"dutykiosk/v1/{terminal}/{name}";

    /// <summary>Closes an object that is open at its end (<c>{"version":1</c>) with its signature.</summary>
    public static byte[] Sign(string topic, string open, byte[] key) => Sign(topic, open, "", key);

    /// <summary>The same of an object that is in two parts. A large house is told a thousand such messages with a change, so the message is all that is made for it.</summary>
    public static byte[] Sign(string topic, string open, ReadOnlySpan<char> rest, byte[] key)
    {
        int covered = open.Length + rest.Length;
        byte[] message = new byte[covered + MacHead.Length + (2 * MacBytes) + 2];
        Encoding.ASCII.GetBytes(open, message);
        Encoding.ASCII.GetBytes(rest, message.AsSpan(open.Length));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        MacOf(topic, message.AsSpan(0, covered), key, mac);
        MacHead.CopyTo(message.AsSpan(covered));
        Span<byte> tail = message.AsSpan(covered + MacHead.Length);
        Convert.TryToHexStringLower(mac[..MacBytes], tail, out _);
        "\"}"u8.CopyTo(tail[(2 * MacBytes)..]);
        return message;
    }

    /// <summary>The 16 bytes of a signature.</summary>
    public static byte[] MacOf(string topic, string open, byte[] key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        MacOf(topic, Encoding.ASCII.GetBytes(open), key, mac);
        return mac[..MacBytes].ToArray();
    }

    private static ReadOnlySpan<byte> MacHead => ",\"mac\":\""u8;

    private static void MacOf(string topic, ReadOnlySpan<byte> open, byte[] key, Span<byte> mac)
    {
        byte[] covered = ArrayPool<byte>.Shared.Rent(topic.Length + 1 + open.Length);
        int length = Encoding.ASCII.GetBytes(topic, covered);
        covered[length++] = (byte)'\n';
        open.CopyTo(covered.AsSpan(length));
        HMACSHA256.HashData(key, covered.AsSpan(0, length + open.Length), mac);
        ArrayPool<byte>.Shared.Return(covered);
    }

    /// <summary>Whether a message of a terminal ends in its signature, <c>,"sign":"…"}</c>, over topic, line feed and what stands before.</summary>
    public static bool IsSigned(string topic, ReadOnlySpan<byte> payload, byte[] key)
    {
        const int TailBytes = 9 + 32 + 2;
        if (payload.Length <= TailBytes || !payload[^TailBytes..].StartsWith(",\"sign\":\""u8) || !payload.EndsWith("\"}"u8))
        {
            return false;
        }

        byte[] covered = [.. Encoding.ASCII.GetBytes(topic + "\n"), .. payload[..^TailBytes]];
        byte[] hash = HMACSHA256.HashData(key, covered);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.AsSpan(0, 16))), payload[^34..^2]);
    }
}
