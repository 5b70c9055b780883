using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Records are folded in the order of their numbers, whatever the order in which they come; no gap bars them for ever.</summary>
public sealed class OrderTests : IDisposable
{
    // Passed only where it would be waited for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A late clock-in does not take the duty back from who took it over since.</summary>
    [Fact]
    public void ALateRecordIsFoldedInItsPlace()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records[0], records[2], records[3], records[4]);
        Assert.Equal("", Holder());
        _bridge.Receive(records[1]);
        Assert.Equal("S02", Holder());
        Assert.Equal(["S01", "S02"], In());
        _bridge.Restart();
        Assert.Equal("S02", Holder());
        _bridge.Core.Rebuild();
        Assert.Equal(["S01", "S02"], In());
    }

    /// <summary>A terminal that is silent may still have what is missing: the gap is not passed over, however long it lasts.</summary>
    [Fact]
    public void AGapOfASilentTerminalStays()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records[0], records[2], records[3], records[4]);
        _bridge.Time.Advance(TimeSpan.FromDays(1));
        _bridge.Core.Step();
        Health(5, 4, 0);
        Assert.Equal("", Holder());
        Assert.Empty(_bridge.Told("command"));
    }

    /// <summary>A terminal that goes on sending does not have what is missing; the fold goes on, and a rebuild goes on at the same place.</summary>
    [Fact]
    public void AGapOfATerminalThatGoesOnIsPassedByTheFoldAlone()
    {
        List<byte[]> records = Evening();
        records.AddRange([
            _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S06\",\"shift\":\"D1\""),
            _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"D1\""),
            _bridge.Terminal.Next("duty.clock-out", "\"staff\":\"S06\",\"shift\":\"D1\""),
        ]);
        _bridge.Receive(records[0], records[2], records[3], records[4]);
        _bridge.Time.Advance(TimeSpan.FromMinutes(9));
        _bridge.Receive(records[5]);
        Assert.Equal("", Holder());
        _bridge.Time.Advance(TimeSpan.FromMinutes(1));
        _bridge.Receive(records[6]);
        Assert.Equal(["S02", "S03", "S06"], In());
        Assert.Equal(1, Stored());

        // From then on nothing waits, and what was missing comes too late.
        _bridge.Receive(records[7]);
        _bridge.Receive(records[1]);
        Stands();
        _bridge.Restart();
        Stands();

        void Stands()
        {
            Assert.Equal("S02", Holder());
            Assert.Equal(["S02", "S03"], In());
            Assert.Equal(8, Stored());
        }
    }

    /// <summary>An old record that another hand takes out of the store does not throw the room back to that day.</summary>
    [Fact]
    public void ARecordThatIsTakenOutLaterBarsNothing()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records.Take(3));
        _bridge.Time.Advance(TimeSpan.FromHours(1));
        _bridge.Receive(records.Skip(3));
        _bridge.ByHand("DELETE FROM log WHERE seq = 2");
        Assert.Equal("S02", Holder());
        _bridge.Restart();
        Assert.Equal("S02", Holder());
    }

    /// <summary>What the terminal counts as stored and cannot send again is passed over after a while, for good, and stays told.</summary>
    [Fact]
    public void AGapThatNobodyCanCloseIsPassedOver()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records[0], records[2], records[3], records[4]);
        Health(5, 0, 0);
        Assert.Contains("\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":2", Assert.Single(_bridge.Told("command")), StringComparison.Ordinal);
        _bridge.Time.Advance(TimeSpan.FromMinutes(11));
        Health(5, 0, 0);
        Assert.Equal("", Holder());
        Health(5, 0, 1_000);
        Assert.Equal("S02", Holder());
        Assert.Equal(5, Stored());
        Assert.Equal([(3L, Proof.Gap)], _bridge.Breaks().Select(found => (found.Seq, found.Proof)));

        // It comes all the same: it is proved, and what is known since then stands.
        _bridge.Receive(records[1]);
        Assert.Equal("S02", Holder());
        Assert.Equal(Enumerable.Repeat(Proof.Ok, 5), _bridge.Proofs());
        _bridge.Restart();
        Assert.Equal("S02", Holder());
        Assert.Equal(["S02"], In());
        Assert.Equal(5, Stored());
    }

    /// <summary>A terminal that has not taken the command is asked again a minute later, and one that has is not.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1_000, 1)]
    public void WhatWasNotTakenIsAskedForAgain(int taken, int asked)
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records[0], records[2], records[3], records[4]);
        Health(5, 0, 0);
        _bridge.Time.Advance(TimeSpan.FromSeconds(59));
        Health(5, 0, 0);
        Assert.Single(_bridge.Told("command"));
        _bridge.Time.Advance(TimeSpan.FromSeconds(2));
        Health(5, 0, taken);
        Assert.Equal(asked, _bridge.Told("command").Count());
    }

    /// <summary>Who forges a record and a health moves neither what is acknowledged nor the numbers of commands.</summary>
    [Fact]
    public void ForgedHealthMovesNothing()
    {
        _bridge.Receive(Evening().Take(3));
        var forger = new FakeTerminal("T1", new byte[32]);
        forger.Lose(199);
        _bridge.Receive(forger.Next());
        for (int i = 0; i < 5; i++)
        {
            _bridge.Say("health", "{\"outboxDepth\":0,\"command\":4294967294,\"epoch\":\"5f0c9a1e\",\"seq\":300}");
            _bridge.Time.Advance(TimeSpan.FromMinutes(6));
        }

        _bridge.Core.Step();
        Assert.Equal(3, Stored());
        Assert.DoesNotContain(_bridge.Told("command"), command => command.Contains("\"version\":42949", StringComparison.Ordinal));
        Assert.DoesNotContain(_bridge.Told("ack"), ack => ack.Contains("\"seq\":199", StringComparison.Ordinal));
    }

    /// <summary>After a restore a terminal holds higher versions than are given here: what it is told from then on is higher than those.</summary>
    [Fact]
    public void VersionsGoOnBehindWhatATerminalHolds()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Take(2));
        int before = _bridge.Told("roster").Length;
        _bridge.SaySigned("health", "{\"outboxDepth\":0,\"roster\":492,\"policy\":3,\"presence\":7,\"gate\":0,\"command\":0,\"epoch\":\"5f0c9a1e\",\"seq\":2");
        _bridge.Core.Step();
        Assert.Equal(before + 1, _bridge.Told("roster").Length);
        Assert.Contains("{\"version\":493,", _bridge.Told("roster")[^1], StringComparison.Ordinal);
        _bridge.SaySigned("health", "{\"outboxDepth\":0,\"roster\":493,\"policy\":3,\"presence\":7,\"gate\":0,\"command\":0,\"epoch\":\"5f0c9a1e\",\"seq\":2");
        _bridge.Core.Step();
        Assert.Equal(before + 1, _bridge.Told("roster").Length);
    }

    /// <summary>A number that is flooded with claims is still its terminal's own.</summary>
    [Fact]
    public void AFloodOfClaimsBarsNothing()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records.Take(2));
        byte[][] claims = [.. Enumerable.Range(0, 3000).Select(i =>
        {
            var forger = new FakeTerminal("T1", BitConverter.GetBytes(i).Concat(new byte[28]).ToArray());
            forger.Lose(2);
            return forger.Next();
        })];
        _bridge.Receive(claims);
        _bridge.Receive(records.Skip(2));
        Assert.Equal("S02", Holder());
        Assert.Equal(5, Stored());
        _bridge.Restart();
        Assert.Equal("S02", Holder());
    }

    /// <summary>A new journal takes the old one's place: what waited behind a gap of the old one is folded before it.</summary>
    [Fact]
    public void ANewJournalEndsTheWaiting()
    {
        List<byte[]> records = Evening();
        _bridge.Receive(records[0], records[1], records[3], records[4]);
        Assert.Equal("S01", Holder());
        _bridge.Receive(new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes(), "00000002").Next("terminal.started", "\"cause\":\"power\""));
        Assert.Equal("S02", Holder());
        _bridge.Restart();
        Assert.Equal("S02", Holder());
    }

    /// <summary>Presence names the newest record of the journal that the terminal has now.</summary>
    [Fact]
    public void PresenceNamesTheNewJournal()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(_bridge.Terminal.Take(8));
        var renewed = new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes(), "00000002");
        _bridge.Receive(renewed.Next("terminal.started", "\"cause\":\"power\""), renewed.Next("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"N1\""));
        Assert.Contains("\"epoch\":\"00000002\",\"seq\":2,", _bridge.Told("presence").Last(), StringComparison.Ordinal);
    }

    /// <summary>A terminal that knows of less than it has sent was put back: it will give the same numbers again.</summary>
    [Fact]
    public void ATerminalThatWasPutBackIsTold()
    {
        _bridge.Receive(_bridge.Terminal.Take(8));
        Health(8, 0, 0);
        Assert.Empty(_bridge.HistoryNotices());
        Health(5, 0, 0);
        Assert.Equal(["history-broken/T1/put-back/5f0c9a1e/6"], _bridge.HistoryNotices());
    }

    /// <summary>Health that was written before a record was, and is looked at together with it, tells nothing.</summary>
    [Fact]
    public void HealthThatARecordFollowsIsNone()
    {
        _bridge.Receive(_bridge.Terminal.Take(8));
        _bridge.Core.Receive("T1", "dutykiosk/v1/T1/health", "{\"outboxDepth\":0,\"command\":0,\"epoch\":\"5f0c9a1e\",\"seq\":8}"u8.ToArray(), null);
        _bridge.Receive(_bridge.Terminal.Take(2));
        Assert.Empty(_bridge.HistoryNotices());
    }

    /// <summary>Whoever brings health waits for nobody who folds or reads meanwhile: a broker's threads bring records, too.</summary>
    [Fact]
    public void HealthWaitsForNoReader()
    {
        byte[] health = "{\"outboxDepth\":3,\"command\":0,\"epoch\":\"5f0c9a1e\",\"seq\":8}"u8.ToArray();
        var bringer = new Thread(() => _bridge.Core.Receive("T1", "dutykiosk/v1/T1/health", health, null));
        bool came = _bridge.Core.Read((_, _) =>
        {
            bringer.Start();
            return bringer.Join(Patience);
        });
        Assert.True(came);
        Assert.Equal(health, _bridge.Core.HealthOf("T1"));
    }

    // Started, S01 takes the duty, S05 comes and goes, S02 takes it over.
    private List<byte[]> Evening() =>
    [
        _bridge.Terminal.Next("terminal.started", "\"cause\":\"power\""),
        _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"),
        _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"N1\""),
        _bridge.Terminal.Next("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"N1\""),
        _bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\""),
    ];

    private void Health(long newest, long waiting, long command) => _bridge.SaySigned("health", $"{{\"outboxDepth\":{waiting},\"command\":{command},\"epoch\":\"5f0c9a1e\",\"seq\":{newest}");

    private string Holder() => _bridge.Core.Read((room, _) => room.PostOf("hotline").Holder);

    private string[] In() => _bridge.Core.Read((room, _) => room.PostOf("hotline").In.Keys.ToArray());

    private long Stored() => _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", "5f0c9a1e"));
}
