using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>A declared loss counts once its own record is proved, in whatever order the records come.</summary>
public sealed class LossTests
{
    private static readonly byte[] Key = Convert.FromHexString(new string('7', 64));

    /// <summary>Two losses, the first declared by a record that itself stands behind the second.</summary>
    [Fact]
    public void ADeclarationBehindAnotherLossCounts()
    {
        var terminal = new FakeTerminal("T1", Key);
        List<byte[]> records = terminal.Take(2);
        terminal.Lose(2);
        records.AddRange(terminal.Take(1));
        terminal.Lose(1);
        records.Add(terminal.Next("terminal.journal-damaged", "\"from\":3,\"to\":4"));
        records.Add(terminal.Next("terminal.journal-damaged", "\"from\":6,\"to\":6"));
        InAnyOrder(records, 8, [1, 2, 5, 7, 8]);
    }

    /// <summary>A declaration that overtakes the records before it counts as soon as they have come.</summary>
    [Fact]
    public void ADeclarationThatOvertakesCounts()
    {
        var terminal = new FakeTerminal("T1", Key);
        List<byte[]> records = terminal.Take(2);
        terminal.Lose(1);
        records.AddRange(terminal.Take(2));
        records.Add(terminal.Next("terminal.journal-damaged", "\"from\":3,\"to\":3"));
        records.AddRange(terminal.Take(1));
        Judged(records, [0, 1, 2, 4, 5, 3], 7, [1, 2, 4, 5, 6, 7]);
        InAnyOrder(records, 7, [1, 2, 4, 5, 6, 7]);
    }

    /// <summary>What flash has lost may be stored long ago; then it is folded as well.</summary>
    [Fact]
    public void ALossOfWhatIsStoredTakesNothingAway()
    {
        var terminal = new FakeTerminal("T1", Key);
        List<byte[]> records = terminal.Take(6);
        terminal.Lose(5, 6);
        records.AddRange(terminal.Take(1));
        records.Add(terminal.Next("terminal.journal-damaged", "\"from\":5,\"to\":6"));
        InAnyOrder(records, 8, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    /// <summary>
    /// A record that comes after all though its number was passed over waits for none: it is folded in its place, where nothing behind it was. Long after that the terminal's records are still taken; a fold that
    /// looked for it again would throw at every start.
    /// </summary>
    [Fact]
    public void WhatComesAfterItWasPassedOverIsWaitedForNoMore()
    {
        List<byte[]> records = new FakeTerminal("T1", Key).Take(6);
        var chain = new Chain(_ => [new TerminalKey(Key)]);
        var found = new List<long>();
        Judge(1, 0);
        Judge(2, 0);
        Judge(4, 0);
        found.AddRange(chain.PassOver("T1", "5f0c9a1e", 3).Select(entry => entry.Seq));
        Judge(3, 1);
        Assert.Equal([1L, 2, 3, 4], found);
        Judge(5, 2);
        Judge(6, 60);
        Assert.Equal([1L, 2, 3, 4, 5, 6], found);
        Assert.Equal(6, chain.StoredUpTo("T1", "5f0c9a1e"));

        void Judge(int seq, int minutes) => found.AddRange(chain.Judge(new LogEntry(found.Count + 10 + seq, LogKind.Record, "T1", "5f0c9a1e", seq, records[seq - 1], DateTimeOffset.UnixEpoch.AddMinutes(minutes))).Select(entry => entry.Seq));
    }

    /// <summary>
    /// Who has sent something under a number long before its terminal did has not begun a gap with it: what the terminal sends in another order within seconds is still folded in its own.
    /// </summary>
    [Fact]
    public void AForgedNumberDoesNotShowSinceWhenSomethingIsMissing()
    {
        List<byte[]> records = new FakeTerminal("T1", Key).Take(6);
        var forger = new FakeTerminal("T1", new byte[32]);
        var chain = new Chain(_ => [new TerminalKey(Key)]);
        var found = new List<long>();
        Judge(1, LogKind.Record, records[0], 0);
        Judge(3, LogKind.Record, forger.Take(3)[2], 1);
        Judge(3, LogKind.Fork, records[2], 300);
        Judge(4, LogKind.Record, records[3], 300);
        Judge(5, LogKind.Record, records[4], 300);
        Assert.Equal([1L], found);
        Judge(2, LogKind.Record, records[1], 300);
        Assert.Equal([1L, 2, 3, 4, 5], found);

        void Judge(int seq, LogKind kind, byte[] body, int minutes) => found.AddRange(chain.Judge(new LogEntry((minutes * 10) + seq, kind, "T1", "5f0c9a1e", seq, body, DateTimeOffset.UnixEpoch.AddMinutes(minutes))).Select(entry => entry.Seq));
    }

    private static void InAnyOrder(List<byte[]> records, long storedUpTo, long[] folded)
    {
        Gen.Shuffle(Enumerable.Range(0, records.Count).ToArray()).Sample(order => Judged(records, order, storedUpTo, folded), iter: 300);
    }

    private static void Judged(List<byte[]> records, int[] order, long storedUpTo, long[] folded)
    {
        var chain = new Chain(_ => [new TerminalKey(Key)]);
        var found = new List<long>();
        for (int i = 0; i < order.Length; i++)
        {
            RecordBody body = RecordBody.Read(records[order[i]])!;
            found.AddRange(chain.Judge(new LogEntry(i + 1, LogKind.Record, "T1", body.Epoch, body.Seq, records[order[i]], DateTimeOffset.UnixEpoch)).Select(entry => entry.Seq));
        }

        Assert.Empty(chain.BreaksOf("T1"));
        Assert.Equal(storedUpTo, chain.StoredUpTo("T1", "5f0c9a1e"));

        // A loss that is declared lets the next ones go although a record of it may still be under way; that one is proved, but too late to be folded.
        Assert.Equal(found.Order(), found);
        Assert.Subset(folded.ToHashSet(), found.ToHashSet());
        Assert.Equal(folded.Last(), found.Last());
    }
}
