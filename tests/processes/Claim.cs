using System;
using System.Text.Json;

namespace DutyKiosk.Processes;

/// <summary>A record by what tells it from every other one of its terminal.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Mac">Its signature, in hex.</param>
internal readonly record struct Claim(long Seq, string Mac)
{
    /// <summary>Of the bytes of a record.</summary>
    internal static Claim Of(ReadOnlyMemory<byte> record)
    {
        using JsonDocument json = JsonDocument.Parse(record);
        return new Claim(json.RootElement.GetProperty("seq").GetInt64(), json.RootElement.GetProperty("mac").GetString()!);
    }

    /// <summary>Of two words of a line.</summary>
    internal static Claim Of(ReadOnlySpan<string> words) => new(long.Parse(words[0]), words[1]);

    /// <inheritdoc/>
    public override string ToString() => $"{Seq} {Mac}";
}
