using System;
using System.Linq;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Notices;
using DutyKiosk.HostBridge.Tests.Sheets;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Board;

/// <summary>What the board makes of records.</summary>
public sealed class BoardViewTests : IDisposable
{
    private const string ClockIn = "\"staff\":\"S01\",\"badge\":\"0011223344556677\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true";

    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>The minutes of a late handover are the record's and what has passed since, whatever the terminal's clock shows.</summary>
    [Theory]
    [InlineData("2026-03-02T00:00:00.000Z", 5)]
    [InlineData("2026-03-02T01:00:00.000Z", 5)]
    [InlineData("2026-03-01T23:50:00.000Z", 15)]
    public void LateMinutesComeFromTheRecords(string at, int minutes)
    {
        _bridge.Receive(
            _bridge.Terminal.Next("duty.clock-in", ClockIn, at),
            _bridge.Terminal.Next("handover.late", "\"shift\":\"D1\",\"step\":2,\"minutes\":5", at));
        Assert.Equal(minutes, Card().LateMinutes);
        _bridge.Time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(minutes + 7, Card().LateMinutes);
        Assert.Equal(2, Card().LadderStep);
    }

    /// <summary>A record says on the board what it knows.</summary>
    [Theory]
    [InlineData("duty.clock-in", "\"staff\":\"S01\",\"arrival\":\"late\",\"minutes\":12,\"holder\":true", "迟到 12 分钟 12 min late|接岗当班 took the duty")]
    [InlineData("duty.clock-in", "\"staff\":\"S01\",\"arrival\":\"unrostered\",\"crossPost\":\"boiler\"", "未排班 unrostered|串岗，来自boiler cross-post from boiler")]
    [InlineData("duty.clock-in", "\"staff\":\"S01\",\"arrival\":\"returned\"", "返回 returned")]
    [InlineData("duty.clock-out", "\"staff\":\"S01\",\"leaving\":\"early\",\"minutes\":-30,\"holder\":true", "早退 30 分钟 30 min early|岗位无人当班 nobody holds the duty now")]
    [InlineData("duty.clock-out", "\"staff\":\"S01\",\"leaving\":\"stayed-over\",\"minutes\":20", "超时 20 分钟 stayed 20 min over")]
    [InlineData("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"latenessSeconds\":61,\"hasty\":true,\"absent\":true,\"releasedBy\":\"S09\"", "逾时 2 分钟 2 min late|匆忙 hasty|交班人缺席 outgoing absent|S09放行 released by S09")]
    [InlineData("tap.refused", "\"badge\":\"0011223344556677\",\"reason\":\"unknown-badge\",\"count\":4", "未知卡 unknown badge|×4")]
    [InlineData("handover.refused", "\"staff\":\"S02\",\"reason\":\"on-hold\",\"hold\":\"H7\"", "不得交班 on hold|H7")]
    public void DetailsAreShown(string type, string members, string details)
    {
        _bridge.Receive(_bridge.Terminal.Next(type, members));
        Assert.Equal(details, string.Join('|', Assert.Single(BoardView.Of(Language.Bilingual, _bridge.Core).Records).Details));
    }

    /// <summary>A time carries its date unless it is of today, and one that the terminal did not know is marked.</summary>
    [Fact]
    public void TimesCarryTheirDate()
    {
        _bridge.Receive(_bridge.Terminal.Next(at: "2026-03-01T15:59:59.000Z"), _bridge.Terminal.Next(at: "2026-03-01T16:00:00.000Z"));
        BoardView view = BoardView.Of(Language.Bilingual, _bridge.Core);
        Assert.Equal(["00:00:00", "03-01 23:59:59"], view.Records.Select(record => record.At));
        Assert.All(view.Records, record => Assert.True(record.Dated));
        Assert.Equal("2026-03-02 08:00", view.Now);
    }

    /// <summary>Who is in the room is shown with the time since when, the holder marked.</summary>
    [Fact]
    public void WhoIsInTheRoomIsShown()
    {
        _bridge.Receive(
            _bridge.Terminal.Next("duty.clock-in", ClockIn),
            _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\"", "2026-03-01T23:10:00.000Z"),
            _bridge.Terminal.Next("away.started", "\"staff\":\"S05\"", "2026-03-01T23:40:00.000Z"));
        Assert.Equal([new PersonChip("S01", "S01", "08:00", "", true, false), new PersonChip("S05", "S05", "07:10", "07:40", false, false)], Card().In);
    }

    /// <summary>The next shift is the one that comes after the holder's, also when it should have taken over already.</summary>
    [Fact]
    public void TheNextShiftIsTheOneAfterTheHolders()
    {
        _bridge.Core.SetRoster(new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline", Name = "值班热线" }],
            Staff = [new StaffEntry { Id = "S01", Name = "王芳", Role = "leader" }, new StaffEntry { Id = "S02", Name = "李强", Role = "leader" }],
            Shifts =
            [
                new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 07:00", End = "2026-03-02 08:00", Leader = "S01" },
                new ShiftEntry { Id = "N1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S02" },
            ],
        });
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", ClockIn, "2026-03-01T23:00:00.000Z"));
        _bridge.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("03-02 08:00 李强", Card().Next?.ToString());
        Assert.Equal("值班热线", Card().Name);
    }

    /// <summary>The place where a history is broken stands in its notice, and the board says of a record what its proof says, also when the true one comes again.</summary>
    [Fact]
    public void ABrokenHistoryIsShownAsItIsProved()
    {
        byte[][] records = [.. _bridge.Terminal.Take(3)];
        _bridge.Receive(records);
        _bridge.ByHand("update log set body = replace(body, 'unknown', 'blocked') where seq = 2");
        Assert.Equal(Proof.BadMac, Assert.Single(Assert.Single(BoardView.Of(Language.Bilingual, _bridge.Core).Breaks).Newest).Proof);

        _bridge.Receive(records[1]);
        BoardView view = BoardView.Of(Language.Bilingual, _bridge.Core);
        Assert.Equal([Proof.Ok, Proof.Ok, Proof.BadMac, Proof.Ok], view.Records.Select(record => record.Proof));
        Assert.Equal(Proof.BadMac, Assert.Single(Assert.Single(view.Breaks).Newest).Proof);
        NoticeLine notice = Assert.Single(view.Notices, notice => notice.Topic is "history-broken");
        Assert.Equal("hotline T1 签名不符 bad-mac 5f0c9a1e/2", notice.About);
        Assert.Equal("无人可通知 nobody to tell", notice.To);
    }

    /// <summary>When it is time to come for the next shift, the board says who of it is here.</summary>
    [Fact]
    public void WhoHasArrivedForTheNextShiftIsShown()
    {
        using var bench = new NoticeBench();
        bench.RunTo("2026-03-02 09:00:00").Hold("S01", "D0302");
        NextLine next = Card(bench).Next!;
        Assert.False(next.IsNear);
        Assert.Equal("03-02 20:00 S02", next.ToString());
        bench.RunTo("18:30:00").Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"N0302\",\"arrival\":\"on-time\"");
        next = Card(bench).Next!;
        Assert.True(next.IsNear);
        Assert.Equal([new ArrivalChip("S02", "S02", true), new ArrivalChip("S05", "S05", false)], next.People);
    }

    /// <summary>A late handover sounds from its second step on, says when the supervisor was told, and is silent once somebody has taken note, whatever the terminal tells of it afterwards.</summary>
    [Fact]
    public void ALateHandoverSoundsUntilSomebodyHasTakenNote()
    {
        using var bench = new NoticeBench();
        bench.RunTo("2026-03-02 09:00:00").Hold("S01", "D0302");
        Assert.Equal(AlarmState.None, Card(bench).Alarm);
        bench.RunTo("20:00:00").Record("handover.due", "\"shift\":\"D0302\",\"step\":1,\"minutes\":0");
        Assert.Equal(AlarmState.Due, Card(bench).Alarm);
        bench.RunTo("20:03:00").Record("handover.late", "\"shift\":\"D0302\",\"step\":2,\"minutes\":3");
        Assert.Equal((AlarmState.Sounding, "", false), (Card(bench).Alarm, Card(bench).AlarmTopic, Card(bench).IsSupervisorTold));
        bench.RunTo("20:05:00").Record("handover.late", "\"shift\":\"D0302\",\"step\":3,\"minutes\":5").RunTo("20:06:00");
        Assert.Equal((AlarmState.Sounding, "late-handover", true), (Card(bench).Alarm, Card(bench).AlarmTopic, Card(bench).IsSupervisorTold));
        bench.Bridge.Core.Acknowledge("late-handover", "S09");
        bench.Bridge.Core.Step();
        Assert.Equal(AlarmState.Silent, Card(bench).Alarm);
        bench.RunTo("20:15:00").Record("handover.late", "\"shift\":\"D0302\",\"step\":4,\"minutes\":15").RunTo("20:16:00");
        Assert.Equal(AlarmState.Silent, Card(bench).Alarm);
        bench.Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"D0302\",\"to\":\"N0302\",\"latenessSeconds\":960");
        Assert.Equal(AlarmState.None, Card(bench).Alarm);
    }

    /// <summary>What stands before the next handover is on the card: open holds with their reasons, and how much the sheet lacks.</summary>
    [Fact]
    public void WhatStandsBeforeTheHandoverIsShown()
    {
        using var bench = new Bench();
        int lacks = bench.Lacks().Length;
        PostCard card = CardOf(bench.Bridge.Core);
        Assert.Equal((lacks, false), (card.Sheet!.Missing, card.Sheet.IsRead));
        Assert.Empty(card.Holds);
        Assert.Equal("", bench.Hold(ask => ask.Open("S01", "incident", "燃气泄漏在处理")));
        HoldLine hold = Assert.Single(CardOf(bench.Bridge.Core).Holds);
        Assert.Equal(("正在处理的工作未处理完毕", "燃气泄漏在处理", false), (hold.Kind, hold.Reason, hold.IsReleased));
    }

    /// <summary>A card of a post at which nothing has changed is equal to the one of before, so that it need not be made or sent again.</summary>
    [Fact]
    public void CardsThatShowTheSameAreEqual()
    {
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", ClockIn));
        PostCard before = Card();
        _bridge.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(before, Card());
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\""));
        Assert.NotEqual(before, Card());
    }

    /// <summary>While nobody holds a post whose shift runs, the card says who ought to.</summary>
    [Fact]
    public void WhoOughtToHoldIsSaid()
    {
        using var bench = new NoticeBench();
        bench.RunTo("2026-03-02 09:00:00");
        Assert.Equal("S01 08:00–20:00", Card(bench).Expected);
        bench.Hold("S01", "D0302");
        Assert.Equal("", Card(bench).Expected);
        Assert.Equal("2026-03-02T12:00:00Z", Card(bench).Ends);
    }

    /// <summary>A notice that nobody has taken note of stays first, however many are sent after it, and of more than there is place for it is said how many.</summary>
    [Fact]
    public void WhatNobodyHasTakenNoteOfStays()
    {
        Tell("first", "swap");
        for (int i = 0; i < 10; i++)
        {
            Tell($"later{i}", "reminder");
        }

        _bridge.Core.Acknowledge("reminder", "S01");
        BoardView view = BoardView.Of(Language.English, _bridge.Core);
        Assert.Equal(["first", "later9", "later8", "later7", "later6", "later5", "later4"], view.Notices.Select(notice => notice.Key));
        Assert.Equal(0, view.MoreNotices);
        for (int i = 0; i < 40; i++)
        {
            Tell($"unseen{i}", "swap");
        }

        view = BoardView.Of(Language.English, _bridge.Core);
        Assert.Equal(30, view.Notices.Count(notice => !notice.Acknowledged));
        Assert.Equal(11, view.MoreNotices);

        // The page of all of them has the rest.
        Assert.Equal(51, _bridge.Core.Read((room, _) => NoticesView.Of(Language.English, room, long.MaxValue, _bridge.Time.GetUtcNow())).Notices.Count);
    }

    /// <summary>On a wall the hours say enough, also where a shift ends on the next day.</summary>
    [Fact]
    public void AWallNamesTheHoursAlone()
    {
        using var bench = new NoticeBench();
        bench.RunTo("2026-03-02 21:00:00");
        Assert.Contains("03-03", Card(bench).Expected, StringComparison.Ordinal);
        Assert.Equal("S02 20:00–08:00", Card(bench).ExpectedShort);
    }

    private void Tell(string key, string topic)
    {
        _bridge.Core.Append(LogKind.Notice, "", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Notice(key, topic, "hotline", "", "", _bridge.Time.GetUtcNow(), [])));
        _bridge.Core.Step();
    }

    private static PostCard Card(NoticeBench bench) => CardOf(bench.Bridge.Core);

    private static PostCard CardOf(BridgeCore core) => BoardView.Of(Language.Chinese, core).Posts.Single(post => post.Post is "hotline");

    private PostCard Card() => BoardView.Of(Language.Bilingual, _bridge.Core).Posts.Single(post => post.Post is "hotline");
}
