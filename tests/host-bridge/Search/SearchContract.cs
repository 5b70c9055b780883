using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Keeping;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Search;

/// <summary>What is found by the index is what stands in the log, whichever database both stand in.</summary>
public abstract class SearchContract : IAsyncLifetime
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly string[] Types = ["duty.clock-in", "duty.clock-out", "tap.refused", "check.missed", "some.later"];
    private static readonly string[] People = ["S01", "S02", "S03"];

    private House House { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => House = new House(await NewDatabaseAsync()).Open(Years.Roster());

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        House.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Every combination of post, person, type and day finds what looking at every record finds, page by page in both directions, whether the index is made or not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    [InlineData(int.MaxValue)]
    public void EveryCombinationFindsWhatIsThere(int followed)
    {
        Fill(200);
        Follow(followed);
        var search = new RecordSearch(House.Store.Log, House.Store.Terminals);
        var all = House.Store.Log.ReadRecords(null, 0, 1000).Select(entry => (entry.Position, Facts: RecordFacts.Of(entry, search.PostOf(entry), Zone))).ToArray();
        foreach (RecordQuery query in Queries())
        {
            long[] wanted = [.. all.Where(record => record.Facts.Fits(query)).Select(record => record.Position).OrderDescending()];
            var older = new List<long>();
            FoundRecords page = search.Find(query, 7, Zone);
            Assert.Null(page.Newer);
            while (true)
            {
                older.AddRange(page.Entries.Select(entry => entry.Entry.Position));
                if (page.Older is not { } before)
                {
                    break;
                }

                page = search.Find(query with { Before = before }, 7, Zone);
            }

            Assert.Equal(wanted, older);
            Assert.Equal(wanted.Order(), search.All(query, Zone, 1000).Select(entry => entry.Position));
            Assert.Equal(Math.Min(wanted.Length, 50), search.Count(query, Zone, 50));

            // Back from the last page to the first.
            var newer = new List<long>(page.Entries.Select(entry => entry.Entry.Position).Order());
            while (page.Newer is { } after)
            {
                page = search.Find(query with { After = after }, 7, Zone);
                newer.AddRange(page.Entries.Select(entry => entry.Entry.Position).Order());
            }

            Assert.Equal(wanted.Order(), newer);
        }
    }

    /// <summary>An erased person is found no more from the very moment on, and his records are found by what stands for him.</summary>
    [Fact]
    public void AnErasedPersonIsFoundNoMore()
    {
        House.Stop();
        Years.Pass(House, 10);
        House.Open(Years.Roster(withS02: false));
        House.Core.SetRoster(Years.Roster(withS02: false));
        Follow();
        var search = new RecordSearch(House.Store.Log, House.Store.Terminals);
        int had = search.Find(new RecordQuery(Person: "S02"), 100, Zone).Entries.Count;
        Assert.True(had >= 20, $"He is found {had} times.");
        using (BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time))
        {
            Erasure.Run(beside, House.Folder, "S02", false, House.Time.GetUtcNow());
        }

        Assert.Empty(search.Find(new RecordQuery(Person: "S02"), 100, Zone).Entries);
        Assert.DoesNotContain("S02", Words());
        Follow();
        Follow(anew: true);
        Assert.DoesNotContain("S02", Words());
        string pseudonym = Assert.Single(Words(), word => word.StartsWith('x'));
        Assert.Equal(had, search.Find(new RecordQuery(Person: pseudonym), 100, Zone).Entries.Count);
    }

    /// <summary>What was read before somebody was erased is not written after it.</summary>
    [Fact]
    public void WhatWasReadBeforeAnErasureIsNotWrittenAfterIt()
    {
        Fill(20);
        var index = new SearchIndex(House.Store.Log);
        Follow(5);
        SearchHead seen = index.Head;
        House.Store.Database.Search.Write(work => SearchIndex.Rename(work, "S02", "x1234567"));
        Assert.NotEqual(seen.Turn, index.Head.Turn);
        Follow();
        var search = new RecordSearch(House.Store.Log, House.Store.Terminals);
        Assert.Equal(House.Store.Log.ReadRecords(null, 0, 1000).Count, search.Find(new RecordQuery(), 1000, Zone).Entries.Count);
    }

    /// <summary>What the house does not keep any more is not in the index either.</summary>
    [Fact]
    public void WhatIsRemovedIsNotFound()
    {
        House.Stop();
        Years.Pass(House, 450);
        House.Open();
        Follow();
        Assert.True(House.Core.RemoveOld(400) > 0);
        Follow();
        long oldest = House.Store.Log.ReadRecords(null, 0, 1)[0].Position;
        Assert.Equal(oldest, Rows().Min());
        Assert.Equal(House.Store.Log.ReadRecords(null, 0, 10000).Count, Rows().Length);
        Assert.Equal(0, House.Store.Database.Search.Read(work => work.Number("SELECT count(*) FROM search_person WHERE position < @oldest", ("@oldest", oldest))));
    }

    /// <summary>What another hand does to the index is gone when it is made anew, and until then everything else is found all the same.</summary>
    [Fact]
    public void MadeAnewItIsAsItWas()
    {
        Fill(50);
        Follow();
        long[] rows = Rows();
        House.Store.Database.Search.Write(work => work.Execute("DELETE FROM search WHERE position < 20; UPDATE search SET post = 99, day = 1 WHERE position < 40; DELETE FROM search_person WHERE position > 30"));
        new SearchFollower(House.Store.Log, House.Store.Terminals).Step(Zone, anew: true, batch: 10);
        Assert.True(new SearchIndex(House.Store.Log).Head.Position >= rows[^1]);
        Follow();
        Assert.Equal(rows, Rows());
        EveryCombinationFindsWhatIsThere(int.MaxValue);
    }

    /// <summary>With another zone the days are others, and the index goes by them.</summary>
    [Fact]
    public void AnotherZoneHasOtherDays()
    {
        House.Receive(House.Terminal.Next(at: "2026-03-02T17:00:00.000Z"));
        Follow();
        var search = new RecordSearch(House.Store.Log, House.Store.Terminals);
        Assert.Single(search.Find(new RecordQuery(Day: 20260303), 10, Zone).Entries);
        DateTimeZone other = DateTimeZoneProviders.Tzdb["Europe/London"];
        Follow(zone: other);
        Assert.Empty(search.Find(new RecordQuery(Day: 20260303), 10, other).Entries);
        Assert.Single(search.Find(new RecordQuery(Day: 20260302), 10, other).Entries);
    }

    /// <summary>A backup has no index in it, and the house that it is put into makes its own.</summary>
    [Fact]
    public void ABackupHasNoIndex()
    {
        Fill(20);
        Follow();
        long[] rows = Rows();
        string backup = House.BackUp();
        House.Stop();
        using House other = House.Sibling();
        Restore.Run(other.Options, backup, false, House.Time);
        other.Open();
        Assert.Equal(0, new SearchIndex(other.Store.Log).Head.Position);
        var follower = new SearchFollower(other.Store.Log, other.Store.Terminals);
        while (follower.Step(Zone))
        {
            // It goes on until it has come to the end.
        }

        Assert.Equal(rows, other.Store.Database.Search.Read(work => work.Query("SELECT position FROM search ORDER BY position", row => row.GetInt64(0))));
    }

    /// <summary>A terminal that is moved takes nothing of what it wrote before to its new post.</summary>
    [Fact]
    public void AMovedTerminalLeavesItsRecordsBehind()
    {
        House.Receive(House.Terminal.Take(2));
        House.Store.Append(House.Time.GetUtcNow(), House.Store.Enrolment.Known("T1", "boiler", true, House.Key, "", "test"));
        House.Receive(House.Terminal.Take(3));
        var search = new RecordSearch(House.Store.Log, House.Store.Terminals);
        for (int made = 0; made < 2; made++)
        {
            Assert.Equal(2, search.Find(new RecordQuery("hotline"), 10, Zone).Entries.Count);
            Assert.Equal(3, search.Find(new RecordQuery("boiler"), 10, Zone).Entries.Count);
            Follow();
        }
    }

    /// <summary>The connection string of an empty database; empty: SQLite.</summary>
    protected abstract Task<string> NewDatabaseAsync();

    private static IEnumerable<RecordQuery> Queries()
    {
        foreach (string? post in new[] { null, "hotline", "nowhere" })
        {
            foreach (string? person in new[] { null, "S01", "S99" })
            {
                foreach (string? type in new[] { null, "duty.clock-in", RecordTypes.Other, "handover.confirmed" })
                {
                    foreach (int? day in new int?[] { null, 20260303, 20200101 })
                    {
                        yield return new RecordQuery(post, person, type, day);
                        if (day is { } first)
                        {
                            yield return new RecordQuery(post, person, type, first) { LastDay = first + 2 };
                        }
                    }
                }
            }
        }
    }

    private void Fill(int count)
    {
        var at = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        House.Receive(Enumerable.Range(0, count).Select(i => House.Terminal.Next(
            Types[i % Types.Length],
            $"\"staff\":\"{People[i % People.Length]}\"",
            at.AddHours(i).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))));
        House.Core.Receive("T1", House.Terminal.EventTopic, [1, 2, 3], null);
        House.Core.Commit();
        House.Core.Step();
    }

    private void Follow(int most = int.MaxValue, bool anew = false, DateTimeZone? zone = null)
    {
        var follower = new SearchFollower(House.Store.Log, House.Store.Terminals);
        int batch = Math.Min(most, 40);
        for (int done = 0; done < most && follower.Step(zone ?? Zone, anew && done == 0, batch); done += batch)
        {
            // It goes on until it has come to the end, or so far.
        }
    }

    private long[] Rows() => [.. House.Store.Database.Search.Read(work => work.Query("SELECT position FROM search ORDER BY position", row => row.GetInt64(0)))];

    private string[] Words() => [.. House.Store.Database.Search.Read(work => work.Query("SELECT word FROM search_word", row => row.GetString(0)))];
}
