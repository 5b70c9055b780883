using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web;

/// <summary>One post as the board shows it.</summary>
public sealed record PostCard(string Post, string Name, string Holder, string HolderName, string Since, string Until, IReadOnlyList<PersonChip> In, string Next, int LadderStep, int LateMinutes, IReadOnlyList<TerminalLine> Terminals, PolicyLine? Policy);

/// <summary>The pack of a post as the board shows it, with what the post has otherwise.</summary>
public sealed record PolicyLine(string Pack, string Title, IReadOnlyList<OverrideLine> Overrides);

/// <summary>One parameter that a post has otherwise than its pack.</summary>
public sealed record OverrideLine(string Name, string Words, string Value, string OfPack);

/// <summary>One person in the room as the board shows him.</summary>
public sealed record PersonChip(string Id, string Name, string Since, string AwaySince, bool Holds, bool Relieved);

/// <summary>One terminal as the board shows it.</summary>
public sealed record TerminalLine(string Id, string State, string Since, string Clock);

/// <summary>One record as the board shows it.</summary>
public sealed record RecordLine(long Position, string Key, string Type, string Words, string Who, IReadOnlyList<string> Details, string At, bool Dated, string Terminal, Proof Proof);

/// <summary>One notice as the board shows it.</summary>
public sealed record NoticeLine(string Key, string Topic, string Words, string About, string At, string To, bool Acknowledged, string AcknowledgedBy, int Level);

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
    private const int NewestNotices = 6;
    private const int NewestBreaks = 3;

    /// <summary>Looks at a bridge.</summary>
    public static BoardView Of(Language t, BridgeCore core)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        return core.Read((room, chain) =>
        {
            var time = new CivilTime(room.Roster, now);
            return new BoardView(
                PostOrder.InRosterOrder(room).Select(post => Card(t, room, post, now, time)).ToArray(),
                core.Log.ReadNewestRecords(NewestRecords).Where(entry => chain.ProofOf(entry.Position) != null).Select(entry => Line(t, room, chain, entry, time)).ToArray(),
                room.Notices.All.Reverse().Take(NewestNotices).Select(sent => Line(t, room, sent, time)).ToArray(),

                // Whatever names nobody enrolled call themselves by, they are one matter.
                chain.Terminals.SelectMany(chain.BreaksOf).GroupBy(found => room.TerminalOf(found.Terminal)?.Id ?? t["board.strangers"], StringComparer.Ordinal).Select(found => Line(found.Key, found.ToArray())).ToArray(),
                core.StoreHealth.Failure,
                core.BrokerHealth.Trouble,
                time.Now,
                room.Roster.Document.Zone);
        });
    }

    private static PostCard Card(Language t, DutyRoom room, PostState post, DateTimeOffset now, CivilTime time)
    {
        RosterModel roster = room.Roster;
        RosterShift? next = Next(roster, post, now);
        return new PostCard(
            post.Post,
            PostOrder.NameOf(roster, post.Post),
            post.Holder,
            roster.NameOf(post.Holder),
            post.Holder.Length == 0 ? "" : time.Dated(post.Since),
            post.Until is { } until ? time.Dated(until) : "",
            post.PresentAt(now, roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(present => Chip(roster, post, present.Key, present.Value, time)).ToArray(),
            next == null ? "" : $"{time.Dated(next.Start)} {roster.NameOf(next.Entry.Leader)}",
            post.LadderStep,
            post.LadderStep > 0 ? Math.Max(0, (int)(now - post.LateFrom).TotalMinutes) : 0,
            room.TerminalsOf(post)
                .Select(terminal => new TerminalLine(terminal.Id, terminal.State, terminal.Session == 0 ? "" : time.Dated(terminal.Since), BoardWords.OfClock(t, terminal.Clock))).ToArray(),
            Policy(t, roster, post.Post));
    }

    // A post that the roster does not know has no pack of its own.
    private static PolicyLine? Policy(Language t, RosterModel roster, string post)
    {
        if (roster.Document.Posts.Find(entry => string.Equals(entry.Id, post, StringComparison.Ordinal)) is not { } entry)
        {
            return null;
        }

        PolicyParameters policy = roster.PolicyOf(post), ofPack = roster.Packs.Resolve(entry.Pack, new Dictionary<string, string>(StringComparer.Ordinal), post);
        OverrideLine[] overrides = entry.Parameters.Keys.Select(name => ParameterList.Find(name)!).DistinctBy(parameter => parameter.Name, StringComparer.Ordinal)
            .Where(parameter => !string.Equals(policy.Word(parameter.Name), ofPack.Word(parameter.Name), StringComparison.Ordinal))
            .Select(parameter => new OverrideLine(parameter.Name, RuleWords.OfParameter(t, parameter.Name), RuleWords.OfValue(t, parameter, policy.Word(parameter.Name)), RuleWords.OfValue(t, parameter, ofPack.Word(parameter.Name)))).ToArray();
        return new PolicyLine(entry.Pack, roster.Packs.Get(entry.Pack, post).Title, overrides);
    }

    // While somebody holds the duty the next shift is the one that comes after his, also when that should long have taken over.
    private static RosterShift? Next(RosterModel roster, PostState post, DateTimeOffset now)
    {
        DateTimeOffset from = post.Holder.Length > 0 && post.Until is { } until ? until : now;
        return roster.Shifts(post.Post, now, (from > now ? from : now).AddDays(2))
            .FirstOrDefault(shift => shift.Start >= from && !(post.Holder.Length > 0 && string.Equals(shift.Id, post.HolderShift, StringComparison.Ordinal)));
    }

    private static PersonChip Chip(RosterModel roster, PostState post, string id, PresentPerson person, CivilTime time)
    {
        bool holds = string.Equals(id, post.Holder, StringComparison.Ordinal);
        return new PersonChip(id, roster.NameOf(id), time.Minute(person.Since), person.AwaySince is { } away ? time.Minute(away) : "", holds, person.Relieved && !holds);
    }

    private static BreakLine Line(string terminal, IReadOnlyList<HistoryBreak> breaks)
    {
        return new BreakLine(terminal, breaks.Skip(Math.Max(0, breaks.Count - NewestBreaks)).ToArray(), Math.Max(0, breaks.Count - NewestBreaks));
    }

    private static RecordLine Line(Language t, DutyRoom room, Chain chain, LogEntry entry, CivilTime time)
    {
        string type = "", who = "", at = time.Exact(entry.ReceivedAt);
        bool dated = false;
        IReadOnlyList<string> details = [];
        if (entry.Kind != LogKind.Quarantined && RecordBody.Read(entry.Body) != null)
        {
            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            type = record.Type;
            string[] people = new[] { record.Text("staff"), record.Text("outgoing"), record.Text("incoming") }.Where(id => id.Length > 0).Select(room.Roster.NameOf).ToArray();
            who = string.Join(" → ", people);
            details = RecordDetail.Of(t, record, room.Roster);
            bool proved = chain.ProofOf(entry.Position) is Proof.Ok or Proof.Erased;
            at = proved ? time.Exact(record.At) : at;
            dated = proved && record.Text("at").Length > 0;
        }

        string key = string.Create(CultureInfo.InvariantCulture, $"{entry.Terminal}/{entry.Epoch}/{entry.Seq}");
        return new RecordLine(entry.Position, key, type, BoardWords.Of(t, type), who, details, at, dated, entry.Terminal, chain.ProofOf(entry.Position)!.Value);
    }

    private static NoticeLine Line(Language t, DutyRoom room, SentNotice sent, CivilTime time)
    {
        Notice notice = sent.Notice;
        return new NoticeLine(notice.Key, notice.Topic, BoardWords.Of(t, notice.Topic), NoticeWords.About(t, room.Roster, notice), time.Dated(sent.SentAt), NoticeWords.To(t, room.Roster, notice), sent.Acknowledged, room.Roster.NameOf(sent.AcknowledgedBy), notice.Level);
    }
}
