using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>Who is told, and who else when nobody acknowledges it.</summary>
public sealed class EscalationTests
{
    /// <summary>A desk that nobody has taken: the supervisor on duty, and half an hour later the manager; the chain ends there.</summary>
    [Fact]
    public void WhatNobodyAcknowledgesGoesUp()
    {
        using var bench = new NoticeBench();
        bench.RunTo("08:34:59");
        Assert.Equal(["08:05:00 S09"], bench.Sent("unattended"));
        bench.RunTo("08:35:00");
        Assert.Equal(["08:05:00 S09", "08:35:00 M01"], bench.Sent("unattended"));
        SentNotice passed = bench.All("unattended")[1];
        Assert.Equal(bench.All("unattended")[0].Notice.Key + "/up1", passed.Notice.Key);
        Assert.Equal(1, passed.Notice.Level);
        bench.StartAgain().RunTo("11:00:00");
        Assert.Equal(2, bench.Sent("unattended").Length);
        Assert.Contains(BoardView.Of(Language.Bilingual, bench.Bridge.Core).Notices, line => line is { Topic: "unattended", Level: 1 });
    }

    /// <summary>Every role of a longer chain has its turn, and one that nobody has is left out.</summary>
    [Fact]
    public void TheChainIsWalkedToItsEnd()
    {
        using var bench = new NoticeBench("escalation=leader, supervisor, auditor, manager, operator;escalateMin=10");
        bench.RunTo("09:00:00");
        Assert.Equal(["08:05:00 S09", "08:15:00 M01", "08:25:00 S05,S06"], bench.Sent("unattended"));
    }

    /// <summary>What is acknowledged goes no further, and the board says by whom; what comes later is another matter.</summary>
    [Fact]
    public void WhatIsAcknowledgedStays()
    {
        using var bench = new NoticeBench();
        bench.RunTo("08:20:00");
        bench.Bridge.Core.Acknowledge("unattended", "S09");
        bench.StartAgain().RunTo("09:00:00");
        Assert.Single(bench.Sent("unattended"));
        Assert.Equal("S09", BoardView.Of(Language.Bilingual, bench.Bridge.Core).Notices.Single(line => line.Topic is "unattended").AcknowledgedBy);
        bench.Hold("S01", "D0302").Record("duty.clock-out", "\"staff\":\"S01\",\"shift\":\"D0302\",\"holder\":true").RunTo("09:40:00");
        Assert.Equal(["08:05:00 S09", "09:05:00 S09", "09:35:00 M01"], bench.Sent("unattended"));
    }

    /// <summary>An acknowledgement of a time that did not keep who gave it is still one.</summary>
    [Fact]
    public void AnOldAcknowledgementIsRead()
    {
        using var bench = new NoticeBench();
        bench.RunTo("08:20:00");
        bench.Bridge.Core.Append(LogKind.Acknowledged, "", Encoding.UTF8.GetBytes("unattended"));
        bench.RunTo("09:00:00");
        SentNotice sent = Assert.Single(bench.All("unattended"));
        Assert.True(sent.Acknowledged);
        Assert.Equal("", sent.AcknowledgedBy);
    }

    /// <summary>A late handover is told at every step of the alarm and passed on once.</summary>
    [Fact]
    public void ALateHandoverIsPassedOnOnce()
    {
        using var bench = new NoticeBench();
        bench.Hold("S01", "D0302").RunTo("20:05:00");
        for (int step = 4; step < 7; step++)
        {
            bench.Record("handover.late", $"\"shift\":\"D0302\",\"step\":{step},\"minutes\":{(step * 10) - 35}").RunTo($"20:{(step * 10) - 25}:00");
        }

        bench.RunTo("20:59:00");
        Assert.Equal(["20:05:00 S09", "20:15:00 S09", "20:25:00 S09", "20:35:00 M01"], bench.Sent("late-handover"));
    }

    /// <summary>A bridge that was down wakes nobody for what was to be passed on long ago.</summary>
    [Fact]
    public void OldNewsIsNotPassedOn()
    {
        using var bench = new NoticeBench();
        bench.RunTo("08:10:00").Jump("2026-03-03 09:00:00");
        Assert.DoesNotContain(bench.All("unattended"), sent => sent.Notice.Level > 0);
    }

    /// <summary>R19.12: on a holiday and on a rest day the manager is told too, on a make-up day not.</summary>
    [Theory]
    [InlineData("", "S09")]
    [InlineData("holiday", "S09,M01")]
    [InlineData("rest-day", "S09,M01")]
    [InlineData("make-up", "S09")]
    public void OnHolidaysTheManagerIsTold(string kind, string to)
    {
        using var bench = new NoticeBench("holidayNotices=manager", change: roster =>
        {
            if (kind.Length > 0)
            {
                roster.Calendar.Add(new CalendarEntry { Day = "2026-03-02", Kind = kind });
            }
        });
        bench.RunTo("08:06:00");
        Assert.Equal(["08:05:00 " + to], bench.Sent("unattended"));
    }

    /// <summary>R03.3.3: the patience with a terminal is what the fault may take, less what the broker needs to see it.</summary>
    [Theory]
    [InlineData("", "08:00:40")]
    [InlineData("faultDetectionS=60", "08:00:25")]
    [InlineData("faultDetectionS=45", "08:00:10")]
    public void ALostTerminalIsToldInTime(string parameters, string told)
    {
        using var bench = new NoticeBench(parameters);
        bench.Hold("S01", "D0302").RunTo("08:00:10");
        bench.Bridge.Say("state", "{\"state\":\"lost\",\"session\":1}");
        bench.RunTo("08:02:00");
        Assert.Equal([told + " S09"], bench.Sent("terminal-lost"));
    }

    /// <summary>Who takes over in an absent holder's stead, or without being on the shift, is told of.</summary>
    [Theory]
    [InlineData("\"incoming\":\"S02\",\"from\":\"D0302\",\"to\":\"N0302\"", false)]
    [InlineData("\"incoming\":\"S02\",\"from\":\"D0302\",\"to\":\"N0302\",\"absent\":true,\"hasty\":true", true)]
    [InlineData("\"incoming\":\"S06\",\"from\":\"D0302\",\"to\":\"N0302\",\"releasedBy\":\"S09\"", true)]
    public void ATakeoverIsTold(string members, bool told)
    {
        using var bench = new NoticeBench();
        bench.Hold("S01", "D0302").RunTo("19:55:00").Record("handover.confirmed", "\"outgoing\":\"S01\"," + members).StartAgain();
        Assert.Equal(told ? ["19:55:00 S09"] : [], bench.Sent("taken-over"));
        Assert.Equal(members.Contains("hasty", StringComparison.Ordinal) ? 1 : 0, bench.Sent("hasty-handover").Length);
    }

    /// <summary>The file holds one line a notice: nothing twice after a restart, and nothing left out after a crash in the midst of a line.</summary>
    [Fact]
    public void NoticesStandInAFile()
    {
        using var bench = new NoticeBench();
        var file = new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder);
        bench.RunTo("08:06:00");
        file.Follow();
        file.Follow();
        Assert.Equal(Keys(bench), Written(bench));
        bench.StartAgain().RunTo("08:36:00");
        string path = Path.Combine(bench.Bridge.Folder, NoticeLog.Name);
        File.AppendAllText(path, "{\"position\":");
        new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder).Follow();
        Assert.Equal(Keys(bench), Written(bench));
        JsonElement line = JsonDocument.Parse(File.ReadAllLines(path)[^1]).RootElement;
        Assert.Equal(("unattended", "hotline", "M01"), (line.GetProperty("topic").GetString(), line.GetProperty("post").GetString(), line.GetProperty("to")[0].GetString()));
    }

    /// <summary>A full file makes room, and the one before it stays.</summary>
    [Fact]
    public void AFullFileIsPutAside()
    {
        using var bench = new NoticeBench();
        var file = new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder, 10);
        bench.RunTo("08:06:00");
        file.Follow();
        int first = Written(bench).Length;
        bench.RunTo("08:36:00");
        file.Follow();
        Assert.Equal(first, File.ReadAllLines(Path.Combine(bench.Bridge.Folder, NoticeLog.OldName)).Length);
        Assert.Equal(Keys(bench)[first..], Written(bench));
        new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder).Follow();
        Assert.Equal(Keys(bench)[first..], Written(bench));
    }

    /// <summary>A file that cannot be written is counted, and what it lacks comes when it can be again.</summary>
    [Fact]
    public void AFileThatCannotBeWrittenIsNoEnd()
    {
        using var bench = new NoticeBench();
        string path = Path.Combine(bench.Bridge.Folder, NoticeLog.Name);
        Directory.CreateDirectory(path);
        var file = new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder);
        bench.RunTo("08:06:00");
        file.Follow();
        file.Follow();
        Assert.Equal(1, bench.Bridge.Core.Faults.Count);
        Directory.Delete(path);
        bench.RunTo("08:08:00");
        file.Follow();
        Assert.Equal(Keys(bench), Written(bench));
    }

    private static string[] Keys(NoticeBench bench) => bench.All().Select(sent => sent.Notice.Key).ToArray();

    private static string[] Written(NoticeBench bench)
    {
        return File.ReadAllLines(Path.Combine(bench.Bridge.Folder, NoticeLog.Name)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()!).ToArray();
    }

    /// <summary>Ids of shifts come again: that one of last year was handed over late keeps nobody from being told this year.</summary>
    [Fact]
    public void AnAlarmComesAgainWithTheId()
    {
        using var bench = new NoticeBench();
        bench.Hold("S01", "D0302").Jump("2026-03-02 20:05:00");
        bench.Record("handover.late", "\"shift\":\"D0302\",\"step\":3,\"minutes\":5").Record("handover.late", "\"shift\":\"D0302\",\"step\":4,\"minutes\":15");
        Assert.Equal(2, bench.All("late-handover").Count);
        bench.Jump("2027-03-02 08:00:00").Hold("S01", "D0302").Jump("2027-03-02 20:05:00");
        bench.Record("handover.late", "\"shift\":\"D0302\",\"step\":3,\"minutes\":5");
        Assert.Equal(3, bench.All("late-handover").Count(sent => sent.Notice.Level == 0));
        bench.RunTo("20:36:00");
        Assert.Single(bench.All("late-handover"), sent => sent.Notice.Level == 1 && sent.SentAt.Year == 2027);
        int told = bench.All("late-handover").Count;
        bench.StartAgain();
        Assert.Equal(told, bench.All("late-handover").Count);
    }
}
