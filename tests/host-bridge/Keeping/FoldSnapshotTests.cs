using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>A start goes on from what was folded before where that may be used, and proves everything again behind the scenes.</summary>
public sealed class FoldSnapshotTests : IDisposable
{
    private const int Many = 2500;
    private const string Changed = "UPDATE log SET body = replace(CAST(body AS TEXT), 'unknown-badge', 'blocked-badge') WHERE seq = 3";

    private readonly House _house = new();

    private string FilePath => Path.Combine(_house.Folder, FoldSnapshot.FileName);

    /// <inheritdoc/>
    public void Dispose() => _house.Dispose();

    /// <summary>What came after the snapshot is folded at once, what it has taken over counts, and is said to be proved when it was proved again, also while records come.</summary>
    [Fact]
    public void AStartGoesOn()
    {
        Keep(Many);
        _house.Receive(_house.Terminal.Take(5));
        string[] before = Shown();
        Restart();
        Assert.False(_house.Core.IsProved);
        Assert.Equal(before, Shown());
        Assert.Equal(Many + 5, _house.Core.Read((_, chain) => chain.StoredUpTo("T1", _house.Terminal.Epoch)));
        LogEntry[] records = [.. _house.Core.Log.ReadRecords("T1", 0, 2 * Many)];
        Assert.Null(ProofOf(records[0]));
        Assert.Null(ProofOf(records[Many - 1]));
        Assert.Equal(Proof.Ok, ProofOf(records[Many]));
        while (_house.Core.ProveOn())
        {
            _house.Receive(_house.Terminal.Take(1));
        }

        Assert.True(_house.Core.IsProved);
        records = [.. _house.Core.Log.ReadRecords("T1", 0, 2 * Many)];
        Assert.All(records, record => Assert.Equal(Proof.Ok, ProofOf(record)));
        Assert.Equal(before, Shown());
        _house.Receive(_house.Terminal.Take(5));
        Assert.Equal(_house.Terminal.Seq, _house.Core.Read((_, chain) => chain.StoredUpTo("T1", _house.Terminal.Epoch)));
        Assert.Empty(_house.Verify().Faults);
    }

    /// <summary>A proof that has come to its end is the bridge's own state, and nobody who still has it goes on with it.</summary>
    [Fact]
    public void AProofEndsOnce()
    {
        Keep(Many);
        var proof = new HistoryProof(_house.Core.Log, _house.Store.Terminals, (_, _) => { });
        Assert.True(proof.GoOn(_house.Core.LastPosition));
        LogFold fold = proof.End(_house.Core.LastPosition);
        Assert.Equal(_house.Core.LastPosition, fold.Position);
        _house.Receive(_house.Terminal.Take(5));
        Assert.False(proof.GoOn(_house.Core.LastPosition));
        Assert.Equal(_house.Core.LastPosition - 5, fold.Position);
    }

    /// <summary>What another hand has changed while the bridge was stopped is found and told as soon as the proof has come to it.</summary>
    [Fact]
    public void WhatWasChangedMeanwhileIsFound()
    {
        Keep(30);
        _house.Stop();
        _house.ByHand(Changed);
        _house.Open(goesOn: true);
        Assert.False(_house.Core.IsProved);
        Assert.Empty(_house.Core.Read((_, chain) => chain.BreaksOf("T1")));
        _house.Core.ProveAll();
        HistoryBreak found = Assert.Single(_house.Core.Read((_, chain) => chain.BreaksOf("T1")));
        Assert.Equal((3, Proof.BadMac), (found.Seq, found.Proof));
        _house.Core.Step();
        Assert.Contains($"history-broken/T1/bad-mac/{_house.Terminal.Epoch}/3", _house.Core.Read((room, _) => room.Notices.All.Select(sent => sent.Notice.Key).ToArray()));
    }

    /// <summary>Whoever asks whether a history is whole is answered by what was proved.</summary>
    [Fact]
    public void WhoeverAsksIsToldWhatIsProved()
    {
        Keep(30);
        _house.Stop();
        _house.ByHand(Changed);
        _house.Open(goesOn: true);
        Assert.Equal(3, Assert.Single(_house.Core.VerifyHistory("T1")).Seq);
        Assert.True(_house.Core.IsProved);
    }

    /// <summary>Entries that were taken away while the bridge was stopped are missed, in the middle by the proof, and at the end at once.</summary>
    [Fact]
    public void WhatWasTakenAwayMeanwhileIsMissed()
    {
        Keep(30);
        _house.Receive(_house.Terminal.Take(3));
        _house.Stop();
        _house.ByHand("DELETE FROM log WHERE seq = 7 OR position >= (SELECT max(position) FROM log)");
        _house.Open(goesOn: true);
        Assert.False(_house.Core.IsProved);
        _house.Core.Step();
        Assert.Contains("positions", Causes());
        _house.Core.ProveAll();
        Assert.Contains(8, _house.Core.Read((_, chain) => chain.BreaksOf("T1").Select(found => found.Seq).ToArray()));
    }

    /// <summary>A snapshot is for the log that it was made of, as that is now; for any other, everything is folded.</summary>
    [Theory]
    [InlineData("DELETE FROM log WHERE position >= (SELECT max(position) FROM log)")]
    [InlineData("UPDATE log SET received = received + 1 WHERE position = (SELECT max(position) FROM log)")]
    [InlineData("UPDATE log SET seal = zeroblob(16) WHERE position = (SELECT max(position) FROM log)")]
    public void AnotherLogHasNone(string sql)
    {
        Keep(30);
        _house.Stop();
        _house.ByHand(sql);
        AssertFoldsEverything();
    }

    /// <summary>Whoever has not the master key can make no snapshot, and what is damaged is none.</summary>
    [Theory]
    [InlineData("flipped")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("another key's")]
    [InlineData("another purpose's")]
    public void WhatTheBridgeHasNotWrittenIsNone(string what)
    {
        Keep(30);
        _house.Stop();
        byte[] kept = File.ReadAllBytes(FilePath);
        using var other = new MasterKey(new byte[32]);
        using var own = MasterKey.Load(_house.Options.MasterKeyPath, mayMake: false);
        kept[kept.Length / 2] ^= (byte)(what is "flipped" ? 1 : 0);
        File.WriteAllBytes(FilePath, what switch
        {
            "cut" => kept[..^20],
            "empty" => [],
            "another key's" => other.Seal("anything"u8, "fold snapshot"),
            "another purpose's" => own.Seal("anything"u8, "fold snapshot"),
            _ => kept,
        });
        AssertFoldsEverything();
    }

    /// <summary>That of a large house is in parts, each of which counts at its place alone, among all of them, and in this snapshot.</summary>
    [Fact]
    public void PartsStandInTheirPlaces()
    {
        _house.Open();
        _house.Receive(Enumerable.Range(0, 3 * Many).Select(i => _house.Terminal.Next(i % 2 == 0 ? "duty.clock-in" : "duty.clock-out", "\"staff\":\"S01\",\"shift\":\"N1\"")));
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
        (_, byte[][] other) = Parts();
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
        (byte[] id, byte[][] parts) = Parts();
        Assert.True(parts.Length > 2, "There is one part and the end, and nothing to be put elsewhere.");
        Assert.True(Counts("whole", parts));
        Assert.False(Counts("the first two in each other's place", [parts[1], parts[0], .. parts[2..]]));
        Assert.False(Counts("without the end", parts[..^1]));
        Assert.False(Counts("without the last part", [.. parts[..^2], parts[^1]]));
        Assert.False(Counts("the first one of another", [other[0], .. parts[1..]]));
        Assert.False(Counts("the end of another", [.. parts[..^1], other[^1]]));
        Assert.False(Counts("with more behind it", [.. parts, new byte[40]]));
        Assert.False(Counts("with a part behind it that is longer than the file", [.. parts, [0xFF, 0xFF, 0xFF, 0x7F]]));
        Assert.False(Counts("with a part behind it that is shorter than nothing", [.. parts, [0xFF, 0xFF, 0xFF, 0xFF]]));
        Assert.False(Counts("with half a length behind it", [.. parts, [0]]));
        Assert.False(Counts("nothing but its id", []));

        bool Counts(string what, byte[][] there)
        {
            File.WriteAllBytes(FilePath, [.. id, .. there.SelectMany(part => part)]);
            bool isRead = _house.Snapshot.Load(_house.Store.Log, _house.Store.Terminals, new HistoryWatch(), (_, fault) => Assert.Fail($"{what}: what cannot be opened must not be read: {fault}")) != null;
            Assert.Equal(isRead, File.Exists(FilePath));
            return isRead;
        }
    }

    /// <summary>When somebody was erased no snapshot goes on knowing him, whether the bridge runs or not.</summary>
    [Fact]
    public void WhatWasErasedIsNotKept()
    {
        _house.Open(Years.Roster(withS02: false));
        _house.Stop();
        Years.Pass(_house, 2);
        _house.Open();
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
        var keeper = new SnapshotKeeper(_house.Core, _house.Snapshot);
        byte[] kept = File.ReadAllBytes(FilePath);
        using (BridgeStore beside = BridgeStore.OpenBeside(_house.Options, _house.Time))
        {
            Erasure.Run(beside, _house.Folder, "S02", dryRun: false, _house.Time.GetUtcNow());
        }

        Assert.False(File.Exists(FilePath));

        // The bridge was just keeping one.
        File.WriteAllBytes(FilePath, kept);
        _house.Time.Advance(TimeSpan.FromSeconds(2));
        _house.Core.Step();
        keeper.Step();
        Assert.False(File.Exists(FilePath));

        File.WriteAllBytes(FilePath, kept);
        _house.Stop();
        AssertFoldsEverything();
    }

    /// <summary>What a start has taken over and not proved yet is not kept again.</summary>
    [Fact]
    public void WhatIsNotProvedIsNotKept()
    {
        Keep(30);
        Restart();
        _house.Receive(_house.Terminal.Take(3));
        Assert.False(_house.Snapshot.Write(_house.Core, 0));
        _house.Core.ProveAll();
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
    }

    /// <summary>A snapshot that cannot be written leaves the one before; what is left of one that was not finished bars none.</summary>
    [Fact]
    public void AnUnfinishedOneChangesNothing()
    {
        Keep(30);
        byte[] kept = File.ReadAllBytes(FilePath);
        Directory.CreateDirectory(FilePath + ".part");
        _house.Receive(_house.Terminal.Take(3));
        Assert.ThrowsAny<Exception>(() => _house.Snapshot.Write(_house.Core, 0));
        Assert.Equal(kept, File.ReadAllBytes(FilePath));
        Directory.Delete(FilePath + ".part");
        File.WriteAllText(FilePath + ".part", "half");
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
        Restart();
        Assert.False(_house.Core.IsProved);
        Assert.Equal(33, _house.Core.Read((_, chain) => chain.StoredUpTo("T1", _house.Terminal.Epoch)));
    }

    /// <summary>One is kept at the end when a start gains by it, and while the bridge runs when much has come and some minutes have passed.</summary>
    [Fact]
    public async Task ItIsKeptWhenItIsWorthIt()
    {
        _house.Open();
        var keeper = new SnapshotKeeper(_house.Core, _house.Snapshot);
        _house.Receive(_house.Terminal.Take(10));
        await keeper.FinishAsync();
        Assert.False(File.Exists(FilePath));
        _house.Receive(_house.Terminal.Take(SnapshotKeeper.LeastEntries));
        keeper.Step();
        Assert.False(File.Exists(FilePath));
        _house.Time.Advance(TimeSpan.FromMinutes(6));
        keeper.Step();
        long first = _house.Snapshot.Position;
        Assert.Equal(_house.Core.LastPosition, first);
        _house.Receive(_house.Terminal.Take(SnapshotKeeper.LeastAtEnd));
        _house.Time.Advance(TimeSpan.FromMinutes(6));
        keeper.Step();
        Assert.Equal(first, _house.Snapshot.Position);
        await keeper.FinishAsync();
        Assert.Equal(_house.Core.LastPosition, _house.Snapshot.Position);
    }

    /// <summary>The service keeps one when it is stopped, begins with it, and comes to have everything proved by itself.</summary>
    [Fact]
    public async Task TheServiceGoesOn()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        foreach (byte[] record in bridge.Terminal.Take(Many))
        {
            bridge.Host.Core.Receive("T1", bridge.Terminal.EventTopic, record, null);
        }

        bridge.Host.Core.Commit();
        await bridge.RestartAsync();
        Assert.True(File.Exists(Path.Combine(bridge.Folder, FoldSnapshot.FileName)));
        Assert.Equal(Many, bridge.Host.Core.Read((_, chain) => chain.StoredUpTo("T1", bridge.Terminal.Epoch)));
        await Until.HoldsAsync(() => bridge.Host.Core.IsProved);
        Assert.Empty(bridge.Host.Core.VerifyHistory("T1"));
    }

    // As FoldSnapshot says: its id, and each part with its length.
    private (byte[] Id, byte[][] Parts) Parts()
    {
        const int IdBytes = 16;
        byte[] kept = File.ReadAllBytes(FilePath);
        List<byte[]> parts = [];
        for (int at = IdBytes; at < kept.Length; at += parts[^1].Length)
        {
            parts.Add(kept[at..(at + sizeof(int) + BitConverter.ToInt32(kept, at))]);
        }

        return (kept[..IdBytes], [.. parts]);
    }

    private void Keep(int records)
    {
        _house.Open();
        _house.Receive(_house.Terminal.Take(records));
        Assert.True(_house.Snapshot.Write(_house.Core, 0));
    }

    private void Restart()
    {
        _house.Stop();
        _house.Open(goesOn: true);
    }

    private void AssertFoldsEverything()
    {
        _house.Open(goesOn: true);
        Assert.True(_house.Core.IsProved);
        Assert.False(File.Exists(FilePath));
    }

    private Proof? ProofOf(LogEntry entry) => _house.Core.Read((_, chain) => chain.ProofOf(entry.Position));

    private string[] Causes() => _house.Core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is "history-broken").Select(sent => sent.Notice.Cause).ToArray());

    // What people see of posts, people and the plan.
    private string[] Shown() => _house.Core.Read((room, _) => room.Posts.Select(post => $"{post.Post} {post.Holder} {string.Join(',', post.In.Keys)} {post.Attendance.Shifts.Count}").Append($"{room.RosterPosition} {room.Roster.Document.Staff.Count} {room.Notices.All.Count}").ToArray());
}
