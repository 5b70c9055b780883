using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>
/// The fold of the log: who holds, who is in, what is late, which terminal lives. It never decides a tap again, it believes what the terminal
/// recorded; folding all entries again gives the same result.
/// </summary>
public sealed class DutyRoom
{
    private const string Revoked = "revoked";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    // A terminal sends again what is not acknowledged within five seconds, and keeps quiet for a while when somebody stands before it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookPause = TimeSpan.FromMinutes(10);

    // Shifts that were just over when the first roster came are still looked up, as who worked them may still be here.
    private static readonly TimeSpan PastIsKnown = TimeSpan.FromDays(7);

    private readonly SortedDictionary<string, PostState> _posts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TerminalState> _terminals = new(StringComparer.Ordinal);
    // Of a thousand posts only those are looked at again about which an entry may say something, or whose time has come: entries are counted for that, as places of a log are given anew in a fold of another.
    private long _stirs;
    private long _allStirredAt;
    // Made when it is asked for, and again when a terminal has come or moved: every post is asked for its terminals after each record.
    private Dictionary<string, TerminalState[]>? _terminalsOf;
    private readonly NoticeBoard _notices = new();
    private readonly Escalation _escalation = new();
    private readonly BadgeSightings _sightings = new();
    private readonly TwinTerminals _twins = new();
    private readonly CloneFindings _clones = new();
    private RosterModel _written;
    private PastShifts _past = PastShifts.None;
    private DateTimeOffset _newestAt = DateTimeOffset.UnixEpoch;
    private long _lookedAt;
    private DateTimeOffset _lookedAhead;
    private DateTimeOffset _forgottenBefore = DateTimeOffset.UnixEpoch;

    /// <summary>A room of these terminals, before the first entry; those that were revoked since are in it, too, as what they wrote before is folded.</summary>
    public DutyRoom(TerminalRegister terminals)
    {
        _written = RosterModel.Of(new RosterDocument());
        Roster = _written;
        foreach (TerminalEntry terminal in terminals.Ever)
        {
            Place(terminal.Id, terminal.FirstPost.Length > 0 ? terminal.FirstPost : terminal.Post);
        }
    }

    private DutyRoom(StateReader reader)
    {
        reader.Times(() => _posts.Add(reader.Text(), PostState.Load(reader)));
        reader.Times(() => _terminals.Add(reader.Text(), TerminalState.Load(reader)));
        _notices.Load(reader);
        _sightings.Load(reader);
        _twins.Load(reader);
        _clones.Load(reader);
        Plan.Load(reader);
        Ledger.Load(reader);
        Exports.AddRange(reader.Items<ExportAct>());
        reader.Times(() => CommandVersions.Add(reader.Text(), reader.Number()));
        reader.Times(() => FirmwareOffers.Add(reader.Text(), new PlacedOffer(reader.Number(), reader.Json<FirmwareOffer>())));
        _past = PastShifts.Load(reader);
        _newestAt = reader.Time();
        _forgottenBefore = reader.Time();
        RosteredSince = reader.Time();
        RosterPosition = reader.Number();
        RosterSince = reader.Time();
        RosterWindow = reader.MaybeTime();
        RosterVersion = reader.Number();
        StartedAt = reader.Time();
        _written = RosterModel.Of(reader.Json<RosterDocument>());
        Roster = RosterPosition == 0 ? _written : _written.With(Plan.Changes, _past);
    }

    /// <summary>Reads a room from folded state; terminals that were enrolled since are in it, as in every room.</summary>
    internal static DutyRoom Load(StateReader reader, TerminalRegister terminals)
    {
        var room = new DutyRoom(reader);
        foreach (TerminalEntry terminal in terminals.Ever.Where(terminal => !room._terminals.ContainsKey(terminal.Id)))
        {
            room.Place(terminal.Id, terminal.FirstPost.Length > 0 ? terminal.FirstPost : terminal.Post);
        }

        return room;
    }

    /// <summary>Writes it into folded state: everything that comes of entries. What was looked over is looked over again by whoever reads it.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(_posts, post =>
        {
            writer.Text(post.Key);
            post.Value.Save(writer);
        });
        writer.Each(_terminals, terminal =>
        {
            writer.Text(terminal.Key);
            terminal.Value.Save(writer);
        });
        _notices.Save(writer);
        _sightings.Save(writer);
        _twins.Save(writer);
        _clones.Save(writer);
        Plan.Save(writer);
        Ledger.Save(writer);
        writer.Items(Exports);
        writer.Each(CommandVersions, command =>
        {
            writer.Text(command.Key);
            writer.Number(command.Value);
        });
        writer.Each(FirmwareOffers, offered =>
        {
            writer.Text(offered.Key);
            writer.Number(offered.Value.Position);
            writer.Json(offered.Value.Offer);
        });
        _past.Save(writer);
        writer.Time(_newestAt);
        writer.Time(_forgottenBefore);
        writer.Time(RosteredSince);
        writer.Number(RosterPosition);
        writer.Time(RosterSince);
        writer.MaybeTime(RosterWindow);
        writer.Number(RosterVersion);
        writer.Time(StartedAt);
        writer.Json(_written.Document);
    }

    /// <summary>What came before the first entry was removed. To be said before anything is folded.</summary>
    public void Forget(RetainedAct retained)
    {
        _forgottenBefore = retained.Before;
        foreach ((string post, int sheets) in retained.Sheets)
        {
            PostOf(post).Book.Forgotten = sheets;
        }
    }

    /// <summary>The roster in force, with everything that was decided since it was written.</summary>
    public RosterModel Roster { get; private set; }

    /// <summary>What was asked for and decided about the plan.</summary>
    public PlanBook Plan { get; } = new();

    /// <summary>What people have added to what the records say.</summary>
    public LedgerBook Ledger { get; } = new();

    /// <summary>Who has taken records out of the house, oldest first.</summary>
    public List<ExportAct> Exports { get; } = [];

    /// <summary>Since when there is a roster, and what was recorded is kept: of shifts before that nobody knows who came.</summary>
    public DateTimeOffset RosteredSince
    {
        get => field < _forgottenBefore ? _forgottenBefore : field;
        private set;
    } = DateTimeOffset.MaxValue;

    /// <summary>The position of the entry that it, or the newest change of it, came with; 0: none yet.</summary>
    public long RosterPosition { get; private set; }

    /// <summary>Since when it is in force.</summary>
    public DateTimeOffset RosterSince { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>From which moment on the terminals hold its shifts; null: they were never sent.</summary>
    public DateTimeOffset? RosterWindow { get; private set; }

    /// <summary>The position of the newest entry about roster or window: the version that terminals know it by.</summary>
    public long RosterVersion { get; private set; }

    /// <summary>When the bridge was started last.</summary>
    public DateTimeOffset StartedAt { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The posts, by id.</summary>
    public IEnumerable<PostState> Posts => _posts.Values;

    /// <summary>The terminals, by id.</summary>
    public IEnumerable<TerminalState> Terminals => _terminals.Values;

    /// <summary>The terminals of a post, by id.</summary>
    public TerminalState[] TerminalsOf(PostState post)
    {
        _terminalsOf ??= _terminals.Values.GroupBy(terminal => terminal.Post, StringComparer.Ordinal).ToDictionary(own => own.Key, own => own.ToArray(), StringComparer.Ordinal);
        return _terminalsOf.GetValueOrDefault(post.Post, []);
    }

    /// <summary>What counts up with every entry that may have changed something about a post.</summary>
    internal long StirsOf(PostState post) => Math.Max(post.StirredAt, _allStirredAt);

    /// <summary>The notices that were sent.</summary>
    public NoticeBoard Notices => _notices;

    /// <summary>Everything under way to terminals as commands, newest last.</summary>
    public Dictionary<string, long> CommandVersions { get; } = new(StringComparer.Ordinal);

    /// <summary>Which firmware each terminal was offered last, or that none is any more.</summary>
    public Dictionary<string, PlacedOffer> FirmwareOffers { get; } = new(StringComparer.Ordinal);

    /// <summary>The state of a post.</summary>
    public PostState PostOf(string post)
    {
        if (!_posts.TryGetValue(post, out PostState? state))
        {
            state = new PostState(post);
            _posts.Add(post, state);
        }

        return state;
    }

    /// <summary>The state of a terminal, or null where it is not enrolled.</summary>
    public TerminalState? TerminalOf(string id) => _terminals.GetValueOrDefault(id);

    /// <summary>Takes in one entry; of records only those whose proof is ok come here.</summary>
    public void Apply(LogEntry entry)
    {
        Take(entry);
        _newestAt = entry.ReceivedAt > _newestAt ? entry.ReceivedAt : _newestAt;
    }

    private void Take(LogEntry entry)
    {
        if (entry.IsAltered && entry.Kind != LogKind.Record)
        {
            // A record is proved by its terminal's key. Everything else is the bridge's own word, and what another hand has written is not: it puts no roster in
            // force, opens no door and shuts none, and keeps nothing from being told. That it stands there is told.
            return;
        }

        Stir(entry);
        switch (entry.Kind)
        {
            case LogKind.Record:
                ApplyRecord(entry);
                break;
            case LogKind.Link:
                ApplyLink(entry);
                break;
            case LogKind.Roster:
                ApplyRoster(entry);
                break;
            case LogKind.RosterWindow:
                var window = DateTimeOffset.Parse(Encoding.UTF8.GetString(entry.Body), System.Globalization.CultureInfo.InvariantCulture);
                RosterWindow = SaneTime.Holds(window) ? window : throw new FormatException("A roster cannot have been sent at that time.");
                RosterVersion = entry.Position;
                break;
            case LogKind.Notice:
                _notices.Sent(entry);
                break;
            case LogKind.Acknowledged:
                _notices.Acknowledged(Acknowledgement.Of(entry));
                break;
            case LogKind.Sheet or LogKind.Hold or LogKind.Gate:
                ApplySheet(entry, PostOf(entry.Terminal));
                break;
            case LogKind.Plan:
                ApplyPlan(entry);
                break;
            case LogKind.Ledger:
                ApplyLedger(entry);
                break;
            case LogKind.Export:
                Exports.Add(ExportAct.Of(entry));
                break;
            case LogKind.Started:
                ApplyStart(entry);
                break;
            case LogKind.Terminal:
                ApplyTerminal(entry);
                break;
            case LogKind.Command:
                CommandVersions[entry.Terminal] = entry.Position;
                break;
            case LogKind.Firmware:
                FirmwareOffers[entry.Terminal] = new PlacedOffer(entry.Position, FirmwareOffer.Of(entry));
                break;
        }
    }

    private void Stir(LogEntry entry)
    {
        _stirs++;
        switch (entry.Kind)
        {
            case LogKind.Record or LogKind.Link:
                if (_terminals.TryGetValue(entry.Terminal, out TerminalState? terminal))
                {
                    PostOf(terminal.Post).StirredAt = _stirs;
                }

                break;
            case LogKind.Sheet or LogKind.Hold or LogKind.Gate:
                PostOf(entry.Terminal).StirredAt = _stirs;
                break;
            case LogKind.Notice or LogKind.Acknowledged or LogKind.Export or LogKind.Command or LogKind.Firmware:
                // They say nothing about how it is at any post.
                break;
            default:
                _allStirredAt = _stirs;
                break;
        }
    }

    /// <summary>
    /// When the roster was looked over last, where it is to be looked over again: when another one is in force, then since never, and every ten minutes, as the day ahead moves on. Null: it is not.
    /// </summary>
    public DateTimeOffset? LookAhead(DateTimeOffset now)
    {
        bool isAnother = _lookedAt != RosterPosition;
        if (RosterPosition == 0 || (!isAnother && now < _lookedAhead + LookPause))
        {
            return null;
        }

        DateTimeOffset before = isAnother ? DateTimeOffset.MinValue : _lookedAhead;
        _lookedAt = RosterPosition;
        _lookedAhead = now;
        return before;
    }

    /// <summary>The gates that are not any more as the terminals of their posts were told, or that those do not heed, as they hold a newer one.</summary>
    public IReadOnlyList<(string Post, LoggedGate Gate)> GatesDue(DateTimeOffset now, Func<string, long> seenBy)
    {
        var due = new List<(string Post, LoggedGate Gate)>();
        foreach (PostState post in _posts.Values)
        {
            long seen = 0;
            foreach (TerminalState terminal in TerminalsOf(post))
            {
                seen = Math.Max(seen, seenBy(terminal.Id));
            }

            if (RosterPosition == 0 || (post.GateSeen == seen && post.GateLooked.Holds(StirsOf(post), now)))
            {
                continue;
            }

            if (Gate.Of(post, Roster, now, seen) is { } gate && !(post.Gate is { } told && told.Version >= seen && told.Gate.SaysTheSameAs(gate)))
            {
                due.Add((post.Post, new LoggedGate(gate, seen)));
                continue;
            }

            post.GateSeen = seen;
            post.GateLooked = new KeptLook(StirsOf(post), now, DateTimeOffset.MaxValue);
        }

        return due;
    }

    /// <summary>What is to be told at this moment that was not told yet.</summary>
    public IReadOnlyList<Notice> NoticesDue(DateTimeOffset now)
    {
        foreach (PostState post in _posts.Values)
        {
            if (post.Looked.Holds(StirsOf(post), now))
            {
                continue;
            }

            var reminders = new Reminders(this, post, now);
            if (now >= QuietUntil(post))
            {
                PostNotices.Collect(this, post, now, _notices);
                AwayNotices.Collect(this, post, now, _notices);
                SheetNotices.Collect(post, now, _notices);
                reminders.Collect(_notices);
            }

            post.Looked = new KeptLook(StirsOf(post), now, NextOf(post, reminders, now));
        }

        RosterNotices.Collect(this, now, _notices);
        _clones.Collect(now, _notices);
        foreach (TerminalState terminal in _terminals.Values)
        {
            PostNotices.Collect(this, terminal, now, _notices);
        }

        _escalation.Look(Roster, _notices, now);
        return _notices.Due(new Recipients(Roster).Address);
    }

    /// <summary>The moment at which something may have to be told next.</summary>
    public DateTimeOffset NoticesNext(DateTimeOffset now)
    {
        DateTimeOffset next = now + KeptLook.Longest;
        foreach (PostState post in _posts.Values)
        {
            DateTimeOffset due = post.Looked.Holds(StirsOf(post), now) ? post.Looked.Next : NextOf(post, new Reminders(this, post, now), now);
            next = due < next ? due : next;
        }

        foreach (TerminalState terminal in _terminals.Values.Where(terminal => string.Equals(terminal.State, "lost", StringComparison.Ordinal)))
        {
            DateTimeOffset told = PostNotices.LostFrom(this, terminal);
            next = told > now && told < next ? told : next;
        }

        _escalation.Look(Roster, _notices, now);
        return _escalation.Next < next ? _escalation.Next : next;
    }

    // When something may have to be told of a post, should no entry about it come before; the greatest moment there is: nothing is known that would have to be.
    private DateTimeOffset NextOf(PostState post, Reminders reminders, DateTimeOffset now)
    {
        DateTimeOffset next = DateTimeOffset.MaxValue;
        PolicyParameters policy = Roster.PolicyOf(post.Post);
        NotAfter(QuietUntil(post));
        NotAfter(PostNotices.UnattendedFrom(this, post, now));
        NotAfter(reminders.Next);
        if (post.Holder.Length > 0)
        {
            NotAfter(post.Until + policy.Minutes("missedAfterMin"));
        }

        foreach (PresentPerson person in post.In.Values)
        {
            NotAfter(person.ShiftEnd + policy.Minutes("lapseMin"));
        }

        foreach (SheetItem item in post.Book.Pending)
        {
            NotAfter(item.Details.Due);
        }

        foreach ((Notice _, DateTimeOffset at) in AwayNotices.Of(this, post, now))
        {
            NotAfter(at);
        }

        return next;

        void NotAfter(DateTimeOffset? at) => next = at > now && at < next ? at.Value : next;
    }

    // What a bridge that was down does not know of may be in its terminals' journals: they are asked first, by waiting until they are connected again
    // and have nothing more to send, but not for long, as one that is gone says nothing either.
    private DateTimeOffset QuietUntil(PostState post)
    {
        DateTimeOffset latest = StartedAt + StartPatience;
        DateTimeOffset? heardAt = null;
        foreach (TerminalState terminal in TerminalsOf(post))
        {
            if (terminal.State is not "online" || terminal.Since < StartedAt)
            {
                return latest;
            }

            heardAt = heardAt > terminal.HeardAt ? heardAt : terminal.HeardAt;
        }

        DateTimeOffset caughtUp = heardAt + Settling ?? StartedAt;
        return caughtUp < latest ? caughtUp : latest;
    }

    private void ApplyRecord(LogEntry entry)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        if (!_terminals.TryGetValue(entry.Terminal, out TerminalState? terminal))
        {
            return;
        }

        // What says the same stays: what is old and points to something new costs the collector more than anything else here.
        bool isSameEpoch = string.Equals(terminal.Epoch, entry.Epoch, StringComparison.Ordinal);
        terminal.Seq = Math.Max(isSameEpoch ? terminal.Seq : 0, entry.Seq);
        terminal.Epoch = isSameEpoch ? terminal.Epoch : entry.Epoch;
        terminal.Clock = record.Text("clock") is var clock && string.Equals(terminal.Clock, clock, StringComparison.Ordinal) ? terminal.Clock : clock;
        terminal.HeardAt = entry.ReceivedAt;
        terminal.RosterHeld = record.Type is "roster.applied" ? record.Number("roster") : terminal.RosterHeld;
        terminal.AsksAt = DutyFold.IsAsking(record) ? entry.Position : terminal.AsksAt;
        PostState post = PostOf(terminal.Post);
        if (DutyFold.Apply(post, record, Roster))
        {
            post.ChangedAt = entry.Position;
        }

        AttendanceFold.Follow(post, record, Roster);
        post.Handovers.Follow(post.Post, record, Roster);
        SheetFold.Follow(post, record);
        PostNotices.Collect(this, post, record, _notices);
        LookForClones(post, record);
    }

    private void LookForClones(PostState post, RecordView record)
    {
        LogEntry entry = record.Entry;
        foreach (Notice notice in _sightings.Take(Roster, post.Post, record))
        {
            _clones.Add(notice, entry.ReceivedAt);
        }

        if (_twins.Take(record))
        {
            _clones.Add(CloneFindings.TerminalCloned(entry.Terminal, post.Post, "two-journals", entry.ReceivedAt), entry.ReceivedAt);
        }
    }

    private void ApplySheet(LogEntry entry, PostState post)
    {
        switch (entry.Kind)
        {
            case LogKind.Sheet:
                var act = SheetAct.Of(entry);
                SheetFold.Apply(post.Book, act, entry);
                SheetNotices.Collect(post, act, entry, Roster.PolicyOf(post.Post).Sheet, _notices);
                NotePerson(post, act, entry);
                break;
            case LogKind.Hold:
                var hold = HoldAct.Of(entry);
                SheetFold.Apply(post.Book, hold, entry);
                SheetNotices.Collect(post, hold, entry, _notices);
                break;
            default:
                post.Gate = ToldGate.Of(entry, post.Gate);
                break;
        }
    }

    // What a sheet says of somebody under a section of this kind goes into his ledger, too.
    private void NotePerson(PostState post, SheetAct act, LogEntry entry)
    {
        bool belongs = act.Act is "write" && Roster.PolicyOf(post.Post).Sheet.Sections.TryGetValue(act.Name, out PackSection? section) && section.Ledger;
        StaffEntry? person = belongs ? Named.In(act.Text, Roster.Document.Staff) : null;
        if (person != null)
        {
            Ledger.Entries.Add(new PersonalEntry(person.Id, post.Post, act.Shift, entry.ReceivedAt, act.Text));
        }
    }

    private void Place(string terminal, string post)
    {
        if (!_terminals.TryGetValue(terminal, out TerminalState? known) || !string.Equals(known.Post, post, StringComparison.Ordinal) || known.State is Revoked)
        {
            _terminals[terminal] = new TerminalState(terminal, post);
            _terminalsOf = null;
            PostOf(post);
        }
    }

    private void ApplyTerminal(LogEntry entry)
    {
        var act = TerminalAct.Of(entry);
        if (act.Act is TerminalAct.Enrolled)
        {
            Place(act.Terminal, act.Post);
        }
        else if (act.Act is TerminalAct.Revoked && _terminals.TryGetValue(act.Terminal, out TerminalState? terminal))
        {
            SetState(terminal, Revoked, entry.ReceivedAt);
        }
    }

    private void ApplyLink(LogEntry entry)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        if (!_terminals.TryGetValue(entry.Terminal, out TerminalState? terminal) || terminal.State is Revoked)
        {
            return;
        }

        bool online = json.RootElement.GetProperty("state").GetString() == "online";
        long session = json.RootElement.TryGetProperty("session", out JsonElement number) && number.TryGetInt64(out long value) ? value : 0;
        if (!online && session < terminal.Session)
        {
            // The will of an old connection, which says nothing about the newer one. A smaller session that is online is a terminal that was replaced.
            return;
        }

        if (online && _twins.TakeSession(terminal.Id, session, entry.ReceivedAt))
        {
            _clones.Add(CloneFindings.TerminalCloned(terminal.Id, terminal.Post, "two-sessions", entry.ReceivedAt), entry.ReceivedAt);
        }

        terminal.Session = session;
        terminal.HeardAt = entry.ReceivedAt;
        SetState(terminal, online ? "online" : "lost", entry.ReceivedAt);
    }

    private void ApplyStart(LogEntry entry)
    {
        StartedAt = entry.ReceivedAt;
        foreach (TerminalState terminal in _terminals.Values.Where(terminal => terminal.State is "online"))
        {
            // It was connected up to the end of the bridge, so what it had to say until then is here.
            terminal.HeardAt = _newestAt > terminal.HeardAt ? _newestAt : terminal.HeardAt;
            SetState(terminal, "lost", entry.ReceivedAt);
        }
    }

    private static void SetState(TerminalState terminal, string state, DateTimeOffset at)
    {
        if (!string.Equals(terminal.State, state, StringComparison.Ordinal))
        {
            terminal.State = state;
            terminal.Since = at;
        }
    }

    private void ApplyRoster(LogEntry entry)
    {
        RosterDocument document = JsonSerializer.Deserialize<RosterDocument>(entry.Body) ?? new RosterDocument();
        if (document.Posts.Count == 0)
        {
            // No roster is put in force without posts: another hand has written it, and the one before stays.
            throw new RosterException("The entry is a roster without posts.");
        }

        RosteredSince = entry.ReceivedAt < RosteredSince ? entry.ReceivedAt : RosteredSince;
        Follow(RosterModel.Of(document), entry);
    }

    private void ApplyPlan(LogEntry entry)
    {
        var act = PlanAct.Of(entry);
        ShiftChange[] touched = [.. act.Changes.DistinctBy(change => (change.Post, change.Shift, change.Planned))];
        string[][] before = [.. touched.Select(PeopleOf)];
        if (Plan.Apply(act, entry))
        {
            Follow(_written, entry);
            foreach ((ShiftChange change, string[] were) in touched.Zip(before))
            {
                string[] are = PeopleOf(change);
                foreach (string staff in were.Except(are, StringComparer.Ordinal).Concat(are.Except(were, StringComparer.Ordinal)))
                {
                    Plan.CameOrWent(change, staff, entry.ReceivedAt);
                }
            }
        }

        PlanNotices.Collect(this, act, entry, _notices);
    }

    private string[] PeopleOf(ShiftChange change) => RosterModel.ParseCivil(change.Planned) is { } planned ? [.. Roster.Shift(change.Post, change.Shift, Roster.Moment(planned))?.People ?? []] : [];

    private void ApplyLedger(LogEntry entry)
    {
        var act = LedgerAct.Of(entry);
        Ledger.Apply(act, entry);
        if (act.Kind == LedgerActKind.AbsenceExplained)
        {
            PostState post = PostOf(entry.Terminal);
            post.Attendance.Explain(act.Staff, act.What);
            if (post.In.TryGetValue(act.Staff, out PresentPerson? person) && person.AwaySince != null)
            {
                post.In[act.Staff] = person with { Reason = act.What };
            }
        }
    }

    // Another roster, or a change of it, holds for everything that is not over yet.
    private void Follow(RosterModel written, LogEntry entry)
    {
        _past = RosterPosition == 0 ? _past : _past.With(Roster, RosteredSince - PastIsKnown, entry.ReceivedAt);
        _written = written;
        Roster = written.With(Plan.Changes, _past);
        RosterPosition = entry.Position;
        RosterVersion = entry.Position;
        RosterWindow = null;
        foreach (PostEntry post in Roster.Document.Posts)
        {
            PostOf(post.Id);
        }

        RosterSince = entry.ReceivedAt;
        var membersOf = new Dictionary<PolicyParameters, string>(ReferenceEqualityComparer.Instance);
        foreach (PostState post in _posts.Values)
        {
            DutyFold.FollowRoster(post, Roster, entry.ReceivedAt);
            FollowPolicy(post, entry.Position, membersOf);
            SheetFold.FollowRoster(post, Roster, entry);
        }
    }

    // A terminal keeps a record of every policy that it is given, so one that has not changed for it is not given again. Posts that go by one pack as it is share the text.
    private void FollowPolicy(PostState post, long position, Dictionary<PolicyParameters, string> membersOf)
    {
        PolicyParameters policy = Roster.PolicyOf(post.Post);
        if (!membersOf.TryGetValue(policy, out string? members))
        {
            members = TerminalMessages.PolicyMembers(policy);
            membersOf[policy] = members;
        }

        if (!string.Equals(post.PolicyMembers, members, StringComparison.Ordinal))
        {
            post.PolicyVersion = position;
        }

        post.PolicyMembers = members;
    }
}
