using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>Makes the cards of posts at one moment. What all of them ask for is looked up once.</summary>
public sealed class PostCards
{
    private const int HourLength = 5;
    private static readonly TimeSpan Alarming = TimeSpan.FromDays(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2);

    // To resolve a pack takes long, and says the same as long as the roster is as it was written.
    private static readonly ConditionalWeakTable<RosterDocument, ConcurrentDictionary<(string Post, string Language), PolicyLine>> Policies = [];

    private readonly Language _t;
    private readonly DutyRoom _room;
    private readonly DateTimeOffset _now;
    private readonly Func<string, byte[]?> _health;
    private readonly CivilTime _time;
    private readonly ILookup<string, TerminalState> _terminals;
    private readonly ILookup<string, SentNotice> _alarms;

    /// <summary>The cards of a room.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The room.</param>
    /// <param name="now">The moment.</param>
    /// <param name="health">The newest health of a terminal, as it came.</param>
    public PostCards(Language t, DutyRoom room, DateTimeOffset now, Func<string, byte[]?> health)
    {
        _t = t;
        _room = room;
        _now = now;
        _health = health;
        _time = new CivilTime(room.Roster, now);
        _terminals = room.Terminals.ToLookup(terminal => terminal.Post, StringComparer.Ordinal);
        _alarms = room.Notices.NewestSince(now - Alarming).Where(sent => sent.Notice.Topic is "late-handover" or "missed-handover").ToLookup(sent => sent.Notice.Post, StringComparer.Ordinal);
    }

    private RosterModel Roster => _room.Roster;

    /// <summary>Of all posts, in the order of the roster.</summary>
    public IReadOnlyList<PostCard> All() => [.. PostOrder.InRosterOrder(_room).Select(Of)];

    /// <summary>Of one post.</summary>
    public PostCard Of(PostState post)
    {
        PolicyParameters policy = Roster.PolicyOf(post.Post);
        bool held = post.Holder.Length > 0;
        KeyValuePair<string, PresentPerson>[] present = [.. post.PresentAt(_now, policy.Minutes("lapseMin"))];
        (AlarmState alarm, string topic) = Alarm(post);
        RosterShift? covering = held ? null : Roster.Covering(post.Post, _now);
        return new PostCard(
            post.Post,
            PostOrder.NameOf(Roster, post.Post),
            post.Holder,
            Roster.NameOf(post.Holder),
            held ? _time.Dated(post.Since) : "",
            held && post.Until is { } until ? _time.Dated(until) : "",
            held && post.Until is { } ends ? ends.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : "",
            Ought(covering, _time.Minute),
            new Lines<PersonChip>(present.Select(person => Chip(post, person.Key, person.Value))),
            Next(post, present, policy),
            post.LadderStep,
            post.LadderStep > 0 ? Math.Max(0, (int)(_now - post.LateFrom).TotalMinutes) : 0,
            alarm,
            topic,
            new Lines<HoldLine>(Holds(_t, Roster, post, _time)),
            Sheet(post, policy),
            new Lines<TerminalLine>(_terminals[post.Post].Select(Terminal)),
            Policy(post.Post))
        {
            ExpectedShort = Ought(covering, Hours),
        };
    }

    private string Ought(RosterShift? shift, Func<DateTimeOffset, string> time) => shift == null ? "" : $"{Roster.NameOf(shift.Entry.Leader)} {time(shift.Start)}–{time(shift.End)}".TrimStart();

    // "03-02 08:00": the day is left out.
    private string Hours(DateTimeOffset at) => _time.Minute(at)[^HourLength..];

    /// <summary>The open holds of a post.</summary>
    internal static IEnumerable<HoldLine> Holds(Language t, RosterModel roster, PostState post, CivilTime time)
    {
        IReadOnlyDictionary<string, PackHold> kinds = roster.PolicyOf(post.Post).Sheet.Holds;
        return post.Book.OpenHolds.Select(hold => new HoldLine(hold.Id, PackWords.Of(t, hold.Kind, kinds.GetValueOrDefault(hold.Kind)), hold.Reason, roster.NameOf(hold.Staff), time.Minute(hold.At), hold.IsReleased));
    }

    private PersonChip Chip(PostState post, string id, PresentPerson person)
    {
        bool holds = string.Equals(id, post.Holder, StringComparison.Ordinal);
        return new PersonChip(id, Roster.NameOf(id), _time.Minute(person.Since), person.AwaySince is { } away ? _time.Minute(away) : "", holds, person.Relieved && !holds);
    }

    // While somebody holds the duty the next shift is the one that comes after his, also when that should long have taken over.
    private NextLine? Next(PostState post, KeyValuePair<string, PresentPerson>[] present, PolicyParameters policy)
    {
        DateTimeOffset from = post.Holder.Length > 0 && post.Until is { } until ? until : _now;
        RosterShift? next = Roster.Shifts(post.Post, _now, (from > _now ? from : _now) + Ahead)
            .FirstOrDefault(shift => shift.Start >= from && !(post.Holder.Length > 0 && string.Equals(shift.Id, post.HolderShift, StringComparison.Ordinal)));
        if (next == null)
        {
            return null;
        }

        // Who is still on the shift of before may be on this one, too; that he has come for it is known when he is here for no other, or holds already.
        bool near = next.Start - policy.Minutes("comingMin") <= _now;
        return new NextLine(
            _time.Dated(next.Start),
            Roster.NameOf(next.Entry.Leader),
            new Lines<ArrivalChip>(next.People.Select(id => new ArrivalChip(id, Roster.NameOf(id), near && Array.Exists(present, person => string.Equals(person.Key, id, StringComparison.Ordinal) && person.Value.AwaySince == null)))),
            near);
    }

    // A sound has to end when somebody has taken note, though the terminal tells of the same alarm again and again.
    private (AlarmState State, string Topic) Alarm(PostState post)
    {
        SentNotice[] told = [.. _alarms[post.Post].Where(sent => post.Holder.Length > 0 && sent.SentAt >= post.Since)];
        bool late = post.LadderStep >= PostCard.LateStep || told.Any(sent => !sent.Acknowledged && sent.Notice.Topic is "missed-handover");
        string topic = told.Where(sent => !sent.Acknowledged).Select(sent => sent.Notice.Topic).FirstOrDefault("");
        return !late ? (post.LadderStep > 0 ? AlarmState.Due : AlarmState.None, "")
            : told.Any(sent => sent.Acknowledged) ? (AlarmState.Silent, "")
            : (AlarmState.Sounding, topic);
    }

    private SheetLine? Sheet(PostState post, PolicyParameters policy)
    {
        return !Roster.KeepsSheets(post.Post) || post.Book.Current is not { } sheet || policy.Sheet.Sections.Count == 0 ? null
            : new SheetLine(Completeness.Lacks(post.Book, sheet, policy.Sheet).Count, Completeness.ReadBy(post.Book, sheet, policy.Sheet).Count > 0);
    }

    private TerminalLine Terminal(TerminalState terminal)
    {
        HealthLook? health = terminal.State is "online" ? HealthLook.Read(_health(terminal.Id)) : null;
        return new TerminalLine(terminal.Id, terminal.State, terminal.Session == 0 ? "" : _time.Dated(terminal.Since), BoardWords.OfClock(_t, terminal.Clock), health?.OutboxDepth ?? 0, health?.JournalPercent);
    }

    // A post that the roster does not know has no pack of its own.
    private PolicyLine? Policy(string post)
    {
        return Roster.Post(post) is not { } entry ? null : Policies.GetOrCreateValue(Roster.Document).GetOrAdd((post, _t.Code), _ => Policy(entry));
    }

    private PolicyLine Policy(PostEntry entry)
    {
        PolicyParameters policy = Roster.PolicyOf(entry.Id), ofPack = Roster.Packs.Resolve(entry.Pack, new Dictionary<string, string>(StringComparer.Ordinal), entry.Id);
        IEnumerable<OverrideLine> overrides = entry.Parameters.Keys.Select(name => ParameterList.Find(name)!).DistinctBy(parameter => parameter.Name, StringComparer.Ordinal)
            .Where(parameter => !string.Equals(policy.Word(parameter.Name), ofPack.Word(parameter.Name), StringComparison.Ordinal))
            .Select(parameter => new OverrideLine(parameter.Name, RuleWords.OfParameter(_t, parameter.Name), RuleWords.OfValue(_t, parameter, policy.Word(parameter.Name)), RuleWords.OfValue(_t, parameter, ofPack.Word(parameter.Name))));
        return new PolicyLine(entry.Pack, Roster.Packs.Get(entry.Pack, entry.Id).Title, new Lines<OverrideLine>(overrides));
    }
}
