using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>What is written on sheets: when it is due, and who is told at once.</summary>
public sealed class SheetNoticeTests
{
    /// <summary>An item that names no time is due by its section: after minutes, or after workdays, without rest days and holidays, with make-up days.</summary>
    [Theory]
    [InlineData(0, 0, "2026-03-02 10:00", null)]
    [InlineData(40, 0, "2026-03-02 10:00", "2026-03-02 10:40")]
    [InlineData(40, 2, "2026-03-02 10:00", "2026-03-02 10:40")]
    [InlineData(0, 2, "2026-03-02 10:00", "2026-03-04 10:00")]
    [InlineData(0, 2, "2026-03-06 15:00", "2026-03-10 15:00")]
    [InlineData(0, 1, "2026-03-13 15:00", "2026-03-14 15:00")]
    [InlineData(0, 2, "2026-03-13 15:00", "2026-03-17 15:00")]
    public void AnItemIsDueByItsSection(int minutes, int workdays, string written, string? due)
    {
        RosterModel roster = RosterModel.Of(new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline" }],
            Calendar = [new CalendarEntry { Day = "2026-03-06", Kind = "workday" }, new CalendarEntry { Day = "2026-03-14", Kind = "make-up" }, new CalendarEntry { Day = "2026-03-16", Kind = "holiday" }],
        });
        var section = new PackSection { DueMin = minutes, DueWorkdays = workdays };
        Assert.Equal(due == null ? null : At(due), DueTime.Given(new ItemDetails(), section, roster, "hotline", At(written)).Due);
        Assert.Equal(At("2026-04-01 08:00"), DueTime.Given(new ItemDetails(At("2026-04-01 08:00")), section, roster, "hotline", At(written)).Due);
    }

    /// <summary>R04.20, R09.16, R10.3.3, R12.1.5, R14.3.3, R18.2: what is written under a major section is told at once.</summary>
    [Theory]
    [InlineData("write", "danger", true)]
    [InlineData("write", "calls", false)]
    [InlineData("nothing", "danger", false)]
    public void AMajorEventIsTold(string act, string section, bool told)
    {
        var plan = new SheetPlan(PackReader.Read("test.yaml", "name: test\ntitle: t\nregulation: R18\nclauses:\n  R18.2: { text: a, mechanisms: [SHEET] }\nsections:\n  danger: { title: a, clause: R18.2, major: true }\n  calls: { title: b, clause: R18.2 }\n"));
        var board = new NoticeBoard();
        SheetNotices.Collect(new PostState("hotline"), new SheetAct(act, 1, "D1", "S01", section, "gas"), new LogEntry(7, LogKind.Sheet, "hotline", "", 0, [], At("2026-03-02 10:00")), plan, board);
        Notice[] due = board.Due(notice => notice).ToArray();
        Assert.Equal(told ? ["major-event/hotline/7"] : [], due.Select(notice => notice.Key));
    }

    /// <summary>An item is told once, on whatever sheet it stands by then, to the supervisor and to whoever holds the duty, also while nobody does.</summary>
    [Fact]
    public void ACarriedItemIsOverdueOnce()
    {
        using var bench = new NoticeBench();
        bench.Hold("S01", "D0302").Write("S01", "unfinished", "pump", new ItemDetails(At("2026-03-02 21:00"))).Write("S01", "unfinished", "valve", new ItemDetails(At("2026-03-03 09:00"))).RunTo("19:55:00")
            .Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"D0302\",\"to\":\"N0302\"");
        bench.RunTo("20:59:59");
        Assert.Empty(bench.Sent("item-overdue"));
        bench.RunTo("22:00:00").StartAgain();
        Assert.Equal(["21:00:00 S09,S02"], bench.Sent("item-overdue"));
        bench.RunTo("2026-03-03 07:55:00").Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"N0302\",\"holder\":true").RunTo("09:30:00");
        Assert.Equal(["21:00:00 S09,S02", "09:00:00 S09"], bench.Sent("item-overdue"));
    }

    private static DateTimeOffset At(string civil) => DateTimeOffset.Parse(civil + " +08:00", CultureInfo.InvariantCulture);
}
