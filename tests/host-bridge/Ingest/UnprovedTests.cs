using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Who has a terminal's password and not its key fills the store only so far, and keeps nothing out that the key proves.</summary>
public sealed class UnprovedTests : IDisposable
{
    private readonly TestBridge _bridge = new();
    private readonly List<bool> _answers = [];

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A bucket is emptied by what is held unproved, given back what is proved later, filled by time, and never fuller than full.</summary>
    [Theory]
    [InlineData(0, 0, 1000)]
    [InlineData(400, 0, 600)]
    [InlineData(400, 10, 610)]
    [InlineData(5, 60, 1000)]
    [InlineData(1000, -5, 0)]
    public void TheBucketIsAFunctionOfWhatIsHeldAndTime(int held, int minutes, int left)
    {
        var full = UnprovedBudget.Full(7, DateTimeOffset.UnixEpoch);
        UnprovedBudget after = full.After(7 + held, DateTimeOffset.UnixEpoch.AddMinutes(minutes));
        Assert.Equal(left, after.Left);
        Assert.Equal(Math.Min(1000, left + held), after.After(7, DateTimeOffset.UnixEpoch.AddMinutes(minutes)).Left);
    }

    /// <summary>Beyond the budget nothing is stored or acknowledged of what proves nothing; what the key proves is, and is told no differently; it is told of once an hour.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFloodIsStoredOnlySoFar(bool allAtOnce)
    {
        List<byte[]> genuine = _bridge.Terminal.Take(50);
        int refused = 0;
        for (int i = 0; i < 1500; i++)
        {
            refused += Send(Encoding.UTF8.GetBytes($"junk {i}")) == Reception.Refuse ? 1 : 0;
            if (!allAtOnce)
            {
                Store();
            }
        }

        Store();
        Assert.Equal(500, refused);
        Assert.Equal(1000, _answers.Count(stored => stored));
        Assert.Equal(1000, _bridge.Core.Log.ReadRecords("T1", 0, 10_000).Count);
        Assert.All(genuine, record => Assert.Equal(Reception.Store, Send(record)));
        Store();
        Assert.Equal(50, Stored());
        Assert.All(genuine, record => Assert.Equal(Reception.Store, Send(record)));
        Assert.Equal(1, _bridge.HistoryNotices().Count(key => key.StartsWith("history-broken/T1/flood/", StringComparison.Ordinal)));
        _bridge.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([Reception.Store, Reception.Store, Reception.Refuse], new[] { "a", "b", "c" }.Select(text => Send(Encoding.UTF8.GetBytes(text))));
        Store();
        Assert.Equal(1, _bridge.HistoryNotices().Count(key => key.StartsWith("history-broken/T1/flood/", StringComparison.Ordinal)));
        _bridge.Time.Advance(TimeSpan.FromHours(2));
        Flood(200);
        Assert.Equal(2, _bridge.HistoryNotices().Count(key => key.StartsWith("history-broken/T1/flood/", StringComparison.Ordinal)));
    }

    /// <summary>A backlog far larger than the budget is stored whole, in whatever order it comes and while the budget is used up: proved records are never charged.</summary>
    [Fact]
    public void ABacklogCostsNothing()
    {
        List<byte[]> records = _bridge.Terminal.Take(3000);
        Assert.All(records.Take(1500), record => Assert.Equal(Reception.Store, Send(record)));
        Store();
        Assert.All(records.Skip(1500).Reverse().Take(900), record => Assert.Equal(Reception.Store, Send(record)));
        Store();
        Assert.All(records.Skip(1500), record => Assert.Equal(Reception.Store, Send(record)));
        Store();
        Assert.Equal(3000, Stored());
        Flood(1000);
        Assert.Equal(Reception.Refuse, Send("one more"u8.ToArray()));
        Assert.All(_bridge.Terminal.Take(20), record => Assert.Equal(Reception.Store, Send(record)));
    }

    /// <summary>A record behind one that is missing waits at its terminal while the budget is used up, and is stored when it comes again behind the missing one.</summary>
    [Fact]
    public void WhatIsRefusedComesAgain()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        Flood(1000);
        Assert.Equal([Reception.Store, Reception.Refuse], new[] { records[0], records[2] }.Select(Send));
        Store();
        Assert.Equal([Reception.Store, Reception.Store], records.Skip(1).Select(Send));
        Store();
        Assert.Equal(3, Stored());
    }

    /// <summary>Of journals that nothing proves only so many are kept in mind; the terminal's own new one is not among them.</summary>
    [Fact]
    public void UnprovedJournalsAreBounded()
    {
        _bridge.Receive(_bridge.Terminal.Take(2));
        Reception[] taken = [.. Enumerable.Range(0, 100).Select(i => Send(new FakeTerminal("T1", new byte[32], $"{i:x8}").Next()))];
        Assert.Equal(64, taken.Count(reception => reception == Reception.Store));
        Store();
        Assert.Equal(Reception.Refuse, Send(new FakeTerminal("T1", new byte[32], "ffffffff").Next()));
        Assert.Equal(Reception.Store, Send(new FakeTerminal("T1", new byte[32], "00000001").Take(2)[1]));
        var next = new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes(), "abcdef01");
        Assert.All(next.Take(5), record => Assert.Equal(Reception.Store, Send(record)));
        Store();
        Assert.Equal(5, _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", "abcdef01")));
    }

    /// <summary>Another terminal has a budget of its own, and what another hand does to the store is charged to nobody.</summary>
    [Fact]
    public void NobodyElsePays()
    {
        _bridge.Receive(_bridge.Terminal.Take(1));
        Flood(990);
        _bridge.ByHand("UPDATE log SET body = 'nothing', epoch = '5f0c9a1e', seq = position + 10 WHERE kind = 'Quarantined'");
        Assert.Equal(Reception.Store, Send("a"u8.ToArray()));
        Store();
        Assert.Equal(9, Enumerable.Range(0, 20).Count(i => Send(Encoding.UTF8.GetBytes($"more {i}")) == Reception.Store));
    }

    private Reception Send(byte[] payload) => _bridge.Core.Receive("T1", _bridge.Terminal.EventTopic, payload, _answers.Add);

    private void Store()
    {
        _bridge.Core.Commit();
        _bridge.Core.Step();
    }

    private void Flood(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Send(Encoding.UTF8.GetBytes($"flood {_bridge.Time.GetUtcNow():HH:mm} {i}"));
        }

        Store();
    }

    private long Stored() => _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", _bridge.Terminal.Epoch));
}
