using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Everything that a terminal's <c>health</c> says, as far as it can be: a number out of its bounds, or none, is null, and a text that is too long is empty. It need not be signed: it is
/// shown to people and kept for charts, and moves nothing that a terminal is told.
/// </summary>
public sealed record HealthReading
{
    /// <summary>What stands for the clock of a terminal that was never set, above every number of seconds.</summary>
    public const long UnsetClock = uint.MaxValue;

    private const string Held = "held:";
    private const int LongestFirmware = 40;
    private const int LongestUpdate = 80;
    private const long LongestUptime = 10_000_000_000;

    /// <summary>How long it runs, in seconds.</summary>
    public long? UptimeSeconds { get; private init; }

    /// <summary>How much of its heap is free, in bytes.</summary>
    public long? HeapBytes { get; private init; }

    /// <summary>How well it hears its Wi-Fi, in dBm; null: it does not know, or does not say.</summary>
    public long? Rssi { get; private init; }

    /// <summary>How often its reader has failed since its start.</summary>
    public long? ReaderFaults { get; private init; }

    /// <summary>The longest that its loop has stood still, in milliseconds.</summary>
    public long? LongestStallMs { get; private init; }

    /// <summary>How full its journal is, 0 to 100.</summary>
    public long? JournalPercent { get; private init; }

    /// <summary>How many records wait to be acknowledged.</summary>
    public long? OutboxDepth { get; private init; }

    /// <summary>How many taps it had no room for.</summary>
    public long? RefusedTaps { get; private init; }

    /// <summary>How many messages it has not taken: unsigned, older than what it holds, or too long.</summary>
    public long? BadMessages { get; private init; }

    /// <summary>The version of the roster that it holds; 0: none.</summary>
    public long? Roster { get; private init; }

    /// <summary>The version of the parameters that it holds.</summary>
    public long? Policy { get; private init; }

    /// <summary>The number of the newest command that it has seen.</summary>
    public long? Command { get; private init; }

    /// <summary>The number of its newest record.</summary>
    public long? Seq { get; private init; }

    /// <summary>The epoch of its journal; empty: it does not say.</summary>
    public string Epoch { get; private init; } = "";

    /// <summary>The version of its firmware; empty: it does not say.</summary>
    public string Firmware { get; private init; } = "";

    /// <summary>The firmware that it is offered or tries, a colon, and how far that is; empty: none; null: it does not say.</summary>
    public string? Update { get; private init; }

    /// <summary>The quality of its clock as the wire writes it; empty: it does not say.</summary>
    public string Clock { get; private init; } = "";

    /// <summary>For how many seconds its clock has been held: 0: it is set; <see cref="UnsetClock"/>: it never was; null: it does not say.</summary>
    public long? ClockSeconds => Clock switch
    {
        "set" => 0,
        "unset" => UnsetClock,
        _ => Clock.Length > 0 ? long.Parse(Clock.AsSpan(Held.Length), NumberStyles.None, CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Reads health, which is bounded before it comes here; null: there is none, or it is none.</summary>
    public static HealthReading? Read(byte[]? payload)
    {
        if (payload == null)
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = json.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new HealthReading
            {
                UptimeSeconds = Number(root, "uptimeSeconds", 0, LongestUptime),
                HeapBytes = Number(root, "heapBytes", 0, uint.MaxValue),
                Rssi = Number(root, "rssi", -200, -1),
                ReaderFaults = Number(root, "readerFaults", 0, uint.MaxValue),
                LongestStallMs = Number(root, "longestStallMs", 0, uint.MaxValue),
                JournalPercent = Number(root, "journalPercent", 0, 100),
                OutboxDepth = Number(root, "outboxDepth", 0, uint.MaxValue),
                RefusedTaps = Number(root, "refusedTaps", 0, uint.MaxValue),
                BadMessages = Number(root, "badMessages", 0, uint.MaxValue),
                Roster = Number(root, "roster", 0, uint.MaxValue),
                Policy = Number(root, "policy", 0, uint.MaxValue),
                Command = Number(root, "command", 0, uint.MaxValue),
                Seq = Number(root, "seq", 0, uint.MaxValue),
                Epoch = Text(root, "epoch") is { } epoch && RecordBody.IsEpoch(epoch) ? epoch : "",
                Firmware = Word(root, "firmware", LongestFirmware) ?? "",
                Update = Word(root, "update", LongestUpdate),
                Clock = Text(root, "clock") is { } clock && IsClock(clock) ? clock : "",
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A text may be no UTF-8 inside, which shows only when it is asked for.
            return null;
        }
    }

    private static bool IsClock(string clock)
    {
        return clock is "set" or "unset"
            || (clock.StartsWith(Held, StringComparison.Ordinal) && long.TryParse(clock.AsSpan(Held.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < UnsetClock);
    }

    private static string? Word(JsonElement root, string name, int longest) => Text(root, name) is { } word && word.Length <= longest && word.All(letter => letter is > ' ' and <= '~') ? word : null;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement root, string name, long least, long most)
    {
        return root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most ? number : null;
    }
}
