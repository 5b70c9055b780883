using System;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>The members of a record that storing and verifying need, read from its bytes in one pass.</summary>
/// <param name="Terminal">The terminal that it names.</param>
/// <param name="Epoch">Its epoch, 8 hex digits.</param>
/// <param name="Seq">Its number, from 1.</param>
/// <param name="Type">Its type.</param>
/// <param name="Mac">Its signature, 16 bytes.</param>
/// <param name="SignedLength">How many of its bytes the signature covers.</param>
public sealed partial record RecordBody(string Terminal, string Epoch, long Seq, string Type, byte[] Mac, int SignedLength)
{
    /// <summary>The longest record that is taken for one.</summary>
    public const int MaxBytes = 640;

    private const int MacBytes = 16;
    private const int TailBytes = 8 + (2 * MacBytes) + 2;
    private const int DeepestNesting = 4;

    /// <summary>Reads a record; null when the bytes are none.</summary>
    public static RecordBody? Read(ReadOnlySpan<byte> body)
    {
        int signed = body.Length - TailBytes;
        if (body.Length > MaxBytes || signed < 2 || !body[signed..].StartsWith(",\"mac\":\""u8) || !body.EndsWith("\"}"u8))
        {
            return null;
        }

        string? terminal = null, epoch = null, type = null, mac = null;
        long seq = 0, version = 0;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                switch (name)
                {
                    case "v" when reader.TokenType == JsonTokenType.Number:
                        version = reader.TryGetInt64(out long v) ? v : 0;
                        break;
                    case "terminal" when reader.TokenType == JsonTokenType.String:
                        terminal = reader.GetString();
                        break;
                    case "epoch" when reader.TokenType == JsonTokenType.String:
                        epoch = reader.GetString();
                        break;
                    case "seq" when reader.TokenType == JsonTokenType.Number:
                        seq = reader.TryGetInt64(out long s) ? s : 0;
                        break;
                    case "type" when reader.TokenType == JsonTokenType.String:
                        type = reader.GetString();
                        break;
                    case "mac" when reader.TokenType == JsonTokenType.String:
                        mac = reader.GetString();
                        break;
                    default:
                        // A member of a later version may be anything that JSON has.
                        reader.Skip();
                        break;
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }

        return version == 1 && terminal != null && Id().IsMatch(terminal) && epoch != null && Epochs().IsMatch(epoch) && seq is >= 1 and <= uint.MaxValue
            && type is { Length: > 0 and <= 40 } && mac != null && Macs().IsMatch(mac)
            ? new RecordBody(terminal, epoch, seq, type, Convert.FromHexString(mac), signed)
            : null;
    }

    /// <summary>True for an id of the wire.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,12}\z", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[0-9a-f]{8}\z", RegexOptions.None, 1000)]
    private static partial Regex Epochs();

    [GeneratedRegex(@"\A[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex Macs();
}
