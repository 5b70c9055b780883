using System;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Signs what goes to a terminal: the signature covers the topic, a line feed and the bytes before <c>,"mac"</c>.</summary>
public static class SignedMessage
{
    /// <summary>The most bytes that a terminal looks at.</summary>
    public const int MaxBytes = 2048;

    /// <summary>The topic of a terminal.</summary>
    public static string Topic(string terminal, string name) => $"dutykiosk/v1/{terminal}/{name}";

    /// <summary>Closes an object that is open at its end (<c>{"version":1</c>) with its signature.</summary>
    public static byte[] Sign(string topic, string open, byte[] key) => Encoding.ASCII.GetBytes($"{open},\"mac\":\"{Convert.ToHexStringLower(MacOf(topic, open, key))}\"}}");

    /// <summary>The 16 bytes of a signature.</summary>
    public static byte[] MacOf(string topic, string open, byte[] key) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{topic}\n{open}"))[..16];

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
