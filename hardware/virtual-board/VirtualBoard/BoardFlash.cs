using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>What is left of a commit during which the power goes.</summary>
public enum Cut
{
    /// <summary>Nothing of it.</summary>
    Lost,

    /// <summary>The first half of the bytes. LittleFS promises better; other file systems do not.</summary>
    Partial,

    /// <summary>All of it, but nobody was told.</summary>
    Whole,
}

/// <summary>
/// The file system of the board: each append, write and delete is one commit at close. In memory, or in a folder of this machine where each commit
/// reaches the disk before it returns, so that a killed process loses nothing that a person was shown.
/// </summary>
public sealed class BoardFlash
{
    /// <summary>A LittleFS block; the smallest file takes one.</summary>
    public const int BlockBytes = 4096;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly FlashFolder? _folder;
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
        _folder = new FlashFolder(folder);
        _folder.Load(_files);
    }

    /// <summary>How many blocks there are for all files; 64 on the 4 MB board.</summary>
    public int Blocks { get; set; } = 64;

    /// <summary>True: nothing can be added any more, whatever is deleted.</summary>
    public bool Full { get; set; }

    /// <summary>The next write of a file whose name begins so throws, once, as a driver in trouble does; null: none does.</summary>
    public string? ThrowsOn { get; set; }

    /// <summary>How many commits were made, those that failed or were cut included.</summary>
    public int Writes { get; private set; }

    /// <summary>How many blocks the files take.</summary>
    public int UsedBlocks
    {
        get
        {
            lock (_gate)
            {
                return _files.Values.Sum(file => BlocksOf(file.Length));
            }
        }
    }

    internal Board? Board { get; set; }

    /// <summary>The names of all files, sorted.</summary>
    public string[] List()
    {
        lock (_gate)
        {
            Board.RequirePower();
            return _files.Keys.OrderBy(name => name, StringComparer.Ordinal).ToArray();
        }
    }

    /// <summary>The bytes of a file; null: there is none.</summary>
    public byte[]? Read(string name)
    {
        lock (_gate)
        {
            Board.RequirePower();
            return _files.TryGetValue(name, out byte[]? bytes) ? (byte[])bytes.Clone() : null;
        }
    }

    /// <summary>How many bytes a file has; -1: there is none.</summary>
    public int Length(string name)
    {
        lock (_gate)
        {
            Board.RequirePower();
            return _files.TryGetValue(name, out byte[]? bytes) ? bytes.Length : -1;
        }
    }

    /// <summary>Reads a part of a file into the front of a buffer; false when the file does not have all of it.</summary>
    public bool Read(string name, int offset, byte[] buffer, int count)
    {
        lock (_gate)
        {
            Board.RequirePower();
            if (!_files.TryGetValue(name, out byte[]? bytes) || offset + count > bytes.Length)
            {
                return false;
            }

            Array.Copy(bytes, offset, buffer, 0, count);
            return true;
        }
    }

    /// <summary>Adds to a file, which is made where it is missing. False when there is no block left for it.</summary>
    public bool Append(string name, byte[] bytes)
    {
        lock (_gate)
        {
            return Commit(name, _files.TryGetValue(name, out byte[]? there) ? there : [], bytes);
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

    /// <summary>Removes a file, where there is one.</summary>
    public void Delete(string name)
    {
        lock (_gate)
        {
            Board.RequirePower();
            if (!_files.ContainsKey(name))
            {
                return;
            }

            bool cut = NextIsCut();
            if (!cut || _cut != Cut.Lost)
            {
                _folder?.Delete(name);
                _files.Remove(name);
            }

            if (cut)
            {
                LosePower();
            }
        }
    }

    /// <summary>A cell has gone bad: one bit of a file is another one.</summary>
    public void Spoil(string name, int offset)
    {
        lock (_gate)
        {
            byte[] bytes = (byte[])_files[name].Clone();
            bytes[offset] ^= 0x10;
            _files[name] = bytes;
        }
    }

    /// <summary>The power goes during the commit that is so many from now; 0 is the next one. Negative: never.</summary>
    public void CutPowerIn(int writes, Cut cut)
    {
        lock (_gate)
        {
            _cutIn = writes;
            _cut = cut;
        }
    }

    private static int BlocksOf(int bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes);

    private void ThrowWhereAsked(string name)
    {
        if (ThrowsOn != null && name.StartsWith(ThrowsOn, StringComparison.Ordinal))
        {
            ThrowsOn = null;
            throw new InvalidOperationException($"The flash does not answer ({name}).");
        }
    }

    private bool Commit(string name, byte[] before, byte[] added)
    {
        Board.RequirePower();
        ThrowWhereAsked(name);
        bool cut = NextIsCut();
        int keep = !cut || _cut == Cut.Whole ? added.Length : _cut == Cut.Partial ? added.Length / 2 : 0;
        byte[] content = new byte[before.Length + keep];
        before.CopyTo(content, 0);
        Array.Copy(added, 0, content, before.Length, keep);
        if (!cut || _cut != Cut.Lost)
        {
            int others = _files.Where(file => !string.Equals(file.Key, name, StringComparison.Ordinal)).Sum(file => BlocksOf(file.Value.Length));
            if (!Full && others + BlocksOf(content.Length) <= Blocks)
            {
                _folder?.Store(name, before.Length, content);
                _files[name] = content;
            }
            else if (!cut)
            {
                return false;
            }
        }

        if (cut)
        {
            LosePower();
        }

        return true;
    }

    private bool NextIsCut()
    {
        Writes++;
        return _cutIn >= 0 && _cutIn-- == 0;
    }

    private void LosePower()
    {
        Board?.PowerOff();
        throw new PowerLostException(Board?.Name ?? "without a name");
    }
}
