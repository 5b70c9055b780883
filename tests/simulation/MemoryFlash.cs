using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Flash;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.Simulation;

/// <summary>What becomes of a write that is not done as it should be.</summary>
public enum WriteFault
{
    /// <summary>The power goes, and nothing works from then on.</summary>
    PowerLoss,

    /// <summary>The file system says that it could not commit.</summary>
    Refused,
}

/// <summary>
/// Flash in memory that counts what a LittleFS would have to do: blocks of 4 KB in use, and blocks that are erased. A write can be cut short at any byte, with nothing or with
/// garbage behind that.
/// </summary>
public sealed class MemoryFlash : IFlash
{
    private const int BlockBytes = 4096;

    private readonly Dictionary<string, (byte[] Bytes, int Length)> _files = new(StringComparer.Ordinal);
    // The segments of the journal that end with what nobody wrote, and behind which nothing whole was written since.
    private readonly HashSet<string> _garbled = new(StringComparer.Ordinal);

    /// <summary>
    /// Blocks that writes and appends have erased so far: LittleFS copies the last block of a file that is added to into a fresh one, and writes every block of one that is
    /// replaced. Its own blocks of names come on top, one erase in some hundred commits, and are not counted.
    /// </summary>
    public long Erases { get; private set; }

    /// <summary>How many bytes were handed over.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>How many commits were made.</summary>
    public long Commits { get; private set; }

    /// <summary>How many writes, appends and deletions of segments of the journal were tried; unchanged: the journal is as it was.</summary>
    public long JournalWrites { get; private set; }

    /// <summary>
    /// True while the newest write to the journal is one that was refused: whatever it left is not told to anybody, and the next one takes its place unless the power goes before.
    /// </summary>
    public bool JournalIsOpen { get; private set; }

    /// <summary>True while the newest bytes of the journal are ones that nobody wrote: a start may take the numbers that could be in them for lost.</summary>
    public bool JournalIsGarbled => _garbled.Count > 0;

    /// <summary>True once it was so, however short.</summary>
    public bool JournalWasGarbled { get; private set; }

    /// <summary>True once the power went in the middle of a write; until <see cref="PowerOn"/> nothing can be written.</summary>
    public bool IsDead { get; private set; }

    /// <summary>How often a write was spoiled as <see cref="Spoil"/> wanted it.</summary>
    public int Spoilt { get; private set; }

    private (WriteFault Fault, int Writes, double Part, bool Garbage)? _spoil;

    /// <summary>Has a write go wrong that is so many from now (0: the next).</summary>
    /// <param name="fault">How.</param>
    /// <param name="writes">Which.</param>
    /// <param name="part">How much of it comes to stand there all the same, 0 to 1.</param>
    /// <param name="garbage">Whether cells that were being programmed hold something else behind that.</param>
    public void Spoil(WriteFault fault, int writes, double part, bool garbage) => _spoil = (fault, writes, part, garbage);

    /// <summary>The power is back; what was written is still there, and nothing is to be spoiled any more.</summary>
    public void PowerOn()
    {
        IsDead = false;
        _spoil = null;
    }

    /// <summary>The same files once more, to be looked at as a start would find them now.</summary>
    public MemoryFlash Copy()
    {
        var copy = new MemoryFlash();
        foreach ((string name, (byte[] Bytes, int Length) file) in _files)
        {
            copy._files.Add(name, (file.Bytes[..file.Length], file.Length));
        }

        return copy;
    }

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
        bool whole = Begin(name, ref bytes, ref length);
        (byte[] there, int used) = _files.TryGetValue(name, out (byte[] Bytes, int Length) file) ? file : ([], 0);
        if (whole || length > 0)
        {
            if (there.Length < used + length)
            {
                Array.Resize(ref there, Math.Max(BlockBytes, used + length));
            }

            Array.Copy(bytes, 0, there, used, length);
            _files[name] = (there, used + length);
            NoteWhole(name, whole);
            Count(length, BlocksOf(used + length) - (used / BlockBytes));
        }

        return End(whole);
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] bytes, int length)
    {
        bool whole = Begin(name, ref bytes, ref length);
        if (whole || length > 0)
        {
            _files[name] = (bytes[..length], length);
            NoteWhole(name, whole);
            Count(length, BlocksOf(length));
        }

        return End(whole);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        byte[] nothing = [];
        int length = 0;
        bool whole = Begin(name, ref nothing, ref length) || _last is { Part: >= 0.5 };
        if (whole)
        {
            _files.Remove(name);
            _garbled.Remove(name);
        }

        End(true);
    }

    private static bool IsOfJournal(string name) => name.StartsWith("journal.", StringComparison.Ordinal);

    private static int BlocksOf(int bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes);

    // What was spoiled in the operation that runs; null: nothing.
    private (WriteFault Fault, double Part)? _last;

    // False: it goes wrong, and of the bytes only so many come to stand there.
    private bool Begin(string name, ref byte[] bytes, ref int length)
    {
        if (IsDead)
        {
            throw new PowerLostException("in memory");
        }

        bool ofJournal = IsOfJournal(name);
        JournalWrites += ofJournal ? 1 : 0;
        JournalIsOpen &= !ofJournal;
        _last = null;
        if (_spoil is not { Writes: 0 } spoil)
        {
            _spoil = _spoil is { } later ? later with { Writes = later.Writes - 1 } : null;
            return true;
        }

        Spoilt++;
        _spoil = null;
        _last = (spoil.Fault, spoil.Part);
        JournalIsOpen |= ofJournal && spoil.Fault == WriteFault.Refused;
        int kept = (int)(length * spoil.Part);
        if (spoil.Garbage)
        {
            if (ofJournal)
            {
                _garbled.Add(name);
                JournalWasGarbled = true;
            }

            // The cells behind what was programmed hold what nobody wrote.
            bytes = bytes[..length];
            for (int i = kept; i < length; i++)
            {
                bytes[i] = (byte)(bytes[i] ^ (0xA5 + (i * 7)));
            }
        }
        else
        {
            length = kept;
        }

        return false;
    }

    private void NoteWhole(string name, bool whole)
    {
        if (whole && IsOfJournal(name))
        {
            _garbled.Clear();
        }
    }

    private bool End(bool whole)
    {
        if (_last is { Fault: WriteFault.PowerLoss })
        {
            IsDead = true;
            throw new PowerLostException("in memory");
        }

        return whole && _last == null;
    }

    private void Count(int bytes, int erases)
    {
        Commits++;
        BytesWritten += bytes;
        Erases += erases;
    }
}
