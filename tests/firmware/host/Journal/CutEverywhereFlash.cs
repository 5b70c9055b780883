using System;
using System.Collections.Generic;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>
/// Flash that shows, at every write and every deletion, what would be on it had the power gone just then: with nothing of the write, with half of it, with all of it though
/// nobody was told.
/// </summary>
internal sealed class CutEverywhereFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _files;

    internal CutEverywhereFlash()
        : this(new Dictionary<string, byte[]>(StringComparer.Ordinal))
    {
    }

    private CutEverywhereFlash(Dictionary<string, byte[]> files)
    {
        _files = files;
    }

    /// <summary>Looks at the flash as a cut has left it.</summary>
    internal Action<IFlash>? AtCut { get; set; }

    /// <summary>How many cuts were looked at.</summary>
    internal int Cuts { get; private set; }

    /// <summary>How many files there are.</summary>
    internal int Files => _files.Count;

    public string[] List() => [.. _files.Keys];

    public int Length(string name) => _files.TryGetValue(name, out byte[]? bytes) ? bytes.Length : -1;

    public byte[]? Read(string name) => _files.TryGetValue(name, out byte[]? bytes) ? (byte[])bytes.Clone() : null;

    public bool Read(string name, int offset, byte[] buffer, int count)
    {
        if (!_files.TryGetValue(name, out byte[]? bytes) || offset + count > bytes.Length)
        {
            return false;
        }

        Array.Copy(bytes, offset, buffer, 0, count);
        return true;
    }

    public bool Append(string name, byte[] bytes, int length) => Put(name, _files.TryGetValue(name, out byte[]? there) ? there : [], bytes.AsSpan(0, length));

    public bool Write(string name, byte[] bytes, int length) => Put(name, [], bytes.AsSpan(0, length));

    public void Delete(string name)
    {
        if (_files.ContainsKey(name))
        {
            Cut(name, _files[name]);
            Cut(name, null);
            _files.Remove(name);
        }
    }

    private bool Put(string name, byte[] before, ReadOnlySpan<byte> added)
    {
        if (AtCut != null)
        {
            Cut(name, _files.GetValueOrDefault(name));
            Cut(name, [.. before, .. added[..(added.Length / 2)]]);
            Cut(name, [.. before, .. added]);
        }

        _files[name] = [.. before, .. added];
        return true;
    }

    private void Cut(string name, byte[]? left)
    {
        if (AtCut == null)
        {
            return;
        }

        var files = new Dictionary<string, byte[]>(_files, StringComparer.Ordinal);
        if (left == null)
        {
            files.Remove(name);
        }
        else
        {
            files[name] = left;
        }

        Cuts++;
        AtCut(new CutEverywhereFlash(files));
    }
}
