using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>An item of a printed sheet.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Details">What it says beside that.</param>
/// <param name="By">Who wrote it, and when.</param>
/// <param name="Mark">Carried over, closed; empty: neither.</param>
public sealed record PrintedItem(string Text, IReadOnlyList<string> Details, string By, string Mark);

/// <summary>A section of a printed sheet.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Items">What was written.</param>
/// <param name="IsNothing">Whether somebody said that there is nothing.</param>
public sealed record PrintedSection(string Title, IReadOnlyList<PrintedItem> Items, bool IsNothing);

/// <summary>What both sides looked at or counted.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Outgoing">What the outgoing side gave.</param>
/// <param name="Incoming">What the incoming side gave.</param>
public sealed record PrintedCheck(string Title, string Outgoing, string Incoming);

/// <summary>A printable handover record: the sheet as it was signed, and both signatures with the record that proves them.</summary>
/// <param name="Position">The place of the record in the log.</param>
/// <param name="Post">The post.</param>
/// <param name="PostName">What people call it.</param>
/// <param name="Day">The civil day.</param>
/// <param name="At">When it was confirmed.</param>
/// <param name="From">The shift that ended, with its times.</param>
/// <param name="To">The shift that began.</param>
/// <param name="Outgoing">Who handed over.</param>
/// <param name="OutgoingAt">When he tapped; empty: he did not.</param>
/// <param name="Incoming">Who took over.</param>
/// <param name="IncomingAt">When he tapped.</param>
/// <param name="LateMinutes">How many minutes late it was.</param>
/// <param name="IsHasty">Whether it was hasty.</param>
/// <param name="IsAbsent">Whether the outgoing side was absent.</param>
/// <param name="Remarks">What else the record says.</param>
/// <param name="Number">The record: terminal, journal and number.</param>
/// <param name="Mac">Its signature.</param>
/// <param name="Proof">How far it can be trusted; null: not judged yet.</param>
/// <param name="Roster">The version of the roster that the terminal held.</param>
/// <param name="Policy">The version of the policy.</param>
/// <param name="SheetNumber">The sheet; 0: it is not kept, or there was none.</param>
/// <param name="SheetVersion">The version that was signed.</param>
/// <param name="Sections">What it said.</param>
/// <param name="Checks">What was looked at and counted.</param>
/// <param name="Holds">What stood against the handover.</param>
/// <param name="Disputes">What was contested.</param>
/// <param name="Amendments">What was said after the signature.</param>
public sealed record HandoverView(
    long Position,
    string Post,
    string PostName,
    string Day,
    string At,
    string From,
    string To,
    string Outgoing,
    string OutgoingAt,
    string Incoming,
    string IncomingAt,
    long LateMinutes,
    bool IsHasty,
    bool IsAbsent,
    IReadOnlyList<string> Remarks,
    string Number,
    string Mac,
    Proof? Proof,
    string Roster,
    string Policy,
    int SheetNumber,
    int SheetVersion,
    IReadOnlyList<PrintedSection> Sections,
    IReadOnlyList<PrintedCheck> Checks,
    IReadOnlyList<string> Holds,
    IReadOnlyList<string> Disputes,
    IReadOnlyList<string> Amendments)
{
    private const int SecondsAMinute = 60;

    /// <summary>That of an entry; null: it is no handover.</summary>
    public static HandoverView? Of(Language t, DutyRoom room, Chain chain, LogEntry entry, string post)
    {
        if (entry.Kind is not (LogKind.Record or LogKind.Erased) || RecordBody.Read(entry.Body) is not { Type: "handover.confirmed" } body || post.Length == 0)
        {
            return null;
        }

        RosterModel roster = room.Roster;
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        Sheet? sheet = SignedSheets.Of(room, post, record);
        SheetBook? book = room.Posts.FirstOrDefault(state => string.Equals(state.Post, post, StringComparison.Ordinal))?.Book;
        SheetPlan plan = roster.PolicyOf(post).Sheet;
        string at = RecordRow.TimeOf(roster, record.At);
        return new HandoverView(
            entry.Position,
            post,
            PostOrder.NameOf(roster, post),
            at.Split(' ')[0],
            at,
            ShiftOf(roster, post, record.Text("from"), record.At),
            ShiftOf(roster, post, record.Text("to"), record.At),
            roster.NameOf(record.Text("outgoing")),
            Tapped(roster, record, "outgoingAt"),
            roster.NameOf(record.Text("incoming")),
            Tapped(roster, record, "incomingAt"),
            (record.Number("latenessSeconds") + SecondsAMinute - 1) / SecondsAMinute,
            record.Flag("hasty"),
            record.Flag("absent"),
            [.. RecordDetail.Of(t, record, roster)],
            string.Create(CultureInfo.InvariantCulture, $"{entry.Terminal} {entry.Epoch} #{entry.Seq}"),
            Convert.ToHexStringLower(body.Mac),
            chain.ProofOf(entry.Position),
            Version(record, "roster"),
            Version(record, "policy"),
            sheet?.Number ?? 0,
            sheet?.Signature?.Version ?? 0,
            sheet == null ? [] : SectionsOf(t, roster, sheet, plan),
            sheet == null ? [] : ChecksOf(t, roster, sheet, plan),
            sheet == null || book == null ? [] : HoldsOf(t, roster, sheet, book, plan),
            sheet == null ? [] : [.. sheet.Disputes.Select(dispute => t["archive.dispute", roster.NameOf(dispute.Staff), dispute.Reason] + (dispute.SettledBy.Length > 0 ? " " + t["archive.settled", roster.NameOf(dispute.SettledBy), dispute.Settlement] : ""))],
            sheet == null ? [] : [.. sheet.Amendments.Select(added => $"{RecordRow.TimeOf(roster, added.At)} {roster.NameOf(added.Staff)}: {added.Text}")]);
    }

    // The pack's own title, which is the regulation's; in English the name that people write into a file.
    private static string TitleOf(Language t, PackEntry? entry, string name) => ReferenceEquals(t, Language.English) || entry is not { Title.Length: > 0 } ? name.Replace('-', ' ') : entry.Title;

    private static string Version(RecordView record, string name) => record.Text(name) is { Length: > 0 } text ? text : record.Number(name) is > 0 and var number ? number.ToString(CultureInfo.InvariantCulture) : "";

    private static string Tapped(RosterModel roster, RecordView record, string name)
    {
        return DateTimeOffset.TryParse(record.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) && SaneTime.Holds(at) ? RecordRow.TimeOf(roster, at) : "";
    }

    private static string ShiftOf(RosterModel roster, string post, string shift, DateTimeOffset near)
    {
        return shift.Length == 0 ? ""
            : roster.Shift(post, shift, near) is { } found ? $"{RecordRow.TimeOf(roster, found.Start)[..16]} – {RecordRow.TimeOf(roster, found.End)[11..16]}"
            : shift;
    }

    private static PrintedSection[] SectionsOf(Language t, RosterModel roster, Sheet sheet, SheetPlan plan)
    {
        ILookup<string, SheetItem> items = sheet.Signed.ToLookup(item => item.Section, StringComparer.Ordinal);
        IEnumerable<string> names = plan.Sections.Keys.Concat(items.Select(group => group.Key)).Concat(sheet.Nothing).Distinct(StringComparer.Ordinal);
        return
        [
            .. names.Select(name => new PrintedSection(
                TitleOf(t, plan.Sections.GetValueOrDefault(name), name),
                [.. items[name].Select(item => ItemOf(t, roster, item))],
                sheet.Nothing.Contains(name))),
        ];
    }

    private static PrintedItem ItemOf(Language t, RosterModel roster, SheetItem item)
    {
        ItemDetails details = item.Details;
        (string Key, string Value)[] said =
        [
            ("due", details.Due is { } due ? RecordRow.TimeOf(roster, due)[..16] : ""), ("watch", details.Watch), ("how", details.How), ("cause", details.Cause), ("course", details.Course), ("result", details.Result), ("reason", details.Reason),
        ];
        string mark = item.ClosedBy.Length > 0 ? t["archive.closed", roster.NameOf(item.ClosedBy)] : item.CarriedFrom.Length > 0 ? t["archive.carried", item.CarriedFrom] : "";
        return new PrintedItem(item.Text, [.. said.Where(detail => detail.Value.Length > 0).Select(detail => t[$"archive.item-{detail.Key}", detail.Value])], $"{roster.NameOf(item.Staff)} {RecordRow.TimeOf(roster, item.At)[5..16]}", mark);
    }

    private static PrintedCheck[] ChecksOf(Language t, RosterModel roster, Sheet sheet, SheetPlan plan)
    {
        IEnumerable<PrintedCheck> ticks = plan.Ticks.Keys.Concat(sheet.Ticks.Keys).Distinct(StringComparer.Ordinal).Select(name => sheet.Ticks.TryGetValue(name, out SheetTick? tick)
            ? new PrintedCheck(TitleOf(t, plan.Ticks.GetValueOrDefault(name), name), Ticked(tick.Outgoing), Ticked(tick.Incoming))
            : new PrintedCheck(TitleOf(t, plan.Ticks.GetValueOrDefault(name), name), "—", "—"));
        IEnumerable<PrintedCheck> counts = sheet.Counts.Select(count => new PrintedCheck(TitleOf(t, plan.Counts.GetValueOrDefault(count.Key), count.Key), Counted(count.Value.Outgoing), Counted(count.Value.Incoming)));
        return [.. ticks, .. counts];

        string Ticked(string staff) => staff.Length > 0 ? "✓ " + roster.NameOf(staff) : "—";

        static string Counted(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "—";
    }

    // What was open at any moment of the sheet.
    private static string[] HoldsOf(Language t, RosterModel roster, Sheet sheet, SheetBook book, SheetPlan plan)
    {
        DateTimeOffset signed = sheet.Signature!.At;
        return
        [
            .. book.Holds.Where(hold => hold.At <= signed && !(hold.ClearedAt < sheet.BegunAt)).Select(hold =>
            {
                string end = hold.ClearedAt <= signed ? t["archive.hold-cleared", RecordRow.TimeOf(roster, hold.ClearedAt.Value), roster.NameOf(hold.ClearedBy!)]
                    : hold.Releases.FindLast(release => release.At >= sheet.BegunAt && release.At <= signed) is { } release ? t["archive.hold-released", RecordRow.TimeOf(roster, release.At), roster.NameOf(release.Staff)]
                    : t["archive.hold-open"];
                return $"{TitleOf(t, plan.Holds.GetValueOrDefault(hold.Kind), hold.Kind)}: {hold.Reason} ({roster.NameOf(hold.Staff)} {RecordRow.TimeOf(roster, hold.At)}). {end}";
            }),
        ];
    }
}
