using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Sheets;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Handovers;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Handovers;

/// <summary>What somebody sees of a sheet, and what its forms ask for.</summary>
public sealed class SheetViewTests : IDisposable
{
    private readonly Bench _bench = new();

    private DateTimeOffset Now => _bench.Bridge.Time.GetUtcNow();

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>What blocks the handover is said in words, each with the place where it is to be done, in both languages; a complete sheet without holds blocks nothing.</summary>
    [Fact]
    public void WhatBlocksIsSaidInWords()
    {
        SheetView empty = View("S01");
        Assert.Equal((SheetStage.Open, SheetSide.Outgoing, true, 11), (empty.Stage, empty.Side, empty.MayWrite, empty.Blocks.Count));
        Assert.Equal(("“工作日志”没有填写", "#section-1"), (empty.Blocks[0].Words, empty.Blocks[0].Href));
        Assert.Equal("“Work log” is not filled in", View("S01", t: Language.English).Blocks[0].Words);
        Write("unfinished", "3号泵漏油");
        _bench.Sheet(sheets => sheets.Complete("S01"));
        _bench.Hold(holds => holds.Open("S02", "incident", "caller on the line"));
        SheetView held = View("S01");
        long item = _bench.Book(book => book.Current!.Items[0].Id);
        Assert.Equal([$"#item-{item}", "#holds"], held.Blocks.Select(block => block.Href));
        Assert.Equal("“3号泵漏油”要写明：注意事项、处理办法", held.Blocks[0].Words);
        Assert.Equal("不得交班：正在处理的工作未处理完毕（caller on the line）", held.Blocks[1].Words);
        _bench.Record("hold.released", "\"hold\":\"incident\",\"staff\":\"S09\"");
        _bench.Sheet(sheets => sheets.Close("S01", item));
        SheetView ready = View("S01");
        Assert.Empty(ready.Blocks);
        Assert.Contains(ready.Hints, hint => hint.Words.Contains("本次已放行", StringComparison.Ordinal));
        Assert.True(Assert.Single(ready.Holds).IsReleased);
    }

    /// <summary>A sheet that binds nobody blocks nothing by what it lacks; a dispute and a hold do all the same.</summary>
    [Fact]
    public void ASheetThatBindsNobodyLacksWithoutBlocking()
    {
        using var bench = new Bench(sheets: false);
        SheetView view = bench.Bridge.Core.Read((room, _) => SheetView.Of(Language.Chinese, room, room.PostOf("hotline"), 0, "S01", bench.Bridge.Time.GetUtcNow(), null))!;
        Assert.Empty(view.Blocks);
        Assert.Equal(SheetReadiness.Free, view.Readiness);
        Assert.Equal($"○ The sheet does not bind here; {view.Lacks} things are not filled in", view.ReadinessWords(Language.English));
        Assert.Contains(view.Hints, hint => hint.Words.Contains("工作日志", StringComparison.Ordinal));
        bench.Sheet(sheets => sheets.Dispute("S02", "keys"));
        view = bench.Bridge.Core.Read((room, _) => SheetView.Of(Language.Chinese, room, room.PostOf("hotline"), 0, "S01", bench.Bridge.Time.GetUtcNow(), null))!;
        Assert.Equal(["异议未裁定：keys"], view.Blocks.Select(block => block.Words));
    }

    /// <summary>A sheet that the outgoing side has filled in is not shown as done before the incoming one has read it.</summary>
    [Fact]
    public void WhatTheOtherSideHasStillToDoIsNotDone()
    {
        Assert.Equal(SheetReadiness.Blocked, View("S01").Readiness);
        _bench.Sheet(sheets => sheets.Complete("S01"));
        SheetView view = View("S01");
        Assert.Empty(view.Blocks);
        Assert.Equal(SheetReadiness.Awaited, view.Readiness);
        foreach (string tick in view.Ticks.Where(tick => tick.OfIncoming).Select(tick => tick.Name))
        {
            _bench.Sheet(sheets => sheets.Tick("S02", tick));
        }

        _bench.Sheet(sheets => sheets.Read("S02"));
        Assert.Equal(SheetReadiness.Ready, View("S01").Readiness);
    }

    /// <summary>Whoever takes over sees what is new since his reading, and nobody sees that who has not read.</summary>
    [Fact]
    public void WhatIsNewSinceTheReadingIsMarked()
    {
        Write("faults", "line 2");
        Assert.False(View("S02").Sections.SelectMany(section => section.Items).Single().IsNew);
        _bench.Sheet(sheets => sheets.Read("S02"));
        Assert.Equal((true, false), (View("S02").HasRead, View("S02").HasNews));
        Write("other", "visitors at noon");
        SheetView news = View("S02");
        Assert.Equal((SheetSide.Incoming, false, true, true), (news.Side, news.HasRead, news.HasNews, news.MayRead));
        Assert.Equal(["visitors at noon"], news.Sections.SelectMany(section => section.Items).Where(item => item.IsNew).Select(item => item.Text));
        Assert.False(news.MayWrite);
        Assert.DoesNotContain(View("S03").Sections.SelectMany(section => section.Items), item => item.IsNew);
    }

    /// <summary>A signed sheet is frozen: both taps with their times and the number of the record, its hold as it was then, and only what may be amended.</summary>
    [Fact]
    public void ASignedSheetShowsBothTaps()
    {
        _bench.Sheet(sheets => sheets.Complete("S01"));
        _bench.Hold(holds => holds.Open("S02", "incident", "caller on the line"));
        _bench.Record("hold.released", "\"hold\":\"incident\",\"staff\":\"S09\"");
        _bench.Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"outgoingAt\":\"2026-03-02T00:04:51.000Z\",\"incomingAt\":\"2026-03-02T00:05:00.000Z\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":0");
        SheetView signed = View("S01", 1);
        Assert.Equal(SheetStage.Signed, signed.Stage);
        Assert.Equal(("08:04:51", "08:05:00", "T1"), (signed.Signature!.OutgoingAt, signed.Signature.IncomingAt, signed.Signature.Terminal));
        Assert.Equal("3", signed.Signature.Record);
        Assert.Equal((false, false, true, 2), (signed.MayWrite, signed.MayRead, signed.MayAmend, signed.After));
        HoldLine hold = Assert.Single(signed.Holds);
        Assert.Equal((true, false, ""), (hold.IsReleased, hold.MayClear, hold.Cleared));
        Assert.False(View("S03", 1).MayAmend);
        Assert.True(View("S09", 1).MayAmend);
        Assert.Null(_bench.Bridge.Core.Read((room, _) => SheetView.Of(Language.Chinese, room, room.PostOf("hotline"), 3, "S01", Now, null)));
    }

    /// <summary>Without anybody on duty the paper copy has the sections of the pack and what is open.</summary>
    [Fact]
    public void ThePaperCopyIsThereBeforeAnybodyIs()
    {
        Write("unfinished", "pump 3 leaks");
        _bench.Record("duty.clock-out", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true");
        SheetView none = View("S01");
        Assert.Equal((SheetStage.None, 0, 9, 2), (none.Stage, none.Number, none.Sections.Count, none.Ticks.Count));
        Assert.Equal("pump 3 leaks", Assert.Single(none.Carried).Text);
        Assert.Equal(1, none.Before);
    }

    /// <summary>A form writes only what its writer changed, at the places that he saw, and to the sheet that he saw.</summary>
    [Fact]
    public void AFormWritesWhatWasChanged()
    {
        Assert.Equal("", Do("S01", 1, "write", ("section", "unfinished"), ("text", " pump 3 "), ("due", "2026-03-02T09:30"), ("draft", "d1")));
        SheetItem item = _bench.Book(book => book.Current!.Items[0]);
        Assert.Equal(("pump 3", new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.Zero)), (item.Text, item.Details.Due));
        string id = item.Id.ToString(CultureInfo.InvariantCulture);
        _bench.Sheet(sheets => sheets.Reword("S05", item.Id, [("how", "", "refill")]));
        Assert.Equal("", Do("S01", 1, "item", ("id", id), ("how", ""), ("was-how", ""), ("watch", "oil"), ("was-watch", ""), ("due", "2026-03-02T10:00"), ("was-due", "2026-03-02T09:30")));
        item = _bench.Book(book => book.Current!.Items[0]);
        Assert.Equal(("refill", "oil", 2), (item.Details.How, item.Details.Watch, item.Details.Due!.Value.Hour));
        Assert.DoesNotContain(item.Earlier, earlier => earlier.Unseen);
        Assert.Equal("no-time", Do("S01", 1, "item", ("id", id), ("due", "soon"), ("was-due", "")));
        Assert.Equal("no-time", Do("S01", 1, "write", ("section", "other"), ("text", "x"), ("due", "soon")));
        Assert.Equal("no-number", Do("S01", 1, "count", ("name", "keys"), ("number", "-1")));
        Assert.Equal("unknown-kind", Do("S01", 1, "burn"));
        Assert.Equal("no-text", Do("S09", 1, "hold-clear", ("kind", "incident"), ("reason", " ")));
        Assert.Equal("no-sheet", Do("S01", 2, "write", ("section", "other"), ("text", "x")));
        _bench.HandOver();
        Assert.Equal("frozen", Do("S01", 1, "write", ("section", "other"), ("text", "x")));
        Assert.Equal("frozen", Do("S02", 1, "write", ("section", "other"), ("text", "x")));
        Assert.Equal("", Do("S01", 1, "amend", ("text", "x")));
    }

    /// <summary>All signed sheets come page by page, newest first, each once.</summary>
    [Fact]
    public void SignedSheetsComePageByPage()
    {
        for (int minute = 0; minute < 70; minute++)
        {
            string[] sides = minute % 2 == 0 ? ["S01", "S02"] : ["S02", "S01"];
            _bench.Record("handover.confirmed", $"\"outgoing\":\"{sides[0]}\",\"incoming\":\"{sides[1]}\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":0", string.Create(CultureInfo.InvariantCulture, $"2026-03-02T0{minute / 60}:{minute % 60:00}:00.000Z"));
        }

        var numbers = new List<int>();
        string before = "";
        do
        {
            SheetsView page = _bench.Bridge.Core.Read((room, _) => SheetsView.Of(Language.Chinese, room, before, Now));
            numbers.AddRange(page.Signed.Select(sheet => sheet.Number));
            before = page.Next;
        }
        while (before.Length > 0);

        Assert.Equal(Enumerable.Range(1, 70).Reverse(), numbers);
    }

    private void Write(string section, string text) => Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", section, text, new ItemDetails())));

    private string Do(string staff, int number, string act, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        string refusal = _bench.Bridge.Core.Ask("hotline", (room, now) => SheetForms.Decide(room, "hotline", number, staff, act, form, now));
        _bench.Bridge.Core.Step();
        return refusal;
    }

    private SheetView View(string staff, int number = 0, Language? t = null) => _bench.Bridge.Core.Read((room, _) =>
    {
        PostState post = room.PostOf("hotline");
        LogEntry? signed = post.Book.Numbered(number)?.Signature is { } signature ? _bench.Bridge.Core.Log.Read(signature.Record - 1, 1)[0] : null;
        return SheetView.Of(t ?? Language.Chinese, room, post, number, staff, Now, signed)!;
    });
}
