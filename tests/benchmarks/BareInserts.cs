using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Store;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// Rows as the log has them, inserted as one would through ADO.NET (a prepared command for each row, or all of them in a batch where the database has such), without a look at what is there, a seal to
/// be made: what the database gives whoever asks for nothing more. The table is one without an index, or the log's own.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal sealed class BareInserts : IDisposable
{
    private const string WritesAhead = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
    private static readonly string[] Names = ["@position", "@kind", "@terminal", "@epoch", "@seq", "@body", "@received", "@seal"];

    private readonly DbConnection _connection;
    private readonly string _statement;
    private readonly byte[] _seal = RandomNumberGenerator.GetBytes(32);
    private long _position;

    private BareInserts(DbConnection connection, string table, string setup)
    {
        _connection = connection;
        _statement = $"INSERT INTO {table}(position, kind, terminal, epoch, seq, body, received, seal) VALUES(@position, @kind, @terminal, @epoch, @seq, @body, @received, @seal)";
        connection.Open();
        Execute(setup);
    }

    /// <summary>A table without an index in a new database of SQLite.</summary>
    internal static BareInserts InSqlite(string path) => new(new SqliteConnection($"Data Source={path};Pooling=False"), "bare", WritesAhead + Table("INTEGER", "BLOB"));

    /// <summary>The log's own table with its indexes, in a new database of SQLite in a folder.</summary>
    internal static BareInserts InLog(string folder)
    {
        Log.Open(folder).Dispose();
        return new(new SqliteConnection($"Data Source={SqliteDatabase.PathIn(folder)};Pooling=False"), "log", WritesAhead);
    }

    /// <summary>A table without an index but that of its key in a database of PostgreSQL that has none of the name.</summary>
    internal static BareInserts InPostgres(string connection) => new(new NpgsqlConnection(connection), "bare", Table("BIGINT", "BYTEA"));

    /// <summary>Inserts entries in one transaction; returns how long that took.</summary>
    internal TimeSpan Insert(IEnumerable<LogEntry> entries) => Insert(entries.Select(entry => (entry.Terminal, entry.Epoch, entry.Seq, entry.Body, entry.ReceivedAt)));

    /// <summary>Inserts records in one transaction; returns how long that took.</summary>
    internal TimeSpan Insert(IEnumerable<(string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset ReceivedAt)> records)
    {
        object[][] rows = [.. records.Select(record => new object[] { ++_position, "Record", record.Terminal, record.Epoch, record.Seq, record.Body, record.ReceivedAt.ToUnixTimeMilliseconds(), _seal })];
        long from = Stopwatch.GetTimestamp();
        using DbTransaction transaction = _connection.BeginTransaction();
        if (_connection.CanCreateBatch)
        {
            InsertAsBatch(transaction, rows);
        }
        else
        {
            InsertEach(transaction, rows);
        }

        transaction.Commit();
        return Stopwatch.GetElapsedTime(from);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void InsertEach(DbTransaction transaction, object[][] rows)
    {
        using DbCommand insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = _statement;
        DbParameter[] parameters = [.. Names.Select(name => Parameter(insert.CreateParameter(), name))];
        insert.Parameters.AddRange(parameters);
        foreach (object[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i];
            }

            insert.ExecuteNonQuery();
        }
    }

    private void InsertAsBatch(DbTransaction transaction, object[][] rows)
    {
        using DbBatch batch = _connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (object[] row in rows)
        {
            DbBatchCommand insert = batch.CreateBatchCommand();
            insert.CommandText = _statement;
            for (int i = 0; i < row.Length; i++)
            {
                DbParameter parameter = Parameter(insert.CreateParameter(), Names[i]);
                parameter.Value = row[i];
                insert.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(insert);
        }

        batch.ExecuteNonQuery();
    }

    private static DbParameter Parameter(DbParameter parameter, string name)
    {
        parameter.ParameterName = name;
        return parameter;
    }

    private static string Table(string number, string blob) => $"CREATE TABLE bare(position {number} PRIMARY KEY, kind TEXT NOT NULL, terminal TEXT NOT NULL, epoch TEXT NOT NULL, seq BIGINT NOT NULL, body {blob} NOT NULL, received BIGINT NOT NULL, seal {blob})";

    private void Execute(string sql)
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
