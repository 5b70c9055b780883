using System;
using System.Security.Cryptography;
using System.Threading;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// HMAC-SHA256 under one key, on whatever thread. What looks at the seal and at the signature of every entry there is spends more time on making a hash ready than on the hash itself, so one that is ready is
/// kept; whoever comes while it is in use makes another one.
/// </summary>
public sealed class KeyedHash(byte[] key)
{
    private IncrementalHash? _ready;

    /// <summary>Hashes two parts, one behind the other.</summary>
    /// <param name="hash">Takes the hash, 32 bytes.</param>
    public void Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        IncrementalHash own = Interlocked.Exchange(ref _ready, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        own.AppendData(first);
        own.AppendData(second);
        own.GetHashAndReset(hash);
        if (Interlocked.CompareExchange(ref _ready, own, null) != null)
        {
            own.Dispose();
        }
    }
}
