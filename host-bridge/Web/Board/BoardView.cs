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
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>One record as the board shows it.</summary>
public sealed record RecordLine(long Position, string Key, string Type, string Words, string Who, IReadOnlyList<string> Details, string At, bool Dated, string Terminal, Proof Proof);

/// <summary>One notice as the board shows it.</summary>
public sealed record NoticeLine(string Key, string Topic, string Words, string About, string At, string To, bool Acknowledged, string AcknowledgedBy, int Level)
{
    /// <summary>A notice in words.</summary>
    internal static NoticeLine Of(Language t, DutyRoom room, SentNotice sent, CivilTime time)
    {
        Notice notice = sent.Notice;
        return new NoticeLine(notice.Key, notice.Topic, BoardWords.Of(t, notice.Topic), NoticeWords.About(t, room.Roster, notice), time.Dated(sent.SentAt), NoticeWords.To(t, room.Roster, notice), sent.Acknowledged, room.Roster.NameOf(sent.AcknowledgedBy), notice.Level);
    }
}

/// <summary>The broken places of one terminal's history: the newest of them, and how many more there are.</summary>
public sealed record BreakLine(string Terminal, IReadOnlyList<HistoryBreak> Newest, int More)
{
    /// <summary>How many there are.</summary>
    public int Count => Newest.Count + More;
}

/// <summary>Everything on the live board at one moment.</summary>
public sealed record BoardView(IReadOnlyList<PostCard> Posts, IReadOnlyList<RecordLine> Records, IReadOnlyList<NoticeLine> Notices, IReadOnlyList<BreakLine> Breaks, string StoreFailure, string BrokerTrouble, string Now, string Zone)
{
    private const int NewestRecords = 20;
    private const int MostUnseen = 30;
    private const int NewestSeen = 6;
    private const int NewestBreaks = 3;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(31);

    /// <summary>How many notices that nobody has taken note of are not among them.</summary>
    public int MoreNotices { get; init; }

    /// <summary>Looks at a bridge.</summary>
    /// <param name="t">The language.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="hasRecords">Whether the newest records are wanted, too.</param>
    public static BoardView Of(Language t, BridgeCore core, bool hasRecords = true)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        return core.Read((room, chain) =>
        {
            var time = new CivilTime(room.Roster, now);

            // What nobody has taken note of stays, however much is told after it; what is older than a month stands on the page of notices.
            SentNotice[] recent = [.. room.Notices.NewestSince(now - Recent)], unseen = [.. recent.Where(sent => !sent.Acknowledged)];
            IEnumerable<SentNotice> shown = [.. unseen.Take(MostUnseen), .. recent.Where(sent => sent.Acknowledged).Take(NewestSeen)];
            return new BoardView(
                new PostCards(t, room, now, core.HealthOf).All(),
                hasRecords ? core.Log.ReadNewestRecords(NewestRecords).Where(entry => chain.ProofOf(entry.Position) != null).Select(entry => Line(t, room.Roster, chain, entry, time)).ToArray() : [],
                shown.Select(sent => NoticeLine.Of(t, room, sent, time)).ToArray(),

                // Whatever names nobody enrolled call themselves by, they are one matter.
                chain.Terminals.SelectMany(chain.BreaksOf).GroupBy(found => room.TerminalOf(found.Terminal)?.Id ?? t["board.strangers"], StringComparer.Ordinal).Select(found => Line(found.Key, found.ToArray())).ToArray(),
                core.StoreHealth.Failure,
                core.BrokerHealth.Trouble,
                time.Now,
                room.Roster.Document.Zone)
            {
                MoreNotices = Math.Max(0, unseen.Length - MostUnseen),
            };
        });
    }

    /// <summary>A record in words.</summary>
    internal static RecordLine Line(Language t, RosterModel roster, Chain chain, LogEntry entry, CivilTime time)
    {
        string type = "", who = "", at = time.Exact(entry.ReceivedAt);
        bool dated = false;
        IReadOnlyList<string> details = [];
        if (entry.Kind != LogKind.Quarantined && RecordBody.Read(entry.Body) != null)
        {
            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            type = record.Type;
            who = RecordDetail.Who(record, roster);
            details = RecordDetail.Of(t, record, roster);
            bool proved = chain.ProofOf(entry.Position) is Proof.Ok or Proof.Erased;
            at = proved ? time.Exact(record.At) : at;
            dated = proved && record.Text("at").Length > 0;
        }

        string key = string.Create(CultureInfo.InvariantCulture, $"{entry.Terminal}/{entry.Epoch}/{entry.Seq}");
        return new RecordLine(entry.Position, key, type, BoardWords.Of(t, type), who, details, at, dated, entry.Terminal, chain.ProofOf(entry.Position)!.Value);
    }

    private static BreakLine Line(string terminal, IReadOnlyList<HistoryBreak> breaks)
    {
        return new BreakLine(terminal, breaks.Skip(Math.Max(0, breaks.Count - NewestBreaks)).ToArray(), Math.Max(0, breaks.Count - NewestBreaks));
    }
}
