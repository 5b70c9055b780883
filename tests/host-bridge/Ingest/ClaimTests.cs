using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Bytes that merely claim a number neither bar the terminal nor make it forget its own record.</summary>
public sealed class ClaimTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A body that is too long is a number all the same: the next record goes on from it, and it is acknowledged.</summary>
    [Fact]
    public void AnOversizedRecordBarsNothing()
    {
        List<byte[]> records = _bridge.Terminal.Take(2);
        records.Add(_bridge.Terminal.Next("terminal.reader-fault", $"\"detail\":\"{new string('d', 700)}\""));
        records.AddRange(_bridge.Terminal.Take(2));
        _bridge.Receive(records);
        Assert.Equal([Proof.Ok, Proof.Ok, Proof.Quarantined, Proof.Ok, Proof.Ok], _bridge.Proofs());
        Assert.Equal(5, Stored());
        Assert.Equal((3L, Proof.Quarantined), _bridge.Breaks().Select(found => (found.Seq, found.Proof)).Single());
        _bridge.Restart();
        Assert.Equal(5, Stored());
    }

    /// <summary>So is one with broken text in it, and one of a version that nobody knows.</summary>
    [Fact]
    public void BrokenTextBarsNothing()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        records[1][80] = 0xFF;
        _bridge.Receive(records);
        Assert.Equal([Proof.Ok, Proof.Quarantined, Proof.Ok], _bridge.Proofs());
        Assert.Equal(3, Stored());
    }

    /// <summary>The same bytes are kept once, however often they come.</summary>
    [Fact]
    public void TheSameBytesAreKeptOnce()
    {
        byte[] oversized = _bridge.Terminal.Next("terminal.reader-fault", $"\"detail\":\"{new string('d', 700)}\"");
        _bridge.Receive(oversized, "garbage"u8.ToArray(), oversized);
        _bridge.Restart();
        _bridge.Receive(oversized, "garbage"u8.ToArray(), "other garbage"u8.ToArray());
        Assert.Equal(3, _bridge.Proofs().Length);
    }

    /// <summary>Bytes claim no number of another terminal, and none beyond what a number can be.</summary>
    [Theory]
    [InlineData("{\"terminal\":\"T2\",\"epoch\":\"5f0c9a1e\",\"seq\":1,")]
    [InlineData("{\"terminal\":\"T1\",\"epoch\":\"5f0c9a1\",\"seq\":1,")]
    [InlineData("{\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":0,")]
    [InlineData("{\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":99999999999999999999,")]
    [InlineData("{\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":")]
    [InlineData("{\"terminal\":\"T1\",\"seq\":1,\"epoch\":\"5f0c9a1e")]
    public void WhatIsNoNumberClaimsNone(string bytes) => Assert.Null(RecordClaim.Read(Encoding.UTF8.GetBytes(bytes), "T1"));

    /// <summary>Forged records, and bytes that are none, move no acknowledgement: the terminal's own are still to come.</summary>
    [Fact]
    public void AForgedRecordIsNotAcknowledged()
    {
        List<byte[]> genuine = _bridge.Terminal.Take(6);
        List<byte[]> forged = new FakeTerminal("T1", new byte[32]).Take(6);
        _bridge.Receive(genuine.Take(3));
        _bridge.Receive([forged[3], forged[4], .. Enumerable.Range(6, 3).Select(seq => Encoding.UTF8.GetBytes($"{{\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":{seq},\"mac\":\"{new string('0', 32)}\"}}"))]);
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        _bridge.Core.Step();
        Assert.Equal(3, Stored());
        Assert.DoesNotContain(_bridge.Told("ack"), ack => !ack.Contains("\"seq\":3,", StringComparison.Ordinal));
        _bridge.Receive(genuine.Skip(3));
        Assert.Equal(6, Stored());
        Assert.Equal(6, _bridge.Proofs().Count(proof => proof == Proof.Ok));
    }

    /// <summary>A record that cannot be proved is acknowledged with the next one, which goes on from its signature.</summary>
    [Fact]
    public void TheNextRecordVouches()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        records[1] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(records[1]).Replace("unknown-badge", "blocked-badge", StringComparison.Ordinal));
        _bridge.Receive(records[0], records[1]);
        Assert.Equal(1, Stored());
        _bridge.Receive(records[2]);
        Assert.Equal(3, Stored());
    }

    /// <summary>Whatever a member says, it says in signed messages no more than an id can.</summary>
    [Theory]
    [InlineData("S05\\\",\\\"post\\\":\\\"hotline\\\"},{\\\"staff\\\":\\\"S12")]
    [InlineData("王\\u0022芳")]
    [InlineData("S05-and-then-some")]
    public void NothingIsSmuggledIntoASignedMessage(string id)
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(
            _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{id}\",\"shift\":\"N1\""),
            _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"S05\",\"shift\":\"{id}\""),
            _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{id}\",\"holder\":true"),
            _bridge.Terminal.Next("handover.confirmed", $"\"outgoing\":\"S05\",\"incoming\":\"{id}\",\"from\":\"N1\",\"to\":\"{id}\""));
        Assert.Contains("\"in\":[{\"staff\":\"S05\",\"since\":", _bridge.Told("presence").Last(), StringComparison.Ordinal);
        Assert.DoesNotContain(_bridge.Told("presence"), message => message.Contains("S12", StringComparison.Ordinal) || message.Contains("and-then", StringComparison.Ordinal) || message.Contains('?', StringComparison.Ordinal));
        Assert.Equal("", _bridge.Core.Read((room, _) => room.PostOf("hotline").Holder));
    }

    /// <summary>Of many forged records the board says one thing, and one notice is sent.</summary>
    [Fact]
    public void ManyForgedRecordsAreOneMatter()
    {
        _bridge.Receive(_bridge.Terminal.Take(3));
        _bridge.Receive(new FakeTerminal("T1", new byte[32]).Take(500).Skip(3));
        for (int i = 0; i < 20; i++)
        {
            _bridge.Receive(new FakeTerminal("T1", new byte[32], $"{i:x8}").Take(10));
            _bridge.Time.Advance(TimeSpan.FromSeconds(2));
        }

        _bridge.Time.Advance(TimeSpan.FromMinutes(30));
        _bridge.Core.Step();
        Assert.Single(_bridge.HistoryNotices());
        HostBridge.Web.Board.BoardView board = HostBridge.Web.Board.BoardView.Of(Language.Bilingual, _bridge.Core);
        Assert.Equal(697, Assert.Single(board.Breaks).Count);
        string[] told = _bridge.HistoryNotices();
        _bridge.Restart();
        _bridge.Core.Step();
        Assert.Equal(told, _bridge.HistoryNotices());

        // What comes later is told again, but not before an hour has passed.
        _bridge.Time.Advance(TimeSpan.FromMinutes(31));
        _bridge.Core.Step();
        Assert.Equal([497, 697], _bridge.Core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is "history-broken").Select(sent => sent.Notice.Count).ToArray()));
    }

    private long Stored() => _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", "5f0c9a1e"));
}
