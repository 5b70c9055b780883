using System;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// What is left of a record whose person was erased: the record without what it said of him, a mark, and the signature that its terminal gave it, by which the
/// next record is proved.
/// </summary>
public static class ErasedBody
{
    // ,"mac":"…"} with 32 hex digits is the end of every record.
    private const int TailBytes = 42;

    /// <summary>The mark, before the signature.</summary>
    public static ReadOnlySpan<byte> Mark => ",\"erased\":true"u8;

    /// <summary>Whether a stored body is what is left of a record that comes again.</summary>
    public static bool IsOf(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> record)
    {
        return stored.Length > TailBytes && record.Length > TailBytes && stored[..^TailBytes].EndsWith(Mark) && stored[^TailBytes..].SequenceEqual(record[^TailBytes..]);
    }
}
