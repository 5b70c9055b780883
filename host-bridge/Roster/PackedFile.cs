using System;
using System.IO;
using System.IO.Compression;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Measures a packed file, as a workbook is one, before anything reads it: a small file may unpack to more than any machine has.</summary>
public static class PackedFile
{
    private const long MostUnpackedBytes = 24L << 20;
    private const int MostParts = 200;

    /// <summary>Whether it is a packed file that unpacks to 24 MiB in 200 parts at most.</summary>
    public static bool Fits(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts)
            {
                return false;
            }

            // What a part says of its own length need not be so.
            long unpacked = 0;
            var buffer = new byte[64 * 1024];
            foreach (ZipArchiveEntry part in archive.Entries)
            {
                using Stream stream = part.Open();
                int read;
                while ((read = stream.Read(buffer)) > 0)
                {
                    unpacked += read;
                    if (unpacked > MostUnpackedBytes)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            return false;
        }
    }
}
