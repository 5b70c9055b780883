using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Keeping;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Search;

/// <summary>On SQLite the index stands in a file of its own: it holds nobody up, is told from that of another log, and can be lost at any time.</summary>
public sealed class SearchFileTests : IDisposable
{
    private const int Many = 10_000;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly House _house = new House().Open(Years.Roster());

    /// <summary>A house of some days, with its index.</summary>
    public SearchFileTests()
    {
        _house.Stop();
        Years.Pass(_house, 10);
        _house.Open(Years.Roster());
        Follow(_house);
    }

    private string SearchPath => SearchDatabase.PathIn(_house.Folder);

    private SearchIndex Index => new(_house.Store.Log);

    /// <inheritdoc/>
    public void Dispose() => _house.Dispose();

    /// <summary>While a transaction of the index is open, records are stored and read: the log's writer has nothing to do with it.</summary>
    [Fact]
    public void ATransactionOfTheIndexHoldsNobodyUp()
    {
        bool[] stored = [];
        _house.Store.Database.Search.Write(work =>
        {
            work.Execute("UPDATE search_head SET turn = turn + 1");
            byte[] record = _house.Terminal.Next();
            _house.Core.Receive("T1", _house.Terminal.EventTopic, record, done => stored = [.. stored, done]);
            Assert.True(_house.Core.Commit());
            Assert.Equal(record, _house.Store.Log.ReadNewestRecords(1)[0].Body);
        });
        Assert.Equal([true], stored);
    }

    /// <summary>A commit of the index waits for no disk (1: only what is moved to its place does), one of the log does (2).</summary>
    [Fact]
    public void ACommitOfTheIndexWaitsForNoDisk()
    {
        Assert.Equal(1, _house.Store.Database.Search.Write(work => work.Number("PRAGMA synchronous")));
        Assert.Equal(2, _house.Store.Database.Write(work => work.Number("PRAGMA synchronous")));
    }

    /// <summary>An index that cannot be made stops neither the start nor the records: that is told once, and pages look at the log itself.</summary>
    [Fact]
    public async Task AnIndexThatCannotBeMadeStopsNothing()
    {
        _house.Stop();
        File.Delete(SearchPath);
        Directory.CreateDirectory(SearchPath);
        _house.Open();
        using var stop = new CancellationTokenSource();
        Task watching = new SearchWatch(_house.Core, new SearchFollower(_house.Store.Log, _house.Store.Terminals)).RunAsync(stop.Token);
        await Until.HoldsAsync(() => _house.Core.Faults.Count > 0);
        await stop.CancelAsync();
        await watching;
        int records = _house.Store.Log.ReadRecords(null, 0, Many).Count;
        _house.Receive(_house.Terminal.Take(3));
        Assert.Equal(records + 3, _house.Store.Log.ReadRecords(null, 0, Many).Count);
        Assert.Equal(records + 3, new RecordSearch(_house.Store.Log, _house.Store.Terminals).Find(new RecordQuery(), Many, Zone).Entries.Count);
        Assert.Null(Index.Days());
        Directory.Delete(SearchPath);
        Follow(_house);
        AssertWhole(_house);
    }

    /// <summary>A file that is missing, damaged, another program's or another version's is made anew; of one that could not be read it is told.</summary>
    [Theory]
    [InlineData("missing", false)]
    [InlineData("empty", false)]
    [InlineData("version", false)]
    [InlineData("text", true)]
    [InlineData("table", true)]
    [InlineData("middle", true)]
    public void AFileThatCannotBeUsedIsMadeAnew(string fault, bool told)
    {
        _house.Stop();
        switch (fault)
        {
            case "missing":
                File.Delete(SearchPath);
                break;
            case "empty":
                File.WriteAllBytes(SearchPath, []);
                break;
            case "version":
                Change("PRAGMA user_version = 99");
                break;
            case "text":
                File.WriteAllText(SearchPath, new string('x', 50_000));
                break;
            case "table":
                Change("DROP TABLE search_person");
                break;
            default:
                byte[] file = File.ReadAllBytes(SearchPath);

                // All but the page that says which tables there are.
                file.AsSpan(4096).Fill(0xEE);
                File.WriteAllBytes(SearchPath, file);
                break;
        }

        _house.Open();
        var watch = new SearchWatch(_house.Core, new SearchFollower(_house.Store.Log, _house.Store.Terminals));
        long faults = _house.Core.Faults.Count;
        try
        {
            watch.Step();
        }
        catch (SqliteException)
        {
            // Damage that shows at a look fails that look, and no other.
        }

        while (watch.Step())
        {
            // It goes on until it has come to the end.
        }

        AssertWhole(_house);
        Assert.Equal(told, _house.Core.Faults.Count > faults);
        Assert.Empty(_house.Verify().Faults);
    }

    /// <summary>An index that was made from another log finds nothing, and is thrown away.</summary>
    [Fact]
    public void TheIndexOfAnotherLogFindsNothing()
    {
        using House other = new House().Open(Years.Roster());
        other.Receive(other.Terminal.Take(40));
        Follow(other);
        other.Stop();
        _house.Stop();
        File.Copy(SearchDatabase.PathIn(other.Folder), SearchPath, overwrite: true);
        _house.Open();
        AssertNone();
        Follow(_house);
        AssertWhole(_house);
    }

    /// <summary>So is one whose log was put back to a moment before, by whatever hand, and has gone on from there.</summary>
    [Fact]
    public void ALogThatWasPutBackHasNoIndex()
    {
        string copy = Path.Combine(_house.Folder, "copy");
        _house.Store.Log.BackUp(copy);
        _house.Receive(_house.Terminal.Take(5));
        Follow(_house);
        long position = Index.Head.Position;
        _house.Stop();
        File.Copy(copy, SqliteDatabase.PathIn(_house.Folder), overwrite: true);
        _house.Open();
        AssertNone();
        _house.Receive(Enumerable.Range(0, 9).Select(i => new FakeTerminal("T1", House.Key, $"0000000{i}").Next("handover.due")));
        Assert.NotEmpty(_house.Store.Log.ReadAt([position]));
        AssertNone();
        Follow(_house);
        AssertWhole(_house);
    }

    /// <summary>A log whose end was cut off has none either.</summary>
    [Fact]
    public void ALogThatWasCutHasNoIndex()
    {
        _house.ByHand("DELETE FROM log WHERE position > 40");
        AssertNone();
        Follow(_house);
        Assert.InRange(Rows(_house).Max(), 30, 40);
    }

    /// <summary>A restore leaves no index of what was there before.</summary>
    [Fact]
    public void ARestoreTakesTheIndexAway()
    {
        string backup = _house.BackUp();
        _house.Stop();
        Assert.True(File.Exists(SearchPath));
        Restore.Run(_house.Options, backup, force: true, _house.Time);
        Assert.False(File.Exists(SearchPath));
    }

    /// <summary>A database of before, with the index in it, loses that, and the file beside it is made anew.</summary>
    [Fact]
    public void AnOlderDatabaseLosesItsIndex()
    {
        string sql = string.Join(';', _house.Store.Database.Search.Read(work => work.Query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL", row => row.GetString(0))));
        _house.Stop();
        File.Delete(SearchPath);
        OtherHand.Change(_house.Folder, sql + ";INSERT INTO search_word(code, kind, word) VALUES(1, 'person', 'S02');DROP TABLE firmware_image;UPDATE schema_version SET version = 12;PRAGMA user_version = 12");
        _house.Open();
        Assert.Equal(0, _house.Store.Database.Read(work => work.Number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'")));
        Follow(_house);
        AssertWhole(_house);
    }

    /// <summary>Neither the file nor what stands beside it while it is used names somebody who was erased.</summary>
    [Fact]
    public void NoByteNamesWhoWasErased()
    {
        Assert.True(IsNamed());
        Erase();
        Assert.Equal("", Erasure.ClearPages(_house.Store.Database));
        Assert.False(IsNamed());
        Assert.NotEqual(0, Index.Head.Position);
        Follow(_house);
        AssertWhole(_house);
        Assert.False(IsNamed());
    }

    /// <summary>
    /// A bridge that dies, or loses its power, when the log has an erasure and the index has not: from that moment on nobody is found by it, and it is thrown away and made anew, so that no byte names him.
    /// </summary>
    [Fact]
    public void AnIndexThatWasNotToldOfAnErasureIsThrownAway()
    {
        _house.Core.SetRoster(Years.Roster(withS02: false));
        Follow(_house);
        int had = Index.Find(new RecordQuery(Person: "S02"), Many).Count;
        Assert.True(had >= 20, $"He is found {had} times.");
        string away = Path.Combine(_house.Folder, "away");
        _house.Stop();
        File.Move(SearchPath, away);
        _house.Open(Years.Roster(withS02: false));
        Erase();
        _house.Stop();
        File.Move(away, SearchPath, overwrite: true);
        Assert.True(IsNamed());
        _house.Open(Years.Roster(withS02: false));
        AssertNone();
        Follow(_house);
        Assert.False(IsNamed());
        AssertWhole(_house);
        string pseudonym = Assert.Single(Words(), word => word.StartsWith('x'));
        Assert.Equal(had, Index.Find(new RecordQuery(Person: pseudonym), Many).Count);
    }

    /// <summary>One that was not told of an erasure is not taken for told by the next one, and one that has something of behind an erasure is not told of it: both are emptied.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatCannotBeToldIsEmptied(bool hasPseudonym)
    {
        byte[] before = _house.Store.Log.NewestErasure();
        long at = AppendErasure();
        if (hasPseudonym)
        {
            _house.Store.Database.Search.Write(work => work.Execute("INSERT INTO search_word(code, kind, word) VALUES(1000, 'person', 'x1234567')"));
        }

        Index.Tell("S02", "x1234567", hasPseudonym ? before : [1, 2, 3], at);
        Assert.Empty(Words());
        Assert.Empty(Rows(_house));
        Assert.Equal(SearchHead.None, Index.Head);
        Follow(_house);
        AssertWhole(_house);
    }

    /// <summary>Who is written into the index between an erasure and its being told of that has the pseudonym like everything before; what is told twice changes nothing.</summary>
    [Fact]
    public void WhoIsWrittenBetweenBothIsRenamed()
    {
        byte[] before = _house.Store.Log.NewestErasure();
        long at = AppendErasure();
        _house.Store.Database.Search.Write(work => work.Execute("INSERT INTO search_word(code, kind, word) VALUES(1000, 'person', 'S03'); INSERT INTO search_person(person, position, post, type, day) VALUES(1000, 30, 1, 1, 20260303)"));
        Assert.Equal(SearchHead.None, Index.Head);
        Index.Tell("S03", "x1234567", before, at);
        Assert.Equal([30L], Index.Find(new RecordQuery(Person: "x1234567"), Many));
        Assert.DoesNotContain("S03", Words());
        long turn = Index.Head.Turn;
        Index.Tell("S03", "x7654321", before, at);
        Assert.Equal(turn, Index.Head.Turn);
    }

    /// <summary>As nobody waits for it, whatever has come is taken in one transaction.</summary>
    [Fact]
    public void WhatHasComeIsOneTransaction()
    {
        _house.Receive(_house.Terminal.Take(300));
        long turn = Index.Head.Turn;
        Assert.False(new SearchWatch(_house.Core, new SearchFollower(_house.Store.Log, _house.Store.Terminals)).Step());
        Assert.Equal(turn + 1, Index.Head.Turn);
        AssertWhole(_house);
    }

    private static void Follow(House house)
    {
        var follower = new SearchFollower(house.Store.Log, house.Store.Terminals);
        while (follower.Step(Zone))
        {
            // It goes on until it has come to the end.
        }
    }

    private static long[] Rows(House house) => [.. house.Store.Database.Search.Read(work => work.Query("SELECT position FROM search ORDER BY position", row => row.GetInt64(0)))];

    private static void AssertWhole(House house)
    {
        long[] wanted = [.. house.Store.Log.ReadRecords(null, 0, Many).Select(entry => entry.Position)];
        Assert.Equal(wanted, Rows(house));
        Assert.Equal(wanted, new SearchIndex(house.Store.Log).Find(new RecordQuery(), Many).Order());
    }

    // Whatever stands in the file, nothing is found by it.
    private void AssertNone()
    {
        Assert.Equal(SearchHead.None, Index.Head);
        Assert.Empty(Index.Find(new RecordQuery(), Many));
        Assert.Empty(Index.Find(new RecordQuery(Person: "S02"), Many));
        Assert.Null(Index.Days());
        Assert.Empty(Index.Count(null, 0, int.MaxValue));
        Assert.Empty(Index.FindIn("hotline", RecordTypes.All.ToArray(), 0, int.MaxValue, Many));
    }

    private void Erase()
    {
        _house.Core.SetRoster(Years.Roster(withS02: false));
        using BridgeStore beside = BridgeStore.OpenBeside(_house.Options, _house.Time);
        (_, IReadOnlyList<string> lines) = Erasure.Run(beside, _house.Folder, "S02", false, _house.Time.GetUtcNow());
        Assert.DoesNotContain(lines, line => line.Contains(SearchDatabase.FileName, StringComparison.Ordinal));
    }

    private long AppendErasure() => _house.Store.Log.Append([new LogEntry(0, LogKind.Erasure, "", "", 0, new ErasureAct("test", 1, 0).ToBody(), _house.Time.GetUtcNow())])[0];

    // A word stands behind its kind.
    private bool IsNamed() => Directory.GetFiles(_house.Folder, SearchDatabase.FileName + "*").Any(path => Bytes(path).AsSpan().IndexOf("personS02"u8) >= 0);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private string[] Words() => [.. _house.Store.Database.Search.Read(work => work.Query("SELECT word FROM search_word", row => row.GetString(0)))];

    private void Change(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = SearchPath, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
