using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>A record may name any time that a text can hold; none of them stops the bridge, neither now nor at the next start.</summary>
public sealed class ExtremeTimeTests : System.IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>The terminal's own records, rightly signed: a time that cannot be meant is taken for the time at which the record came.</summary>
    [Theory]
    [InlineData("9999-12-31T23:59:59.999Z", "duty.clock-in", "\"staff\":\"S05\",\"shift\":\"N1\"")]
    [InlineData("0001-01-01T00:00:00.000Z", "duty.clock-in", "\"staff\":\"S05\",\"shift\":\"N1\"")]
    [InlineData("9999-12-31T23:59:59.999Z", "duty.clock-in", "\"staff\":\"S05\"")]
    [InlineData("0001-01-01T00:00:00.000Z", "duty.clock-in", "\"staff\":\"S05\",\"holder\":true")]
    [InlineData("9999-12-31T23:59:59.999Z", "tap.refused", "\"reason\":\"unknown-badge\"")]
    [InlineData("2200-01-01T00:00:00.000Z", "away.started", "\"staff\":\"S05\"")]
    public void ASignedRecordDoesNot(string at, string type, string members)
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Next(type, members, at), _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S06\""));
        LooksWhole();
        _bridge.Restart();
        LooksWhole();

        void LooksWhole()
        {
            Assert.Equal([Proof.Ok, Proof.Ok], _bridge.Proofs());
            Assert.Equal(2, BoardView.Of(Language.Bilingual, _bridge.Core).Records.Count);
            Assert.Equal(0, _bridge.Core.Faults.Count);
            Assert.Contains("S06", _bridge.Core.Read((room, _) => room.PostOf("hotline").PresentAt(_bridge.Time.GetUtcNow(), System.TimeSpan.FromHours(4)).Select(person => person.Key).ToArray()));
        }
    }

    /// <summary>A record that nobody has proved says nothing about the time either: the board shows when it came.</summary>
    [Theory]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("2031-01-01T11:22:33.000Z")]
    public void AForgedRecordIsShownAtTheTimeAtWhichItCame(string at)
    {
        _bridge.Receive(new FakeTerminal("T1", new byte[32]).Next(at: at));
        Assert.Equal("08:00:00", Assert.Single(BoardView.Of(Language.Bilingual, _bridge.Core).Records).At);
    }

    /// <summary>Whatever an entry throws when it is folded is told as broken history, and bars nothing behind it.</summary>
    [Theory]
    [InlineData("UPDATE log SET kind = 'Notice' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'Roster' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'RosterWindow', body = '9999-12-31T23:59:59.9999999+00:00' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'Link', body = 'null' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'Acknowledged', body = x'ff' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'PassedOver' WHERE seq = 2")]
    [InlineData("UPDATE log SET kind = 'Started' WHERE seq = 2")]
    public void AnEntryOfAnotherHandIsTold(string sql)
    {
        _bridge.Receive(_bridge.Terminal.Take(2));
        _bridge.ByHand(sql);
        IsTold();
        _bridge.Restart();
        _bridge.Core.Step();
        IsTold();
        _bridge.Say("state", "{\"state\":\"online\",\"session\":1000001}");
        Assert.Equal("online", _bridge.Core.Read((room, _) => room.TerminalOf("T1")!.State));

        void IsTold() => Assert.Equal(["history-broken/T1/entry/3"], _bridge.HistoryNotices());
    }

    /// <summary>A part of a step that fails for ever ends neither the service nor the other parts.</summary>
    [Fact]
    public void AFaultBarsOnlyItself()
    {
        _bridge.Receive(_bridge.Terminal.Take(1));
        _bridge.Fails = topic => topic.EndsWith("/presence", System.StringComparison.Ordinal);
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Time.Advance(System.TimeSpan.FromSeconds(2));
        _bridge.Receive(_bridge.Terminal.Take(1));
        Assert.True(_bridge.Core.Faults.Count > 0);
        Assert.Contains("\"seq\":2,", _bridge.Told("ack").Last(), System.StringComparison.Ordinal);
    }

    /// <summary>Two parts that fail at every step in turn are told once each, and not on every second for years.</summary>
    [Fact]
    public void FaultsInTurnAreToldOnce()
    {
        var faults = new StepFaults(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        for (int i = 0; i < 10; i++)
        {
            faults.Note("Sending notices", new System.InvalidOperationException("of a test"));
            faults.Note("Looking for the next notice", new System.InvalidOperationException("of a test"));
        }

        Assert.Equal((20, 2), (faults.Count, faults.Told));
    }
}
