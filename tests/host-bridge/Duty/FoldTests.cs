using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Duty;

/// <summary>What terminals are told of what is folded.</summary>
public sealed class FoldTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Only a lost of an old session changes nothing: a terminal that was replaced counts from the beginning.</summary>
    [Fact]
    public void AReplacedTerminalIsOnline()
    {
        State("online", 50);
        State("lost", 50);
        State("online", 1);
        Assert.Equal("online", Link());
        State("lost", 0);
        Assert.Equal("online", Link());
        State("online", 1L << 53);
        State("lost", long.MaxValue);
        Assert.Equal("online", Link());
        State("lost", 1L << 53);
        Assert.Equal("lost", Link());
    }

    /// <summary>A roster that leaves the parameters as they are brings no new policy.</summary>
    [Fact]
    public void ThePolicyIsToldWhenItChanges()
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        _bridge.Core.SetRoster(roster);
        _bridge.Core.Step();
        string first = Assert.Single(_bridge.Told("policy"));
        roster.Staff.Add(new StaffEntry { Id = "S20" });
        roster.Posts[0].Parameters["missedAfterMin"] = "30";
        _bridge.Core.SetRoster(roster);
        _bridge.Core.Step();
        Assert.Single(_bridge.Told("policy"));
        Assert.Equal(2, _bridge.Told("roster").Length);
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Equal([first, first], _bridge.Told("policy"));
        roster.Posts[0].Parameters["windowMin"] = "20";
        _bridge.Core.SetRoster(roster);
        _bridge.Core.Step();
        Assert.True(Version(_bridge.Told("policy")[^1]) > Version(first));
        Assert.Equal(3, _bridge.Told("policy").Length);
    }

    /// <summary>Who was relieved by a late handover is known to have been kept.</summary>
    [Theory]
    [InlineData(0, "\"relieved\":true}")]
    [InlineData(61, "\"relieved\":true,\"late\":true}")]
    public void ALateReliefIsTold(int lateness, string told)
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(
            _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"),
            _bridge.Terminal.Next("handover.confirmed", $"\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":{lateness}"));
        Assert.Contains(told, _bridge.Told("presence").Last(), StringComparison.Ordinal);
    }

    /// <summary>
    /// A terminal whose clock was set back is told again who is in, in a newer version and up to that very record: while the clock ran ahead it may have forgotten them. One whose clock was set
    /// ahead has forgotten nobody too early.
    /// </summary>
    [Fact]
    public void AClockThatWasSetBackIsToldAgainWhoIsIn()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        string[] before = _bridge.Told("presence");
        _bridge.Receive(_bridge.Terminal.Next("terminal.clock-set", "\"was\":\"2026-03-01T18:00:00.000Z\",\"stepSeconds\":21600"));
        Assert.Equal(before, _bridge.Told("presence"));
        _bridge.Receive(_bridge.Terminal.Next("terminal.clock-set", "\"was\":\"2026-03-02T06:00:00.000Z\",\"stepSeconds\":-21600"));
        string again = Assert.Single(_bridge.Told("presence").Except(before, StringComparer.Ordinal));
        Assert.True(Version(again) > Version(before[^1]));
        Assert.Contains("\"seq\":3,\"holder\":\"S01\"", again, StringComparison.Ordinal);
        _bridge.Receive(_bridge.Terminal.Next());
        Assert.Equal(before.Length + 1, _bridge.Told("presence").Length);
    }

    /// <summary>
    /// A terminal believes nothing that is older than its own newest record about presence. So it is told behind each, also when that one changes nothing: who came while there was no network may have
    /// lapsed when it arrives.
    /// </summary>
    [Fact]
    public void WhoeverWritesAboutPresenceIsToldBehindIt()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        int before = _bridge.Told("presence").Length;
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S03\"", at: "2026-03-01T12:00:00.000Z"));
        Assert.Equal(before + 1, _bridge.Told("presence").Length);
        Assert.Contains("\"seq\":2,\"holder\":\"S01\"", _bridge.Told("presence")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("S03", _bridge.Told("presence")[^1], StringComparison.Ordinal);
    }

    private static long Version(string message) => long.Parse(message.Split("\"version\":")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

    private void State(string state, long session) => _bridge.Say("state", $"{{\"state\":\"{state}\",\"session\":{session}}}");

    private string Link() => _bridge.Core.Read((room, _) => room.TerminalOf("T1")!.State);
}
