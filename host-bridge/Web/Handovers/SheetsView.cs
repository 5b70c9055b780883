using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>The sheet that is being written at a post, in a few words.</summary>
public sealed record PostSheetLine(string Post, string Name, int Number, string Shift, string Holder, string State, int Blocks, SheetReadiness Readiness, int Open, IReadOnlyList<string> Holds, bool HasSections)
{
    /// <summary>The address of its page.</summary>
    public string Path => $"/sheets/{Uri.EscapeDataString(Post)}";
}

/// <summary>A sheet that is not written any more.</summary>
public sealed record SignedSheetLine(string Post, string Name, int Number, string Shift, string Outgoing, string Incoming, string At, SheetStage Stage, int Amendments)
{
    /// <summary>The address of its page.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/sheets/{Uri.EscapeDataString(Post)}/{Number}");
}

/// <summary>All sheets: those that are being written, and a page of the signed ones, newest first.</summary>
/// <param name="Posts">The posts, in the order of the roster.</param>
/// <param name="Signed">The signed ones of this page.</param>
/// <param name="Next">Behind which sheet the next page begins; empty: there is none.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="Now">The time of the house.</param>
public sealed record SheetsView(IReadOnlyList<PostSheetLine> Posts, IReadOnlyList<SignedSheetLine> Signed, string Next, bool IsFirst, string Now)
{
    private const int PageLength = 30;

    /// <summary>Looks at a room.</summary>
    /// <param name="before">The key behind which the page begins; empty, or none that this bridge gave out: the first page.</param>
    public static SheetsView Of(Language t, DutyRoom room, string before, DateTimeOffset now)
    {
        var time = new CivilTime(room.Roster, now);
        (PostState Post, Sheet Sheet)[] signed = [.. room.Posts.SelectMany(post => post.Book.Sheets.Where(sheet => sheet.Signature != null).Select(sheet => (Post: post, Sheet: sheet)))];
        IEnumerable<(PostState Post, Sheet Sheet, string Key)> ordered = signed.Select(found => (found.Post, found.Sheet, Key: KeyOf(found.Post, found.Sheet)))
            .Where(found => before.Length == 0 || string.CompareOrdinal(found.Key, before) < 0).OrderByDescending(found => found.Key, StringComparer.Ordinal);
        (PostState Post, Sheet Sheet, string Key)[] page = [.. ordered.Take(PageLength + 1)];
        return new SheetsView(
            [.. PostOrder.InRosterOrder(room).Select(post => Line(t, room, post, time, now))],
            [.. page.Take(PageLength).Select(found => Line(room, found.Post, found.Sheet, time))],
            page.Length > PageLength ? page[PageLength - 1].Key : "",
            before.Length == 0,
            time.Now);
    }

    // Text that sorts as the moments do.
    private static string KeyOf(PostState post, Sheet sheet) => string.Create(CultureInfo.InvariantCulture, $"{sheet.Signature!.At.UtcTicks:D19}~{post.Post}~{sheet.Number:D9}");

    private static PostSheetLine Line(Language t, DutyRoom room, PostState post, CivilTime time, DateTimeOffset now)
    {
        PolicyParameters policy = room.Roster.PolicyOf(post.Post);
        Sheet? sheet = post.Book.Current;
        SheetView? view = sheet == null ? null : SheetView.Of(t, room, post, sheet.Number, "", now, null);
        string state = view == null ? t["sheet.state-none"] : view.ReadinessWords(t);
        return new PostSheetLine(
            post.Post,
            PostOrder.NameOf(room.Roster, post.Post),
            sheet?.Number ?? 0,
            view?.Shift ?? "",
            post.Holder.Length > 0 ? room.Roster.NameOf(post.Holder) : "",
            state,
            view?.Blocks.Count ?? 0,
            view?.Readiness ?? SheetReadiness.Free,
            post.Book.Pending.Count(),
            [.. post.Book.OpenHolds.Select(hold => PackWords.Of(t, hold.Kind, policy.Sheet.Holds.GetValueOrDefault(hold.Kind)) + (hold.IsReleased ? $" ({t["sheet.is-released"]})" : ""))],
            policy.Sheet.Sections.Count > 0);
    }

    private static SignedSheetLine Line(DutyRoom room, PostState post, Sheet sheet, CivilTime time)
    {
        SheetSignature signature = sheet.Signature!;
        return new SignedSheetLine(
            post.Post,
            PostOrder.NameOf(room.Roster, post.Post),
            sheet.Number,
            sheet.Shift,
            room.Roster.NameOf(signature.Outgoing),
            room.Roster.NameOf(signature.Incoming),
            time.Dated(signature.At),
            SheetView.StageOf(signature),
            sheet.Amendments.Count);
    }
}
