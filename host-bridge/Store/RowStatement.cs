using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DutyKiosk.HostBridge.Store;

/// <summary>A prepared statement of SQLite that is run again and again, for each of many rows of values or by each commit, without anything between them and SQLite's own calls.</summary>
internal sealed class RowStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly IReadOnlyList<string> _names;
    private readonly int[] _places;

    /// <summary>Prepares a statement.</summary>
    /// <param name="connection">The connection, which must be open for as long as this is used.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="names">The names of its parameters, in the order of the values of a row.</param>
    internal RowStatement(SqliteConnection connection, string sql, IReadOnlyList<string> names)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
        _names = names;
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

        End(Rest(raw.sqlite3_step(_statement)));
    }

    /// <summary>Runs it with some parameters, whatever their order. False: somebody else has the file at this moment, and nothing is done.</summary>
    /// <param name="parameters">The values: whole numbers (long), texts, bytes and null.</param>
    /// <param name="first">The first column of the first row; null: there is none, or it is NULL.</param>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    internal bool TryExecute(ReadOnlySpan<Parameter> parameters, out object? first)
    {
        first = null;
        for (int i = 0; i < parameters.Length; i++)
        {
            int place = i < _names.Count && string.Equals(_names[i], parameters[i].Name, StringComparison.Ordinal) ? _places[i] : raw.sqlite3_bind_parameter_index(_statement, parameters[i].Name);
            SqliteException.ThrowExceptionForRC(Bind(place, parameters[i].Value), _database);
        }

        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            first = FirstColumn();
            result = Rest(result);
        }

        if (result is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            raw.sqlite3_reset(_statement);
            return false;
        }

        End(result);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    // Goes through what rows are left.
    private int Rest(int result)
    {
        while (result == raw.SQLITE_ROW)
        {
            result = raw.sqlite3_step(_statement);
        }

        return result;
    }

    // What a step has met is told by its own result; putting the statement back would only say it again.
    private void End(int result)
    {
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

    private object? FirstColumn() => raw.sqlite3_column_type(_statement, 0) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(_statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(_statement, 0).utf8_to_string(),
        _ => raw.sqlite3_column_blob(_statement, 0).ToArray(),
    };

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
