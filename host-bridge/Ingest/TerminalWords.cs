using System;
using System.Text.Json;
using System.Text.Unicode;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What a terminal says in <c>state</c>. It is not signed: it moves a lamp on the board and nothing else.</summary>
public static class LinkState
{
    private const int MaxBytes = 128;

    // As far as every reader of JSON can count. A terminal counts its starts by the million in it, so small it is not.
    private const long LargestSession = 1L << 53;

    /// <summary>True for bytes that are a state: <c>{"state":"online","session":N}</c> or <c>lost</c>.</summary>
    public static bool Is(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MaxBytes || !Utf8.IsValid(payload.Span))
        {
            return false;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 2 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("state", out JsonElement state) && state.ValueKind == JsonValueKind.String && (state.ValueEquals("online"u8) || state.ValueEquals("lost"u8))
                && json.RootElement.TryGetProperty("session", out JsonElement session) && session.ValueKind == JsonValueKind.Number && session.TryGetInt64(out long number) && number is >= 0 and <= LargestSession;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>
/// What the bridge reads of a terminal's <c>health</c>. It is not signed either, so whatever of it comes to stand in a signed message is checked here.
/// </summary>
/// <param name="Epoch">The epoch of its journal.</param>
/// <param name="Newest">The number of its newest record.</param>
/// <param name="Waiting">How many records wait to be acknowledged.</param>
/// <param name="Command">The number of the newest command that it has seen.</param>
/// <param name="Gate">The version of the gate that it holds; 0: none.</param>
/// <param name="Mac">The signature of its newest record, 32 hex digits; empty: it says none.</param>
public sealed record HealthNumbers(string Epoch, long Newest, long Waiting, long Command, long Gate, string Mac)
{
    /// <summary>Reads health; null when it does not say these things.</summary>
    public static HealthNumbers? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = json.RootElement;
            string epoch = root.GetProperty("epoch").GetString() ?? "";
            string mac = root.TryGetProperty("mac", out JsonElement signature) ? signature.GetString() ?? "" : "";
            var health = new HealthNumbers(epoch, root.GetProperty("seq").GetUInt32(), root.GetProperty("outboxDepth").GetUInt32(), root.GetProperty("command").GetUInt32(), root.TryGetProperty("gate", out JsonElement gate) ? gate.GetUInt32() : 0, mac);
            return RecordBody.IsEpoch(epoch) && health.Waiting <= health.Newest ? health : null;
        }
        catch (Exception exception) when (exception is JsonException or System.Collections.Generic.KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // What cannot be read says nothing.
            return null;
        }
    }
}
