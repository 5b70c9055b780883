using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>A table under a step: the first row names the columns.</summary>
public sealed class StepTable(IReadOnlyList<IReadOnlyList<string>> rows)
{
    /// <summary>The table that a step must have.</summary>
    /// <exception cref="StepFailedException">It has none.</exception>
    public static StepTable Of(StepTable? table) => table ?? throw new StepFailedException("a table must follow it");

    /// <summary>Whether a column is there.</summary>
    public bool Has(string column) => rows[0].Any(title => string.Equals(title.Trim(), column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The rows behind the first, each by column name; a known column that is not there gives an empty cell.</summary>
    /// <exception cref="StepFailedException">There is a column that is not among the known ones.</exception>
    public IEnumerable<Func<string, string>> Rows(params string[] columns)
    {
        string[] head = [.. rows[0].Select(title => title.Trim())];
        foreach (string title in head)
        {
            if (!columns.Contains(title, StringComparer.OrdinalIgnoreCase))
            {
                throw new StepFailedException($"the table has a column '{title}'; known are {string.Join(", ", columns)}");
            }
        }

        return rows.Skip(1).Select<IReadOnlyList<string>, Func<string, string>>(row => name =>
        {
            int column = Array.FindIndex(head, title => string.Equals(title, name, StringComparison.OrdinalIgnoreCase));
            return column < 0 ? "" : row[column].Trim();
        });
    }

    /// <summary>Two columns as pairs, the second of which is called <c>value</c>.</summary>
    /// <exception cref="StepFailedException">The first row does not name them.</exception>
    public IEnumerable<(string Name, string Value)> Pairs(string first)
    {
        string[] head = [.. rows[0].Select(title => title.Trim())];
        if (head.Length != 2 || !string.Equals(head[0], first, StringComparison.OrdinalIgnoreCase) || !string.Equals(head[1], "value", StringComparison.OrdinalIgnoreCase))
        {
            throw new StepFailedException($"the table must begin with | {first} | value |");
        }

        return rows.Skip(1).Select(row => (row[0].Trim(), row[1].Trim()));
    }
}
