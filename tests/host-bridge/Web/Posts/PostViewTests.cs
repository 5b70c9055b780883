using System;
using System.Linq;
using DutyKiosk.HostBridge.Tests.Notices;
using DutyKiosk.HostBridge.Tests.Sheets;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Posts;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Posts;

/// <summary>What the page of a post makes of a day.</summary>
public sealed class PostViewTests
{
    private static readonly LocalDate Day = new(2026, 3, 2);

    /// <summary>The day is a time line: what was planned, who held, who was in and away, and what happened, each at its place, and the same in words.</summary>
    [Fact]
    public void ADayIsATimeLine()
    {
        using var bench = new NoticeBench("away=true");
        bench.RunTo("2026-03-02 09:00:00").Hold("S01", "D0302");
        bench.RunTo("12:00:00").Record("away.started", "\"staff\":\"S01\"").RunTo("12:30:00").Record("away.ended", "\"staff\":\"S01\",\"seconds\":1800");
        bench.RunTo("18:00:00").Record("tap.refused", "\"badge\":\"0011223344556677\",\"reason\":\"unknown-badge\"");
        bench.RunTo("20:05:00").Record("handover.late", "\"shift\":\"D0302\",\"step\":2,\"minutes\":5");
        bench.RunTo("20:10:00").Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"D0302\",\"to\":\"N0302\",\"latenessSeconds\":600");
        bench.RunTo("21:00:00");

        TimeLine line = View(bench, Day).Line;
        Assert.Equal(["排班", "当班", "S01", "S02", "事件"], line.Tracks.Select(track => track.Name));
        Assert.Contains(line.Tracks[0].Bars, bar => bar is { Kind: "shift", From: 333, To: 833, Label: "S01" });
        Assert.Equal([("S01", 375, 840), ("S02", 840, 875)], line.Tracks[1].Bars.Select(bar => (bar.Label, bar.From, bar.To)));
        Assert.Contains(line.Tracks[2].Bars, bar => bar is { Kind: "away", From: 500, To: 521 });
        Assert.Equal([("refused", 750), ("alarm", 837), ("confirmed", 840)], line.Tracks[4].Marks.Select(mark => (mark.Kind, mark.At)));

        // What would lie one on the other is one place, by the gravest of it.
        Assert.Equal([("refused", 750, 1), ("alarm confirmed", 837, 2)], Mark.Together(line.Tracks[4].Marks, 22).Select(group => (string.Join(' ', group.Kinds), group.At, group.Count)));
        Assert.Equal(875, line.Now);
        Assert.Contains(new Happening("20:10", "", "交接完成", "S01 → S02", "逾时 10 分钟"), line.Happenings);
        Assert.Contains(new Happening("12:00", "12:30", "离岗", "S01", ""), line.Happenings);
        Assert.Equal(line.Happenings.Select(known => known.From).Order(StringComparer.Ordinal).Count(), line.Happenings.Count);
    }

    /// <summary>A day shows its own records alone, whenever they came; another day shows its own, and where the day before and after are.</summary>
    [Fact]
    public void ADayShowsItsOwnRecords()
    {
        using var bench = new NoticeBench();
        bench.RunTo("2026-03-02 09:00:00").Hold("S01", "D0302");
        bench.RunTo("2026-03-03 09:00:00").Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D0303\"").Record("duty.clock-in", "\"staff\":\"S06\"", "2026-03-02 23:59:59");

        Assert.Equal(["S06", "S01"], View(bench, Day).Records.Select(record => record.Who));
        PostView second = View(bench, Day.PlusDays(1));
        Assert.Equal(["S05"], second.Records.Select(record => record.Who));
        Assert.Equal(("2026-03-02", "2026-03-04", true), (second.Before, second.After, second.IsToday));
        Assert.Null(View(bench, Day).Line.Now);
        Assert.Empty(View(bench, Day.PlusDays(5)).Records);
    }

    /// <summary>Who looks again at a day finds what has come meanwhile, without what was read before being read anew.</summary>
    [Fact]
    public void ADayIsReadOn()
    {
        using var bench = new NoticeBench();
        var days = new DayRecords(bench.Bridge.Core.Log, bench.Bridge.Time);
        bench.RunTo("2026-03-02 09:00:00").Hold("S01", "D0302");
        Assert.Equal(["S01"], PostView.Of(Language.Chinese, bench.Bridge.Core, days, "hotline", Day)!.Records.Select(record => record.Who));
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D0302\"");
        foreach (string time in new[] { "09:00:10", "09:10:00" })
        {
            bench.RunTo(time);
            Assert.Equal(["S05", "S01"], PostView.Of(Language.Chinese, bench.Bridge.Core, days, "hotline", Day)!.Records.Select(record => record.Who));
        }
    }

    /// <summary>What is open on the sheet and what stands before the handover is on the page of the post.</summary>
    [Fact]
    public void OpenItemsAndHoldsAreShown()
    {
        using var bench = new Bench();
        Assert.Equal("", bench.Sheet(ask => ask.Write("S01", "faults", "3 号坐席耳机坏", new DutyKiosk.HostBridge.Sheets.ItemDetails(Due: new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)))));
        Assert.Equal("", bench.Hold(ask => ask.Open("S01", "incident", "在处理")));
        PostView view = PostView.Of(Language.Chinese, bench.Bridge.Core, new DayRecords(bench.Bridge.Core.Log, bench.Bridge.Time), "hotline", Day)!;
        ItemLine item = Assert.Single(view.Items);
        Assert.Equal(("本班发生的机器设备故障情况和紧急情况", "3 号坐席耳机坏", true), (item.Section, item.Text, item.IsOverdue));
        Assert.Contains(view.Line.Tracks, track => track.Name is "不得交班" && track.Bars.Single().Words.Contains("在处理", StringComparison.Ordinal));
        Assert.Empty(PostView.Of(Language.Chinese, bench.Bridge.Core, new DayRecords(bench.Bridge.Core.Log, bench.Bridge.Time), "hotline", Day, hasRecords: false, hasItems: false)!.Items);
    }

    /// <summary>There is no page of a post that nobody knows, nor of a day that is none.</summary>
    [Fact]
    public void WhatIsNotThereIsNotShown()
    {
        using var bench = new NoticeBench();
        Assert.Null(PostView.Of(Language.Chinese, bench.Bridge.Core, new DayRecords(bench.Bridge.Core.Log, bench.Bridge.Time), "nowhere", Day));
        Assert.Equal(Day, PostView.DayOf("", Day));
        Assert.Null(PostView.DayOf("2026-02-30", Day));
        Assert.Null(PostView.DayOf("9999-12-31", Day));
        Assert.Null(PostView.DayOf("today", Day));
    }

    private static PostView View(NoticeBench bench, LocalDate day) => PostView.Of(Language.Chinese, bench.Bridge.Core, new DayRecords(bench.Bridge.Core.Log, bench.Bridge.Time), "hotline", day)!;
}
