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
}
