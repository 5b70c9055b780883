using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>How terminals have been: gathered from what they say, kept beside the records, given back in pieces.</summary>
public sealed class HealthHistoryTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    private HealthHistory History => new(_bridge.Core.Log.Database);

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Of five minutes the worst of each number is kept, and how many faults there were in them; those that were counted before the first that came are of an unknown time.</summary>
    [Fact]
    public void FiveMinutesAreOneSample()
    {
        Say("\"uptimeSeconds\":100,\"readerFaults\":40,\"outboxDepth\":3,\"heapBytes\":90000,\"rssi\":-60,\"journalPercent\":10,\"clock\":\"set\"");
        Minutes(1);
        Say("\"uptimeSeconds\":160,\"readerFaults\":42,\"outboxDepth\":9,\"heapBytes\":80000,\"rssi\":-70,\"journalPercent\":11,\"clock\":\"held:7300\"");
        Minutes(1);
        Say("\"uptimeSeconds\":220,\"readerFaults\":42,\"outboxDepth\":0,\"heapBytes\":95000,\"rssi\":-50,\"journalPercent\":11,\"clock\":\"set\"");
        Assert.Empty(_bridge.Core.TakeHealthSamples());
        Minutes(5);
        HealthSample sample = Assert.Single(_bridge.Core.TakeHealthSamples());
        Assert.Equal(new HealthSample("T1", sample.Minute, 3) { ReaderFaults = 2, OutboxMost = 9, JournalMost = 11, HeapLeast = 80000, RssiLeast = -70, RssiMost = -50, ClockWorst = 7300 }, sample);
        Assert.Empty(_bridge.Core.TakeHealthSamples());
    }

    /// <summary>A terminal that starts anew counts its reader's faults from nothing, and those of before are not counted twice.</summary>
    [Fact]
    public void AStartCountsAnew()
    {
        Say("\"uptimeSeconds\":1000,\"readerFaults\":5");
        Say("\"uptimeSeconds\":10,\"readerFaults\":6");
        Say("\"uptimeSeconds\":20,\"readerFaults\":6");
        Minutes(5);
        Assert.Equal(6, Assert.Single(_bridge.Core.TakeHealthSamples()).ReaderFaults);
    }

    /// <summary>What cannot be is not taken for a number, whoever sends it, and keeps nothing else from being taken.</summary>
    [Theory]
    [InlineData("\"outboxDepth\":-1,\"heapBytes\":99999999999,\"rssi\":5,\"journalPercent\":101,\"clock\":\"held:99999999999\",\"readerFaults\":1e30")]
    [InlineData("\"outboxDepth\":\"7\",\"heapBytes\":[],\"rssi\":0,\"journalPercent\":{},\"clock\":7,\"readerFaults\":null")]
    [InlineData("\"outboxDepth\":1.5,\"rssi\":-201,\"clock\":\"held:-3\"")]
    public void WhatCannotBeIsLeftOut(string members)
    {
        Say(members);
        Minutes(5);
        HealthSample sample = Assert.Single(_bridge.Core.TakeHealthSamples());
        Assert.Equal(new HealthSample("T1", sample.Minute, 1), sample);
    }

    /// <summary>What is no health at all makes no sample.</summary>
    [Fact]
    public void WhatIsNoHealthMakesNone()
    {
        _bridge.Say("health", "[1]");
        _bridge.Say("health", "{");
        _bridge.Say("health", "{\"clock\":\"\\ud800\"}");
        Minutes(5);
        Assert.Empty(_bridge.Core.TakeHealthSamples());
    }

    /// <summary>The bridge that leads keeps the samples, and one that follows lets them go.</summary>
    [Fact]
    public void TheLeaderKeepsThem()
    {
        var keeper = new HealthKeeper(_bridge.Core, History);
        Say("\"outboxDepth\":4");
        Minutes(5);
        Assert.Equal(1, keeper.Step());
        Assert.Equal(0, keeper.Step());
        _bridge.Core.Follow();
        Say("\"outboxDepth\":5");
        Minutes(5);
        Assert.Equal(0, keeper.Step());
        Assert.Equal([4], Read(60, 5).Select(sample => sample.OutboxMost));
    }

    /// <summary>A database that takes nothing is counted, the bridge goes on, and what could not be kept is kept when it can be.</summary>
    [Fact]
    public void WhatCannotBeKeptIsTriedAgain()
    {
        var keeper = new HealthKeeper(_bridge.Core, History);
        Say("\"outboxDepth\":4");
        Minutes(5);
        _bridge.Core.Log.Database.Write(work => work.Execute("ALTER TABLE health_sample RENAME TO away"));
        long faults = _bridge.Core.Faults.Count;
        Assert.Equal(0, keeper.Step());
        Assert.Equal(faults + 1, _bridge.Core.Faults.Count);
        _bridge.Receive(_bridge.Terminal.Take(1));
        Assert.Equal([Proof.Ok], _bridge.Proofs());
        _bridge.Core.Log.Database.Write(work => work.Execute("ALTER TABLE away RENAME TO health_sample"));
        Assert.Equal(1, keeper.Step());
        Assert.Single(Read(60, 5));
    }

    /// <summary>It is given back in pieces of any length, the worst of each; where a terminal said nothing there is none, and others' is not in it.</summary>
    [Fact]
    public void PiecesAreGivenBack() => AssertPieces(_bridge.Core.Log.Database, _bridge.Time.GetUtcNow());

    /// <summary>After five weeks it is let go.</summary>
    [Fact]
    public void OldOnesAreLetGo()
    {
        Keep(Sample(0) with { OutboxMost = 1 });
        _bridge.Time.Advance(HealthHistory.Kept + TimeSpan.FromMinutes(1));
        Keep(Sample(0) with { OutboxMost = 2 });
        Assert.Equal([2], History.Read("T1", DateTimeOffset.UnixEpoch, _bridge.Time.GetUtcNow().AddDays(1), 1_000_000).Select(sample => sample.OutboxMost));
    }

    /// <summary>Pieces of a database that holds nothing yet, whichever it is.</summary>
    internal static void AssertPieces(Database database, DateTimeOffset now)
    {
        var history = new HealthHistory(database);
        long minute = now.ToUnixTimeSeconds() / 60;
        history.Keep(
            [
                new HealthSample("T1", minute - 60, 10) { ReaderFaults = 1, OutboxMost = 5, HeapLeast = 100, RssiLeast = -70, RssiMost = -60, ClockWorst = 0 },
                new HealthSample("T1", minute - 55, 10) { ReaderFaults = 2, OutboxMost = 3, HeapLeast = 90, RssiLeast = -80, RssiMost = -65, ClockWorst = HealthReading.UnsetClock },
                new HealthSample("T1", minute - 10, 4),
                new HealthSample("T2", minute - 10, 4) { OutboxMost = 99 },
            ],
            now);

        // The same again changes nothing: whoever was quicker has kept it.
        history.Keep([new HealthSample("T1", minute - 60, 1) { OutboxMost = 77 }], now);
        IReadOnlyList<HealthSample> pieces = history.Read("T1", now.AddMinutes(-60), now, 30);
        Assert.Equal(
            [
                new HealthSample("T1", minute - 60, 20) { ReaderFaults = 3, OutboxMost = 5, HeapLeast = 90, RssiLeast = -80, RssiMost = -60, ClockWorst = HealthReading.UnsetClock },
                new HealthSample("T1", minute - 30, 4),
            ],
            pieces);
    }

    private HealthSample Sample(long minutesAgo) => new("T1", (_bridge.Time.GetUtcNow().ToUnixTimeSeconds() / 60) - minutesAgo, 1);

    private void Keep(params HealthSample[] samples) => History.Keep(samples, _bridge.Time.GetUtcNow());

    private IReadOnlyList<HealthSample> Read(int minutes, long piece) => History.Read("T1", _bridge.Time.GetUtcNow().AddMinutes(-minutes), _bridge.Time.GetUtcNow().AddMinutes(5), piece);

    private void Minutes(int minutes) => _bridge.Time.Advance(TimeSpan.FromMinutes(minutes));

    private void Say(string members) => _bridge.Core.Receive("T1", "dutykiosk/v1/T1/health", Encoding.UTF8.GetBytes($"{{{members}}}"), null);
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresHealthHistoryTests(PostgresServer server)
{
    /// <summary>Pieces are the same there.</summary>
    [Fact]
    public async Task PiecesAreGivenBack()
    {
        using var database = new PostgresDatabase(await server.NewDatabaseAsync(), TimeProvider.System);
        Schema.Migrate(database);
        HealthHistoryTests.AssertPieces(database, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    }
}
