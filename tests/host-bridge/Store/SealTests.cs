using System;
using System.Linq;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
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
    [InlineData("DELETE FROM log WHERE position = 2; UPDATE log SET position = -position WHERE position > 2; UPDATE log SET position = -position - 1 WHERE position < 0; UPDATE log_head SET last = (SELECT max(position) FROM log)", "T1/entry/2")]
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

    /// <summary>Whoever writes the mark of a log without seals into one that has them gets nothing sealed by it.</summary>
    [Fact]
    public void AMarkOfAnotherHandSealsNothing()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Take(4));
        _bridge.ByHand("UPDATE log SET received = received - 3600000 WHERE position = 4; INSERT INTO secret(name, value) VALUES('unsealed', x'')");
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Contains("history-broken/T1/entry/4", _bridge.HistoryNotices());
    }

    /// <summary>A log of a time without seals is sealed once, as it stands, and from then on nothing without a seal is good.</summary>
    [Fact]
    public void AnOlderLogIsSealed()
    {
        _bridge.Receive(_bridge.Terminal.Take(4));
        OtherHand.Change(_bridge.Folder, "DROP INDEX log_quarantined; DROP INDEX log_kind; DROP TABLE schema_version; DROP TABLE log_head; DROP TABLE secret; DROP TABLE lease; DROP TABLE channel; DROP TABLE delivery; DROP TABLE delivery_head; DROP TABLE app_user; DROP TABLE api_key; DROP TABLE one_time_link; DROP TABLE data_protection_key; DROP TABLE calendar_link; DROP TABLE kept_answer; DROP TABLE errand; DROP TABLE projection; DROP TABLE erased_bytes; DROP TABLE health_sample; DROP TABLE ended_session; DROP TABLE firmware_image; DROP INDEX log_erased; ALTER TABLE log DROP COLUMN seal; PRAGMA user_version = 1");
        _bridge.SealOlder();
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

    /// <summary>
    /// What another hand writes as the bridge's own word counts for nothing: neither a roster with one more supervisor, nor a start or a window in a far year,
    /// nor a notice that was never sent, which would stop every other notice and the board, were it not whole.
    /// </summary>
    [Theory]
    [InlineData("Roster", """{"Posts":[{"Id":"hotline"}],"Staff":[{"Id":"EVIL","Role":"supervisor","Badges":["DEADBEEF"]}]}""", 0)]
    [InlineData("Started", "", 7000000000000)]
    [InlineData("RosterWindow", "2199-01-01T00:00:00Z", 0)]
    [InlineData("Notice", """{"Key":"x","Topic":"unattended","Post":"hotline","Terminal":"","Staff":"","At":"2026-03-02T00:00:00Z","To":[null],"Cause":"","Level":0}""", 0)]
    [InlineData("Notice", """{"Key":"x","Topic":"history-broken","Post":"hotline","Terminal":"","Staff":"","At":"2026-03-02T00:00:00Z","To":[],"Cause":"","Level":1}""", 0)]
    public void AnotherHandsWordCountsForNothing(string kind, string body, long received)
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Say("state", "{\"state\":\"online\",\"session\":1}");
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"holder\":true"));
        long now = received > 0 ? received : _bridge.Time.GetUtcNow().ToUnixTimeMilliseconds();
        _bridge.ByHand($"INSERT INTO log(position, kind, terminal, epoch, seq, body, received) VALUES((SELECT max(position) + 1 FROM log), '{kind}', '', '', 0, CAST('{body}' AS BLOB), {now})");
        IsAsBefore();
        _bridge.Core.Rebuild();
        IsAsBefore();

        // Nobody takes the duty over at 20:00 of the house.
        _bridge.Time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero));
        _bridge.Core.Step();
        Assert.Contains(_bridge.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice.Topic).ToArray()), topic => topic is "missed-handover");
        Assert.Equal(0, _bridge.Core.Faults.Count);

        void IsAsBefore()
        {
            Assert.Null(_bridge.Core.Read((room, _) => room.Roster.Person("EVIL")));
            Assert.True(_bridge.Core.Read((room, _) => room.StartedAt <= _bridge.Time.GetUtcNow() && room.RosterWindow <= _bridge.Time.GetUtcNow()));
            Assert.NotEmpty(BoardView.Of(Language.Bilingual, _bridge.Core).Notices);
            Assert.NotEmpty(_bridge.HistoryNotices());
        }
    }
}
