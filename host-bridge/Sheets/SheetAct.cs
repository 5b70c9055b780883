using System;
using System.Collections.Generic;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>
/// What an entry of the log says that was done to a sheet. Who was on which side is decided when it is asked for and stands in the entry, so that
/// folding it again needs no roster.
/// </summary>
/// <param name="Act">
/// <c>write</c>, <c>nothing</c>, <c>something</c>, <c>explain</c>, <c>reword</c>, <c>close</c>, <c>reopen</c>, <c>count</c>, <c>tick</c>, <c>untick</c>, <c>read</c>, <c>dispute</c>, <c>settle</c> or
/// <c>amend</c>.
/// </param>
/// <param name="Sheet">The number of the sheet among those of its post.</param>
/// <param name="Shift">The shift whose sheet it is.</param>
/// <param name="Staff">Who did it.</param>
/// <param name="Name">The section, count or tick; of a rewording, which of the item's texts.</param>
/// <param name="Text">What was said.</param>
/// <param name="Details">Of an item: what it says beside its text.</param>
/// <param name="Item">The item that is meant.</param>
/// <param name="Number">Of a count: how many.</param>
/// <param name="Incoming">Whether it was the incoming side.</param>
/// <param name="Was">Of a rewording: what its writer saw there, so that what somebody else wrote meanwhile is kept beside it.</param>
/// <param name="Draft">Of an item: the name that the writer's page gave it, so that one that is sent twice stands there once; empty: none.</param>
public sealed record SheetAct(
    string Act, int Sheet, string Shift, string Staff, string Name = "", string Text = "", ItemDetails? Details = null, long Item = 0, int Number = 0, bool Incoming = false, string Was = "", string Draft = "")
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static SheetAct Of(LogEntry entry) => JsonSerializer.Deserialize<SheetAct>(entry.Body) is { Act: not null, Shift: not null, Staff: not null, Name: not null, Text: not null, Was: not null, Draft: not null } whole
        ? whole
        : throw new JsonException("An entry that ought to be of a sheet is not.");
}

/// <summary>What an entry of the log says that was done to a hold.</summary>
/// <param name="Act"><c>open</c> or <c>clear</c>.</param>
/// <param name="Kind">The kind of hold.</param>
/// <param name="Id">The id by which terminals know it.</param>
/// <param name="Staff">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Incoming">The shift that was to take over by then; empty: none.</param>
/// <param name="Entitled">Who was entitled for that by then.</param>
public sealed record HoldAct(string Act, string Kind, string Id, string Staff, string Reason, string Incoming, IReadOnlyList<string> Entitled)
{
    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HoldAct Of(LogEntry entry) => JsonSerializer.Deserialize<HoldAct>(entry.Body) is { Act: not null, Kind: not null, Id: not null, Staff: not null, Reason: not null, Incoming: not null, Entitled: not null } whole
        ? whole
        : throw new JsonException("An entry that ought to be of a hold is not.");
}
