using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Seals rows that say who may come in. Whoever can write to the database but has not the master key can take such a row away, and can put back one that the bridge itself once
/// wrote; he can neither make one nor change one.
/// </summary>
public sealed class RowSeal(MasterKey master)
{
    // Whoever changes very many rows is told of all the same, and fills neither the memory nor the log.
    private const int MostTold = 100;

    private readonly byte[] _key = master.Derive("rows");
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>A row is not as the bridge has written it, in a sentence with the remedy; each is told once.</summary>
    public event Action<string>? Told;

    /// <summary>The seal of a row: of every value of it that decides anything, each with its type and length, and of the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="values">Whole numbers (long), texts and bytes; the key of the row is one of them.</param>
    public byte[] Of(string table, params ReadOnlySpan<object> values)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Add(hash, table);
        foreach (object value in values)
        {
            Add(hash, value);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Whether a row has the seal that it ought to have.</summary>
    /// <param name="seal">What stands in its column; <see cref="DBNull"/>: none.</param>
    /// <param name="wanted">What ought to.</param>
    public static bool Holds(object seal, byte[] wanted) => seal is byte[] found && CryptographicOperations.FixedTimeEquals(found, wanted);

    /// <summary>Tells of something, once for each place.</summary>
    public void Tell(string place, string sentence)
    {
        if (_told.Count < MostTold && _told.TryAdd(place, true))
        {
            Told?.Invoke(sentence);
        }
    }

    /// <summary>Adds a value to a hash with its type and its length, so that nothing can be moved from one to the next.</summary>
    internal static void Add(IncrementalHash hash, object value)
    {
        (byte type, byte[] bytes) = value switch
        {
            byte[] own => ((byte)'b', own),
            string text => ((byte)'t', Encoding.UTF8.GetBytes(text)),
            DBNull => ((byte)'n', []),
            _ => ((byte)'i', Encoding.ASCII.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!)),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = type;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
