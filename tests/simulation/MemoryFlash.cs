using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Simulation;

/// <summary>Flash in memory that counts what a LittleFS would have to do: blocks of 4 KB in use, and blocks that are erased.</summary>
public sealed class MemoryFlash : IFlash
{
    private const int BlockBytes = 4096;

    private readonly Dictionary<string, (byte[] Bytes, int Length)> _files = new(StringComparer.Ordinal);

    /// <summary>
    /// Blocks that writes and appends have erased so far: LittleFS copies the last block of a file that is added to into a fresh one, and writes every block of one that is
    /// replaced. Its own blocks of names come on top, one erase in some hundred commits, and are not counted.
    /// </summary>
    public long Erases { get; private set; }

    /// <summary>How many bytes were handed over.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>How many commits were made.</summary>
    public long Commits { get; private set; }

    /// <summary>Blocks that files whose names begin so take.</summary>
    public int BlocksOf(string start) => _files.Where(file => file.Key.StartsWith(start, StringComparison.Ordinal)).Sum(file => BlocksOf(file.Value.Length));

    /// <inheritdoc/>
    public string[] List() => [.. _files.Keys];

    /// <inheritdoc/>
    public byte[]? Read(string name) => _files.TryGetValue(name, out (byte[] Bytes, int Length) file) ? file.Bytes[..file.Length] : null;

    /// <inheritdoc/>
    public int Length(string name) => _files.TryGetValue(name, out (byte[] Bytes, int Length) file) ? file.Length : -1;

    /// <inheritdoc/>
    public bool Read(string name, int offset, byte[] buffer, int count)
    {
        if (!_files.TryGetValue(name, out (byte[] Bytes, int Length) file) || offset + count > file.Length)
        {
            return false;
        }

        Array.Copy(file.Bytes, offset, buffer, 0, count);
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] bytes, int length)
    {
        (byte[] there, int used) = _files.TryGetValue(name, out (byte[] Bytes, int Length) file) ? file : ([], 0);
        if (there.Length < used + length)
        {
            Array.Resize(ref there, Math.Max(BlockBytes, used + length));
        }

        Array.Copy(bytes, 0, there, used, length);
        _files[name] = (there, used + length);
        Count(length, BlocksOf(used + length) - (used / BlockBytes));
        return true;
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] bytes, int length)
    {
        _files[name] = (bytes[..length], length);
        Count(length, BlocksOf(length));
        return true;
    }

    /// <inheritdoc/>
    public void Delete(string name) => _files.Remove(name);

    private static int BlocksOf(int bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes);

    private void Count(int bytes, int erases)
    {
        Commits++;
        BytesWritten += bytes;
        Erases += erases;
    }
}
