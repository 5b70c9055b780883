using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>
/// All files of a terminal as one input: a byte that says what is put right before they are read, then each file's name and bytes. No change by chance fits a CRC-32, so what lies behind them
/// would never be reached: with the byte set they are computed anew.
/// </summary>
internal static class FlashImage
{
    /// <summary>The CRC of each chunk of the journal is put right.</summary>
    internal const int MendChunks = 1;

    /// <summary>Length and CRC of each file of two slots are put right.</summary>
    internal const int MendSlots = 2;

    private const int MostFiles = 24;
    private const string Journal = "journal.";

    /// <summary>The flash that an input says.</summary>
    internal static MemoryFiles Read(byte[] input, out int mends)
    {
        var source = new ByteSource(input);
        var files = new MemoryFiles();
        mends = source.Byte();
        while (!source.IsEmpty && files.Files.Count < MostFiles)
        {
            string name = source.Name();
            byte[] bytes = source.Counted();
            if ((mends & MendChunks) != 0 && name.StartsWith(Journal, StringComparison.Ordinal))
            {
                Chunks(bytes);
            }

            files.Files[name] = (mends & MendSlots) != 0 && (name.EndsWith(".a", StringComparison.Ordinal) || name.EndsWith(".b", StringComparison.Ordinal)) ? Slot(bytes) : bytes;
        }

        return files;
    }

    /// <summary>The input that says a flash.</summary>
    internal static byte[] Write(MemoryFiles files, int mends)
    {
        return files.Files.Aggregate(new ByteSink().Byte(mends), (sink, file) => sink.Name(file.Key).Counted(file.Value)).ToArray();
    }

    // Header, state, header, and then decisions: the kind of a chunk is a part of its CRC, so it is taken to be the one that its place has.
    private static void Chunks(byte[] bytes)
    {
        int[] kinds = [1, 2, 1];
        int at = 0;
        for (int i = 0; at < bytes.Length; i++)
        {
            long length = 0;
            for (int shift = 0; at < bytes.Length && shift < 63; shift += 7)
            {
                byte next = bytes[at++];
                length |= (long)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    break;
                }
            }

            if (length <= 0 || length > bytes.Length - at - 4)
            {
                return;
            }

            Put(bytes, at, Crc32.Of(bytes, at + 4, (int)length) + (uint)(i < kinds.Length ? kinds[i] : 3));
            at += 4 + (int)length;
        }
    }

    private static byte[] Slot(byte[] bytes)
    {
        byte[] whole = bytes.Length < 12 ? [.. bytes, .. new byte[12 - bytes.Length]] : bytes;
        Put(whole, whole.Length - 8, (uint)(whole.Length - 12));
        Put(whole, whole.Length - 4, Crc32.Of(whole, 0, whole.Length - 4));
        return whole;
    }

    private static void Put(byte[] bytes, int at, uint value)
    {
        for (int i = 0; i < 4; i++)
        {
            bytes[at + i] = (byte)(value >> (24 - (8 * i)));
        }
    }
}
