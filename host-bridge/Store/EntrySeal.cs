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
    private const int UsualBytes = 160;

    private readonly KeyedHash _hash = new(key);

    /// <summary>The seal of an entry, by its columns.</summary>
    public byte[] Of(long position, string kind, string terminal, string epoch, long seq, long receivedMs, ReadOnlySpan<byte> body)
    {
        // Every entry that is written or read comes by here: as long as its columns are what a bridge writes, it costs no memory but for the seal itself.
        Span<byte> columns = stackalloc byte[UsualBytes];
        columns = Utf8.TryWrite(columns, CultureInfo.InvariantCulture, $"{position}\n{kind}\n{terminal}\n{epoch}\n{seq}\n{receivedMs}\n", out int written)
            ? columns[..written]
            : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position}\n{kind}\n{terminal}\n{epoch}\n{seq}\n{receivedMs}\n"));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _hash.Of(columns, body, hash);
        return hash[..SealBytes].ToArray();
    }

    /// <summary>By what bytes that were erased are known again when their terminal sends them once more: without the key nobody can tell what they were.</summary>
    public byte[] OfErased(string terminal, ReadOnlySpan<byte> body)
    {
        byte[] name = Encoding.UTF8.GetBytes($"erased\n{terminal}\n");
        return HMACSHA256.HashData(key, (byte[])[.. name, .. body])[..SealBytes];
    }
}
