using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Archive;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Archive;

/// <summary>The printable handover record says what was signed, by whom, and which record proves it.</summary>
public sealed class HandoverViewTests : IDisposable
{
    private readonly TestBridge _bridge = new();
    private readonly RecordSearch _search;

    /// <summary>A post whose sheet was filled in, contested, signed, and amended afterwards.</summary>
    public HandoverViewTests()
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Posts[0].Name = "<b>热线</b>";
        _bridge.Core.SetRoster(roster);
        _search = new RecordSearch(_bridge.Core.Log, _bridge.Terminals);
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true", "2026-03-01T12:00:00.000Z"));
        Sheet(new SheetAct("write", 1, "N1", "S01", "faults", "第二坐席耳机损坏", new ItemDetails(Cause: "线断", How: "已报修")));
        Sheet(new SheetAct("nothing", 1, "N1", "S01", "other"));
        Sheet(new SheetAct("tick", 1, "N1", "S01", "log checked"));
        Sheet(new SheetAct("count", 1, "N1", "S01", "headsets", Number: 12));
        Sheet(new SheetAct("count", 1, "N1", "S02", "headsets", Number: 12, Incoming: true));
        _bridge.Core.Append(LogKind.Hold, "hotline", JsonSerializer.SerializeToUtf8Bytes(new HoldAct("open", "incident", "incident", "S01", "来电未办结", "D1", ["S02"])));
        _bridge.Core.Append(LogKind.Hold, "hotline", JsonSerializer.SerializeToUtf8Bytes(new HoldAct("clear", "incident", "incident", "S09", "已办结", "", [])));
        _bridge.Core.Step();
        _bridge.Receive(_bridge.Terminal.Next(
            "handover.confirmed",
            "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"outgoingAt\":\"2026-03-02T00:00:50.000Z\",\"incomingAt\":\"2026-03-02T00:01:01.000Z\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":61,\"roster\":\"7\",\"policy\":\"3\"",
            "2026-03-02T00:01:01.000Z"));
        Sheet(new SheetAct("amend", 1, "N1", "S01", Text: "耳机已换"));
    }

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Everything that was signed stands in it, with both times in civil time and the number of the record.</summary>
    [Fact]
    public void ItSaysWhatWasSigned()
    {
        HandoverView view = View(Language.Chinese);
        Assert.Equal(("S01", "2026-03-02 08:00:50", "S02", "2026-03-02 08:01:01"), (view.Outgoing, view.OutgoingAt, view.Incoming, view.IncomingAt));
        Assert.Equal(("2026-03-01 20:00 – 08:00", "2026-03-02 08:00 – 20:00", 2L), (view.From, view.To, view.LateMinutes));
        Assert.Equal(("T1 5f0c9a1e #2", Proof.Ok, "7", "3"), (view.Number, view.Proof, view.Roster, view.Policy));
        Assert.Equal(1, view.SheetNumber);
        PrintedSection faults = view.Sections.Single(section => section.Items.Count > 0);
        Assert.Equal("本班发生的机器设备故障情况和紧急情况", faults.Title);
        Assert.Equal("第二坐席耳机损坏", faults.Items[0].Text);
        Assert.Equal(["处理办法：已报修", "原因：线断"], faults.Items[0].Details);
        Assert.True(view.Sections.Single(section => section.Title is "其它与当班有关事宜").IsNothing);
        Assert.Contains(new PrintedCheck("工作日志已检查", "✓ S01", "—"), view.Checks);
        Assert.Contains(new PrintedCheck("headsets", "12", "12"), view.Checks);
        Assert.Contains("来电未办结", Assert.Single(view.Holds), StringComparison.Ordinal);
        Assert.EndsWith("耳机已换", Assert.Single(view.Amendments), StringComparison.Ordinal);
        Assert.Equal("Faults", View(Language.English).Sections.First(section => section.Items.Count > 0).Title, ignoreCase: true);
    }

    /// <summary>A record that nobody proved signs nothing, and other records are no handovers.</summary>
    [Fact]
    public void OnlyAHandoverHasOne()
    {
        LogEntry first = _bridge.Core.Log.ReadRecords("T1", 0, 1)[0];
        Assert.Null(_bridge.Core.Read((room, chain) => HandoverView.Of(Language.Chinese, room, chain, first, "hotline")));
    }

    /// <summary>The record of a handover leads to the sheet that it signs, and shows what it goes on from.</summary>
    [Fact]
    public void TheRecordShowsWhatItSignsAndGoesOnFrom()
    {
        LogEntry[] records = [.. _bridge.Core.Log.ReadRecords("T1", 0, 10)];
        RecordDetailView view = _bridge.Core.Read((room, chain) => RecordDetailView.Of(Language.English, room, chain, records[1], "hotline", seq => _bridge.Core.Log.ReadNumber("T1", records[1].Epoch, seq)));
        Assert.Equal((1, true, true), (view.SheetNumber, view.IsHandover, view.IsSealed));
        Assert.Equal((records[0].Position, 1L), (view.Before!.Position, view.Before.Seq));
        Assert.Null(view.After);
        Assert.Contains($"\"mac\":\"{view.MacBefore}\"", Encoding.UTF8.GetString(records[0].Body), StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(records[1].Body), view.Body);
    }

    /// <summary>The document that is printed has everything in it, loads nothing, and no name can put anything into it but letters.</summary>
    [Fact]
    public async Task TheDocumentStandsByItself()
    {
        using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
        string html = await new Pages(services).RenderAsync<HandoverPrint>(("View", View(Language.Chinese)), ("T", Language.Chinese));
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("counter(page)", html, StringComparison.Ordinal);
        if (PdfPrinter.Find(TimeProvider.System) is { } printer)
        {
            byte[]? pdf = await printer.PrintAsync(html, TestContext.Current.CancellationToken);
            Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf!, 0, 5), StringComparison.Ordinal);
        }
    }

    /// <summary>A browser that does not print, or never ends, gives no PDF, and nothing of the document is left behind.</summary>
    [Fact]
    public async Task WithoutAPrintThereIsNoPdf()
    {
        Assert.Null(await new PdfPrinter("/bin/true", TimeProvider.System).PrintAsync("<p>x</p>", TestContext.Current.CancellationToken));
    }

    /// <summary>No cell of a workbook is a formula, whatever a record says.</summary>
    [Fact]
    public void NoCellIsAFormula()
    {
        _bridge.Receive(_bridge.Terminal.Next("terminal.reader-fault", "\"detail\":\"=1+1\"", "2026-03-02T00:02:00.000Z"));
        LogEntry entry = _bridge.Core.Log.ReadRecords("T1", 0, 10)[^1];
        var row = _bridge.Core.Read((room, chain) => SearchExport.Row(Language.English, room.Roster, entry, "hotline", chain.ProofOf(entry.Position)));
        Assert.Equal("'=1+1", row["Details"]);
        Assert.All(row.Values, cell => Assert.DoesNotMatch("^[=+@-]", (string)cell));
    }

    private HandoverView View(Language t)
    {
        LogEntry entry = _bridge.Core.Log.ReadRecords("T1", 0, 10)[1];
        return _bridge.Core.Read((room, chain) => HandoverView.Of(t, room, chain, entry, _search.PostOf(entry)))!;
    }

    private void Sheet(SheetAct act)
    {
        _bridge.Core.Append(LogKind.Sheet, "hotline", JsonSerializer.SerializeToUtf8Bytes(act));
        _bridge.Core.Step();
    }
}
