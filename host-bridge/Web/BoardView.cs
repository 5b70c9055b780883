using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web;

/// <summary>One post as the board shows it.</summary>
public sealed record PostCard(string Post, string Name, string Holder, string HolderName, string Since, string Until, IReadOnlyList<(string Name, bool Away)> In, string Next, int LadderStep, int LateMinutes, IReadOnlyList<TerminalLine> Terminals);

/// <summary>One terminal as the board shows it.</summary>
public sealed record TerminalLine(string Id, string State, string Since, string Clock);

/// <summary>One record as the board shows it.</summary>
public sealed record RecordLine(string Key, string Type, string Words, string Who, string At, string Terminal, Proof Proof);

/// <summary>One notice as the board shows it.</summary>
public sealed record NoticeLine(string Topic, string Words, string About, string At, string To, bool Acknowledged);

/// <summary>What breaks the history of a terminal in one way: the first place, and how many there are.</summary>
public sealed record BreakLine(HistoryBreak First, int Count);

/// <summary>Everything on the live board at one moment.</summary>
public sealed record BoardView(IReadOnlyList<PostCard> Posts, IReadOnlyList<RecordLine> Records, IReadOnlyList<NoticeLine> Notices, IReadOnlyList<BreakLine> Breaks, string StoreFailure, string Now)
{
    private const int NewestRecords = 20;
    private const int NewestNotices = 6;
    private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture("MM'-'dd HH':'mm");
    private static readonly LocalDateTimePattern Exact = LocalDateTimePattern.CreateWithInvariantCulture("HH':'mm':'ss");

    /// <summary>Looks at a bridge.</summary>
    public static BoardView Of(BridgeCore core)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        return core.Read((room, chain) => new BoardView(
            room.Posts.OrderBy(post => Order(room, post.Post)).Select(post => Card(room, post, now)).ToArray(),
            core.Log.ReadNewestRecords(NewestRecords).Where(entry => chain.ProofOf(entry.Position) != null).Select(entry => Line(room, chain, entry)).ToArray(),
            room.Notices.All.Reverse().Take(NewestNotices).Select(sent => Line(room, sent)).ToArray(),
            chain.Terminals.SelectMany(chain.BreaksOf).GroupBy(found => (room.TerminalOf(found.Terminal)?.Id, found.Proof)).Select(found => new BreakLine(found.First(), found.Count())).ToArray(),
            core.Counts.LastFailure,
            Clock.Format(room.Roster.Civil(now))));
    }

    // Posts stand in the order of the roster, as the house wrote it; one that the roster does not know comes last.
    private static int Order(DutyRoom room, string post)
    {
        int index = room.Roster.Document.Posts.FindIndex(entry => string.Equals(entry.Id, post, StringComparison.Ordinal));
        return index < 0 ? int.MaxValue : index;
    }

    private static PostCard Card(DutyRoom room, PostState post, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        RosterShift? next = roster.Shifts(post.Post, now, now.AddDays(2)).FirstOrDefault(shift => shift.Start > now);
        int lateMinutes = post.Holder.Length > 0 && post.Until < now ? (int)(now - post.Until.Value).TotalMinutes : 0;
        return new PostCard(
            post.Post,
            roster.Document.Posts.Find(entry => string.Equals(entry.Id, post.Post, StringComparison.Ordinal))?.Name ?? post.Post,
            post.Holder,
            roster.NameOf(post.Holder),
            post.Holder.Length == 0 ? "" : Clock.Format(roster.Civil(post.Since)),
            post.Until is { } until ? Clock.Format(roster.Civil(until)) : "",
            post.PresentAt(now, roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(present => (roster.NameOf(present.Key), present.Value.AwaySince != null)).ToArray(),
            next == null ? "" : $"{Clock.Format(roster.Civil(next.Start))} {roster.NameOf(next.Entry.Leader)}",
            post.LadderStep,
            lateMinutes,
            room.Terminals.Where(terminal => string.Equals(terminal.Post, post.Post, StringComparison.Ordinal))
                .Select(terminal => new TerminalLine(terminal.Id, terminal.State, terminal.Session == 0 ? "" : Clock.Format(roster.Civil(terminal.Since)), terminal.Clock)).ToArray());
    }

    private static RecordLine Line(DutyRoom room, Chain chain, LogEntry entry)
    {
        string type = "", who = "", at = Exact.Format(room.Roster.Civil(entry.ReceivedAt));
        if (entry.Kind != LogKind.Quarantined && RecordBody.Read(entry.Body) != null)
        {
            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            type = record.Type;
            string[] people = new[] { record.Text("staff"), record.Text("outgoing"), record.Text("incoming") }.Where(id => id.Length > 0).Select(room.Roster.NameOf).ToArray();
            who = string.Join(" → ", people);
            string reason = record.Text("reason");
            who += reason.Length > 0 ? $" {BoardWords.Of(reason)}" : "";
            at = chain.ProofOf(entry.Position) is Proof.Ok ? Exact.Format(room.Roster.Civil(record.At)) : at;
        }

        string key = string.Create(CultureInfo.InvariantCulture, $"{entry.Terminal}/{entry.Epoch}/{entry.Seq}");
        return new RecordLine(key, type, BoardWords.Of(type), who, at, entry.Terminal, chain.ProofOf(entry.Position)!.Value);
    }

    private static NoticeLine Line(DutyRoom room, SentNotice sent)
    {
        string about = string.Join(' ', new[] { sent.Notice.Post, sent.Notice.Terminal, room.Roster.NameOf(sent.Notice.Staff), sent.Notice.Cause, sent.Notice.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"×{sent.Notice.Count}") : "" }.Where(text => text.Length > 0));
        return new NoticeLine(sent.Notice.Topic, BoardWords.Of(sent.Notice.Topic), about, Clock.Format(room.Roster.Civil(sent.SentAt)), string.Join("、", sent.Notice.To.Select(room.Roster.NameOf)), sent.Acknowledged);
    }
}
