using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Search;

/// <summary>Whatever is asked for, the database reads one range of one index, in its order: it goes through no table and sorts nothing, also when nothing fits.</summary>
public sealed class SearchPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-search-").FullName;
    private readonly Log _log;

    /// <summary>An empty database.</summary>
    public SearchPlanTests()
    {
        _log = Log.Open(_folder, syncs: false);
    }

    /// <summary>Every combination of what can be asked about, in both directions, and the index that it is to be read from.</summary>
    public static TheoryData<string, string> Combinations => new()
    {
        { "", "INTEGER PRIMARY KEY" },
        { "post", "search_post " },
        { "type", "search_type " },
        { "post,type", "search_post_type " },
        { "day", "search_day " },
        { "post,day", "search_day " },
        { "type,day", "search_day " },
        { "post,type,day", "search_day " },
        { "person", "PRIMARY KEY" },
        { "person,post", "search_person_post " },
        { "person,type", "search_person_type " },
        { "person,post,type", "search_person_post_type " },
        { "person,day", "search_person_day " },
        { "person,post,day", "search_person_day " },
        { "person,type,day", "search_person_day " },
        { "person,post,type,day", "search_person_day " },
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, true);
    }

    /// <summary>There is a plan for each of them.</summary>
    [Theory]
    [MemberData(nameof(Combinations))]
    public void EveryCombinationIsOneRangeOfOneIndex(string asked, string index)
    {
        string[] about = asked.Split(',');
        var query = new RecordQuery(
            about.Contains("post", StringComparer.Ordinal) ? "hotline" : null,
            about.Contains("person", StringComparer.Ordinal) ? "S01" : null,
            about.Contains("type", StringComparer.Ordinal) ? "duty.clock-in" : null,
            about.Contains("day", StringComparer.Ordinal) ? 20260302 : null);
        foreach (RecordQuery page in new[] { query, query with { Before = 1000 }, query with { After = 1000 } })
        {
            string[] plan = Plan(page);
            Assert.All(plan, step => Assert.DoesNotContain("SCAN", step, StringComparison.Ordinal));
            Assert.All(plan, step => Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal));
            string step = Assert.Single(plan);
            Assert.StartsWith("SEARCH ", step, StringComparison.Ordinal);
            Assert.Contains(index, step, StringComparison.Ordinal);
            Assert.Contains(index is "INTEGER PRIMARY KEY" ? "rowid" : "position", step, StringComparison.Ordinal);
        }
    }

    /// <summary>A span of days is one range of the index of days, whatever else is asked about.</summary>
    [Theory]
    [InlineData(null, null, null, "search_day (day>? AND day<?")]
    [InlineData("hotline", null, null, "search_day (day>? AND day<?")]
    [InlineData(null, null, "duty.clock-in", "search_day (day>? AND day<?")]
    [InlineData("hotline", null, "duty.clock-in", "search_day (day>? AND day<?")]
    [InlineData(null, "S01", null, "search_person_day (person=? AND day>? AND day<?")]
    [InlineData("hotline", "S01", "duty.clock-in", "search_person_day (person=? AND day>? AND day<?")]
    public void ASpanIsOneRangeOfOneIndex(string? post, string? person, string? type, string range)
    {
        var query = new RecordQuery(post, person, type, 20260301) { LastDay = 20260331 };
        foreach (RecordQuery page in new[] { query, query with { Before = 1000 }, query with { After = 1000 } })
        {
            string[] plan = Plan(page);
            Assert.All(plan, step => Assert.DoesNotContain("SCAN", step, StringComparison.Ordinal));
            string step = Assert.Single(plan, step => step.StartsWith("SEARCH ", StringComparison.Ordinal));
            Assert.Contains(range, step, StringComparison.Ordinal);
            Assert.Contains("COVERING", step, StringComparison.Ordinal);
        }
    }

    /// <summary>What is no record is found by its kind without going through the records, of which there may be millions: at every commit the newest word about what was removed is looked for.</summary>
    [Theory]
    [InlineData("SELECT max(position) FROM log WHERE kind = 'Retained' AND kind <> 'Record'")]
    [InlineData("SELECT body FROM log WHERE kind = @kind AND kind <> 'Record' AND position > @at ORDER BY position LIMIT 10")]
    [InlineData("SELECT body FROM log WHERE kind = @kind AND kind <> 'Record' AND position < @at ORDER BY position DESC LIMIT 10")]
    public void OtherKindsHaveTheirIndex(string sql)
    {
        Parameter[] parameters = sql.Contains('@', StringComparison.Ordinal) ? [("@kind", "Terminal"), ("@at", 5L)] : [];
        string step = Assert.Single(_log.Database.Read(work => work.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3), parameters)), step => step.Contains("log", StringComparison.Ordinal));
        Assert.Contains("log_kind (kind=?", step, StringComparison.Ordinal);
    }

    private string[] Plan(RecordQuery query)
    {
        (string sql, Parameter[] parameters) = SearchIndex.Ask(query, 51, (_, _) => 7)!.Value;
        return [.. _log.Database.Search.Read(work => work.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3), parameters))];
    }
}
