using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>One terminal of the list, in the words of whoever looks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Post">The name of its post.</param>
/// <param name="Handover">Whether it is the post's handover terminal.</param>
/// <param name="State"><c>online</c>, <c>lost</c>, <c>never</c> or <c>revoked</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="Heard">When anything of it came last; empty: nothing has.</param>
/// <param name="Clock">The quality of its clock.</param>
/// <param name="Firmware">Its firmware; empty: it has not said.</param>
/// <param name="Roster">The version of the roster that it holds; empty: it has not said.</param>
/// <param name="Policy">The version of the parameters that it holds.</param>
/// <param name="Command">The number of the newest command that it has seen.</param>
/// <param name="Outbox">How many records wait there.</param>
/// <param name="Journal">How full its journal is.</param>
/// <param name="Seq">The number of its newest record.</param>
/// <param name="Stored">Up to which number everything is stored for good.</param>
/// <param name="Warnings">What somebody has to look after, by name and in words.</param>
public sealed record TerminalRow(
    string Id, string Post, bool Handover, string State, string Since, string Heard, string Clock, string Firmware, string Roster, string Policy, string Command, string Outbox, string Journal, string Seq,
    string Stored, IReadOnlyList<(string Name, string Words)> Warnings)
{
    private const long FullJournal = 80;
    private const long DeepOutbox = 50;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    /// <summary>A terminal as it is now.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">What is folded.</param>
    /// <param name="chain">What is stored of it.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="seen">What is known beside that.</param>
    /// <param name="newestFirmware">The newest firmware in the house; null: nobody knows.</param>
    /// <param name="now">The time.</param>
    public static TerminalRow Of(Language t, DutyRoom room, Chain chain, TerminalEntry terminal, TerminalSeen seen, Version? newestFirmware, DateTimeOffset now)
    {
        TerminalState? state = room.TerminalOf(terminal.Id);
        string word = terminal.RevokedAt != null ? "revoked" : state?.State ?? "never";
        HealthReading? health = seen.Health;
        var civil = new CivilTime(room.Roster, now);
        DateTimeOffset heard = Later(state?.HeardAt ?? DateTimeOffset.UnixEpoch, seen.HealthAt ?? DateTimeOffset.UnixEpoch);
        string epoch = health is { Epoch.Length: > 0 } ? health.Epoch : state?.Epoch ?? "";
        string clock = health is { Clock.Length: > 0 } ? health.Clock : state?.Clock ?? "unset";
        return new TerminalRow(
            terminal.Id,
            PostOrder.NameOf(room.Roster, terminal.Post),
            terminal.Handover,
            word,
            state is { Session: > 0 } ? civil.Minute(state.Since) : "",
            heard > DateTimeOffset.UnixEpoch ? civil.Exact(heard) : "",
            BoardWords.OfClock(t, clock),
            health?.Firmware ?? "",
            Number(health?.Roster),
            Number(health?.Policy),
            Number(health?.Command),
            Number(health?.OutboxDepth),
            health?.JournalPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent}%") : "",
            Number(health?.Seq ?? (state is { Seq: > 0 } ? state.Seq : null)),
            RecordBody.IsEpoch(epoch) ? Number(chain.StoredUpTo(terminal.Id, epoch)) : "",
            terminal.RevokedAt != null ? [] : [.. WarningsOf(t, seen, newestFirmware, clock, word, now)]);
    }

    private static IEnumerable<(string Name, string Words)> WarningsOf(Language t, TerminalSeen seen, Version? newestFirmware, string clock, string state, DateTimeOffset now)
    {
        if (state is "online" && seen.HealthAt is { } at && now - at > Silence)
        {
            yield return ("silent", t["terminals.warn-silent", (long)(now - at).TotalMinutes]);
        }

        if (state is not "never" && clock is "unset")
        {
            yield return ("clock", t["terminals.warn-clock"]);
        }

        if (seen.Health is not { } health)
        {
            yield break;
        }

        if (seen.RosterTold > (health.Roster ?? long.MaxValue))
        {
            yield return ("roster", t["terminals.warn-roster", health.Roster, seen.RosterTold]);
        }

        if (seen.PolicyTold > (health.Policy ?? long.MaxValue))
        {
            yield return ("policy", t["terminals.warn-policy", health.Policy, seen.PolicyTold]);
        }

        if (newestFirmware != null && Version.TryParse(health.Firmware, out Version? own) && own < newestFirmware)
        {
            yield return ("firmware", t["terminals.warn-firmware", health.Firmware, newestFirmware]);
        }

        if (health.OutboxDepth >= DeepOutbox)
        {
            yield return ("outbox", t["terminals.warn-outbox", health.OutboxDepth]);
        }

        if (health.JournalPercent >= FullJournal)
        {
            yield return ("journal", t["terminals.warn-journal", health.JournalPercent]);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Every terminal, as the list shows them.</summary>
/// <param name="Now">The time of the house.</param>
/// <param name="Rows">The terminals whose credentials hold.</param>
/// <param name="Revoked">The ids of those whose credentials were taken away.</param>
public sealed record TerminalsView(string Now, IReadOnlyList<TerminalRow> Rows, IReadOnlyList<string> Revoked)
{
    /// <summary>All of them as they are now.</summary>
    public static TerminalsView Of(Language t, BridgeCore core, TerminalRegister register) => core.Read((room, chain) => Of(t, room, chain, register, core.SeenOf, core.Time.GetUtcNow()));

    /// <summary>The newest firmware that a terminal of the house says to have; null: nobody knows.</summary>
    public static Version? NewestFirmware(IEnumerable<TerminalSeen> seen) => seen.Select(one => Version.TryParse(one.Health?.Firmware, out Version? version) ? version : null).Max();

    private static TerminalsView Of(Language t, DutyRoom room, Chain chain, TerminalRegister register, Func<string, TerminalSeen> seenOf, DateTimeOffset now)
    {
        IReadOnlyList<TerminalEntry> terminals = register.Terminals;
        Dictionary<string, TerminalSeen> seen = terminals.ToDictionary(terminal => terminal.Id, terminal => seenOf(terminal.Id), StringComparer.Ordinal);
        Version? newest = NewestFirmware(seen.Values);
        return new TerminalsView(new CivilTime(room.Roster, now).Now, [.. terminals.Select(terminal => TerminalRow.Of(t, room, chain, terminal, seen[terminal.Id], newest, now))], register.Revoked);
    }
}
