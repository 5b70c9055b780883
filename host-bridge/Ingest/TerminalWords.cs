using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Unicode;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What a terminal says in <c>state</c>. It is not signed: it moves a lamp on the board and nothing else.</summary>
public static class LinkState
{
    private const int MaxBytes = 128;

    // As far as every reader of JSON can count. A terminal counts its starts by the million in it, so small it is not.
    private const long LargestSession = 1L << 53;

    /// <summary>True for bytes that are a state: <c>{"state":"online","session":N}</c> or <c>lost</c>.</summary>
    public static bool Is(ReadOnlyMemory<byte> payload) => Read(payload) != null;

    /// <summary>Reads a state; null: the bytes are none.</summary>
    public static (bool IsOnline, long Session)? Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MaxBytes || !Utf8.IsValid(payload.Span))
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 2 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("state", out JsonElement state) && state.ValueKind == JsonValueKind.String && (state.ValueEquals("online"u8) || state.ValueEquals("lost"u8))
                && json.RootElement.TryGetProperty("session", out JsonElement session) && session.ValueKind == JsonValueKind.Number && session.TryGetInt64(out long number) && number is >= 0 and <= LargestSession
                ? (state.ValueEquals("online"u8), number)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>
/// What the bridge reads of a terminal's <c>health</c>. Unsigned it may tell of a fault; only signed it moves what a terminal is told.
/// </summary>
/// <param name="Epoch">The epoch of its journal.</param>
/// <param name="Newest">The number of its newest record.</param>
/// <param name="Waiting">How many records wait to be acknowledged.</param>
/// <param name="Command">The number of the newest command that it has seen.</param>
/// <param name="Mac">The signature of its newest record, 32 hex digits; empty: it says none.</param>
public sealed record HealthNumbers(string Epoch, long Newest, long Waiting, long Command, string Mac)
{
    /// <summary>Whether the terminal's key has signed it.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>The versions of roster, policy, gate, presence and offer of firmware that it holds; 0: none, or not told.</summary>
    public IReadOnlyDictionary<string, long> Versions { get; private init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    private static readonly string[] Versioned = ["roster", "policy", "gate", "presence", "offer"];

    /// <summary>Reads health of a topic and looks whether it is signed with a key; null when it does not say these things.</summary>
    public static HealthNumbers? Read(string topic, byte[] payload, byte[] key) => Read(payload) is { } health ? health with { IsSigned = SignedMessage.IsSigned(topic, payload, key) } : null;

    /// <summary>Reads health; null when it does not say these things.</summary>
    public static HealthNumbers? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = json.RootElement;
            string epoch = root.GetProperty("epoch").GetString() ?? "";
            string mac = root.TryGetProperty("mac", out JsonElement signature) ? signature.GetString() ?? "" : "";
            var health = new HealthNumbers(epoch, root.GetProperty("seq").GetUInt32(), root.GetProperty("outboxDepth").GetUInt32(), root.GetProperty("command").GetUInt32(), mac)
            {
                Versions = Versioned.ToDictionary(name => name, name => root.TryGetProperty(name, out JsonElement version) ? version.GetUInt32() : 0L, StringComparer.Ordinal),
            };
            return RecordBody.IsEpoch(epoch) && health.Waiting <= health.Newest ? health : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // What cannot be read says nothing.
            return null;
        }
    }
}
