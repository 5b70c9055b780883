using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>A handover in the list of a day.</summary>
public sealed record FiledHandover(long Position, string Time, string Words);

/// <summary>What is filed under a day.</summary>
/// <param name="Day">The day, as 2026-03-02.</param>
/// <param name="Handovers">How many handovers.</param>
/// <param name="Sheets">How many sheets were signed.</param>
/// <param name="Alarms">How many alarms.</param>
/// <param name="Records">How many records.</param>
/// <param name="Filed">The handovers of the post that was chosen.</param>
public sealed record ArchiveDay(string Day, int Handovers, int Sheets, int Alarms, int Records, IReadOnlyList<FiledHandover> Filed);

/// <summary>The archive of a month.</summary>
/// <param name="Month">The month; empty: nothing is filed yet.</param>
/// <param name="Post">The post that was chosen; empty: all.</param>
/// <param name="Months">The months that may have something, newest first.</param>
/// <param name="Posts">The posts.</param>
/// <param name="Days">The days that have something, newest first.</param>
public sealed record ArchiveView(string Month, string Post, IReadOnlyList<string> Months, IReadOnlyList<(string Id, string Name)> Posts, IReadOnlyList<ArchiveDay> Days)
{
    /// <summary>What is filed, as somebody sees it.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The house.</param>
    /// <param name="chain">What is proved.</param>
    /// <param name="days">The first and the last day that have records; null: there are none.</param>
    /// <param name="month">The month that was chosen; null: nothing is filed yet.</param>
    /// <param name="post">The post that was chosen; empty: all.</param>
    /// <param name="counts">How many records of each type its days have.</param>
    /// <param name="handovers">The entries of the post's handovers in it.</param>
    public static ArchiveView Of(
        Language t, DutyRoom room, Chain chain, (int First, int Last)? days, YearMonth? month, string post, IReadOnlyList<DayCount> counts, IReadOnlyList<LogEntry> handovers)
    {
        RosterModel roster = room.Roster;
        ILookup<int, DayCount> byDay = counts.ToLookup(count => count.Day);
        Dictionary<int, int> signed = room.Posts.Where(state => post.Length == 0 || string.Equals(state.Post, post, StringComparison.Ordinal))
            .SelectMany(state => state.Book.Sheets).Where(sheet => sheet.Signature != null).CountBy(sheet => RecordFacts.DayOf(sheet.Signature!.At, roster.Zone)).ToDictionary();
        ILookup<int, FiledHandover> filed = handovers.Where(entry => chain.ProofOf(entry.Position) is null or Proof.Ok or Proof.Erased).Select(entry => Filed(t, roster, entry)).ToLookup(pair => pair.Day, pair => pair.Handover);
        return new ArchiveView(
            month is { } chosen ? ArchiveMonths.Text(chosen) : "",
            post,
            days is { } span ? [.. ArchiveMonths.Between(span.First, span.Last).Select(ArchiveMonths.Text)] : [],
            [.. PostOrder.InRosterOrder(room).Select(state => (state.Post, PostOrder.NameOf(roster, state.Post)))],
            [
                .. byDay.OrderByDescending(group => group.Key).Select(group => new ArchiveDay(
                    ArchiveMonths.DayText(group.Key),
                    Sum(group, type => type is "handover.confirmed"),
                    signed.GetValueOrDefault(group.Key),
                    Sum(group, type => ArchiveMonths.AlarmTypes.Contains(type, StringComparer.Ordinal)),
                    Sum(group, _ => true),
                    [.. filed[group.Key]])),
            ]);
    }

    private static int Sum(IEnumerable<DayCount> counts, Func<string, bool> which) => counts.Where(count => which(count.Type)).Sum(count => count.Count);

    private static (int Day, FiledHandover Handover) Filed(Language t, RosterModel roster, LogEntry entry)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        RecordRow row = RecordRow.Of(t, roster, entry, "", Proof.Ok);
        return (RecordFacts.DayOf(record.At, roster.Zone), new FiledHandover(entry.Position, row.At[11..16], row.People));
    }
}
