using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Store;

/// <summary>What the store promises, whichever database it stands in.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] SealKey = new byte[32];

    private readonly List<Log> _opened = [];

    /// <inheritdoc/>
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        _opened.ForEach(log => log.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Entries come back in the order in which they were appended, as they were.</summary>
    [Fact]
    public void WhatIsAppendedIsReadInItsOrder()
    {
        Log log = Open();
        Assert.Equal([1, 2, 3], log.Append([Record(1), Entry(LogKind.Roster, [0, 1, 255]), Record(2)]));
        List<LogEntry> entries = log.Read(0, 10);
        Assert.Equal([LogKind.Record, LogKind.Roster, LogKind.Record], entries.Select(entry => entry.Kind));
        Assert.Equal([1L, 2, 3], entries.Select(entry => entry.Position));
        Assert.Equal([0, 1, 255], entries[1].Body);
        Assert.Equal(Now, entries[2].ReceivedAt);
        Assert.Equal("5f0c9a1e", entries[2].Epoch);
        Assert.All(entries, entry => Assert.False(entry.IsAltered));
        Assert.Equal([3L], log.Read(2, 10).Select(entry => entry.Position));
        Assert.Equal([1L], log.Read(0, 1).Select(entry => entry.Position));
        Assert.True(log.Knows(Record(2)));
        Assert.False(log.Knows(Record(2) with { Body = [1] }));
        Assert.False(log.Knows(Record(3)));
        Assert.Equal([2L], log.ReadKind(LogKind.Roster, 0, 10).Select(entry => entry.Position));
        Assert.Equal([3L, 1], log.ReadKindBackwards(LogKind.Record, 10, 10).Select(entry => entry.Position));
        Assert.Equal([1L, 3], log.ReadRecords("T1", 0, 10).Select(entry => entry.Position));
        Assert.Empty(log.ReadRecords("T2", 0, 10));
        Assert.Equal([3L], log.ReadNewestRecords(1).Select(entry => entry.Position));
    }

    /// <summary>The same record is stored once, a different one under its number becomes a fork, once; within one batch as between two. Positions have no gaps.</summary>
    [Fact]
    public void ANumberIsStoredOnce()
    {
        Log log = Open();
        Assert.Equal([1, 0, 2, 0], log.Append([Record(1), Record(1), Record(1, "other"), Record(1, "other")]));
        Assert.Equal([0, 0, 3, 4], log.Append([Record(1), Record(1, "other"), Record(1, "third"), Record(2)]));
        Assert.Equal([LogKind.Record, LogKind.Fork, LogKind.Fork, LogKind.Record], log.Read(0, 10).Select(entry => entry.Kind));
        LogEntry garbage = Entry(LogKind.Quarantined, new byte[4096]) with { Terminal = "T1" };
        Assert.Equal([5, 0], log.Append([garbage, garbage]));
        Assert.Equal([0, 6], log.Append([garbage, garbage with { Terminal = "T2" }]));
    }

    /// <summary>What an exception ends is not there, and its positions are given to what comes next.</summary>
    [Fact]
    public void WhatFailsLeavesNothing()
    {
        Log log = Open();
        log.Append([Record(1)]);
        Assert.Throws<InvalidOperationException>(() => log.Hold(() => log.Append([Record(2)])[0] == 2 ? throw new InvalidOperationException("no") : 0));
        Assert.Single(log.Read(0, 10));
        Assert.Equal([2], log.Append([Record(3)]));
        Assert.Equal(0, log.MissingAtEnd());
    }

    /// <summary>An entry that another hand has changed is read as such, and an end that was cut off is counted.</summary>
    [Fact]
    public void AnotherHandIsFound()
    {
        Log log = Open();
        log.Append([Record(1), Record(2), Record(3)]);
        log.Database.Write(work => work.Execute("UPDATE log SET received = received + 1 WHERE position = 2"));
        Assert.Equal([false, true, false], log.Read(0, 10).Select(entry => entry.IsAltered));
        log.Database.Write(work => work.Execute("DELETE FROM log WHERE position = 3"));
        Assert.Equal(1, log.MissingAtEnd());
        Assert.Equal([4], log.Append([Record(4)]));
        Assert.Equal([1L, 2, 4], log.Read(0, 10).Select(entry => entry.Position));
    }

    /// <summary>A database is opened again with everything in it, and one of a newer program is refused in a sentence.</summary>
    [Fact]
    public void ANewerSchemaIsRefused()
    {
        Log log = Open();
        log.Append([Record(1)]);
        Reopen();
        Assert.Single(Open().Read(0, 10));
        log = _opened[^1];
        log.Database.Write(work => work.Execute("UPDATE schema_version SET version = 1000"));
        Reopen();
        StartupException refused = Assert.Throws<StartupException>(() => Open());
        Assert.Contains("schema 1000", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Batches that are appended at once by many do not mix, lose nothing, and leave no gap; the positions of each go up.</summary>
    [Fact]
    public async Task ManyAppendAtOnce()
    {
        const int Writers = 4;
        const int Batches = 25;
        Log[] logs = Enumerable.Range(0, Writers).Select(_ => Another()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                long[] positions = logs[writer].Append([.. Enumerable.Range(0, 3).Select(i => Record((batch * 3) + i + 1) with { Terminal = $"W{writer}" })]);
                Assert.Equal([positions[0], positions[0] + 1, positions[0] + 2], positions);
            }
        })));
        List<LogEntry> all = logs[0].Read(0, 1000);
        Assert.Equal(Enumerable.Range(1, Writers * Batches * 3).Select(position => (long)position), all.Select(entry => entry.Position));
        Assert.All(all.GroupBy(entry => entry.Terminal, StringComparer.Ordinal), own => Assert.Equal(own.Select(entry => entry.Seq).Order(), own.Select(entry => entry.Seq)));
    }

    /// <summary>While one holds the log nobody else appends, so what is decided on all that stands in it is still so when it is appended.</summary>
    [Fact]
    public async Task WhoHoldsTheLogDecidesAlone()
    {
        const int Deciders = 4;
        const int Decisions = 20;
        Log[] logs = Enumerable.Range(0, Deciders).Select(_ => Another()).ToArray();
        await Task.WhenAll(logs.Select(log => Task.Run(() =>
        {
            for (int i = 0; i < Decisions; i++)
            {
                // Each appends how many entries there are: a number that two have seen alike would stand twice.
                log.Hold(() => log.Append([Entry(LogKind.Notice, Encoding.ASCII.GetBytes($"{log.Read(0, 1000).Count}"))]));
            }
        })));
        Assert.Equal(Enumerable.Range(0, Deciders * Decisions).Select(count => $"{count}"), logs[0].Read(0, 1000).Select(entry => Encoding.ASCII.GetString(entry.Body)));
    }

    /// <summary>A lease has one owner, who may renew it; given up, it is another's at once.</summary>
    [Fact]
    public void ALeaseHasOneOwner()
    {
        Database database = Open().Database;
        var one = new Lease(database, "duty", "one");
        var two = new Lease(database, "duty", "two");
        Assert.Equal(TimeSpan.MaxValue, one.Take());
        Assert.Null(two.Take());
        Assert.Equal(TimeSpan.Zero, one.Take());
        one.Leave();
        Assert.NotNull(two.Take());
        Assert.Null(one.Take());
        database.Write(work => work.Execute("UPDATE lease SET until = until - @span", ("@span", (long)Lease.Span.TotalMilliseconds + 60_000)));
        Assert.InRange(one.Take()!.Value, TimeSpan.FromMinutes(1) - Lease.Span, TimeSpan.MaxValue - TimeSpan.FromTicks(1));
    }

    /// <summary>A database for this test.</summary>
    protected abstract Database OpenDatabase();

    /// <summary>Another bridge's log of the same database; where only one process may have it, the same.</summary>
    protected virtual Log Another() => Open();

    /// <summary>Opens the log.</summary>
    protected Log Open()
    {
        Log log = new Log(OpenDatabase()).SealWith(SealKey);
        _opened.Add(log);
        return log;
    }

    private static LogEntry Record(long seq, string text = "record") => new(0, LogKind.Record, "T1", "5f0c9a1e", seq, Encoding.ASCII.GetBytes($"{text} {seq}"), Now);

    private static LogEntry Entry(LogKind kind, byte[] body) => new(0, kind, "", "", 0, body, Now);

    private void Reopen()
    {
        _opened.ForEach(log => log.Dispose());
        _opened.Clear();
    }
}
