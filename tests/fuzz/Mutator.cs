using System;
using System.Collections.Generic;
using System.Text;

namespace DutyKiosk.Fuzz;

/// <summary>Changes inputs a little, or crosses two of them. The same random numbers make the same changes.</summary>
public sealed class Mutator(Random random, IReadOnlyList<byte[]> pool, IReadOnlyList<string> words, int mostBytes)
{
    private const int MostChanges = 6;
    private const int MostRun = 64;
    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "255", "256", "32767", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "1e400", "0.5", "1E2", "00", "007", "null", "true", "\"\"", "[]", "{}",
    ];

    private static readonly string[] Signs = ["\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", ",,", "\r\n", "\n", "\0", "\uFEFF", "\u3000", "é", "值", "-", "&a ", "*a", "'", "=", "%00", "..", "/"];

    /// <summary>A changed input.</summary>
    public byte[] Change(byte[] input)
    {
        var bytes = new List<byte>(input);
        int changes = 1 + random.Next(MostChanges);
        for (int i = 0; i < changes; i++)
        {
            ChangeOnce(bytes);
        }

        return bytes.Count > mostBytes ? [.. bytes[..mostBytes]] : [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes)
    {
        int at = bytes.Count == 0 ? 0 : random.Next(bytes.Count);
        int run = Math.Min(bytes.Count - at, 1 + random.Next(MostRun));
        switch (random.Next(bytes.Count == 0 ? 3 : 14))
        {
            case 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Signs[random.Next(Signs.Length)]));
                break;
            case 1:
                Cross(bytes, at);
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(words.Count > 0 ? words[random.Next(words.Count)] : Numbers[random.Next(Numbers.Length)]));
                break;
            case 3:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 4:
                bytes[at] = (byte)random.Next(256);
                break;
            case 5:
                bytes[at] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, _ => 0x80 };
                break;
            case 6:
                bytes[at] = (byte)(bytes[at] + random.Next(-8, 9));
                break;
            case 7:
                bytes.RemoveRange(at, run);
                break;
            case 8:
                // The same thing twice is what readers think of least.
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, run));
                break;
            case 9:
                for (int i = at; i < at + run; i++)
                {
                    bytes[i] = 0;
                }

                break;
            case 10:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 11:
                Many(bytes, at, run);
                break;
            default:
                Number(bytes, at);
                break;
        }
    }

    // A piece of another input, over what stands there or between it.
    private void Cross(List<byte> bytes, int at)
    {
        byte[] other = pool.Count == 0 ? [] : pool[random.Next(pool.Count)];
        if (other.Length == 0)
        {
            return;
        }

        int from = random.Next(other.Length), count = Math.Min(other.Length - from, 1 + random.Next(256));
        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(at, Math.Min(count, bytes.Count - at));
        }

        bytes.InsertRange(at, other[from..(from + count)]);
    }

    private void Many(List<byte> bytes, int at, int run)
    {
        List<byte> piece = bytes.GetRange(at, Math.Min(run, 16));
        for (int i = 1 << random.Next(9); i > 0 && bytes.Count < mostBytes; i--)
        {
            bytes.InsertRange(at, piece);
        }
    }

    // A number in digits becomes one at a bound.
    private void Number(List<byte> bytes, int at)
    {
        int from = bytes.FindIndex(at, IsDigit);
        if (from < 0)
        {
            return;
        }

        int end = bytes.FindIndex(from, value => !IsDigit(value));
        bytes.RemoveRange(from, (end < 0 ? bytes.Count : end) - from);
        bytes.InsertRange(from, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
