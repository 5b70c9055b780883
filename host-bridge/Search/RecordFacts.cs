using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using NodaTime;

namespace DutyKiosk.HostBridge.Search;

/// <summary>By what a record is found. It goes by what the record claims: whether that is proved is shown beside it, and a forged one must be found, too.</summary>
/// <param name="Post">The post that its terminal stood for then; empty: the terminal was never enrolled.</param>
/// <param name="Type">One of <see cref="RecordTypes"/>.</param>
/// <param name="Day">The civil day of the house, as 20260302: by the record's time, or by when the bridge had it, where it has none.</param>
/// <param name="People">Everybody who stands in it.</param>
public sealed record RecordFacts(string Post, string Type, int Day, IReadOnlyList<string> People)
{
    private static readonly string[] PersonMembers = ["staff", "outgoing", "incoming", "releasedBy"];

    /// <summary>Whether an entry is of a terminal's records.</summary>
    public static bool IsRecord(LogEntry entry) => entry.Kind is LogKind.Record or LogKind.Fork or LogKind.Quarantined or LogKind.Erased;

    /// <summary>Those of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="post">The post of its terminal at its place in the log.</param>
    /// <param name="zone">The zone of the house.</param>
    public static RecordFacts Of(LogEntry entry, string post, DateTimeZone zone)
    {
        if (entry.Kind == LogKind.Quarantined || RecordBody.Read(entry.Body) == null)
        {
            return new RecordFacts(post, RecordTypes.NoRecord, DayOf(entry.ReceivedAt, zone), []);
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        string[] people = [.. PersonMembers.Select(record.Id).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        return new RecordFacts(post, RecordTypes.Of(RecordTypes.CodeOf(record.Type)), DayOf(record.At, zone), people);
    }

    /// <summary>The civil day of a moment.</summary>
    public static int DayOf(DateTimeOffset at, DateTimeZone zone) => NumberOf(Instant.FromDateTimeOffset(at).InZone(zone).Date);

    /// <summary>A day as the index has it.</summary>
    public static int NumberOf(LocalDate day) => (((day.Year * 100) + day.Month) * 100) + day.Day;

    /// <summary>The day of such a number.</summary>
    public static LocalDate DayOf(long number) => new((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100));

    /// <summary>Whether this is asked for.</summary>
    public bool Fits(RecordQuery query)
    {
        return (query.Post == null || string.Equals(query.Post, Post, StringComparison.Ordinal))
            && (query.Type == null || string.Equals(query.Type, Type, StringComparison.Ordinal))
            && (query.Person == null || People.Contains(query.Person, StringComparer.Ordinal))
            && (query.Day is not { } first || (Day >= first && Day <= (query.LastDay ?? first)));
    }
}
