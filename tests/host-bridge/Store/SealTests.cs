using System;
using System.Linq;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Store;

/// <summary>What another hand changes in the log beside the records themselves is found by the entries' seals.</summary>
public sealed class SealTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Positions that were swapped, a roster that was replaced, a time that was changed, a seal that was taken away.</summary>
    [Theory]
    [InlineData("UPDATE log SET position = -5 WHERE position = 4; UPDATE log SET position = 4 WHERE position = 5; UPDATE log SET position = 5 WHERE position = -5", "T1/entry/4")]
    [InlineData("UPDATE log SET body = '{}' WHERE kind = 'Roster'", "/entry/2")]
    [InlineData("UPDATE log SET received = received - 3600000 WHERE position = 4", "T1/entry/4")]
    [InlineData("UPDATE log SET seal = NULL WHERE position = 4", "T1/entry/4")]
    [InlineData("DELETE FROM log WHERE position = 2; UPDATE log SET position = -position WHERE position > 2; UPDATE log SET position = -position - 1 WHERE position < 0; UPDATE sqlite_sequence SET seq = (SELECT max(position) FROM log)", "T1/entry/2")]
    public void EveryChangeIsTold(string sql, string place)
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Take(4));
        Assert.Empty(_bridge.HistoryNotices());
        _bridge.ByHand(sql);
        string[] told = _bridge.HistoryNotices();
        Assert.Contains($"history-broken/{place}", told);
        Assert.NotEmpty(_bridge.Core.Read((room, _) => room.PostOf("hotline").Post));
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Equal(told, _bridge.HistoryNotices());
    }

    /// <summary>A schema number that is set back seals nothing that another hand has changed.</summary>
    [Fact]
    public void ANumberThatIsSetBackSealsNothing()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Take(4));
        _bridge.ByHand("UPDATE log SET received = received - 3600000 WHERE position = 4; PRAGMA user_version = 1");
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Contains("history-broken/T1/entry/4", _bridge.HistoryNotices());
    }

    /// <summary>A log of a time without seals is sealed once, as it stands, and from then on nothing without a seal is good.</summary>
    [Fact]
    public void AnOlderLogIsSealed()
    {
        _bridge.Receive(_bridge.Terminal.Take(4));
        Database.ByHand(_bridge.Folder, "DROP INDEX log_quarantined; ALTER TABLE log DROP COLUMN seal; PRAGMA user_version = 1");
        _bridge.Restart();
        _bridge.Receive(_bridge.Terminal.Take(1));
        Assert.Empty(_bridge.HistoryNotices());
        Assert.Equal(Enumerable.Repeat(Proof.Ok, 5), _bridge.Proofs());
        _bridge.ByHand("UPDATE log SET seal = NULL WHERE position = 3");
        Assert.Equal(["history-broken/T1/entry/3"], _bridge.HistoryNotices());
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Single(_bridge.HistoryNotices());
    }
}
