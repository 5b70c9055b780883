using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>Something that takes publishes by MQTT and has them stored in SQLite, as processes of its own over a folder of its own.</summary>
/// <param name="folder">The folder, which is there.</param>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal abstract class Candidate(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What it is called in a table.</summary>
    internal abstract string Name { get; }

    /// <summary>The port of its broker since it was started.</summary>
    internal int Port { get; private protected set; }

    /// <summary>Its processes.</summary>
    internal ProcessFamily Processes { get; } = new();

    /// <summary>The folder.</summary>
    private protected string Folder { get; } = folder;

    /// <summary>Its database.</summary>
    private protected abstract string DatabasePath { get; }

    /// <summary>The question for the newest position.</summary>
    private protected abstract string NewestSql { get; }

    /// <summary>The question for what is stored behind $after up to $to: terminal and number of each record.</summary>
    private protected abstract string StoredSql { get; }

    /// <summary>Starts it, on what it has, and waits until it takes publishes and will store them.</summary>
    internal abstract Task StartAsync();

    /// <summary>The newest position that is committed now.</summary>
    internal long Newest() => Read(NewestSql, row => row.GetInt64(0)).Single();

    /// <summary>The records stored behind a position up to another: terminal and number of each.</summary>
    internal IEnumerable<(string Terminal, long Seq)> Stored(long after = 0, long to = long.MaxValue) => Read(StoredSql, row => (row.GetString(0), row.GetInt64(1)), ("$after", after), ("$to", to));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Processes.KillAsync();

    /// <summary>Answers of the database to a question, read from beside it.</summary>
    private protected IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, long Value)[] parameters)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabasePath, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, long value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return read(rows);
        }
    }

    /// <summary>Waits for something.</summary>
    private protected async Task UntilAsync(string what, Func<bool> isSo)
    {
        for (long from = Stopwatch.GetTimestamp(); !isSo();)
        {
            if (Processes.HasEnded || Stopwatch.GetElapsedTime(from) > Patience)
            {
                throw new InvalidOperationException($"{Name}: {what} was waited for in vain. {string.Join('\n', Processes.Lines)}");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>The table of those that have none of their own: a row a message, and WAL, so that what is committed is on the disk by one sync and readers hold nobody up.</summary>
    private protected void MakeTable()
    {
        if (!File.Exists(DatabasePath))
        {
            _ = Read("PRAGMA journal_mode=WAL", _ => 0).ToList();
            _ = Read("CREATE TABLE rows(id INTEGER PRIMARY KEY, topic TEXT NOT NULL, payload TEXT NOT NULL)", _ => 0).ToList();
        }
    }
}
