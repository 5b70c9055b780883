using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Benchmarks;

/// <summary>Rows as the log has them, inserted without a look at what is there, a seal to be made or an index on numbers: what the database gives whoever asks for nothing more. The database is closed with it.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal sealed class BareInserts : IDisposable
{
    private static readonly string[] Names = ["@position", "@kind", "@terminal", "@epoch", "@seq", "@body", "@received", "@seal"];

    private readonly Database _database;
    private readonly byte[] _seal = RandomNumberGenerator.GetBytes(32);
    private long _position;

    /// <summary>A table in a database that has none of the name.</summary>
    internal BareInserts(Database database)
    {
        _database = database;
        database.Write(work => work.Execute(
            $"CREATE TABLE bare(position BIGINT PRIMARY KEY, kind TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, seq BIGINT NOT NULL, body {database.BlobType} NOT NULL, received BIGINT NOT NULL, seal {database.BlobType})"));
    }

    /// <summary>Inserts entries in one transaction; returns how long that took.</summary>
    internal TimeSpan Insert(IEnumerable<LogEntry> entries) => Insert(entries.Select(entry => (entry.Terminal, entry.Epoch, entry.Seq, entry.Body, entry.ReceivedAt)));

    /// <summary>Inserts records in one transaction; returns how long that took.</summary>
    internal TimeSpan Insert(IEnumerable<(string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset ReceivedAt)> records)
    {
        object?[][] rows = [.. records.Select(record => new object?[] { ++_position, "Record", record.Terminal, record.Epoch, record.Seq, record.Body, record.ReceivedAt.ToUnixTimeMilliseconds(), _seal })];
        long from = Stopwatch.GetTimestamp();
        _database.Write(work => work.ExecuteEach("INSERT INTO bare(position, kind, terminal, epoch, seq, body, received, seal) VALUES(@position, @kind, @terminal, @epoch, @seq, @body, @received, @seal)", Names, rows));
        return Stopwatch.GetElapsedTime(from);
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
