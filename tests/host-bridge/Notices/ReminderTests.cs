using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>What people are reminded of: to the second, who it is for, once.</summary>
public sealed class ReminderTests
{
    /// <summary>The holder and the supervisor of the shift are reminded of the sheet.</summary>
    [Fact]
    public void TheSheetIsToBePrepared()
    {
        using var bench = new NoticeBench("prepareSheetMin=30");
        bench.Hold("S01", "D0302").RunTo("19:29:59");
        Assert.Empty(bench.Sent("prepare-sheet"));
        bench.RunTo("19:30:00");
        Assert.Equal(["19:30:00 S01,S09"], bench.Sent("prepare-sheet"));
        bench.StartAgain().RunTo("19:55:00");
        Assert.Single(bench.Sent("prepare-sheet"));
    }

    /// <summary>Everybody of the next shift is reminded of it; of the one after that in its turn.</summary>
    [Fact]
    public void TheNextShiftIsReminded()
    {
        using var bench = new NoticeBench("nextShiftMin=60");
        bench.Hold("S01", "D0302").RunTo("18:59:59");
        Assert.Empty(bench.Sent("next-shift"));
        bench.RunTo("2026-03-03 07:30:00").StartAgain();
        Assert.Equal(["19:00:00 S02,S05", "07:00:00 S01,S05"], bench.Sent("next-shift"));
    }

    /// <summary>A reminder that a bridge was down for is told later, as long as it is of use.</summary>
    [Fact]
    public void AReminderMayComeLateButNotTooLate()
    {
        using var bench = new NoticeBench("nextShiftMin=60;dailyFeedback=17:00");
        bench.Hold("S01", "D0302").Jump("19:20:00");
        Assert.Single(bench.Sent("next-shift"));
        Assert.Single(bench.Sent("daily-feedback"));
        bench.Jump("2026-03-03 08:20:00");
        Assert.Single(bench.Sent("next-shift"));
    }

    /// <summary>What was to be done before there was a roster is nobody's omission.</summary>
    [Fact]
    public void NothingIsToldOfBefore()
    {
        using var bench = new NoticeBench("dailyFeedback=07:30;dailyLogFrom=06:00;dailyLogTo=07:00");
        bench.RunTo("09:00:00");
        Assert.Empty(bench.Sent("daily-feedback"));
    }

    /// <summary>R14.4.4: managers and the supervisor on duty, every day.</summary>
    [Fact]
    public void FeedbackIsDaily()
    {
        using var bench = new NoticeBench("dailyFeedback=17:00");
        bench.RunTo("2026-03-03 18:00:00").StartAgain();
        Assert.Equal(["17:00:00 M01,S09", "17:00:00 M01,S09"], bench.Sent("daily-feedback"));
    }

    /// <summary>R11.2.1: the daily log is to be written between two times of day; when it is not, that is told too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheDailyLogIsToBeWritten(bool written)
    {
        using var bench = new NoticeBench("dailyLogFrom=10:00;dailyLogTo=10:30");
        bench.Hold("S01", "D0302").RunTo("09:50:00").Write("S01", "unfinished", "too early").RunTo("10:10:00");
        Assert.Equal(["10:00:00 S01,S09,M01"], bench.Sent("daily-feedback"));
        if (written)
        {
            bench.Write("S01", "business handled", "12 calls");
        }

        bench.RunTo("10:45:00").StartAgain();
        Assert.Equal(written ? ["10:00:00 S01,S09,M01"] : ["10:00:00 S01,S09,M01", "10:30:00 S01,S09,M01"], bench.Sent("daily-feedback"));
    }

    /// <summary>R07.3.4: the last day shift of the month hands the records in.</summary>
    [Fact]
    public void TheLastDayShiftHandsIn()
    {
        using var bench = new NoticeBench("monthlyHandIn=day-shift");
        bench.Jump("2026-03-30 09:00:00").RunTo("2026-03-31 07:59:59");
        Assert.Empty(bench.Sent("monthly-hand-in"));
        bench.RunTo("21:00:00").StartAgain();
        Assert.Equal(["08:00:00 S01,S09,M01"], bench.Sent("monthly-hand-in"));
    }

    /// <summary>Where no shift lies within the last day, it is the one that starts in its morning.</summary>
    [Fact]
    public void ALongShiftHandsInToo()
    {
        using var bench = new NoticeBench("monthlyHandIn=day-shift", change: roster =>
        {
            roster.Rotations.Clear();
            roster.Shifts.Add(new ShiftEntry { Id = "L1", Post = "hotline", Start = "2026-03-31 09:00", End = "2026-04-01 09:00", Leader = "S02" });
        });
        bench.Jump("2026-03-31 07:00:00").RunTo("10:00:00");
        Assert.Equal(["09:00:00 S02,S09,S10,M01"], bench.Sent("monthly-hand-in"));
    }

    /// <summary>R14.4.4: the managers are reminded on the last day of the month.</summary>
    [Fact]
    public void TheManagerIsReminded()
    {
        using var bench = new NoticeBench("monthlyHandIn=manager");
        bench.Jump("2026-03-30 08:00:00").RunTo("2026-03-31 12:00:00");
        Assert.Equal(["09:00:00 M01,S09"], bench.Sent("monthly-hand-in"));
    }

    /// <summary>R15.3.1: on Sunday evening the desk may be empty, and the entries are due on Monday.</summary>
    [Fact]
    public void SundayEveningMayBeOffSite()
    {
        using var bench = new NoticeBench("offSiteSunFrom=18:00;entriesDueMon=08:30", change: roster => roster.Posts[0].Sheets = true);
        bench.Jump("2026-03-08 17:50:00").Hold("S01", "D0308").RunTo("17:58:00").Record("duty.clock-out", "\"staff\":\"S01\",\"shift\":\"D0308\",\"leaving\":\"early\",\"holder\":true");
        int before = Unattended();
        bench.RunTo("23:59:00");
        Assert.Equal(before, Unattended());
        Assert.Empty(bench.Sent("item-overdue"));
        bench.RunTo("2026-03-09 09:00:00").StartAgain();
        Assert.Equal(["08:30:00 S02,S09"], bench.Sent("item-overdue"));
        Assert.Equal(before + 1, Unattended());

        // What was told before that hour may still be passed on.
        int Unattended() => bench.All("unattended").Count(sent => sent.Notice.Level == 0);
    }

    /// <summary>Entries that stand there are not missed.</summary>
    [Fact]
    public void EntriesThatWereMadeAreNotMissed()
    {
        using var bench = new NoticeBench("entriesDueMon=08:30", change: roster => roster.Posts[0].Sheets = true);
        bench.Jump("2026-03-08 20:05:00").Hold("S02", "N0308");
        Assert.Equal("", bench.Bridge.Core.Ask("hotline", (room, now) => new SheetRequests(room, "hotline", now).Complete("S02")));
        bench.RunTo("2026-03-09 09:00:00");
        Assert.Empty(bench.Sent("item-overdue"));
    }

    /// <summary>What was written before the hours that are kept elsewhere says nothing of them.</summary>
    [Fact]
    public void WhatWasWrittenBeforeIsNoEntry()
    {
        using var bench = new NoticeBench("offSiteSunFrom=22:00;entriesDueMon=08:30", change: roster => roster.Posts[0].Sheets = true);
        bench.Jump("2026-03-08 20:05:00").Hold("S02", "N0308");
        Assert.Equal("", bench.Bridge.Core.Ask("hotline", (room, now) => new SheetRequests(room, "hotline", now).Complete("S02")));
        bench.RunTo("2026-03-09 09:00:00");
        Assert.Equal(["08:30:00 S02,S09"], bench.Sent("item-overdue"));
    }

    /// <summary>R15.5.3: who is not qualified is out by then.</summary>
    [Fact]
    public void TheUnqualifiedAreOutByThen()
    {
        using var bench = new NoticeBench("unqualifiedOutBy=19:00");
        bench.Hold("S01", "D0302").Record("duty.clock-in", "\"staff\":\"S06\",\"shift\":\"D0302\"").Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D0302\"").RunTo("18:59:59");
        Assert.Empty(bench.Sent("clock-out-missing"));
        bench.RunTo("19:30:00").StartAgain();
        Assert.Equal(["19:00:00 S09,S06"], bench.Sent("clock-out-missing"));
        Assert.Equal("S06", bench.All("clock-out-missing").Single().Notice.Staff);
    }

    /// <summary>R15.5.3: who stepped away before that hour is out, and is told of when she comes back behind it.</summary>
    [Fact]
    public void TheUnqualifiedWhoSteppedAwayAreOut()
    {
        using var bench = new NoticeBench("unqualifiedOutBy=19:00;away=true");
        bench.Hold("S01", "D0302").Record("duty.clock-in", "\"staff\":\"S06\",\"shift\":\"D0302\"").RunTo("18:50:00").Record("away.started", "\"staff\":\"S06\"").RunTo("19:10:00");
        Assert.Empty(bench.Sent("clock-out-missing"));
        bench.Record("away.ended", "\"staff\":\"S06\",\"seconds\":1200").RunTo("19:30:00");
        Assert.Single(bench.Sent("clock-out-missing"));
    }
}
