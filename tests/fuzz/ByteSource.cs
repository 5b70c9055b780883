using System;
using System.Text;

namespace DutyKiosk.Fuzz;

/// <summary>Cuts an input into the parts that a target wants. Behind the end there are zeros, so that every input means something.</summary>
internal sealed class ByteSource(byte[] input)
{
    private int _at;

    /// <summary>Whether everything was taken.</summary>
    internal bool IsEmpty => _at >= input.Length;

    /// <summary>The next byte.</summary>
    internal byte Byte() => _at < input.Length ? input[_at++] : (byte)0;

    /// <summary>The next two bytes as a number.</summary>
    internal int UInt16() => (Byte() << 8) | Byte();

    /// <summary>So many next bytes, or what there is of them.</summary>
    internal byte[] Take(int count)
    {
        int taken = Math.Min(count, input.Length - _at);
        byte[] bytes = input[_at..(_at + taken)];
        _at += taken;
        return bytes;
    }

    /// <summary>The next bytes behind a length of two bytes.</summary>
    internal byte[] Counted() => Take(UInt16());

    /// <summary>The next bytes behind a length of one byte, as ASCII.</summary>
    internal string Name() => Encoding.Latin1.GetString(Take(Byte()));

    /// <summary>All that is left.</summary>
    internal byte[] Rest() => Take(input.Length - _at);
}
