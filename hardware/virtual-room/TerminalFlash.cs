using System.Collections.Generic;
using System.Text.Json;
using DutyKiosk.Core.Flash;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.VirtualRoom;

/// <summary>What stands on a terminal's flash, from outside.</summary>
public static class TerminalFlash
{
    /// <summary>Writes what enrolment writes: who the terminal is, where its broker is, and its keys.</summary>
    public static void Enrol(BoardFlash flash, TerminalEntry terminal, string siteKey, string broker, int port)
    {
        // A password that was given at an enrolment is known to the terminal alone.
        string password = flash.Read("dutykiosk.json") is { } before && JsonDocument.Parse(before).RootElement.TryGetProperty("password", out JsonElement kept) ? kept.GetString() ?? "" : "";
        flash.Write("dutykiosk.json", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(System.StringComparer.Ordinal)
        {
            ["terminal"] = terminal.Id,
            ["post"] = terminal.Post,
            ["handover"] = terminal.Handover,
            ["broker"] = broker,
            ["port"] = port,
            ["password"] = password,
            ["key"] = terminal.Key,
            ["siteKey"] = terminal.SiteKey.Length > 0 ? terminal.SiteKey : siteKey,
        }));
    }
}

/// <summary>A board's flash as a reader sees it who must not change it.</summary>
public sealed class FlashReader(BoardFlash flash) : IFlash
{
    /// <inheritdoc/>
    public string[] List() => flash.List();

    /// <inheritdoc/>
    public byte[]? Read(string name) => flash.Read(name);

    /// <inheritdoc/>
    public int Length(string name) => flash.Length(name);

    /// <inheritdoc/>
    public bool Read(string name, int offset, byte[] buffer, int count) => flash.Read(name, offset, buffer, count);

    /// <inheritdoc/>
    public bool Append(string name, byte[] bytes, int length) => false;

    /// <inheritdoc/>
    public bool Write(string name, byte[] bytes, int length) => false;

    /// <inheritdoc/>
    public void Delete(string name)
    {
        // A reader leaves everything as it is.
    }
}
