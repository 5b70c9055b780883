using System;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Store;

/// <summary>Somebody has taken records out of the house: every look at an export stands in the log.</summary>
/// <param name="By">Who.</param>
/// <param name="From">The first moment of what was taken.</param>
/// <param name="To">The first moment behind it.</param>
/// <param name="Count">How many records.</param>
public sealed record ExportAct(string By, DateTimeOffset From, DateTimeOffset To, int Count)
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ExportAct Of(LogEntry entry) => JsonSerializer.Deserialize<ExportAct>(entry.Body) is { By: not null } whole
        ? whole
        : throw new JsonException("An entry that ought to be of an export is not.");
}
