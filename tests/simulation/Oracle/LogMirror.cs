using System;
using System.Collections.Generic;
using System.Text;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.Simulation.World;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>One row of the log that holds something that a terminal, or somebody in its name, has sent.</summary>
public sealed record StoredRow(long Position, string Kind, string Terminal, long Seq, byte[] Body, DateTimeOffset ReceivedAt);

/// <summary>
/// What is on the bridge's disk, read through a connection of its own, which sees what is committed and nothing else. It is compared with what the terminals have written.
/// </summary>
public sealed class LogMirror : IDisposable
{
    private const string Rows = "SELECT position, kind, terminal, epoch, seq, body, received FROM log WHERE position > @after ORDER BY position";

    private readonly string _path;
    private readonly Verdict _verdict;
    private readonly Func<string, JournalMirror> _journalOf;
    private readonly Dictionary<string, HashSet<long>> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _upTo = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forged;
    private SqliteConnection? _connection;
    private SqliteCommand? _command;
    private long _position;

    /// <summary>A mirror of a database that is there.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="verdict">Where violations go.</param>
    /// <param name="journalOf">What a terminal has written.</param>
    /// <param name="forged">The bytes, in hex, that somebody else has sent.</param>
    public LogMirror(string path, Verdict verdict, Func<string, JournalMirror> journalOf, HashSet<string> forged)
    {
        _path = path;
        _verdict = verdict;
        _journalOf = journalOf;
        _forged = forged;
    }

    /// <summary>The rows of records, in the order of the log.</summary>
    public List<StoredRow> Records { get; } = [];

    /// <summary>Everything of a terminal is stored up to this number; what it has given up is nothing.</summary>
    public long UpTo(string terminal)
    {
        long upTo = _upTo.GetValueOrDefault(terminal);
        IReadOnlyList<SeenRecord?> records = _journalOf(terminal).Records;
        while (upTo < records.Count && (records[(int)upTo] == null || (_stored.TryGetValue(terminal, out HashSet<long>? stored) && stored.Contains(upTo + 1))))
        {
            upTo++;
        }

        return _upTo[terminal] = upTo;
    }

    /// <summary>How long at most the log had a later record of a terminal and lacked an earlier one, which came in the end.</summary>
    public TimeSpan LongestGap(string terminal)
    {
        TimeSpan longest = TimeSpan.Zero;
        var newest = new List<StoredRow>();
        foreach (StoredRow row in Records)
        {
            if (!string.Equals(row.Terminal, terminal, StringComparison.Ordinal) || !IsOwn(row))
            {
                continue;
            }

            if (newest.Find(before => before.Seq > row.Seq) is { } since)
            {
                longest = row.ReceivedAt - since.ReceivedAt > longest ? row.ReceivedAt - since.ReceivedAt : longest;
            }
            else
            {
                newest.Add(row);
            }
        }

        return longest;
    }

    /// <summary>Reads what was committed since the last time.</summary>
    public void Pull()
    {
        SqliteCommand command = Command();
        command.Parameters[0].Value = _position;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            _position = reader.GetInt64(0);
            string kind = reader.GetString(1);
            if (kind is nameof(LogKind.Record) or nameof(LogKind.Fork) or nameof(LogKind.Quarantined))
            {
                Take(new StoredRow(_position, kind, reader.GetString(2), reader.GetInt64(4), reader.GetFieldValue<byte[]>(5), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6))));
            }
        }
    }

    /// <summary>Whether a record is stored.</summary>
    public bool Has(string terminal, byte[] body)
    {
        if (IsForged(body))
        {
            return Records.Exists(row => row.Body.AsSpan().SequenceEqual(body));
        }

        return _stored.TryGetValue(terminal, out HashSet<long>? stored) && stored.Contains(new SeenRecord(body).Seq);
    }

    /// <summary>Reads everything again and compares it with what was there.</summary>
    public void Compare()
    {
        List<StoredRow> before = [.. Records];
        Forget();
        Pull();
        _verdict.Check(Invariants.Stays, Records.Count >= before.Count, () => $"the log had {before.Count} records, and has {Records.Count}");
        for (int i = 0; i < Math.Min(before.Count, Records.Count) && _verdict.First == null; i++)
        {
            _verdict.Check(Invariants.Stays, before[i].Position == Records[i].Position && before[i].Body.AsSpan().SequenceEqual(Records[i].Body), () => $"at {before[i].Position} stood another record");
        }
    }

    /// <summary>The file is another one now.</summary>
    public void Forget()
    {
        Dispose();
        Records.Clear();
        _stored.Clear();
        _upTo.Clear();
        _position = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _command?.Dispose();
        _connection?.Dispose();
        _command = null;
        _connection = null;
    }

    /// <summary>Whether a row holds what its terminal has written.</summary>
    public bool IsOwn(StoredRow row) => !IsForged(row.Body);

    private bool IsForged(byte[] body) => _forged.Count > 0 && _forged.Contains(Convert.ToHexString(body));

    private void Take(StoredRow row)
    {
        Records.Add(row);
        if (IsForged(row.Body))
        {
            return;
        }

        JournalMirror journal = _journalOf(row.Terminal);
        bool own = row.Seq >= 1 && row.Seq <= journal.Records.Count && journal.Records[(int)row.Seq - 1] is { } written && row.Body.AsSpan().SequenceEqual(written.Body);
        if (!_verdict.Check(Invariants.Once, own, () => $"the log has, as {row.Terminal}/{row.Seq}, what that terminal never wrote: {Encoding.UTF8.GetString(row.Body)}"))
        {
            return;
        }

        if (!_stored.TryGetValue(row.Terminal, out HashSet<long>? stored))
        {
            stored = [];
            _stored.Add(row.Terminal, stored);
        }

        _verdict.Check(Invariants.Once, stored.Add(row.Seq), () => $"{row.Terminal}/{row.Seq} is stored twice, now as {row.Kind} at {row.Position}");
    }

    private SqliteCommand Command()
    {
        if (_command == null)
        {
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
            _connection.Open();
            _command = _connection.CreateCommand();
            _command.CommandText = Rows;
            _command.Parameters.AddWithValue("@after", 0L);
        }

        return _command;
    }
}
