using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Settings;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>A command and what became of it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Word">Its word.</param>
/// <param name="Words">What it asks for.</param>
/// <param name="Outcome"><c>taken</c>, <c>waiting</c>, or <c>unreached</c>: the terminal was not connected and never learns of it.</param>
public sealed record CommandLine(long Number, string At, string Word, string Words, string Outcome);

/// <summary>Something that happened to a terminal.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When.</param>
/// <param name="Kind">The type of the record, or <c>online</c>, <c>lost</c>, <c>enrolled</c>, <c>revoked</c>.</param>
/// <param name="Words">What.</param>
/// <param name="Details">What else there is to know.</param>
public sealed record TerminalEvent(long Position, string At, string Kind, string Words, IReadOnlyList<string> Details);

/// <summary>The newest commands and events of a terminal, from what stands in the log about it; of taps and handovers other pages tell.</summary>
/// <param name="Commands">The commands, newest first.</param>
/// <param name="Events">The events, newest first.</param>
/// <param name="Older">The place before which older ones stand; 0: there are none.</param>
public sealed record TerminalHistory(IReadOnlyList<CommandLine> Commands, IReadOnlyList<TerminalEvent> Events, long Older)
{
    private const int MostEntries = 2000;
    private const int MostEvents = 40;
    private const int MostCommands = 10;

    /// <summary>Reads it.</summary>
    /// <param name="t">The language.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="before">The place before which.</param>
    public static TerminalHistory Of(Language t, BridgeCore core, string terminal, long before)
    {
        List<LogEntry> entries = core.Log.ReadTerminalBackwards(terminal, before, MostEntries);
        return core.Read((room, chain) =>
        {
            var civil = new CivilTime(room.Roster, core.Time.GetUtcNow());
            long seen = core.SeenOf(terminal).CommandSeen;
            var events = new List<TerminalEvent>();
            long older = entries.Count == MostEntries ? entries[^1].Position : 0;
            foreach (LogEntry entry in entries)
            {
                if (EventOf(t, entry, civil, room, chain) is { } found)
                {
                    events.Add(found);
                    if (events.Count == MostEvents)
                    {
                        older = found.Position;
                        break;
                    }
                }
            }

            CommandLine[] commands = [.. entries.Where(entry => entry is { Kind: LogKind.Command, IsAltered: false }).Take(MostCommands).Select(entry => CommandOf(t, entry, core.CommandNumber(entry.Position), seen, WasLost(entries, entry), civil))];
            return new TerminalHistory(commands, events, older);
        });
    }

    private static bool WasLost(List<LogEntry> entries, LogEntry command)
    {
        return entries.Find(entry => entry.Position < command.Position && entry.Kind == LogKind.Link) is { } link && LinkState.Read(link.Body) is { IsOnline: false };
    }

    private static CommandLine CommandOf(Language t, LogEntry entry, long number, long seen, bool wasLost, CivilTime civil)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        string word = Text(json.RootElement, "command");
        string words = word is "replay" ? t["terminals.did-replay", json.RootElement.TryGetProperty("seq", out JsonElement seq) ? seq.GetInt64() : 0, Text(json.RootElement, "epoch")] : t[$"terminals.do-{word}"];
        return new CommandLine(number, civil.Exact(entry.ReceivedAt), word, words, wasLost ? "unreached" : seen >= number ? "taken" : "waiting");
    }

    private static TerminalEvent? EventOf(Language t, LogEntry entry, CivilTime civil, DutyRoom room, Chain chain)
    {
        string at = civil.Exact(entry.ReceivedAt);
        switch (entry.Kind)
        {
            case LogKind.Link when LinkState.Read(entry.Body) is { } link:
                string state = link.IsOnline ? "online" : "lost";
                return new TerminalEvent(entry.Position, at, state, BoardWords.Of(t, state), [t["terminals.session", link.Session]]);
            case LogKind.Terminal when !entry.IsAltered:
                var act = TerminalAct.Of(entry);
                return new TerminalEvent(entry.Position, at, act.Act, t[$"terminals.act-{act.Act}"], [AuditWords.By(t, act.By)]);
            case LogKind.Record when chain.ProofOf(entry.Position) == Proof.Ok:
                using (JsonDocument json = JsonDocument.Parse(entry.Body))
                {
                    var record = new RecordView(json.RootElement, entry);
                    return record.Type.StartsWith("terminal.", StringComparison.Ordinal)
                        ? new TerminalEvent(entry.Position, civil.Exact(record.At), record.Type, BoardWords.Of(t, record.Type), [.. RecordDetail.Of(t, record, room.Roster), record.Text("firmware")])
                        : null;
                }

            default:
                return null;
        }
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
