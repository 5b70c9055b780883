using System;
using System.Linq;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Keeping;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Terminals;

/// <summary>What a terminal's key proves ends at a place in the log: at its revocation, or for journals that begin after the terminal was given another. The clock stands still in all of it.</summary>
public sealed class KeyEndTests : IDisposable
{
    private const string ClockIn = "\"staff\":\"S01\",\"badge\":\"00000000000000aa\",\"shift\":\"day\",\"arrival\":\"on-time\",\"holder\":true";

    private readonly House _house = new House().Open();

    /// <inheritdoc/>
    public void Dispose() => _house.Dispose();

    /// <summary>A planned change of keys leaves provable what a journal still holds under the older one, and no journal that begins later is the older key's.</summary>
    [Fact]
    public void AReplacedKeyProvesTheJournalsThatHadBegun()
    {
        byte[][] older = [.. _house.Terminal.Take(4)];
        _house.Receive(older[..2]);
        FakeTerminal renewed = Renew("0000000b");
        _house.Receive(older[2..]);
        _house.Receive(new FakeTerminal("T1", House.Key, "0000000c").Take(2));
        _house.Receive(renewed.Take(2));
        AssertProofs([Proof.Ok, Proof.Ok, Proof.Ok, Proof.Ok, Proof.BadMac, Proof.BadMac, Proof.Ok, Proof.Ok]);
    }

    /// <summary>What the older key signs does not pass for proved at the door either, once the budget for what proves nothing is used up.</summary>
    [Fact]
    public void AReplacedKeyIsNoWayAroundTheBudget()
    {
        FakeTerminal renewed = Renew("0000000b");
        for (int i = 0; i < 1000; i++)
        {
            _house.Core.Receive("T1", renewed.EventTopic, "junk"u8.ToArray(), null);
        }

        Assert.Equal(Reception.Refuse, _house.Core.Receive("T1", renewed.EventTopic, _house.Terminal.Next(), null));
        Assert.Equal(Reception.Store, _house.Core.Receive("T1", renewed.EventTopic, renewed.Next(), null));
    }

    /// <summary>A bridge that ran through enrolment, revocation and renewal has proved and folded what one does that folds the same log from its first entry on.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARebuildComesToTheSame(bool endsRevoked)
    {
        byte[] clockIn = _house.Terminal.Next("duty.clock-in", ClockIn);
        _house.Receive([clockIn, .. _house.Terminal.Take(2)]);
        _house.Core.Append(LogKind.Terminal, "T1", Enrolment.Revoke("T1", "test").ToBody());

        // Another bridge had taken it, and the revocation came into the log first.
        byte[] late = _house.Terminal.Next();
        _house.Core.Log.Append([new LogEntry(0, LogKind.Record, "T1", _house.Terminal.Epoch, _house.Terminal.Seq, late, _house.Time.GetUtcNow())]);
        FakeTerminal second = Renew("0000000b");
        _house.Receive([_house.Terminal.Next(), .. second.Take(2)]);
        FakeTerminal third = Renew("0000000c");
        _house.Receive([.. second.Take(1), .. third.Take(2)]);
        if (endsRevoked)
        {
            _house.Core.Append(LogKind.Terminal, "T1", Enrolment.Revoke("T1", "test").ToBody());
        }

        AssertProofs([Proof.Ok, Proof.Ok, Proof.Ok, Proof.BadMac, Proof.BadMac, Proof.Ok, Proof.Ok, Proof.Ok, Proof.Ok, Proof.Ok]);
        Assert.Equal(endsRevoked ? "revoked" : "never", _house.Core.Read((room, _) => room.TerminalOf("T1")!.State));
        Assert.Equal("S01", _house.Core.Read((room, _) => room.PostOf("hotline").Holder));
    }

    /// <summary>What a terminal wrote before there was an entry about it, as in logs of older bridges, stays folded after its credentials were taken away.</summary>
    [Fact]
    public void WhatWasWrittenBeforeTheFirstEnrolmentStays()
    {
        using var house = new House();
        using (BridgeStore store = BridgeStore.Open(house.Options, house.Time))
        {
            byte[] clockIn = house.Terminal.Next("duty.clock-in", ClockIn);
            store.Log.Append([new LogEntry(0, LogKind.Record, "T1", house.Terminal.Epoch, 1, clockIn, house.Time.GetUtcNow())]);
            store.Append(house.Time.GetUtcNow(), store.Enrolment.Known("T1", "hotline", true, House.Key, "", "test"));
            store.Append(house.Time.GetUtcNow(), Enrolment.Revoke("T1", "test"));
        }

        house.Open();
        Assert.Equal("S01", house.Core.Read((room, _) => room.PostOf("hotline").Holder));
        Assert.Equal("revoked", house.Core.Read((room, _) => room.TerminalOf("T1")!.State));
    }

    private FakeTerminal Renew(string epoch)
    {
        (TerminalAct act, TerminalCredentials credentials) = _house.Store.Enrolment.Enrol("T1", "hotline", true, "test");
        _house.Core.Append(LogKind.Terminal, "T1", act.ToBody());
        _house.Core.Step();
        return new FakeTerminal("T1", Convert.FromHexString(credentials.Key), epoch);
    }

    // As the bridge has it that saw it happen, after folding again, and after a start.
    private void AssertProofs(Proof[] expected)
    {
        _house.Core.Step();
        string live = State();
        Assert.Equal(expected, Proofs());
        _house.Core.Rebuild();
        Assert.Equal(expected, Proofs());
        Assert.Equal(live, State());
        _house.Stop();
        _house.Open();
        Assert.Equal(expected, Proofs());
        Assert.Equal(live, State());
    }

    private Proof[] Proofs() => [.. _house.Core.Log.ReadRecords("T1", 0, 100).Select(entry => _house.Core.Read((_, chain) => chain.ProofOf(entry.Position)!.Value))];

    private string State()
    {
        return _house.Core.Read((room, _) => string.Join('\n', room.Terminals.Select(terminal => $"{terminal.Id} {terminal.Post} {terminal.State} {terminal.Epoch} {terminal.Seq}")
            .Concat(room.Posts.Select(post => $"{post.Post} {post.Holder} {post.HolderPosition} {string.Join(',', post.In.Keys)}"))));
    }
}
