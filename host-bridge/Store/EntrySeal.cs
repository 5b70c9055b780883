using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Seals an entry of the log: a signature over everything that it says and the place at which it stands. The terminals' own signatures prove their
/// records; this shows that nobody has changed, moved or replaced what else the bridge has learnt, or the columns beside a record.
/// </summary>
public sealed class EntrySeal(byte[] key)
{
    private const int SealBytes = 16;
    private const int UsualBytes = 1024;

    /// <summary>The seal of an entry, by its columns.</summary>
    public byte[] Of(long position, string kind, string terminal, string epoch, long seq, long receivedMs, ReadOnlySpan<byte> body)
    {
        // Every entry that is written or read comes by here: one that is no longer than entries are costs no memory but for the seal itself.
        Span<byte> space = stackalloc byte[UsualBytes];
        if (!Utf8.TryWrite(space, CultureInfo.InvariantCulture, $"{position}\n{kind}\n{terminal}\n{epoch}\n{seq}\n{receivedMs}\n", out int columns) || columns + body.Length > UsualBytes)
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}\n{kind}\n{terminal}\n{epoch}\n{seq}\n{receivedMs}\n"));
            space = new byte[text.Length + body.Length];
            text.CopyTo(space);
            columns = text.Length;
        }

        body.CopyTo(space[columns..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, space[..(columns + body.Length)], hash);
        return hash[..SealBytes].ToArray();
    }

    /// <summary>By what bytes that were erased are known again when their terminal sends them once more: without the key nobody can tell what they were.</summary>
    public byte[] OfErased(string terminal, ReadOnlySpan<byte> body)
    {
        byte[] name = Encoding.UTF8.GetBytes($"erased\n{terminal}\n");
        return HMACSHA256.HashData(key, (byte[])[.. name, .. body])[..SealBytes];
    }
}
