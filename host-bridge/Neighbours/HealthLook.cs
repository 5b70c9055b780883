using System;
using System.Linq;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>What other programs are told of a terminal's <c>health</c>. It need not be signed: it moves numbers on somebody's screen and nothing else.</summary>
/// <param name="JournalPercent">How full the journal is, 0 to 100; null: it does not say.</param>
/// <param name="OutboxDepth">How many records wait to be acknowledged; null: it does not say.</param>
/// <param name="ReaderFaults">How often the reader has failed since the start; null: it does not say.</param>
/// <param name="Firmware">The version of its firmware; empty: it does not say.</param>
public sealed record HealthLook(long? JournalPercent, long? OutboxDepth, long? ReaderFaults, string Firmware)
{
    private const int LongestFirmware = 40;

    /// <summary>Reads health, which is bounded before it comes here; null: there is none, or it is none.</summary>
    public static HealthLook? Read(byte[]? payload)
    {
        if (payload == null)
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            string firmware = root.TryGetProperty("firmware", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
            return new HealthLook(Number(root, "journalPercent", 100), Number(root, "outboxDepth", uint.MaxValue), Number(root, "readerFaults", uint.MaxValue), firmware.Length <= LongestFirmware && firmware.All(char.IsAscii) ? firmware : "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A text may be no UTF-8 inside, which shows only when it is asked for.
            return null;
        }
    }

    private static long? Number(JsonElement root, string name, long most)
    {
        return root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0 && number <= most ? number : null;
    }
}
