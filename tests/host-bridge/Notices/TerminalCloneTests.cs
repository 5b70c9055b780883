using System;
using System.Linq;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>Two devices with one terminal's credentials are told, by their journals, their sessions or their connections; one device whose life is hard is not.</summary>
public sealed class TerminalCloneTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly TestBridge _bridge = new();
    private readonly FakeTerminal _copy;
    private int _minute;

    /// <summary>A copy has the terminal's key and a journal of its own.</summary>
    public TerminalCloneTests()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _copy = new FakeTerminal("T1", _bridge.Terminals.Find("T1")!.KeyBytes(), "6a0c9a1f");
    }

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Two journals that go on in turn are two devices.</summary>
    [Theory]
    [InlineData("set")]
    [InlineData("unset")]
    public void TwoJournalsInTurnAreTwoDevices(string clock)
    {
        Write(_bridge.Terminal, clock);
        Write(_copy, clock);
        Write(_bridge.Terminal, clock);
        Assert.Empty(Told());
        Write(_copy, clock);
        Notice told = Assert.Single(Told());
        Assert.Equal(("T1", "hotline", "two-journals"), (told.Terminal, told.Post, told.Cause));
        Write(_bridge.Terminal, clock);
        Assert.Single(Told());
        _bridge.Core.Rebuild();
        _bridge.Core.Step();
        Assert.Single(Told());
    }

    /// <summary>A terminal that has lost its journal begins another one, and what it had sent before may come late.</summary>
    [Fact]
    public void AJournalThatIsBegunAnewIsNoCopy()
    {
        Write(_bridge.Terminal);
        byte[][] late = [Next(_bridge.Terminal), Next(_bridge.Terminal)];
        Write(_copy);
        _bridge.Receive(late[0]);
        Write(_copy);
        _bridge.Receive(late[1]);
        Write(_copy);
        Assert.Empty(Told());
    }

    /// <summary>Sessions that go up and down are those of two devices; a device that takes another one's place begins anew once.</summary>
    [Fact]
    public void SessionsThatGoUpAndDownAreOfTwoDevices()
    {
        foreach (long session in new[] { 7_000_001, 7_000_002, 7_000_002, 1_000_001, 1_000_002, 2_000_001 })
        {
            Connect(session);
        }

        Assert.Empty(Told());
        Connect(7_000_003);
        Connect(2_000_002);
        Assert.Equal("two-sessions", Assert.Single(Told()).Cause);
    }

    /// <summary>Three connections that are taken over within a minute are bad luck, the fourth is another device; spread over more time they are none.</summary>
    [Theory]
    [InlineData(10, 3, 0)]
    [InlineData(10, 4, 1)]
    [InlineData(20, 4, 1)]
    [InlineData(21, 9, 0)]
    public void TakeOversInARowAreOfTwoDevices(int seconds, int count, int told)
    {
        for (int i = 0; i < count; i++)
        {
            _bridge.Core.TakeOvers.Note("T1", Start.AddSeconds(i * seconds));
        }

        _bridge.Core.Step();
        Assert.Equal(told, Told().Length);
        Assert.All(Told(), notice => Assert.Equal("take-overs", notice.Cause));
    }

    /// <summary>What was told of an hour is not told again in it.</summary>
    [Fact]
    public void ItIsToldOnceAnHour()
    {
        var board = new NoticeBoard();
        var takeOvers = new TakeOvers();
        for (int i = 0; i < 720; i++)
        {
            takeOvers.Note("T1", Start.AddSeconds(i * 10));
            takeOvers.Collect(_bridge.Terminals, board);
        }

        Assert.Equal(["terminal-cloned/T1/2026030200", "terminal-cloned/T1/2026030201"], board.Due(notice => notice).Select(notice => notice.Key));
    }

    private byte[] Next(FakeTerminal terminal, string clock = "set") => terminal.Next("tap.refused", "\"reason\":\"unknown-badge\"", $"2026-03-02T00:{_minute++:00}:00.000Z", clock);

    private void Write(FakeTerminal terminal, string clock = "set") => _bridge.ReceiveFrom(terminal, Next(terminal, clock));

    private void Connect(long session) => _bridge.Say("state", $"{{\"state\":\"online\",\"session\":{session}}}");

    private Notice[] Told() => _bridge.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice).Where(notice => notice.Topic is "terminal-cloned").ToArray());
}
