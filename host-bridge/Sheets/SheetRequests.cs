using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>
/// What people may ask to be done to the sheet that is being written at a post, at a moment. Pure: what is accepted comes to be when it is appended.
/// Refusals: <c>not-entitled</c>, <c>no-sheet</c>, <c>frozen</c>, <c>no-text</c>, <c>too-long</c>, <c>no-number</c>, <c>unknown-section</c>, <c>unknown-tick</c>,
/// <c>unknown-count</c>, <c>no-item</c>, <c>disputed</c>, <c>no-dispute</c>, <c>not-signed</c>, <c>changed</c>, <c>not-ticked</c>.
/// </summary>
public sealed class SheetRequests(DutyRoom room, string post, DateTimeOffset now)
{
    private const int MostCounted = 1_000_000;
    private const int LongestDraft = 40;

    private readonly PostState _post = room.PostOf(post);

    private RosterModel Roster => room.Roster;

    private SheetBook Book => _post.Book;

    private SheetPlan Plan => Roster.PolicyOf(_post.Post).Sheet;

    /// <summary>Writes an item under a section.</summary>
    /// <param name="draft">The name that the writer's page gave it: one that stands there already is not written again, as a page that had no answer sends again. Empty: none.</param>
    public Answer Write(string staff, string section, string text, ItemDetails details, string draft = "")
    {
        return FaultOfWriter(staff) ?? FaultOfText(text) ?? FaultOfDetails(details)
            ?? (draft.Length > LongestDraft ? Answer.Refuse("too-long")
                : Plan.Section(section) is not { } name ? Answer.Refuse("unknown-section")
                : draft.Length > 0 && Book.Current!.Items.Exists(item => string.Equals(item.Draft, draft, StringComparison.Ordinal)) ? Answer.Accept(Array.Empty<SheetAct>())
                : Answer.Accept(Act("write", staff) with { Name = name, Text = text, Details = DueTime.Given(details, Plan.Sections[name], Roster, _post.Post, now), Draft = draft }));
    }

    /// <summary>Says that there is nothing to hand over under a section.</summary>
    public Answer Nothing(string staff, string section)
    {
        return FaultOfWriter(staff)
            ?? (Plan.Section(section) is { } name ? Answer.Accept(Act("nothing", staff) with { Name = name }) : Answer.Refuse("unknown-section"));
    }

    /// <summary>Takes back that there is nothing under a section.</summary>
    public Answer Something(string staff, string section)
    {
        return FaultOfWriter(staff)
            ?? (Plan.Section(section) is not { } name ? Answer.Refuse("unknown-section")
                : Answer.Accept(Book.Current!.Nothing.Contains(name) ? [Act("something", staff) with { Name = name }] : []));
    }

    /// <summary>
    /// Words an open item anew, place by place: its text, which is its writer's alone while it is on the sheet that he wrote it on, or one of its details. Where somebody else has written
    /// there since, both are kept.
    /// </summary>
    /// <param name="words">The places: <c>text</c> or the name of a detail, what the person saw there, and what is to stand there; of the time, moments in ISO 8601.</param>
    public Answer Reword(string staff, long id, IReadOnlyList<(string Name, string Was, string Text)> words)
    {
        if (FaultOfWriter(staff) is { } fault)
        {
            return fault;
        }

        if (Book.Current!.OpenItems.FirstOrDefault(item => item.Id == id) is not { } open || words.Any(word => word.Name is not "text" && !ItemDetails.Knows(word.Name)))
        {
            return Answer.Refuse("no-item");
        }

        (string Name, string Was, string Text)[] changed = [.. words.Where(word => !string.Equals(word.Text, open.Get(word.Name), StringComparison.Ordinal))];
        return Array.Exists(changed, word => word.Name is "text" && !MayWord(staff, open)) ? Answer.Refuse("not-entitled")
            : Array.Exists(changed, word => word.Text.Length > Answer.LongestText || word.Was.Length > Answer.LongestText) ? Answer.Refuse("too-long")
            : Array.Exists(changed, word => word.Name is "text" && word.Text.Trim().Length == 0) ? Answer.Refuse("no-text")
            : Answer.Accept([.. changed.Select(word => Act("reword", staff) with { Item = id, Name = word.Name, Was = word.Was, Text = word.Text })]);
    }

    /// <summary>Whether the text of an item is somebody's to change.</summary>
    public static bool MayWord(string staff, SheetItem item) => item.CarriedFrom.Length == 0 && string.Equals(item.Staff, staff, StringComparison.Ordinal);

    /// <summary>Says more about an open item.</summary>
    public Answer Explain(string staff, string text, ItemDetails details)
    {
        return FaultOfWriter(staff) ?? FaultOfDetails(details)
            ?? (OpenItem(text) is { } item ? Answer.Accept(Act("explain", staff) with { Item = item.Id, Details = details }) : Answer.Refuse("no-item"));
    }

    /// <summary>Closes an item: it is not carried any further.</summary>
    public Answer Close(string staff, string text)
    {
        return FaultOfWriter(staff) ?? (OpenItem(text) is { } item ? Answer.Accept(Act("close", staff) with { Item = item.Id }) : Answer.Refuse("no-item"));
    }

    /// <summary>Closes the item of an id; one that is closed stays so.</summary>
    public Answer Close(string staff, long id)
    {
        return FaultOfWriter(staff)
            ?? (Book.Current!.Items.Find(item => item.Id == id) is not { } item ? Answer.Refuse("no-item") : Answer.Accept(item.ClosedBy.Length > 0 ? [] : [Act("close", staff) with { Item = id }]));
    }

    /// <summary>Opens an item again that was closed on this sheet.</summary>
    public Answer Reopen(string staff, long id)
    {
        return FaultOfWriter(staff)
            ?? (Book.Current!.Items.Find(item => item.Id == id) is not { } item ? Answer.Refuse("no-item") : Answer.Accept(item.ClosedBy.Length == 0 ? [] : [Act("reopen", staff) with { Item = id }]));
    }

    /// <summary>Counts something, for the side that the person is on. The incoming side counts what is counted already.</summary>
    public Answer Count(string staff, string what, int number)
    {
        string name = Plan.Count(what.Trim());
        if (FaultOfSide(staff, out bool incoming) is { } fault)
        {
            return fault;
        }

        return number is < 0 or > MostCounted ? Answer.Refuse("no-number")
            : FaultOfText(name) is { } wrong ? wrong
            : incoming && !Plan.Counts.ContainsKey(name) && !Book.Current!.Counts.ContainsKey(name) ? Answer.Refuse("unknown-count")
            : Answer.Accept(Act("count", staff) with { Name = name, Number = number, Incoming = incoming });
    }

    /// <summary>
    /// Ticks something, for the side that the person is on. What the outgoing side alone answers for, the incoming one cannot tick; what is for the
    /// incoming side, the holder may tick too, as who began at an empty desk had nobody to take over from.
    /// </summary>
    public Answer Tick(string staff, string what)
    {
        return FaultOfSide(staff, out bool incoming)
            ?? (Plan.Tick(what) is not { } name ? Answer.Refuse("unknown-tick")
                : incoming && !Plan.Ticks[name].IsOf(incoming) ? Answer.Refuse("not-entitled")
                : Answer.Accept(Act("tick", staff) with { Name = name, Incoming = incoming }));
    }

    /// <summary>Takes back a tick of the side that the person is on.</summary>
    public Answer Untick(string staff, string what)
    {
        return FaultOfSide(staff, out bool incoming)
            ?? (Plan.Tick(what) is not { } name ? Answer.Refuse("unknown-tick")
                : !Book.Current!.Ticks.TryGetValue(name, out SheetTick? given) || (incoming ? given.Incoming : given.Outgoing).Length == 0 ? Answer.Refuse("not-ticked")
                : Answer.Accept(Act("untick", staff) with { Name = name, Incoming = incoming }));
    }

    /// <summary>Says of every required section that is empty that there is nothing, and gives every tick that the outgoing side owes. What is to be counted or explained it cannot know.</summary>
    public Answer Complete(string staff)
    {
        if (FaultOfWriter(staff) is { } fault)
        {
            return fault;
        }

        Sheet sheet = Book.Current!;
        if (sheet.OpenDispute != null)
        {
            return Answer.Refuse("disputed");
        }

        IEnumerable<SheetAct> nothing = Plan.Sections.Where(section => section.Value.Required && !sheet.Nothing.Contains(section.Key) && !sheet.Items.Exists(item => string.Equals(item.Section, section.Key, StringComparison.Ordinal)))
            .Select(section => Act("nothing", staff) with { Name = section.Key });
        IEnumerable<SheetAct> ticks = Completeness.Unticked(Book, sheet, Plan, incoming: false).Select(tick => Act("tick", staff) with { Name = tick });
        return Answer.Accept([.. nothing, .. ticks]);
    }

    /// <summary>Reads the sheet as it stands.</summary>
    public Answer Read(string staff) => FaultOfReader(staff) ?? Answer.Accept(Act("read", staff) with { Incoming = true });

    /// <summary>Has read the sheet as it stood in a version: where something was written since, that is to be read first.</summary>
    public Answer Read(string staff, int version) => FaultOfReader(staff) ?? (Book.Current!.Content > version ? Answer.Refuse("changed") : Read(staff));

    /// <summary>Contests the sheet: it is not complete until a supervisor settles it.</summary>
    public Answer Dispute(string staff, string reason)
    {
        return FaultOfReader(staff) ?? FaultOfText(reason)
            ?? (Book.Current!.OpenDispute != null ? Answer.Refuse("disputed") : Answer.Accept(Act("dispute", staff) with { Text = reason, Incoming = true }));
    }

    /// <summary>Settles a dispute; nobody settles one that he is a side of.</summary>
    public Answer Settle(string staff, string how)
    {
        if (!Sides.Supervises(Roster, staff))
        {
            return Answer.Refuse("not-entitled");
        }

        if (Book.Current is not { } sheet)
        {
            return NoSheet(staff);
        }

        return FaultOfText(how)
            ?? (sheet.OpenDispute is not { } open ? Answer.Refuse("no-dispute")
                : string.Equals(open.Staff, staff, StringComparison.Ordinal) || Sides.IsOutgoing(Roster, _post, sheet, staff) ? Answer.Refuse("not-entitled")
                : Answer.Accept(Act("settle", staff) with { Text = how }));
    }

    /// <summary>Adds to the newest sheet that the person has signed what is to be seen beside what was signed; a supervisor adds to the newest signed one.</summary>
    public Answer Amend(string staff, string text)
    {
        if (Book.LastFrozen == null)
        {
            return Answer.Refuse(Book.Current == null ? "no-sheet" : "not-signed");
        }

        Sheet? own = Sides.Supervises(Roster, staff) ? Book.LastFrozen : Book.Sheets.LastOrDefault(sheet => WasSide(sheet, staff));
        return own == null ? Answer.Refuse("not-entitled") : Amendment(own, staff, text);
    }

    /// <summary>Adds to the signed sheet of a number; both sides and supervisors may.</summary>
    public Answer Amend(string staff, string text, int number)
    {
        return Book.Numbered(number) is not { } sheet ? Answer.Refuse("no-sheet")
            : sheet.Signature == null ? Answer.Refuse("not-signed")
            : !Sides.Supervises(Roster, staff) && !WasSide(sheet, staff) ? Answer.Refuse("not-entitled")
            : Amendment(sheet, staff, text);
    }

    private static Answer Amendment(Sheet sheet, string staff, string text) => FaultOfText(text) ?? Answer.Accept(new SheetAct("amend", sheet.Number, sheet.Shift, staff, Text: text));

    private static Answer? FaultOfText(string text) => text.Trim().Length == 0 ? Answer.Refuse("no-text") : text.Length > Answer.LongestText ? Answer.Refuse("too-long") : null;

    private static Answer? FaultOfDetails(ItemDetails details)
    {
        return new[] { details.Watch, details.How, details.Cause, details.Course, details.Result, details.Reason }.Any(text => text.Length > Answer.LongestText) ? Answer.Refuse("too-long") : null;
    }

    private SheetAct Act(string act, string staff) => new(act, Book.Current!.Number, Book.Current.Shift, staff);

    private SheetItem? OpenItem(string text) => Book.Current!.OpenItems.LastOrDefault(item => string.Equals(item.Text, text, StringComparison.Ordinal));

    private bool WasSide(Sheet? sheet, string staff)
    {
        return sheet?.Signature is { } signature
            && (string.Equals(signature.Outgoing, staff, StringComparison.Ordinal) || string.Equals(signature.Incoming, staff, StringComparison.Ordinal) || Sides.IsOf(Roster, _post, sheet, staff));
    }

    // Who has signed meets with a signed sheet, and not with a stranger's.
    private Answer NoSheet(string staff) => Answer.Refuse(WasSide(Book.LastFrozen, staff) ? "frozen" : "no-sheet");

    private Answer NotEntitled(string staff) => Answer.Refuse(WasSide(Book.LastFrozen, staff) ? "frozen" : "not-entitled");

    private Answer? FaultOfWriter(string staff)
    {
        return Book.Current is not { } sheet || Plan.Sections.Count == 0 ? NoSheet(staff)
            : Sides.IsOutgoing(Roster, _post, sheet, staff) || Sides.Supervises(Roster, staff) ? null
            : NotEntitled(staff);
    }

    private Answer? FaultOfReader(string staff)
    {
        return Book.Current is null || Plan.Sections.Count == 0 ? NoSheet(staff)
            : Sides.IsIncoming(Roster, _post, staff, now) ? null
            : NotEntitled(staff);
    }

    private Answer? FaultOfSide(string staff, out bool incoming)
    {
        incoming = false;
        if (Book.Current is not { } sheet || Plan.Sections.Count == 0)
        {
            return NoSheet(staff);
        }

        bool outgoing = Sides.IsOutgoing(Roster, _post, sheet, staff);
        incoming = !outgoing && Sides.IsIncoming(Roster, _post, staff, now);
        return outgoing || incoming ? null : NotEntitled(staff);
    }
}
