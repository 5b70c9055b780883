using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Each record is stored once; whatever comes is stored, and marked for what it is.</summary>
public sealed class IngestTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Whatever is redelivered, in whatever order, there is one row of each, and all are good.</summary>
    [Fact]
    public void RedeliveryStoresOnce()
    {
        List<byte[]> records = _bridge.Terminal.Take(20);
        _bridge.Receive(records);
        _bridge.Receive(records.Concat(records));
        _bridge.Restart();
        _bridge.Receive(records);
        Assert.Equal(Enumerable.Repeat(Proof.Ok, 20), _bridge.Proofs());
    }

    /// <summary>Bytes that are no record never block those behind them.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{\"v\":1}")]
    [InlineData("{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":0,\"type\":\"x\",\"mac\":\"00000000000000000000000000000000\"}")]
    [InlineData("{\"v\":1,\"terminal\":\"T2\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"type\":\"x\",\"mac\":\"00000000000000000000000000000000\"}")]
    [InlineData("{\"v\":2,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"type\":\"x\",\"mac\":\"00000000000000000000000000000000\"}")]
    [InlineData("{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"type\":\"x\",\"d\":[[[[[[[[1]]]]]]]],\"mac\":\"00000000000000000000000000000000\"}")]
    public void GarbageIsQuarantined(string garbage)
    {
        _bridge.Receive([Encoding.UTF8.GetBytes(garbage), .. _bridge.Terminal.Take(2)]);
        Assert.Equal([Proof.Quarantined, Proof.Ok, Proof.Ok], _bridge.Proofs());
    }

    /// <summary>Wrong UTF-8 and oversized records are no records either.</summary>
    [Fact]
    public void BrokenTextAndTooMuchOfItAreQuarantined()
    {
        byte[] broken = _bridge.Terminal.Next();
        broken[^60] = 0xFF;
        byte[] oversized = _bridge.Terminal.Next("tap.refused", $"\"detail\":\"{new string('x', 700)}\"");
        _bridge.Receive(broken, oversized);
        Assert.Equal([Proof.Quarantined, Proof.Quarantined], _bridge.Proofs());
    }

    /// <summary>A record that was changed on its way is marked, and the good ones behind it are good.</summary>
    [Fact]
    public void AChangedRecordIsMarked()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        records[1] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(records[1]).Replace("unknown-badge", "blocked-badge", StringComparison.Ordinal));
        _bridge.Receive(records);
        Assert.Equal([Proof.Ok, Proof.BadMac, Proof.Ok], _bridge.Proofs());
    }

    /// <summary>A second, different record under a taken number is a fork, however often it comes.</summary>
    [Fact]
    public void ASecondRecordUnderTheSameNumberIsAFork()
    {
        byte[] first = _bridge.Terminal.Next();
        byte[] other = new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes()).Next("tap.refused", "\"reason\":\"blocked-badge\"");
        _bridge.Receive(first, other, other, first);
        Assert.Equal([Proof.Ok, Proof.Fork], _bridge.Proofs());
    }

    /// <summary>A missing record leaves a gap until it comes; then everything is proved.</summary>
    [Fact]
    public void AGapIsClosedByWhatWasMissing()
    {
        List<byte[]> records = _bridge.Terminal.Take(5);
        _bridge.Receive(records[0], records[1], records[3], records[4]);
        Assert.Equal([Proof.Ok, Proof.Ok, Proof.Gap, Proof.Ok], _bridge.Proofs());
        _bridge.Receive(records[2]);
        Assert.Equal(Enumerable.Repeat(Proof.Ok, 5), _bridge.Proofs());
        Assert.Equal(5, _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", _bridge.Terminal.Epoch)));
    }

    /// <summary>A range that flash has lost, and that the terminal declares, is no break and does not hold the acknowledgement back.</summary>
    [Fact]
    public void ADeclaredLossIsNoBreak()
    {
        List<byte[]> records = _bridge.Terminal.Take(2);
        _bridge.Terminal.Lose(3);
        records.AddRange(_bridge.Terminal.Take(2));
        records.Add(_bridge.Terminal.Next("terminal.journal-damaged", "\"from\":3,\"to\":5"));
        _bridge.Receive(records);
        Assert.Empty(_bridge.Breaks());
        Assert.Equal(8, _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", _bridge.Terminal.Epoch)));
    }

    /// <summary>A new epoch begins its own chain.</summary>
    [Fact]
    public void ANewEpochBeginsAnew()
    {
        _bridge.Receive(_bridge.Terminal.Take(2));
        _bridge.Receive(new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes(), "00000002").Take(2));
        Assert.Equal(Enumerable.Repeat(Proof.Ok, 4), _bridge.Proofs());
    }

    /// <summary>A record that was changed in the file is found while the bridge runs, and after the next start.</summary>
    [Fact]
    public void AHandInTheFileIsFound()
    {
        List<byte[]> records = _bridge.Terminal.Take(5);
        _bridge.Receive(records);
        byte[] changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(records[2]).Replace("unknown-badge", "blocked-badge", StringComparison.Ordinal));
        _bridge.Core.Log.AlterForRehearsal("T1", 3, changed);
        _bridge.Time.Advance(TimeSpan.FromSeconds(2));
        _bridge.Core.Step();
        Assert.Equal((3, Proof.BadMac), _bridge.Breaks().Select(found => ((int)found.Seq, found.Proof)).Single());
        Assert.Contains(_bridge.Core.Read((room, _) => room.Notices.All.ToArray()), sent => sent.Notice.Topic is "history-broken");
        _bridge.Restart();
        Assert.Equal(3, _bridge.Breaks().Single().Seq);
        _bridge.Core.Step();
        Assert.Single(_bridge.Core.Read((room, _) => room.Notices.All.ToArray()), sent => sent.Notice.Topic is "history-broken");
    }

    /// <summary>Acknowledgements only grow, are signed, and come at most once a second.</summary>
    [Fact]
    public void AcknowledgementsOnlyGrow()
    {
        _bridge.Receive(_bridge.Terminal.Take(3));
        _bridge.Receive(_bridge.Terminal.Take(3));
        string[] acks = Acks();
        Assert.Single(acks);
        Assert.StartsWith("{\"epoch\":\"5f0c9a1e\",\"seq\":3,\"mac\":\"", acks[0], StringComparison.Ordinal);
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        _bridge.Core.Step();
        Assert.StartsWith("{\"epoch\":\"5f0c9a1e\",\"seq\":6,\"mac\":\"", Acks()[1], StringComparison.Ordinal);
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        _bridge.Core.Step();
        Assert.Equal(2, Acks().Length);
    }

    /// <summary>Nobody is told that a record is stored before it is.</summary>
    [Fact]
    public void StoredIsSaidAfterTheCommit()
    {
        var told = new List<bool>();
        Assert.Equal(Reception.Store, _bridge.Core.Receive("T1", _bridge.Terminal.EventTopic, _bridge.Terminal.Next(), told.Add));
        Assert.Empty(told);
        _bridge.Core.Commit();
        Assert.Equal([true], told);
    }

    /// <summary>A topic that is not the sender's closes the connection.</summary>
    [Theory]
    [InlineData("dutykiosk/v1/T2/event")]
    [InlineData("dutykiosk/v1/bridge/state")]
    [InlineData("elsewhere")]
    public void AForeignTopicCloses(string topic)
    {
        Assert.Equal(Reception.Close, _bridge.Core.Receive("T1", topic, _bridge.Terminal.Next(), null));
        Assert.Empty(_bridge.Proofs());
    }

    private string[] Acks() => _bridge.Published.Where(message => message.Topic.EndsWith("/ack", StringComparison.Ordinal)).Select(message => message.Payload).ToArray();
}
