using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DutyKiosk.HostBridge.Store;

/// <summary>A prepared statement of SQLite that is run once for each of many rows of values, without anything between them and SQLite's own calls.</summary>
internal sealed class RowStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <summary>Prepares a statement.</summary>
    /// <param name="connection">The connection, which must be open for as long as this is used.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="names">The names of its parameters, in the order of the values of a row.</param>
    internal RowStatement(SqliteConnection connection, string sql, IReadOnlyList<string> names)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
        _places = [.. names.Select(name => raw.sqlite3_bind_parameter_index(_statement, name))];
    }

    /// <summary>Runs it for a row: whole numbers (long), texts, bytes and null.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    internal void Execute(object?[] row)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(Bind(_places[i], row[i]), _database);
        }

        int result = raw.sqlite3_step(_statement);
        while (result == raw.SQLITE_ROW)
        {
            result = raw.sqlite3_step(_statement);
        }

        // What a step has met is told by its own result; putting the statement back would only say it again.
        if (result != raw.SQLITE_DONE)
        {
            try
            {
                SqliteException.ThrowExceptionForRC(result, _database);
            }
            finally
            {
                raw.sqlite3_reset(_statement);
            }
        }

        raw.sqlite3_reset(_statement);
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, place, 0),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType()} is no value of a row: whole numbers, texts, bytes and null are.", nameof(value)),
    };
}
