using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace DutyKiosk.HostBridge.Store;

/// <summary>A database of PostgreSQL, which several bridges may share. Connections come from a pool, and a server that went away is found again by the next one.</summary>
public sealed class PostgresDatabase : Database
{
    private const string Channel = "dutykiosk_log";
    private const int PreparedStatements = 32;
    private const int PatienceSeconds = 5;
    private static readonly TimeSpan ListenPause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    /// <summary>Connects to a database that exists. <paramref name="time"/> is waited by when the server is away.</summary>
    /// <exception cref="DbException">It cannot be reached.</exception>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public PostgresDatabase(string connectionString, TimeProvider time)
    {
        _time = time;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            ApplicationName = "dutykiosk-bridge",

            // A detail of an error may hold what people wrote.
            IncludeErrorDetail = false,
        };
        if (!settings.ContainsKey("Timeout"))
        {
            settings.Timeout = PatienceSeconds;
        }

        if (!settings.ContainsKey("Command Timeout"))
        {
            settings.CommandTimeout = PatienceSeconds;
        }

        _source = NpgsqlDataSource.Create(settings);
        try
        {
            Read(work => work.Scalar("SELECT 1"));
        }
        catch
        {
            _source.Dispose();
            _stop.Dispose();
            throw;
        }

        _listening = ListenAsync();
    }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override string NowSql => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /// <inheritdoc/>
    public override string BlobType => "BYTEA";

    /// <inheritdoc/>
    public override T Write<T>(Func<Work, T> work)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        T result = work(new Session(connection, transaction));
        transaction.Commit();
        return result;
    }

    /// <inheritdoc/>
    public override T Read<T>(Func<Work, T> read)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        return read(new Session(connection, null));
    }

    /// <inheritdoc/>
    public override T ReadMoment<T>(Func<Work, T> read)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        using NpgsqlTransaction transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        var session = new Session(connection, transaction);
        session.Execute("SET TRANSACTION READ ONLY");
        return read(session);
    }

    /// <inheritdoc/>
    public override bool TakeForeignWrite() => false;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || _stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _listening.GetAwaiter().GetResult();
        _source.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(_stop.Token);
                connection.Notification += (_, _) => OnAnnounced();
                await using (NpgsqlCommand listen = connection.CreateCommand())
                {
                    listen.CommandText = "LISTEN " + Channel;
                    await listen.ExecuteNonQueryAsync(_stop.Token);
                }

                // What was told while nobody listened.
                OnAnnounced();
                while (true)
                {
                    await connection.WaitAsync(_stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (IsFault(exception) || exception is System.IO.IOException)
            {
                // Every bridge looks at the log by itself as well, only less often; so it is enough to try again.
                await Task.Delay(ListenPause, _time, _stop.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private sealed class Session(NpgsqlConnection connection, NpgsqlTransaction? transaction) : Work
    {
        public override void ExecuteEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows)
        {
            if (rows.Count > 0)
            {
                using NpgsqlBatch batch = Batch(sql, names, rows);
                batch.ExecuteNonQuery();
            }
        }

        public override object?[] ScalarEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows)
        {
            var answers = new object?[rows.Count];
            if (rows.Count == 0)
            {
                return answers;
            }

            using NpgsqlBatch batch = Batch(sql, names, rows);
            using NpgsqlDataReader reader = batch.ExecuteReader();
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] = reader.Read() && !reader.IsDBNull(0) ? reader.GetValue(0) : null;
                reader.NextResult();
            }

            return answers;
        }

        public override void Announce() => Execute("NOTIFY " + Channel);

        protected override DbCommand? Begin(string sql, ReadOnlySpan<Parameter> parameters, out DbCommand command)
        {
            NpgsqlCommand made = connection.CreateCommand();
            made.CommandText = sql;
            made.Transaction = transaction;
            foreach (Parameter parameter in parameters)
            {
                made.Parameters.AddWithValue(parameter.Name, parameter.Value ?? DBNull.Value);
            }

            command = made;
            return made;
        }

        private NpgsqlBatch Batch(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows)
        {
            NpgsqlBatch batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (object?[] row in rows)
            {
                var command = new NpgsqlBatchCommand(sql);
                for (int i = 0; i < names.Count; i++)
                {
                    command.Parameters.AddWithValue(names[i], row[i] ?? DBNull.Value);
                }

                batch.BatchCommands.Add(command);
            }

            return batch;
        }
    }
}
