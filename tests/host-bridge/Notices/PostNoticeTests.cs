using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>What the bridge tells because time passes: nothing that it cannot know yet, and everything once.</summary>
public sealed class PostNoticeTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A bridge that was down over a handover waits for its terminal before it says that the handover was missed.</summary>
    [Fact]
    public void AHandoverBehindTheBridgesBackIsNotMissed()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        Online(1_000_001);
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T00:00:00.000Z"));
        byte[] handover = _bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\"", "2026-03-02T12:01:00.000Z");
        _bridge.Time.Advance(TimeSpan.FromHours(14));
        _bridge.Restart();
        Steps(20);
        Online(1_000_002);
        Steps(10);
        _bridge.Receive(handover);
        Steps(100);
        Assert.Empty(Notices("missed-handover"));
    }

    /// <summary>A terminal that is silent after the start says nothing either: after 90 seconds what is known is told.</summary>
    [Fact]
    public void ASilentTerminalIsNotWaitedForLong()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T00:00:00.000Z"));
        _bridge.Time.Advance(TimeSpan.FromHours(14));
        _bridge.Restart();
        Steps(89);
        Assert.Empty(Notices("missed-handover"));
        Steps(1);
        Assert.Single(Notices("missed-handover"));
    }

    /// <summary>A terminal that is back and has nothing more to send is waited for no longer.</summary>
    [Fact]
    public void ATerminalThatHasCaughtUpIsEnough()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T00:00:00.000Z"));
        _bridge.Time.Advance(TimeSpan.FromHours(14));
        _bridge.Restart();
        Online(1_000_002);
        Steps(14);
        Assert.Empty(Notices("missed-handover"));
        Steps(1);
        Assert.Single(Notices("missed-handover"));
    }

    /// <summary>A shift that nobody holds is told after five minutes, once until somebody holds the duty.</summary>
    [Fact]
    public void AnUnattendedPostIsTold()
    {
        Online(1_000_001);
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        Steps(299);
        Assert.Empty(Notices("unattended"));
        Steps(1);
        Assert.Equal(["S09"], Assert.Single(Notices("unattended")).To);
        Steps(3000);
        Assert.Single(Notices("unattended"));
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T00:55:00.000Z"));
        Steps(3000);
        Assert.Single(Notices("unattended"));
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"holder\":true", "2026-03-02T01:45:00.000Z"));
        Steps(299);
        _bridge.Restart();
        Steps(90);
        Assert.Equal(2, Notices("unattended").Length);
    }

    /// <summary>Who closes the service while the window is open leaves nothing unattended.</summary>
    [Fact]
    public void AClosedServiceIsNotUnattended()
    {
        Online(1_000_001);
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Shifts.RemoveAll(shift => shift.Id is "N2" or "D2");
        _bridge.Core.SetRoster(roster);
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T00:00:00.000Z"));
        _bridge.Time.Advance(TimeSpan.FromMinutes(711));
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true", "2026-03-02T11:51:00.000Z"));
        Steps(1200);
        Assert.Empty(Notices("unattended"));
    }

    /// <summary>What is wrong with the day ahead is told while there is time, each shift and gap once.</summary>
    [Fact]
    public void TheDayAheadIsLookedOver()
    {
        Online(1_000_001);
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff.Find(staff => staff.Id is "S03")!.Qualified = false;
        roster.Shifts.Find(shift => shift.Id is "N2")!.Start = "2026-03-02 22:00";
        roster.Shifts.Find(shift => shift.Id is "D2")!.Leader = "S03";
        roster.Posts[0].Parameters["headcount"] = "2";
        roster.Shifts.Find(shift => shift.Id is "N2")!.Crew.Clear();
        _bridge.Core.SetRoster(roster);
        Steps(1);
        string[] told = Told();
        Assert.Equal(["coverage-gap/hotline/202603021200/", "double-shift/hotline/202603030000/S03", "headcount/hotline/202603021400/", "unqualified/hotline/202603021400/S03", "unqualified/hotline/202603030000/S03"], told);
        Steps(2000);
        _bridge.Restart();
        Steps(700);
        Assert.Equal(told, Told());

        // Behind the last shift of the roster: the next page of it is written in time, or somebody has to be called in.
        _bridge.Time.Advance(TimeSpan.FromHours(14));
        Steps(1);
        Assert.DoesNotContain("coverage-gap/hotline/202603031200/", Told());
        _bridge.Time.Advance(TimeSpan.FromHours(16));
        Steps(1);
        Assert.Contains("coverage-gap/hotline/202603031200/", Told());

        string[] Told() => _bridge.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice.Key).Where(key => key.Split('/')[0] is "coverage-gap" or "headcount" or "unqualified" or "double-shift").Order(StringComparer.Ordinal).ToArray());
    }

    private void Online(long session) => _bridge.Say("state", $"{{\"state\":\"online\",\"session\":{session}}}");

    private void Steps(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            _bridge.Time.Advance(TimeSpan.FromSeconds(1));
            _bridge.Core.Step();
        }
    }

    private HostBridge.Notices.Notice[] Notices(string topic) => _bridge.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice).Where(notice => string.Equals(notice.Topic, topic, StringComparison.Ordinal)).ToArray());
}
