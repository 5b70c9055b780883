using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>A terminal on a page of its own.</summary>
/// <param name="Now">The time of the house.</param>
/// <param name="Row">What the list says of it, too.</param>
/// <param name="Facts">What else it says of itself, by name.</param>
/// <param name="Epoch">Its journal; empty: nobody knows.</param>
/// <param name="History">Its newest commands and events.</param>
/// <param name="IsRevoked">Whether its credentials were taken away.</param>
public sealed record TerminalView(string Now, TerminalRow Row, IReadOnlyList<(string Name, string Value)> Facts, string Epoch, TerminalHistory History, bool IsRevoked)
{
    private const int BytesAKibibyte = 1024;
    private const int SecondsAnHour = 3600;
    private const int HoursADay = 24;

    /// <summary>Looks at one; null: there never was one of this id.</summary>
    /// <param name="t">The language.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="register">The terminals.</param>
    /// <param name="id">Its id.</param>
    /// <param name="before">The place before which events are wanted.</param>
    public static TerminalView? Of(Language t, BridgeCore core, TerminalRegister register, string id, long before)
    {
        if (register.Ever.FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.Ordinal)) is not { } terminal)
        {
            return null;
        }

        var history = TerminalHistory.Of(t, core, id, before);
        return core.Read((room, chain) =>
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            TerminalSeen seen = core.SeenOf(id);
            Version? newest = TerminalsView.NewestFirmware(register.Terminals.Select(known => core.SeenOf(known.Id)));
            var row = TerminalRow.Of(t, room, chain, terminal, seen, newest, now);
            string epoch = seen.Health is { Epoch.Length: > 0 } health ? health.Epoch : room.TerminalOf(id) is { Seq: > 0 } state ? state.Epoch : "";
            return new TerminalView(new CivilTime(room.Roster, now).Now, row, [.. FactsOf(t, seen.Health)], epoch, history, terminal.RevokedAt != null);
        });
    }

    private static IEnumerable<(string Name, string Value)> FactsOf(Language t, HealthReading? health)
    {
        yield return (t["terminals.fact-update"], UpdateOf(t, health?.Update));
        yield return (t["terminals.fact-uptime"], health?.UptimeSeconds is { } seconds ? t["terminals.uptime", seconds / SecondsAnHour / HoursADay, seconds / SecondsAnHour % HoursADay, seconds / 60 % 60] : "");
        yield return (t["terminals.fact-heap"], health?.HeapBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesAKibibyte} KiB") : "");
        yield return (t["terminals.fact-rssi"], health?.Rssi is { } rssi ? string.Create(CultureInfo.InvariantCulture, $"{rssi} dBm") : "");
        yield return (t["terminals.fact-reader"], Number(health?.ReaderFaults));
        yield return (t["terminals.fact-stall"], health?.LongestStallMs is { } stall ? string.Create(CultureInfo.InvariantCulture, $"{stall} ms") : "");
        yield return (t["terminals.fact-refused"], Number(health?.RefusedTaps));
        yield return (t["terminals.fact-bad"], Number(health?.BadMessages));
    }

    // "0.3.0:12/40" has come so far, "0.3.0:trial" says how it stands; a word that a later firmware may have is shown as it is.
    private static string UpdateOf(Language t, string? update)
    {
        if (update is null or "")
        {
            return update == null ? "" : t["terminals.update-none"];
        }

        int colon = update.LastIndexOf(':');
        string stage = update[(colon + 1)..];
        string words = stage switch
        {
            "waiting" => t["terminals.update-waiting"],
            "ready" => t["terminals.update-ready"],
            "trial" => t["terminals.update-trial"],
            "given-up" => t["terminals.update-given-up"],
            "no-room" => t["terminals.update-no-room"],
            "broken" => t["terminals.update-broken"],
            _ => stage,
        };
        return colon < 0 ? words : $"{update[..colon]} · {words}";
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
