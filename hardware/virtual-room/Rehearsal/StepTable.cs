using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>A table under a step: the first row names the columns.</summary>
public sealed class StepTable(IReadOnlyList<IReadOnlyList<string>> rows)
{
    /// <summary>The rows behind the first, each by column name; a column that is not there gives an empty cell.</summary>
    public IEnumerable<Func<string, string>> Rows()
    {
        IReadOnlyList<string> head = rows[0];
        return rows.Skip(1).Select<IReadOnlyList<string>, Func<string, string>>(row => name =>
        {
            int column = head.ToList().FindIndex(title => string.Equals(title.Trim(), name, StringComparison.OrdinalIgnoreCase));
            return column < 0 ? "" : row[column].Trim();
        });
    }

    /// <summary>Two columns as pairs, without the first row.</summary>
    public IEnumerable<(string Name, string Value)> Pairs() => rows.Skip(1).Select(row => (row[0].Trim(), row.Count > 1 ? row[1].Trim() : ""));
}
