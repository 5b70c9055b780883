using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>The members of a record that storing and verifying need, read from its bytes in one pass.</summary>
/// <param name="Terminal">The terminal that it names.</param>
/// <param name="Epoch">Its epoch, 8 hex digits.</param>
/// <param name="Seq">Its number, from 1.</param>
/// <param name="Type">Its type.</param>
/// <param name="Mac">Its signature, 16 bytes.</param>
public sealed record RecordBody(string Terminal, string Epoch, long Seq, string Type, byte[] Mac)
{
    /// <summary>The longest record that is taken for one.</summary>
    public const int MaxBytes = 640;

    private const int MacBytes = 16;
    private const int TailBytes = 8 + (2 * MacBytes) + 2;
    private const int DeepestNesting = 4;

    // Each takes four bytes at least: two quotes, a colon and a value.
    private const int MostNames = MaxBytes / 4;

    private const int LongestId = 12;
    private const int LongestType = 40;
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // The name of a member of an object that is not closed yet: where it stands, and how deep.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct OpenName(int Start, int Length, int Depth);

    private enum Member
    {
        Other,
        Version,
        Terminal,
        Epoch,
        Seq,
        Type,
        At,
        Mac,
    }

    /// <summary>Reads a record; null when the bytes are none.</summary>
    public static RecordBody? Read(ReadOnlySpan<byte> body)
    {
        int signed = body.Length - TailBytes;
        // A record is one line, wherever it is written: between its members JSON would allow line ends, the wire does not, and no terminal writes any byte below a blank.
        if (body.Length > MaxBytes || body.IndexOfAnyInRange((byte)0, (byte)(' ' - 1)) >= 0 || signed < 2 || !body[signed..].StartsWith(",\"mac\":\""u8) || !body.EndsWith("\"}"u8) || !Utf8.IsValid(body))
        {
            return null;
        }

        try
        {
            return ReadMembers(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, too deep, or an escape that names half a character.
            return null;
        }
    }

    /// <summary>The bytes of a record that its signature covers: those before <c>,"mac"</c>.</summary>
    public static ReadOnlySpan<byte> Signed(ReadOnlySpan<byte> record) => record[..^TailBytes];

    /// <summary>True for an id of the wire.</summary>
    public static bool IsId(string text) => text.Length is >= 1 and <= LongestId && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>True for an epoch of the wire.</summary>
    public static bool IsEpoch(string text) => IsHex(text, 8);

    /// <summary>True for a signature of the wire.</summary>
    public static bool IsMac(string text) => IsHex(text, 2 * MacBytes);

    private static bool IsHex(string text, int length) => text.Length == length && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static RecordBody? ReadMembers(ReadOnlySpan<byte> body)
    {
        string? terminal = null, epoch = null, type = null, mac = null;
        long seq = 0, version = 0;
        bool timed = true;
        Member member = Member.Other;
        Span<OpenName> names = stackalloc OpenName[MostNames];
        int open = 0;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                // Whoever shows the record later must be able to read every text in it; this throws for those that nobody can.
                _ = reader.GetString();
            }

            if (SaysTwice(ref reader, body, names, ref open))
            {
                return null;
            }

            if (reader.CurrentDepth != 1)
            {
                continue;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    member = MemberOf(ref reader);
                    break;
                case JsonTokenType.Number when member == Member.Version:
                    version = reader.TryGetInt64(out long v) ? v : 0;
                    break;
                case JsonTokenType.Number when member == Member.Seq:
                    seq = reader.TryGetInt64(out long s) ? s : 0;
                    break;
                case JsonTokenType.String when member == Member.Terminal:
                    terminal = reader.GetString();
                    break;
                case JsonTokenType.String when member == Member.Epoch:
                    epoch = reader.GetString();
                    break;
                case JsonTokenType.String when member == Member.Type:
                    type = reader.GetString();
                    break;
                case JsonTokenType.String when member == Member.Mac:
                    mac = reader.GetString();
                    break;
                default:
                    // A member of a later version may be anything that JSON has; a time must be a text, as every reader of records asks it for one.
                    timed &= member != Member.At || reader.TokenType == JsonTokenType.String;
                    break;
            }
        }

        return version == 1 && timed && terminal != null && IsId(terminal) && epoch != null && IsEpoch(epoch) && seq is >= 1 and <= uint.MaxValue
            && type is { Length: > 0 and <= LongestType } && mac != null && IsMac(mac)
            ? new RecordBody(terminal, epoch, seq, type, Convert.FromHexString(mac))
            : null;
    }

    // A name that stands twice in one object says two things, and each reader would hear another of them; one with an escape in it no terminal writes, and it could be such a second one.
    private static bool SaysTwice(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, scoped Span<OpenName> names, ref int open)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.PropertyName))
        {
            return false;
        }

        while (open > 0 && names[open - 1].Depth > reader.CurrentDepth)
        {
            // Its object is closed.
            open--;
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return false;
        }

        if (reader.ValueIsEscaped)
        {
            return true;
        }

        for (int i = open - 1; i >= 0 && names[i].Depth == reader.CurrentDepth; i--)
        {
            if (reader.ValueSpan.SequenceEqual(body.Slice(names[i].Start, names[i].Length)))
            {
                return true;
            }
        }

        names[open++] = new OpenName((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.CurrentDepth);
        return false;
    }

    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        return reader.ValueTextEquals("v"u8) ? Member.Version
            : reader.ValueTextEquals("terminal"u8) ? Member.Terminal
            : reader.ValueTextEquals("epoch"u8) ? Member.Epoch
            : reader.ValueTextEquals("seq"u8) ? Member.Seq
            : reader.ValueTextEquals("type"u8) ? Member.Type
            : reader.ValueTextEquals("at"u8) ? Member.At
            : reader.ValueTextEquals("mac"u8) ? Member.Mac
            : Member.Other;
    }
}
