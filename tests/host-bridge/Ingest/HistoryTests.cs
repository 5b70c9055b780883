using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsCheck;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>What another hand does to the stored history is found while the bridge runs, and again after the next start, and told once.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Every column that says something of a record is held to the record itself.</summary>
    [Theory]
    [InlineData("UPDATE log SET body = replace(CAST(body AS TEXT), 'unknown-badge', 'blocked-badge') WHERE seq = 3", 3, Proof.BadMac)]
    [InlineData("UPDATE log SET body = 'nothing' WHERE seq = 3", 3, Proof.BadMac)]
    [InlineData("UPDATE log SET seq = 9 WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("UPDATE log SET epoch = '00000000' WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("UPDATE log SET terminal = 'T2' WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("UPDATE log SET kind = 'Quarantined' WHERE seq = 3", 3, Proof.Quarantined)]
    [InlineData("UPDATE log SET kind = 'Roster' WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("UPDATE log SET kind = 'Link' WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("DELETE FROM log WHERE seq = 3", 4, Proof.Gap)]
    [InlineData("UPDATE log SET received = 9223372036854775807, body = 'nothing' WHERE seq = 3", 3, Proof.BadMac)]
    public void EveryChangeIsFound(string sql, long seq, Proof proof)
    {
        _bridge.Receive(_bridge.Terminal.Take(6));
        Assert.Empty(_bridge.Core.VerifyHistory("T1"));
        _bridge.ByHand(sql);
        AssertBroken();
        _bridge.Time.Advance(TimeSpan.FromMinutes(2));
        _bridge.Core.Step();
        string[] told = _bridge.HistoryNotices();
        Assert.Contains($"history-broken/T1/{Words.Of(proof)}/{_bridge.Terminal.Epoch}/{seq}", told);

        _bridge.Restart();
        AssertBroken();
        _bridge.Core.Step();
        Assert.Equal(told, _bridge.HistoryNotices());

        void AssertBroken()
        {
            HistoryBreak found = _bridge.Core.VerifyHistory("T1").First(candidate => candidate.Epoch == _bridge.Terminal.Epoch);
            Assert.Equal((seq, proof), (found.Seq, found.Proof));
        }
    }

    /// <summary>An end that was cut off leaves a chain without a fault; the positions that were given betray it, and no later entry hides it.</summary>
    [Fact]
    public void ACutEndIsFound()
    {
        _bridge.Receive(_bridge.Terminal.Take(6));
        _bridge.ByHand("DELETE FROM log WHERE seq >= 5");
        Assert.Equal(["history-broken//positions/6-7"], _bridge.HistoryNotices());
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Equal(["history-broken//positions/6-7"], _bridge.HistoryNotices());
    }

    /// <summary>Records that come again use no positions up, so nothing seems to be missing.</summary>
    [Fact]
    public void RedeliveryLooksLikeNoCut()
    {
        List<byte[]> records = _bridge.Terminal.Take(6);
        _bridge.Receive(records);
        _bridge.Receive(records);
        _bridge.Restart();
        _bridge.Receive(_bridge.Terminal.Take(1));
        Assert.Empty(_bridge.HistoryNotices());
    }

    /// <summary>A terminal that counts records as stored which are not here is asked for them, and when they do not come it is told of.</summary>
    [Fact]
    public void WhatTheTerminalHasAndTheStoreNotIsAskedFor()
    {
        List<byte[]> records = _bridge.Terminal.Take(6);
        _bridge.Receive(records.Take(4));
        Health("5f0c9a1e", 6, 0);
        Assert.Contains("\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":5", Assert.Single(Commands()), StringComparison.Ordinal);
        Assert.Empty(_bridge.HistoryNotices());
        Health("5f0c9a1e", 6, 0);
        Assert.Single(Commands());
        Assert.Equal(["history-broken/T1/cut/5f0c9a1e/5"], _bridge.HistoryNotices());
        _bridge.Receive(records);
        Assert.Empty(_bridge.Core.VerifyHistory("T1"));
    }

    /// <summary>Another signature under the newest number is another record.</summary>
    [Fact]
    public void AnotherEndIsTold()
    {
        byte[] record = _bridge.Terminal.Take(3)[2];
        _bridge.Receive(new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes()).Take(3));
        Health("5f0c9a1e", 3, 0, Encoding.ASCII.GetString(record)[^34..^2]);
        Assert.Empty(_bridge.HistoryNotices());
        Health("5f0c9a1e", 3, 0, new string('0', 32));
        Assert.Equal(["history-broken/T1/end/5f0c9a1e/3"], _bridge.HistoryNotices());
    }

    /// <summary>Nothing of what a terminal says unsigned comes into a signed command unless it is what it ought to be.</summary>
    [Theory]
    [InlineData("\\\",\\\"command\\\":\\\"release\\\",\\\"staff\\\":\\\"S09")]
    [InlineData("5f0c9a1e5")]
    [InlineData("")]
    public void HealthSmugglesNothingIntoACommand(string epoch)
    {
        _bridge.Receive(_bridge.Terminal.Take(1));
        Health(epoch, 6, 0);
        Assert.Empty(Commands());
    }

    /// <summary>A gap is told when it has lasted, as records may overtake each other.</summary>
    [Fact]
    public void AShortGapIsNotTold()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        _bridge.Receive(records[0], records[2]);
        _bridge.Time.Advance(TimeSpan.FromSeconds(59));
        _bridge.Core.Step();
        Assert.Empty(_bridge.HistoryNotices());
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        _bridge.Core.Step();
        Assert.Equal(["history-broken/T1/gap/5f0c9a1e/3"], _bridge.HistoryNotices());
    }

    /// <summary>A journal that was begun anew is told: what the old one had not sent is lost.</summary>
    [Fact]
    public void ANewJournalIsTold()
    {
        _bridge.Receive(_bridge.Terminal.Take(2));
        _bridge.Receive(new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes(), "00000002").Take(2));
        Assert.Equal(["history-broken/T1/new-journal/00000002"], _bridge.HistoryNotices());
    }

    /// <summary>A record that only claims a number does not keep the terminal's own one out, nor those behind it.</summary>
    [Fact]
    public void AForgedRecordDoesNotBarTheGenuineOne()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        byte[] forged = new FakeTerminal("T1", new byte[32]).Take(2)[1];
        _bridge.Receive(records[0], forged, records[2]);
        Assert.Equal([Proof.Ok, Proof.BadMac, Proof.BadMac], _bridge.Proofs());
        _bridge.Receive(records[1]);
        Assert.Equal([Proof.Ok, Proof.BadMac, Proof.Ok, Proof.Ok], _bridge.Proofs());
        _bridge.Restart();
        Assert.Equal([Proof.Ok, Proof.BadMac, Proof.Ok, Proof.Ok], _bridge.Proofs());
        Assert.Equal(2, Assert.Single(_bridge.Breaks()).Seq);
    }

    /// <summary>The record that declares a loss may be the first one behind it.</summary>
    [Fact]
    public void ALossMayBeDeclaredByTheRecordBehindIt()
    {
        List<byte[]> records = _bridge.Terminal.Take(2);
        _bridge.Terminal.Lose(3);
        records.Add(_bridge.Terminal.Next("terminal.journal-damaged", "\"from\":3,\"to\":5"));
        records.AddRange(_bridge.Terminal.Take(2));
        _bridge.Receive(records);
        Assert.Empty(_bridge.Breaks());
        Assert.Equal(8, _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", _bridge.Terminal.Epoch)));
    }

    /// <summary>Whatever the order in which records come, in the end all are proved, and each is folded once and in order.</summary>
    [Fact]
    public void AnyOrderIsProvedInTheEnd()
    {
        Gen.Shuffle(Enumerable.Range(0, 40).ToArray()).Sample(
            order =>
            {
                List<byte[]> records = new FakeTerminal("T1", _bridge.Terminals.Terminals[0].KeyBytes()).Take(40);
                var chain = new Chain(_bridge.Terminals.KeysOf);
                var folded = new List<long>();
                long position = 0;
                foreach (int i in order)
                {
                    folded.AddRange(chain.Judge(new LogEntry(++position, LogKind.Record, "T1", "5f0c9a1e", i + 1, records[i], DateTimeOffset.UnixEpoch)).Select(entry => entry.Seq));
                }

                Assert.Empty(chain.BreaksOf("T1"));
                Assert.Equal(40, chain.StoredUpTo("T1", "5f0c9a1e"));
                Assert.Equal(Enumerable.Range(1, 40).Select(seq => (long)seq), folded);
            },
            iter: 300);
    }

    private void Health(string epoch, long newest, long waiting, string mac = "")
    {
        string signature = mac.Length > 0 ? $",\"mac\":\"{mac}\"" : "";
        _bridge.Core.Receive("T1", "dutykiosk/v1/T1/health", Encoding.UTF8.GetBytes($"{{\"outboxDepth\":{waiting},\"command\":0,\"epoch\":\"{epoch}\",\"seq\":{newest}{signature}}}"), null);
        _bridge.Core.Step();
    }

    private string[] Commands() => _bridge.Published.Where(message => message.Topic is "dutykiosk/v1/T1/command").Select(message => message.Payload).ToArray();
}
