using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Writes folded state compactly, so that <see cref="StateReader"/> reads it again in a fraction of the time that folding takes: numbers have as many bytes as they need, and a text that came before is named
/// by its place. The same state is the same bytes. They are for the program that wrote them alone, and have no version: whoever keeps them sees to it that no other program reads them.
/// <para>A whole state may have tens of megabytes, which nobody needs at once: what is written is handed on in parts, each as soon as it is full.</para>
/// </summary>
/// <param name="handOn">Takes each part; its bytes are others afterwards.</param>
public sealed class StateWriter(Action<ReadOnlySpan<byte>> handOn)
{
    private const int PartBytes = 1 << 16;
    private const int PieceBytes = 1 << 14;
    private const int MostNumberBytes = 10;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private byte[] _part = new byte[PartBytes];
    private int _length;
    private JsonPieces? _pieces;

    /// <summary>What is written, at one piece, where that is little.</summary>
    public static byte[] BytesOf(Action<StateWriter> write)
    {
        var whole = new ArrayBufferWriter<byte>();
        var writer = new StateWriter(whole.Write);
        write(writer);
        writer.Flush();
        return whole.WrittenSpan.ToArray();
    }

    /// <summary>Hands on what is left of it; to be called when everything is written.</summary>
    public void Flush()
    {
        handOn(_part.AsSpan(0, _length));
        _length = 0;
    }

    /// <summary>Writes a whole number, small ones in few bytes.</summary>
    public void Number(long value)
    {
        Span<byte> to = Room(MostNumberBytes);
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        int at = 0;
        while (rest >= 0x80)
        {
            to[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        to[at++] = (byte)rest;
        _length += at;
    }

    /// <summary>Writes a flag.</summary>
    public void Flag(bool value)
    {
        Room(1)[0] = value ? (byte)1 : (byte)0;
        _length++;
    }

    /// <summary>Writes a text; ids and names come again and again, and have a place from the first time on.</summary>
    public void Text(string value)
    {
        if (_texts.TryGetValue(value, out int known))
        {
            Number(known);
            return;
        }

        Number(-1);
        _texts.Add(value, _texts.Count);
        int length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, Room(length));
        _length += length;
    }

    /// <summary>Writes texts.</summary>
    public void Texts(IReadOnlyCollection<string> values) => Each(values, Text);

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    /// <summary>Writes a moment, with the offset in which it was told.</summary>
    public void Time(DateTimeOffset value)
    {
        Number(value.TotalOffsetMinutes);
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value.UtcTicks);
        _length += sizeof(long);
    }

    /// <summary>Writes a moment, or that there is none.</summary>
    public void MaybeTime(DateTimeOffset? value)
    {
        Flag(value != null);
        if (value is { } time)
        {
            Time(time);
        }
    }

    /// <summary>Writes how many things there are, and each of them.</summary>
    public void Each<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Number(items.Count);
        foreach (T item in items)
        {
            write(item);
        }
    }

    /// <summary>Writes a thing that is its own JSON, in pieces and one of nothing, as a roster may have megabytes; what there are few of needs no form of its own.</summary>
    public void Json<T>(T value)
    {
        _pieces ??= new JsonPieces(this);
        using (var json = new Utf8JsonWriter(_pieces))
        {
            JsonSerializer.Serialize(json, value);
        }

        Number(0);
    }

    /// <summary>Writes things likewise; nothing costs next to nothing.</summary>
    public void Items<T>(IReadOnlyCollection<T> items)
    {
        Flag(items.Count > 0);
        if (items.Count > 0)
        {
            Json(items);
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_part.Length - _length < bytes)
        {
            Flush();
            if (_part.Length < bytes)
            {
                _part = new byte[bytes];
            }
        }

        return _part.AsSpan(_length);
    }

    // Takes JSON as it comes.
    private sealed class JsonPieces(StateWriter writer) : IBufferWriter<byte>
    {
        private byte[] _piece = new byte[PieceBytes];

        public void Advance(int count)
        {
            if (count > 0)
            {
                writer.Bytes(_piece.AsSpan(0, count));
            }
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_piece.Length < sizeHint)
            {
                _piece = new byte[sizeHint];
            }

            return _piece;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
