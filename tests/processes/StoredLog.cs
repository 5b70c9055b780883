using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.Processes;

/// <summary>The log of a house as it is committed, read by a connection of its own and by nothing of the bridge's code.</summary>
/// <param name="open">Opens a connection.</param>
internal sealed class StoredLog(Func<DbConnection> open)
{
    private const int MacBytes = 16;

    // The last member of a record is its signature, and is not signed: ,"mac":"32 hex digits"}
    private const int TailBytes = 42;

    private readonly Dictionary<string, SortedDictionary<long, byte[]>> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _epochs = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private long _position;

    /// <summary>How many records are stored.</summary>
    internal long Count { get; private set; }

    /// <summary>How many of them are stored once more, or stand beside another one of their number.</summary>
    internal long Double { get; private set; }

    /// <summary>What else a log must not have.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>The records of a terminal, by their numbers.</summary>
    internal SortedDictionary<long, byte[]> Of(string terminal) => _records.TryGetValue(terminal, out SortedDictionary<long, byte[]>? records) ? records : [];

    /// <summary>Whether a record is stored.</summary>
    internal bool Has(string terminal, Claim claim) => Of(terminal).TryGetValue(claim.Seq, out byte[]? record) && string.Equals(MacOf(record), claim.Mac, StringComparison.Ordinal);

    /// <summary>Reads what was committed since the last time.</summary>
    /// <exception cref="DbException">The database cannot be read now.</exception>
    internal void ReadNew()
    {
        using DbConnection connection = open();
        connection.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, kind, terminal, epoch, seq, body FROM log WHERE position > @after ORDER BY position";
        DbParameter after = command.CreateParameter();
        after.ParameterName = "@after";
        after.Value = _position;
        command.Parameters.Add(after);
        using DbDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            long position = rows.GetInt64(0);
            if (position != _position + 1)
            {
                _faults.Add($"behind position {_position} comes {position}");
            }

            _position = position;
            Take(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetInt64(4), rows.GetFieldValue<byte[]>(5));
        }
    }

    /// <summary>How many records of a terminal do not follow upon the one before: a number is left out, or a signature does not fit.</summary>
    internal int Breaks(string terminal, string key)
    {
        byte[] secret = Convert.FromHexString(key);
        byte[] before = new byte[MacBytes];
        long expected = 1;
        int breaks = 0;
        foreach ((long seq, byte[] record) in Of(terminal))
        {
            byte[] mac = HMACSHA256.HashData(secret, (byte[])[.. before, .. record.AsSpan(..^TailBytes)])[..MacBytes];
            string said = MacOf(record);
            breaks += seq != expected || !string.Equals(Convert.ToHexStringLower(mac), said, StringComparison.Ordinal) ? 1 : 0;
            before = Convert.FromHexString(said);
            expected = seq + 1;
        }

        return breaks;
    }

    private static string MacOf(byte[] record) => Encoding.ASCII.GetString(record.AsSpan()[^((2 * MacBytes) + 2)..^2]);

    private void Take(string kind, string terminal, string epoch, long seq, byte[] body)
    {
        switch (kind)
        {
            case "Record":
                if (!string.Equals(_epochs.GetValueOrDefault(terminal, epoch), epoch, StringComparison.Ordinal))
                {
                    _faults.Add($"{terminal} has begun another journal");
                }

                _epochs[terminal] = epoch;
                _records.TryAdd(terminal, []);
                Count++;
                Double += _records[terminal].TryAdd(seq, body) ? 0 : 1;
                break;
            case "Fork" or "Quarantined":
                Double++;
                _faults.Add($"{terminal} {seq} is stored as {kind}");
                break;
        }
    }
}
