using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Store;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order. Equal texts come to be one in memory.</summary>
public sealed class StateReader(ArraySegment<byte> bytes)
{
    private const int BitsOfNumber = 64;

    private readonly List<string> _texts = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private int _at;

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => _at == bytes.Count;

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="InvalidDataException">There is none: it is not what was written.</exception>
    public long Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < BitsOfNumber; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw Broken();
    }

    /// <summary>Reads a flag.</summary>
    public bool Flag() => Take(1)[0] != 0;

    /// <summary>Reads a text.</summary>
    public string Text()
    {
        long place = Number();
        if (place >= 0)
        {
            return place < _texts.Count ? _texts[(int)place] : throw Broken();
        }

        string text = Encoding.UTF8.GetString(Take(Length()));
        _texts.Add(text);
        return text;
    }

    /// <summary>Reads texts.</summary>
    public List<string> Texts() => Each(Text);

    /// <summary>Reads bytes.</summary>
    public byte[] Bytes() => Take(Length()).ToArray();

    /// <summary>Reads a moment.</summary>
    public DateTimeOffset Time()
    {
        var offset = TimeSpan.FromMinutes(Number());
        return new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))), TimeSpan.Zero).ToOffset(offset);
    }

    /// <summary>Reads a moment; null: there is none.</summary>
    public DateTimeOffset? MaybeTime() => Flag() ? Time() : null;

    /// <summary>Reads each of some things.</summary>
    public List<T> Each<T>(Func<T> read)
    {
        int count = Length();
        var items = new List<T>(count);
        for (int i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items;
    }

    /// <summary>Does so often what was done at the writing.</summary>
    public void Times(Action read)
    {
        for (int count = Length(); count > 0; count--)
        {
            read();
        }
    }

    /// <summary>Reads a thing that is its own JSON.</summary>
    public T Json<T>()
    {
        _json.ResetWrittenCount();
        for (int piece = Length(); piece > 0; piece = Length())
        {
            _json.Write(Take(piece));
        }

        return JsonSerializer.Deserialize<T>(_json.WrittenSpan) is { } value ? value : throw Broken();
    }

    /// <summary>Reads things that are their own JSON.</summary>
    public List<T> Items<T>() => Flag() ? Json<List<T>>() : [];

    private static InvalidDataException Broken() => new("This is not what was written.");

    // Whatever is counted takes a byte at least, so no more can be meant than there are.
    private int Length() => Number() is >= 0 and var length && length <= bytes.Count - _at ? (int)length : throw Broken();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (bytes.Count - _at < count)
        {
            throw Broken();
        }

        _at += count;
        return bytes.AsSpan(_at - count, count);
    }
}
