using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>One handover sheet as somebody sees it at a moment, with what he may do to it.</summary>
public sealed record SheetView(string Post, string PostName, SheetStage Stage)
{
    private const int ShownClosedHolds = 6;
    private static readonly string[] Optional = ["due", "watch", "how", "reason"];
    private static readonly LocalDateTimePattern FieldTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Its number among the sheets of the post; 0: there is none.</summary>
    public int Number { get; init; }

    /// <summary>Its version.</summary>
    public int Version { get; init; }

    /// <summary>The newest version that has to be read.</summary>
    public int Content { get; init; }

    /// <summary>Its shift, with its time.</summary>
    public string Shift { get; init; } = "";

    /// <summary>Since when it is written.</summary>
    public string BegunAt { get; init; } = "";

    /// <summary>Who hands over; empty: nobody holds the duty.</summary>
    public string Outgoing { get; init; } = "";

    /// <summary>The shift that takes over, with its leader; empty: none is known.</summary>
    public string Incoming { get; init; } = "";

    /// <summary>Whether the pack of the post has sections.</summary>
    public bool HasSections { get; init; }

    /// <summary>Whether an incomplete sheet refuses the first tap.</summary>
    public bool Binds { get; init; }

    /// <summary>The side that the viewer is on.</summary>
    public SheetSide Side { get; init; }

    /// <summary>Whether he may write.</summary>
    public bool MayWrite { get; init; }

    /// <summary>Whether he may say that he has read it.</summary>
    public bool MayRead { get; init; }

    /// <summary>Whether he may contest it.</summary>
    public bool MayDispute { get; init; }

    /// <summary>Whether he may settle the dispute.</summary>
    public bool MaySettle { get; init; }

    /// <summary>Whether he may add to what was signed.</summary>
    public bool MayAmend { get; init; }

    /// <summary>Whether he may count something that the pack does not name.</summary>
    public bool MayCount { get; init; }

    /// <summary>Whether he has read everything that there is.</summary>
    public bool HasRead { get; init; }

    /// <summary>Whether something was written since he read it.</summary>
    public bool HasNews { get; init; }

    /// <summary>What the shift before has left open.</summary>
    public IReadOnlyList<ItemLine> Carried { get; init; } = [];

    /// <summary>The sections, in the order of the pack.</summary>
    public IReadOnlyList<SectionLine> Sections { get; init; } = [];

    /// <summary>The ticks.</summary>
    public IReadOnlyList<TickLine> Ticks { get; init; } = [];

    /// <summary>The counts.</summary>
    public IReadOnlyList<CountLine> Counts { get; init; } = [];

    /// <summary>The open holds of the post, and those that were cleared since the sheet was begun.</summary>
    public IReadOnlyList<HoldLine> Holds { get; init; } = [];

    /// <summary>What the viewer may open.</summary>
    public IReadOnlyList<HoldChoice> HoldChoices { get; init; } = [];

    /// <summary>The disputes.</summary>
    public IReadOnlyList<DisputeLine> Disputes { get; init; } = [];

    /// <summary>What was said after the signature.</summary>
    public IReadOnlyList<AmendmentLine> Amendments { get; init; } = [];

    /// <summary>Who has read it.</summary>
    public IReadOnlyList<ReaderLine> Readers { get; init; } = [];

    /// <summary>What the terminal refuses the handover for.</summary>
    public IReadOnlyList<BlockLine> Blocks { get; init; } = [];

    /// <summary>What is to be known before the handover, and refuses nothing.</summary>
    public IReadOnlyList<BlockLine> Hints { get; init; } = [];

    /// <summary>How much of what the outgoing side ought to do is not done, whether that binds or not.</summary>
    public int Lacks { get; init; }

    /// <summary>Whether somebody of the incoming side has still to read, to tick or to count.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>How far it is.</summary>
    public SheetReadiness Readiness => Blocks.Count > 0 ? SheetReadiness.Blocked : Lacks > 0 ? SheetReadiness.Free : IsAwaited ? SheetReadiness.Awaited : SheetReadiness.Ready;

    /// <summary>The signature; null: it is open.</summary>
    public SignatureLine? Signature { get; init; }

    /// <summary>The number of the sheet before; 0: none that is kept.</summary>
    public int Before { get; init; }

    /// <summary>The number of the sheet behind; 0: none yet.</summary>
    public int After { get; init; }

    /// <summary>The terminals of the post.</summary>
    public string Terminals { get; init; } = "";

    /// <summary>The time of the house.</summary>
    public string Now { get; init; } = "";

    /// <summary>The time of the house to the second.</summary>
    public string Second { get; init; } = "";

    /// <summary>The address of it.</summary>
    public string Path => Number == 0 ? $"/sheets/{Uri.EscapeDataString(Post)}" : string.Create(CultureInfo.InvariantCulture, $"/sheets/{Uri.EscapeDataString(Post)}/{Number}");

    /// <summary>The same in words, with a sign, as colour is not the only difference.</summary>
    public string ReadinessWords(Language t) => Readiness switch
    {
        SheetReadiness.Ready => "✓ " + t["sheet.ready"],
        SheetReadiness.Blocked => "✗ " + t["sheet.blocked", Blocks.Count],
        SheetReadiness.Free => "○ " + t["sheet.free", Lacks],
        _ => "○ " + t["sheet.awaited"],
    };

    /// <summary>How many sections have what they need.</summary>
    public int SectionsDone => Sections.Count(section => section.IsRequired && section.IsDone);

    /// <summary>How many sections need something.</summary>
    public int SectionsRequired => Sections.Count(section => section.IsRequired);

    /// <summary>What a signature makes of a sheet.</summary>
    public static SheetStage StageOf(SheetSignature signature)
    {
        return signature.Outgoing.Length == 0 ? SheetStage.Lost
            : signature.Incoming.Length == 0 ? SheetStage.Closed
            : string.Equals(signature.Outgoing, signature.Incoming, StringComparison.Ordinal) ? SheetStage.Continued
            : SheetStage.Signed;
    }

    /// <summary>How a time stands in a field for times.</summary>
    public static string InField(RosterModel roster, DateTimeOffset at) => FieldTime.Format(roster.Civil(at));

    /// <summary>
    /// The sheet of a number at a post, or where that is 0 the one that is being written; null: there is no such sheet.
    /// </summary>
    /// <param name="signed">The entry of the log that the signature names; null: it is open, or the record is not kept any more.</param>
    public static SheetView? Of(Language t, DutyRoom room, PostState post, int number, string staff, DateTimeOffset now, LogEntry? signed) => new Look(t, room, post, staff, now).At(number, signed);

    private sealed class Look(Language t, DutyRoom room, PostState post, string staff, DateTimeOffset now)
    {
        private readonly SheetBook _book = post.Book;
        private readonly PolicyParameters _policy = room.Roster.PolicyOf(post.Post);
        private readonly CivilTime _time = new(room.Roster, now);
        private readonly SheetRequests _sheets = new(room, post.Post, now);
        private readonly HoldRequests _holds = new(room, post.Post, now);

        private RosterModel Roster => room.Roster;

        private SheetPlan Plan => _policy.Sheet;

        internal SheetView? At(int number, LogEntry? signed)
        {
            Sheet? sheet = number == 0 ? _book.Current : _book.Numbered(number);
            if (sheet == null && number != 0)
            {
                return null;
            }

            var view = new SheetView(post.Post, PostOrder.NameOf(Roster, post.Post), SheetStage.None)
            {
                HasSections = Plan.Sections.Count > 0,
                Binds = _policy.Flag("sheetRequired"),
                Terminals = t.List(room.TerminalsOf(post).Where(terminal => terminal.State is not "revoked").Select(terminal => terminal.Id)),
                Now = _time.Now,
                Second = _time.Exact(now),
                Before = NumberOf((sheet?.Number ?? _book.Forgotten + _book.Sheets.Count + 1) - 1),
                After = sheet == null ? 0 : NumberOf(sheet.Number + 1),
            };
            return sheet == null ? Empty(view) : sheet.Signature == null ? Open(view, sheet) : Frozen(view, sheet, signed);
        }

        // What a sheet that is begun now would have on it: a paper copy is wanted before anybody holds the duty, too.
        private SheetView Empty(SheetView view)
        {
            var sheet = new Sheet(0, "", now);
            string from = _book.Sheets.Count > 0 ? _book.Sheets[^1].Shift : "";
            sheet.Items.AddRange(_book.Pending.Select(item => item with { CarriedFrom = from }));
            return WithHolds(Common(view, sheet, 0, sheet.Items), null) with
            {
                Ticks = [.. Plan.Ticks.Select(tick => Tick(sheet, tick.Key, tick.Value, false, false))],
                Counts = [.. Plan.Counts.Keys.Select(name => Count(sheet, name, false))],
            };
        }

        private int NumberOf(int number) => _book.Numbered(number)?.Number ?? 0;

        private SheetView Open(SheetView view, Sheet sheet)
        {
            bool outgoing = Sides.IsOutgoing(Roster, post, sheet, staff), incoming = !outgoing && Sides.IsIncoming(Roster, post, staff, now);
            RosterShift? next = Sides.Incoming(Roster, post, now);
            int read = sheet.Reads.GetValueOrDefault(staff);
            SheetView whole = Common(view with { Stage = SheetStage.Open }, sheet, read, sheet.Items) with
            {
                Outgoing = post.Holder.Length > 0 ? Roster.NameOf(post.Holder) : "",
                Incoming = next == null ? "" : t["sheet.incoming-shift", Roster.NameOf(next.Entry.Leader), ShiftTimes(next)],
                Side = outgoing ? SheetSide.Outgoing : incoming ? SheetSide.Incoming : Sides.Supervises(Roster, staff) ? SheetSide.Supervisor : SheetSide.None,
                MayWrite = Plan.Sections.Count > 0 && May(_sheets.Something(staff, Plan.Sections.Keys.First())),
                MayRead = May(_sheets.Read(staff)),
                MayDispute = May(_sheets.Dispute(staff, "-")),
                MaySettle = May(_sheets.Settle(staff, "-")),
                MayCount = outgoing && Plan.Sections.Count > 0,
                HasRead = read >= sheet.Content,
                HasNews = read > 0 && read < sheet.Content,
                Ticks = [.. Plan.Ticks.Select(tick => Tick(sheet, tick.Key, tick.Value, outgoing, incoming))],
                Counts = [.. Plan.Counts.Keys.Union(sheet.Counts.Keys, StringComparer.Ordinal).Select(name => Count(sheet, name, outgoing || incoming))],
                Readers = [.. sheet.Reads.Select(reader => new ReaderLine(Roster.NameOf(reader.Key), reader.Value >= sheet.Content))],
            };
            whole = WithHolds(whole, sheet);
            bool isRead = Completeness.ReadBy(_book, sheet, Plan).Count > 0 || (Sides.Entitled(Roster, post, now).Count == 0 && !Completeness.Unticked(_book, sheet, Plan, incoming: true).Any());
            return whole with { Lacks = Completeness.Missing(_book, sheet, Plan).Count, IsAwaited = Plan.Sections.Count > 0 && !isRead, Blocks = [.. Blocks(sheet, whole, binds: true)], Hints = [.. Blocks(sheet, whole, binds: false).Concat(Hints(sheet))] };
        }

        private SheetView Frozen(SheetView view, Sheet sheet, LogEntry? signed)
        {
            SheetSignature signature = sheet.Signature!;
            return WithHolds(Common(view with { Stage = StageOf(signature) }, sheet, int.MaxValue, sheet.Signed), sheet) with
            {
                Outgoing = Roster.NameOf(signature.Outgoing),
                Incoming = Roster.NameOf(signature.Incoming),
                MayAmend = May(_sheets.Amend(staff, "-", sheet.Number)),
                HoldChoices = [],
                Ticks = [.. Plan.Ticks.Where(tick => sheet.Ticks.ContainsKey(tick.Key)).Select(tick => Tick(sheet, tick.Key, tick.Value, false, false))],
                Counts = [.. sheet.Counts.Keys.Select(name => Count(sheet, name, false))],
                Readers = [.. sheet.Reads.Select(reader => new ReaderLine(Roster.NameOf(reader.Key), reader.Value >= sheet.Content))],
                Signature = Signed(signature, signed),
            };
        }

        private SheetView Common(SheetView view, Sheet sheet, int read, IEnumerable<SheetItem> items)
        {
            RosterShift? shift = Roster.Shift(post.Post, sheet.Shift, sheet.BegunAt);
            SheetItem[] all = [.. items];

            // A section that the pack has not any more is shown all the same where something was written under it.
            IEnumerable<string> names = Plan.Sections.Keys.Union(all.Select(item => item.Section), StringComparer.Ordinal);
            return view with
            {
                Number = sheet.Number,
                Version = sheet.Signature?.Version ?? sheet.Version,
                Content = sheet.Content,
                Shift = shift == null ? sheet.Shift : $"{sheet.Shift} {ShiftTimes(shift)}",
                BegunAt = _time.Dated(sheet.BegunAt),
                Carried = [.. all.Where(item => item.CarriedFrom.Length > 0).Select(item => Item(item, read))],
                Sections = [.. names.Select((name, index) => Section(sheet, name, index, all, read))],
                Disputes = [.. sheet.Disputes.Select(dispute => new DisputeLine(dispute.Reason, Roster.NameOf(dispute.Staff), _time.Dated(dispute.At), Roster.NameOf(dispute.SettledBy), dispute.Settlement))],
                Amendments = [.. sheet.Amendments.Select(amendment => new AmendmentLine(Words(amendment), Roster.NameOf(amendment.Staff), _time.Dated(amendment.At)))],
            };
        }

        private string Words(SheetAmendment amendment)
        {
            if (amendment.Change is not { } change)
            {
                return amendment.Text;
            }

            PackEntry? entry = Plan.Sections.GetValueOrDefault(change.Name) ?? (PackEntry?)Plan.Ticks.GetValueOrDefault(change.Name) ?? Plan.Counts.GetValueOrDefault(change.Name);
            return t[$"sheet.change-{change.Act}", PackWords.Of(t, change.Name, entry), change.Said];
        }

        private SheetView WithHolds(SheetView view, Sheet? sheet)
        {
            DateTimeOffset from = sheet?.BegunAt ?? now, to = sheet?.Signature?.At ?? DateTimeOffset.MaxValue;
            IEnumerable<Hold> holds = sheet?.Signature == null
                ? [.. _book.OpenHolds, .. _book.Holds.Where(hold => hold.ClearedAt >= from).TakeLast(ShownClosedHolds)]
                : _book.Holds.Where(hold => hold.At <= to && !(hold.ClearedAt < from));
            return view with
            {
                Holds = [.. holds.Select(hold => Hold(hold, sheet?.Signature == null ? null : sheet))],
                HoldChoices = [.. Plan.Holds.Where(kind => May(_holds.Open(staff, kind.Key, "-"))).Select(kind => new HoldChoice(kind.Key, PackWords.Of(t, kind.Key, kind.Value)))],
            };
        }

        private static bool May(Answer answer) => answer.Refusal.Length == 0;

        private string ShiftTimes(RosterShift shift) => $"{_time.Dated(shift.Start)}–{_time.Dated(shift.End)[^5..]}";

        private SectionLine Section(Sheet sheet, string name, int index, SheetItem[] items, int read)
        {
            PackSection? section = Plan.Sections.GetValueOrDefault(name);
            return new SectionLine(name, string.Create(CultureInfo.InvariantCulture, $"section-{index + 1}"), PackWords.Of(t, name, section), section?.Required == true)
            {
                IsNothing = sheet.Nothing.Contains(name),
                IsMajor = section?.Major == true,
                Carried = items.Count(item => item.CarriedFrom.Length > 0 && string.Equals(item.Section, name, StringComparison.Ordinal)),
                Items = [.. items.Where(item => item.CarriedFrom.Length == 0 && string.Equals(item.Section, name, StringComparison.Ordinal)).Select(item => Item(item, read))],
                Fields = [.. (section?.Needs ?? []).Select(need => Field(null, need, true))],
            };
        }

        private ItemLine Item(SheetItem item, int read)
        {
            PackSection? section = Plan.Sections.GetValueOrDefault(item.Section);
            string[] needs = [.. section?.Needs ?? []];
            string[] given = [.. Optional.Append("cause").Append("course").Append("result").Where(name => item.Details.Get(name).Length > 0 && !needs.Contains(name, StringComparer.Ordinal))];
            return new ItemLine(item.Id, PackWords.Of(t, item.Section, section), item.Text, Roster.NameOf(item.Staff), _time.Dated(item.At))
            {
                Fields = [.. needs.Select(name => Field(item, name, true)), .. given.Select(name => Field(item, name, false))],
                More = [.. Optional.Except(needs, StringComparer.Ordinal).Except(given, StringComparer.Ordinal).Select(name => Field(item, name, false))],
                CarriedFrom = item.CarriedFrom,
                ClosedBy = item.ClosedBy.Length > 0 ? Roster.NameOf(item.ClosedBy) : "",
                IsNew = read > 0 && Math.Max(item.Version, item.Changed) > read,
                IsOverdue = item.ClosedBy.Length == 0 && item.Details.Due <= now,
                MayWord = SheetRequests.MayWord(staff, item),
                Beside = [.. item.Earlier.Where(earlier => earlier.Unseen).Select(Wording)],
                Earlier = [.. item.Earlier.Where(earlier => !earlier.Unseen).Select(Wording)],
            };
        }

        private FieldLine Field(SheetItem? item, string name, bool isNeeded)
        {
            bool isTime = name is "due";
            string value = isTime ? (item?.Details.Due is { } due ? InField(Roster, due) : "") : item?.Details.Get(name) ?? "";
            return new FieldLine(name, t[$"sheet.detail-{name}"], value, isTime && item?.Details.Due is { } time ? _time.Dated(time) : value, isNeeded);
        }

        private WordingLine Wording(SheetWording wording)
        {
            bool isTime = wording.Name is "due";
            string text = isTime && DateTimeOffset.TryParse(wording.Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset due) ? _time.Dated(due) : wording.Text;
            return new WordingLine(t[$"sheet.detail-{wording.Name}"], text, Roster.NameOf(wording.Staff), _time.Exact(wording.At));
        }

        private TickLine Tick(Sheet sheet, string name, PackTick tick, bool outgoing, bool incoming)
        {
            SheetTick given = sheet.Ticks.GetValueOrDefault(name) ?? new SheetTick("", "");
            bool isMine = outgoing || (incoming && tick.IsOf(true));
            bool isGiven = (incoming ? given.Incoming : given.Outgoing).Length > 0;

            // What is for the incoming side alone, and what is not due again yet, asks nothing of the outgoing one.
            bool isDue = Completeness.Unticked(_book, sheet, Plan, incoming).Contains(name, StringComparer.Ordinal);
            return new TickLine(name, PackWords.Of(t, name, tick), tick.IsOf(false), tick.IsOf(true), NameOf(given.Outgoing), NameOf(given.Incoming), isMine && !isGiven, isMine && isGiven, isDue);
        }

        private string NameOf(string id) => id.Length > 0 ? Roster.NameOf(id) : "";

        private CountLine Count(Sheet sheet, string name, bool may)
        {
            SheetCount count = sheet.Counts.GetValueOrDefault(name) ?? new SheetCount(null, null);
            return new CountLine(name, PackWords.Of(t, name, Plan.Counts.GetValueOrDefault(name)), count.Outgoing, count.Incoming, count is { Outgoing: { } own, Incoming: { } other } && own != other, may, Plan.Counts.ContainsKey(name));
        }

        // A signed sheet has it as it was at the signature.
        private HoldLine Hold(Hold hold, Sheet? signed)
        {
            PackHold? kind = Plan.Holds.GetValueOrDefault(hold.Kind);
            DateTimeOffset at = signed?.Signature!.At ?? DateTimeOffset.MaxValue;
            HoldRelease[] releases = [.. hold.Releases.Where(release => release.At <= at && !(release.At < signed?.BegunAt))];
            return new HoldLine(hold.Kind, PackWords.Of(t, hold.Kind, kind), hold.Reason, Roster.NameOf(hold.Staff), _time.Dated(hold.At))
            {
                Releases = [.. releases.Select(release => t["sheet.released-by", Roster.NameOf(release.Staff), _time.Dated(release.At)])],
                IsReleased = signed == null ? hold.IsReleased : releases.Length > 0,
                Cleared = hold.ClearedBy is { } by && hold.ClearedAt <= at ? t["sheet.cleared-by", Roster.NameOf(by), _time.Dated(hold.ClearedAt!.Value), hold.Clearance is "substitute" ? t["sheet.substitute"] : hold.Clearance] : "",
                MayClear = signed == null && hold.IsOpen && May(_holds.Clear(staff, hold.Kind, "-")),
                ClearedByRoles = signed != null ? "" : t.List((kind?.Release ?? ["supervisor", "manager"]).Select(role => BoardWords.Of(t, role))),
            };
        }

        // What a sheet lacks that does not bind is to be known; a dispute and the open holds bind always.
        private IEnumerable<BlockLine> Blocks(Sheet sheet, SheetView view, bool binds)
        {
            foreach (SheetLack lack in Completeness.Missing(_book, sheet, Plan).Where(lack => (view.Binds || lack.Kind == LackKind.Dispute) == binds))
            {
                yield return Block(lack, view);
            }

            foreach (Hold hold in _book.OpenHolds.Where(hold => hold.IsReleased != binds))
            {
                string title = PackWords.Of(t, hold.Kind, Plan.Holds.GetValueOrDefault(hold.Kind));
                yield return new BlockLine(binds ? t["sheet.block-hold", title, hold.Reason] : t["sheet.hint-released", title], "#holds");
            }
        }

        private BlockLine Block(SheetLack lack, SheetView view) => lack.Kind switch
        {
            LackKind.Section => new BlockLine(t["sheet.block-section", SectionTitle(lack.Name)], Anchor(view, lack.Name)),
            LackKind.Item => new BlockLine(t["sheet.block-item", lack.Text, t.List(lack.Needs.Select(need => t[$"sheet.detail-{need}"]))], string.Create(CultureInfo.InvariantCulture, $"#item-{lack.Item}")),
            LackKind.Report => new BlockLine(
                t["sheet.block-report", PackWords.Of(t, lack.Name, Plan.Holds.GetValueOrDefault(lack.Name)), SectionTitle(Plan.Holds.GetValueOrDefault(lack.Name)?.Report ?? "")], Anchor(view, Plan.Holds.GetValueOrDefault(lack.Name)?.Report ?? "")),
            LackKind.Tick => new BlockLine(t["sheet.block-tick", PackWords.Of(t, lack.Name, Plan.Ticks.GetValueOrDefault(lack.Name))], "#ticks"),
            LackKind.Count => new BlockLine(t["sheet.block-count", PackWords.Of(t, lack.Name, Plan.Counts.GetValueOrDefault(lack.Name))], "#counts"),
            LackKind.CountsDiffer => new BlockLine(t["sheet.block-differs", PackWords.Of(t, lack.Name, Plan.Counts.GetValueOrDefault(lack.Name)), lack.Outgoing, lack.Incoming], "#counts"),
            _ => new BlockLine(t["sheet.block-dispute", lack.Text], "#disputes"),
        };

        private string SectionTitle(string name) => PackWords.Of(t, name, Plan.Sections.GetValueOrDefault(name));

        private static string Anchor(SheetView view, string section) => view.Sections.FirstOrDefault(line => string.Equals(line.Name, section, StringComparison.Ordinal)) is { } found ? "#" + found.Anchor : "";

        private IEnumerable<BlockLine> Hints(Sheet sheet)
        {
            if (post.Until is { } until)
            {
                DateTimeOffset opens = until - _policy.Minutes("windowMin");
                yield return new BlockLine(opens > now ? t["sheet.hint-window", _time.Minute(opens)] : t["sheet.hint-open", _time.Minute(until)], "");
            }

            if (Sides.Entitled(Roster, post, now) is { Count: > 0 } entitled && !Completeness.ReadBy(_book, sheet, Plan).Intersect(entitled, StringComparer.Ordinal).Any() && Plan.Sections.Count > 0)
            {
                yield return new BlockLine(t["sheet.hint-unread", t.List(entitled.Select(Roster.NameOf))], "");
            }

            if (Completeness.Unticked(_book, sheet, Plan, incoming: true).ToArray() is { Length: > 0 } unticked)
            {
                yield return new BlockLine(t["sheet.hint-unticked", t.List(unticked.Select(name => PackWords.Of(t, name, Plan.Ticks.GetValueOrDefault(name))))], "#ticks");
            }

            foreach (TerminalState terminal in room.TerminalsOf(post).Where(terminal => terminal.State is "lost" or "never"))
            {
                yield return new BlockLine(post.Gate is { } told ? t["sheet.hint-offline-told", terminal.Id, _time.Minute(told.AsOf)] : t["sheet.hint-offline", terminal.Id], "");
            }
        }

        private SignatureLine Signed(SheetSignature signature, LogEntry? entry)
        {
            string at = _time.Exact(signature.At);
            if (entry == null || entry.Position != signature.Record || entry.Kind is not LogKind.Record)
            {
                return new SignatureLine(NameOf(signature.Outgoing), at, NameOf(signature.Incoming), at, "", "", []);
            }

            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            bool isHandover = record.Type is "handover.confirmed";
            return new SignatureLine(
                NameOf(signature.Outgoing),
                isHandover ? Tapped(record, "outgoingAt") : at,
                NameOf(signature.Incoming),
                isHandover ? Tapped(record, "incomingAt") : at,
                string.Create(CultureInfo.InvariantCulture, $"{entry.Seq}"),
                entry.Terminal,
                RecordDetail.Of(t, record, Roster));
        }

        private string Tapped(RecordView record, string member) => DateTimeOffset.TryParse(record.Text(member), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset at) && SaneTime.Holds(at) ? _time.Exact(at) : "";
    }
}
