using System.IO;
using System.Text;

namespace DutyKiosk.Fuzz;

/// <summary>Puts an input together as <see cref="ByteSource"/> takes it apart: seeds are made with it.</summary>
internal sealed class ByteSink
{
    private readonly MemoryStream _bytes = new();

    /// <summary>What was put together.</summary>
    internal byte[] ToArray() => _bytes.ToArray();

    /// <summary>Adds a byte.</summary>
    internal ByteSink Byte(int value)
    {
        _bytes.WriteByte((byte)value);
        return this;
    }

    /// <summary>Adds bytes behind their length.</summary>
    internal ByteSink Counted(byte[] bytes)
    {
        Byte(bytes.Length >> 8).Byte(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds a name behind its length.</summary>
    internal ByteSink Name(string name)
    {
        Byte(name.Length);
        _bytes.Write(Encoding.Latin1.GetBytes(name));
        return this;
    }

    /// <summary>Adds bytes as they are.</summary>
    internal ByteSink Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
