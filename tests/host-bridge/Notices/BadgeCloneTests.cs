using System;
using System.Linq;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>One badge at two posts sooner than one can walk is told, and nothing that only looks like it.</summary>
public sealed class BadgeCloneTests : IDisposable
{
    private const string Badge = "00112233445566aa";
    private readonly TestBridge _bridge;
    private readonly FakeTerminal _other;

    /// <summary>T1 stands at the hotline, T2 at the boiler three minutes away, T3 at the gate a minute away.</summary>
    public BadgeCloneTests()
    {
        _bridge = new TestBridge(new TerminalEntry { Id = "T2", Post = "boiler", Key = new string('8', 64) }, new TerminalEntry { Id = "T3", Post = "gate", Key = new string('9', 64) });
        _other = new FakeTerminal("T2", _bridge.Terminals.Find("T2")!.KeyBytes());
        _bridge.Core.SetRoster(new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline" }, new PostEntry { Id = "boiler" }, new PostEntry { Id = "gate" }],
            Staff =
            [
                new StaffEntry { Id = "S01", Badges = ["04A1B2C3"] }, new StaffEntry { Id = "S02", Badges = ["04A1B2C4", "04A1B2C5"] }, new StaffEntry { Id = "S09", Role = "supervisor" }, new StaffEntry { Id = "M01", Role = "manager" },
            ],
            Walking = [new WalkEntry { From = "boiler", To = "hotline", Minutes = 3 }],
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>It is told once, to supervisors and managers, whichever of the two records came first and however often everything is folded again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABadgeInTwoPlacesIsTold(bool inOrder)
    {
        Action[] taps = [() => Tap("00:00:00", "duty.clock-in"), () => TapThere("00:02:00", "tap.refused")];
        foreach (Action tap in inOrder ? taps : [.. taps.Reverse()])
        {
            tap();
        }

        TapThere("00:02:10", "tap.refused");
        Notice told = Assert.Single(Told());
        Assert.Equal(("boiler", "T2", "S01", "T1", "S09,M01"), (told.Post, told.Terminal, told.Staff, told.Cause, string.Join(',', told.To)));
        _bridge.Restart();
        _bridge.Core.Rebuild();
        _bridge.Core.Step();
        Assert.Single(Told());
    }

    /// <summary>An hour later it is told again.</summary>
    [Fact]
    public void ItIsToldOnceAnHour()
    {
        Tap("00:10:00", "duty.clock-in");
        TapThere("00:10:30", "duty.clock-in");
        Tap("00:40:00", "tap.refused");
        TapThere("00:40:30", "tap.refused");
        Assert.Single(Told());
        Tap("01:10:00", "tap.refused");
        TapThere("01:10:30", "tap.refused");
        Assert.Equal(2, Told().Length);
    }

    /// <summary>Whoever walks as fast as one can is where he is; between posts that the roster does not name it is a minute.</summary>
    [Theory]
    [InlineData("T2", "00:03:00", 0)]
    [InlineData("T2", "00:02:30", 1)]
    [InlineData("T3", "00:01:00", 0)]
    [InlineData("T3", "00:00:40", 1)]
    public void WalkingTakesItsTime(string terminal, string at, int told)
    {
        var there = new FakeTerminal(terminal, _bridge.Terminals.Find(terminal)!.KeyBytes());
        Tap("00:00:00", "away.started", "");
        _bridge.ReceiveFrom(there, there.Next("duty.clock-in", Members("S01", Badge), $"2026-03-02T{at}.000Z"));
        Assert.Equal(told, Told().Length);
    }

    /// <summary>A tap whose time is not sure says nothing: the clock was not set, or was set hours ago.</summary>
    [Theory]
    [InlineData("unset")]
    [InlineData("held:9000")]
    public void AnUnsureTimeSaysNothing(string clock)
    {
        Tap("00:00:00", "duty.clock-in");
        byte[] record = _other.Next("duty.clock-in", Members("S01", Badge), "2026-03-02T00:00:20.000Z", clock);
        _bridge.ReceiveFrom(_other, record);
        Assert.Empty(Told());
    }

    /// <summary>What a terminal sends late counts by the time at which it happened, not by the time at which it came.</summary>
    [Fact]
    public void WhatComesLateIsWhereItWas()
    {
        Tap("08:00:00", "duty.clock-in");
        TapThere("03:00:00", "duty.clock-in");
        Assert.Empty(Told());
        Tap("03:00:30", "tap.refused");
        Assert.Single(Told());
    }

    /// <summary>Somebody with two badges may have lent one: only one and the same badge counts.</summary>
    [Fact]
    public void TwoBadgesAreTwo()
    {
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", Members("S02", Badge), "2026-03-02T00:00:00.000Z"));
        _bridge.ReceiveFrom(_other, _other.Next("duty.clock-in", Members("S02", "ff112233445566aa"), "2026-03-02T00:00:10.000Z"), _other.Next("away.started", Members("S02", ""), "2026-03-02T00:00:11.000Z"));
        Assert.Empty(Told());
        _bridge.ReceiveFrom(_other, _other.Next("tap.refused", Members("S02", Badge), "2026-03-02T00:00:20.000Z"));
        Assert.Single(Told());
    }

    /// <summary>Both sides of a handover have tapped at their own moments.</summary>
    [Fact]
    public void AHandoverIsTwoTaps()
    {
        TapThere("00:00:00", "duty.clock-in");
        _bridge.Receive(_bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S01\",\"outgoingAt\":\"2026-03-02T00:00:30.000Z\",\"incomingAt\":\"2026-03-02T00:01:10.000Z\",\"from\":\"A\",\"to\":\"B\"", "2026-03-02T00:01:10.000Z"));
        Assert.Equal("S01", Assert.Single(Told()).Staff);
    }

    /// <summary>What no tap has written counts for nothing: a leaving that a handover has written, a release from the board.</summary>
    [Fact]
    public void OnlyTapsCount()
    {
        TapThere("00:00:00", "duty.clock-in");
        Tap("00:00:10", "duty.clock-out", "");
        Tap("00:00:20", "release.opened", "");
        Tap("00:00:30", "handover.timed-out", "");
        Assert.Empty(Told());
    }

    /// <summary>A walk that cannot be is refused with its name.</summary>
    [Theory]
    [InlineData("hotline", "nowhere", 3, "post 'nowhere'")]
    [InlineData("hotline", "boiler", 900, "minutes 900")]
    [InlineData("hotline", "hotline", 3, "leads nowhere")]
    [InlineData("gate", "hotline", 3, "stands there twice")]
    public void AWalkThatCannotBeIsNamed(string from, string to, int minutes, string words)
    {
        var roster = new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline" }, new PostEntry { Id = "boiler" }, new PostEntry { Id = "gate" }],
            Walking = [new WalkEntry { From = "hotline", To = "gate", Minutes = 2 }, new WalkEntry { From = from, To = to, Minutes = minutes }],
        };
        Assert.Contains(words, Assert.Throws<RosterException>(() => RosterModel.Of(roster)).Message, StringComparison.Ordinal);
    }

    private static string Members(string staff, string badge) => $"\"staff\":\"{staff}\"" + (badge.Length > 0 ? $",\"badge\":\"{badge}\"" : "");

    private void Tap(string at, string type, string badge = Badge) => _bridge.Receive(_bridge.Terminal.Next(type, Members("S01", badge), $"2026-03-02T{at}.000Z"));

    private void TapThere(string at, string type) => _bridge.ReceiveFrom(_other, _other.Next(type, Members("S01", Badge), $"2026-03-02T{at}.000Z"));

    private Notice[] Told() => _bridge.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice).Where(notice => notice.Topic is "badge-cloned").ToArray());
}
