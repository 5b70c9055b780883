using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace DutyKiosk.Benchmarks;

/// <summary>What a bridge keeps, in a new folder or a new database of PostgreSQL, and the bridge's core over it, with one terminal that sends ordinary days.</summary>
internal sealed class BenchHouse : IMessageOut, IDisposable
{
    /// <summary>How many records there are where many are stored.</summary>
    internal const int UsualCount = 1_000_000;

    /// <summary>How many records a day has: the number of taps of the soak.</summary>
    internal const int RecordsADay = 500;

    private static readonly byte[] Key = Convert.FromHexString(new string('7', 64));

    private readonly BridgeStore _store;
    private int _made;

    /// <summary>A bridge with its sample roster.</summary>
    /// <param name="database">The connection string; empty: SQLite in <paramref name="folder"/>.</param>
    internal BenchHouse(string folder, string database, TimeProvider time)
    {
        _store = BridgeStore.Open(new BridgeOptions { DataFolder = folder, Database = database }, time);
        _store.Append(time.GetUtcNow(), _store.Enrolment.Known("T1", "hotline", true, Key, "", "benchmark"));
        Core = new BridgeCore(_store.Log, _store.Terminals, time, this);
        Core.SetRoster(SampleRoster.Roster(time.GetUtcNow()));
        Core.Step();
    }

    /// <summary>The core.</summary>
    internal BridgeCore Core { get; }

    /// <summary>The terminal.</summary>
    internal FakeTerminal Terminal { get; } = new("T1", Key);

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        // No terminal listens.
    }

    /// <summary>The next records of ordinary days, made at a time: people come and go, now and then a badge is unknown, and four times a day the post is handed over.</summary>
    internal List<byte[]> Next(int count, DateTimeOffset at)
    {
        string moment = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(_ => Make(_made++, moment))];
    }

    /// <summary>Has records received, stored and folded, as the bridge's own thread does.</summary>
    internal void Take(IEnumerable<byte[]> records)
    {
        Receive(records);
        if (!Core.Commit())
        {
            throw new IOException("The bridge could not store what it was to be measured by.");
        }

        Core.Step();
    }

    /// <summary>Has records received.</summary>
    internal void Receive(IEnumerable<byte[]> records)
    {
        foreach (byte[] record in records)
        {
            Core.Receive("T1", Terminal.EventTopic, record, null);
        }
    }

    /// <summary>
    /// Fills an empty folder, or an empty database, with records that come by the bridge's own way, a day at a time, up to yesterday; the index of the records' page is made, too, as a bridge that has
    /// run for so long has it. A folder that was filled before is left as it is, so that several measurements can go by one.
    /// </summary>
    /// <returns>What a bridge over it is started with.</returns>
    internal static BridgeOptions Fill(string folder, string database, int records)
    {
        Directory.CreateDirectory(folder);
        var options = new BridgeOptions { DataFolder = folder, Database = database, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = LogLevel.Error };
        int days = records / RecordsADay;
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-days - 1));
        bool isFilled = database.Length == 0 && File.Exists(SqliteDatabase.PathIn(folder));
        if (!isFilled)
        {
            using var house = new BenchHouse(folder, database, time);
            for (int day = 0; day < days; day++)
            {
                time.Advance(TimeSpan.FromDays(1));
                house.Take(house.Next(RecordsADay, time.GetUtcNow()));
            }

            if (house.Proved() != records)
            {
                throw new InvalidOperationException($"Of {records} records {house.Proved()} are proved.");
            }
        }

        using BridgeStore store = BridgeStore.Open(options, TimeProvider.System);
        var follower = new SearchFollower(store.Log, store.Terminals);
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[SampleRoster.Roster(time.GetUtcNow()).Zone];
        while (follower.Step(zone))
        {
            // A transaction at a time.
        }

        long stored = store.Log.Database.Read(work => work.Number("SELECT count(*) FROM log WHERE kind = 'Record'"));
        return stored == records ? options : throw new InvalidOperationException($"{folder} has {stored} records where {records} are wanted: name another folder, or empty it.");
    }

    /// <summary>How many records are stored and proved.</summary>
    internal long Proved() => Core.Read((_, chain) => chain.JournalsOf("T1").Sum(journal => journal.StoredUpTo));

    /// <inheritdoc/>
    public void Dispose()
    {
        Core.Dispose();
        _store.Dispose();
    }

    private byte[] Make(int number, string at)
    {
        int change = number / (RecordsADay / 4);
        (string outgoing, string incoming) = change % 2 == 0 ? ("S01", "S02") : ("S02", "S01");
        string shift = string.Create(CultureInfo.InvariantCulture, $"H{change}");
        string crew = number / 2 % 2 == 0 ? "S05" : "S06";
        return (number % (RecordsADay / 4), number % 2) switch
        {
            (0, _) => Terminal.Next("duty.clock-in", $"\"staff\":\"{incoming}\",\"badge\":\"0000000000000001\",\"shift\":\"{shift}n\",\"arrival\":\"on-time\",\"minutes\":-3", at),
            (1, _) => Terminal.Next("handover.confirmed", $"\"outgoing\":\"{outgoing}\",\"incoming\":\"{incoming}\",\"outgoingAt\":\"{at}\",\"incomingAt\":\"{at}\",\"from\":\"{shift}\",\"to\":\"{shift}n\",\"latenessSeconds\":0", at),
            (2, _) => Terminal.Next("duty.clock-out", $"\"staff\":\"{outgoing}\",\"shift\":\"{shift}\",\"leaving\":\"on-time\"", at),
            (_, 0) when number % 10 == 0 => Terminal.Next(at: at),
            (_, 0) => Terminal.Next("duty.clock-in", $"\"staff\":\"{crew}\",\"badge\":\"0000000000000005\",\"shift\":\"{shift}\",\"arrival\":\"on-time\",\"minutes\":-3", at),
            _ => Terminal.Next("duty.clock-out", $"\"staff\":\"{crew}\",\"shift\":\"{shift}\",\"leaving\":\"on-time\"", at),
        };
    }
}
