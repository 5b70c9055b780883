using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>What is left of a write during which the power goes.</summary>
public enum Cut
{
    /// <summary>Nothing of it.</summary>
    Lost,

    /// <summary>The first half of it.</summary>
    Partial,

    /// <summary>All of it, but nobody was told.</summary>
    Whole,
}

/// <summary>
/// The file system of the board: each write is one commit at close. In memory, or in a folder of this machine where each write reaches the
/// disk before it returns, so that a killed process loses nothing that a person was shown.
/// </summary>
public sealed class BoardFlash
{
    /// <summary>LittleFS on the 4 MB board.</summary>
    public const int BlockBytes = 4096;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly string? _folder;
    private readonly object _gate = new();
    private int _cutIn = -1;
    private Cut _cut;

    /// <summary>A flash in memory.</summary>
    public BoardFlash()
    {
    }

    /// <summary>A flash in a folder, which is made where it is missing.</summary>
    public BoardFlash(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.GetFiles(folder))
        {
            if (!path.EndsWith(".new", StringComparison.Ordinal))
            {
                _files[Path.GetFileName(path)] = File.ReadAllBytes(path);
            }
        }
    }

    /// <summary>How many blocks there are for all files.</summary>
    public int Blocks { get; set; } = 64;

    /// <summary>How many writes were made.</summary>
    public int Writes { get; private set; }

    internal Board? Board { get; set; }

    /// <summary>The names of all files.</summary>
    public string[] List()
    {
        lock (_gate)
        {
            return _files.Keys.OrderBy(name => name, StringComparer.Ordinal).ToArray();
        }
    }

    /// <summary>The bytes of a file; null: there is none.</summary>
    public byte[]? Read(string name)
    {
        lock (_gate)
        {
            return _files.TryGetValue(name, out byte[]? bytes) ? (byte[])bytes.Clone() : null;
        }
    }

    /// <summary>Adds to a file. False when there is no block left for it.</summary>
    public bool Append(string name, byte[] bytes)
    {
        lock (_gate)
        {
            byte[] before = _files.TryGetValue(name, out byte[]? there) ? there : [];
            return Commit(name, before, bytes);
        }
    }

    /// <summary>Replaces a file. False when there is no block left for it.</summary>
    public bool Write(string name, byte[] bytes)
    {
        lock (_gate)
        {
            return Commit(name, [], bytes);
        }
    }

    /// <summary>Removes a file.</summary>
    public void Delete(string name)
    {
        lock (_gate)
        {
            _files.Remove(name);
            if (_folder != null)
            {
                File.Delete(Path.Combine(_folder, name));
            }
        }
    }

    /// <summary>The power goes during the write that is so many from now; 0 is the next one.</summary>
    public void CutPowerIn(int writes, Cut cut)
    {
        _cutIn = writes;
        _cut = cut;
    }

    private bool Commit(string name, byte[] before, byte[] added)
    {
        Writes++;
        bool cut = _cutIn-- == 0;
        int keep = !cut || _cut == Cut.Whole ? added.Length : _cut == Cut.Partial ? added.Length / 2 : 0;
        byte[] content = new byte[before.Length + keep];
        before.CopyTo(content, 0);
        Array.Copy(added, 0, content, before.Length, keep);
        int used = _files.Where(file => !string.Equals(file.Key, name, StringComparison.Ordinal)).Sum(file => BlocksOf(file.Value.Length));
        if (used + BlocksOf(content.Length) > Blocks)
        {
            return false;
        }

        if (!cut || _cut != Cut.Lost)
        {
            _files[name] = content;
            Store(name, before.Length, content);
        }

        if (cut)
        {
            Board?.PowerOff();
            throw new PowerLostException(Board?.Name ?? name);
        }

        return true;
    }

    private void Store(string name, int kept, byte[] content)
    {
        if (_folder == null)
        {
            return;
        }

        string path = Path.Combine(_folder, name);
        if (kept > 0)
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
            stream.Write(content, kept, content.Length - kept);
            stream.Flush(true);
            return;
        }

        string fresh = path + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content, 0, content.Length);
            stream.Flush(true);
        }

        File.Delete(path);
        File.Move(fresh, path);
    }

    private static int BlocksOf(int bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes);
}
