using System;
using System.Collections.Generic;
using System.Data.Common;

namespace DutyKiosk.HostBridge.Store;

/// <summary>One column's value behind its name in a statement, as <c>("@name", value)</c>; null is the database's NULL.</summary>
public readonly record struct Parameter(string Name, object? Value)
{
    /// <summary>A parameter is written as a pair.</summary>
    public static implicit operator Parameter((string Name, object? Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>
/// What is done to the database at one go: within a transaction that the database commits, or on a connection that only reads. Statements are the same
/// text for SQLite and PostgreSQL, with parameters <c>@name</c>; values are whole numbers (long), texts, bytes and NULL, so that both store the same.
/// </summary>
public abstract class Work
{
    /// <summary>Runs a statement; returns how many rows it touched.</summary>
    public virtual int Execute(string sql, params ReadOnlySpan<Parameter> parameters)
    {
        using DbCommand? own = Begin(sql, parameters, out DbCommand command);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null: there is none, or it is NULL.</summary>
    public virtual object? Scalar(string sql, params ReadOnlySpan<Parameter> parameters)
    {
        using DbCommand? own = Begin(sql, parameters, out DbCommand command);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>A whole number of the first column of the first row; 0: there is none, or it is NULL.</summary>
    public long Number(string sql, params ReadOnlySpan<Parameter> parameters) => Scalar(sql, parameters) is { } value ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Every row, as <paramref name="row"/> reads it.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<Parameter> parameters)
    {
        using DbCommand? own = Begin(sql, parameters, out DbCommand command);
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Goes through every row without gathering them.</summary>
    public void Each(string sql, Action<DbDataReader> row, params ReadOnlySpan<Parameter> parameters)
    {
        using DbCommand? own = Begin(sql, parameters, out DbCommand command);
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    /// <summary>Runs one statement for each row of values, in their order; a database behind a network is asked once for all of them.</summary>
    public abstract void ExecuteEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows);

    /// <summary>Asks one question for each row of values; the answers are the first column of the first row each, in their order, null where there is none.</summary>
    public abstract object?[] ScalarEach(string sql, IReadOnlyList<string> names, IReadOnlyList<object?[]> rows);

    /// <summary>Tells the other bridges of this database, with the commit, that the log has grown. Where there are none it tells nobody.</summary>
    public abstract void Announce();

    /// <summary>Prepares a command of a statement with its parameters; what is returned beside it is to be disposed of, and null where the command is kept.</summary>
    protected abstract DbCommand? Begin(string sql, ReadOnlySpan<Parameter> parameters, out DbCommand command);
}
