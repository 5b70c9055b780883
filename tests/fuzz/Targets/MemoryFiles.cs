using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>Flash in memory, of which an image can be made and that can be made of an image.</summary>
internal sealed class MemoryFiles : IFlash
{
    internal MemoryFiles()
    {
    }

    internal MemoryFiles(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        Files = new SortedDictionary<string, byte[]>(files.ToDictionary(file => file.Key, file => (byte[])file.Value.Clone(), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>What is on it, by name.</summary>
    internal SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether both hold the same.</summary>
    internal bool IsSameAs(MemoryFiles other) => Files.Count == other.Files.Count && Files.All(file => other.Files.TryGetValue(file.Key, out byte[]? bytes) && bytes.AsSpan().SequenceEqual(file.Value));

    public string[] List() => [.. Files.Keys];

    public int Length(string name) => Files.TryGetValue(name, out byte[]? bytes) ? bytes.Length : -1;

    public byte[]? Read(string name) => Files.TryGetValue(name, out byte[]? bytes) ? (byte[])bytes.Clone() : null;

    public bool Read(string name, int offset, byte[] buffer, int count)
    {
        if (!Files.TryGetValue(name, out byte[]? bytes) || offset + count > bytes.Length)
        {
            return false;
        }

        Array.Copy(bytes, offset, buffer, 0, count);
        return true;
    }

    public bool Append(string name, byte[] bytes, int length)
    {
        Files[name] = [.. Files.TryGetValue(name, out byte[]? there) ? there : [], .. bytes[..length]];
        return true;
    }

    public bool Write(string name, byte[] bytes, int length)
    {
        Files[name] = bytes[..length];
        return true;
    }

    public void Delete(string name) => Files.Remove(name);
}
