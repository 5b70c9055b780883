using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Seals an entry of the log: a signature over everything that it says and the place at which it stands. The terminals' own signatures prove their
/// records; this shows that nobody has changed, moved or replaced what else the bridge has learnt, or the columns beside a record.
/// </summary>
public sealed class EntrySeal(byte[] key)
{
    private const int SealBytes = 16;

    /// <summary>The seal of an entry, by its columns.</summary>
    public byte[] Of(long position, string kind, string terminal, string epoch, long seq, long receivedMs, ReadOnlySpan<byte> body)
    {
        byte[] columns = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}\n{kind}\n{terminal}\n{epoch}\n{seq}\n{receivedMs}\n"));
        byte[] covered = new byte[columns.Length + body.Length];
        columns.CopyTo(covered, 0);
        body.CopyTo(covered.AsSpan(columns.Length));
        return HMACSHA256.HashData(key, covered)[..SealBytes];
    }

    /// <summary>By what bytes that were erased are known again when their terminal sends them once more: without the key nobody can tell what they were.</summary>
    public byte[] OfErased(string terminal, ReadOnlySpan<byte> body)
    {
        byte[] name = Encoding.UTF8.GetBytes($"erased\n{terminal}\n");
        return HMACSHA256.HashData(key, (byte[])[.. name, .. body])[..SealBytes];
    }
}
