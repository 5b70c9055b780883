using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Shifts as a table. Several people in one cell have blanks between them.</summary>
public static class ShiftCsv
{
    private static readonly string[] Required = ["id", "post", "start", "end", "leader"];
    private static readonly string[] Optional = ["deputies", "crew", "doubles", "supervisor"];

    /// <summary>Writes them.</summary>
    public static string Write(IEnumerable<ShiftEntry> shifts)
    {
        return Csv.Write(shifts.Select(Cells).Prepend(Columns));
    }

    /// <summary>Reads them, or says on which lines it cannot.</summary>
    public static Imported<ShiftEntry> Read(ReadOnlySpan<byte> bytes) => Read(Csv.Read(bytes, Required, Optional));

    /// <summary>The names of the columns.</summary>
    internal static string[] Columns => [.. Required, .. Optional];

    /// <summary>The cells of a shift, in the order of the columns.</summary>
    internal static string[] Cells(ShiftEntry shift) =>
    [
        shift.Id, shift.Post, shift.Start, shift.End, shift.Leader,
        string.Join(' ', shift.Deputies), string.Join(' ', shift.Crew), string.Join(' ', shift.Doubles), shift.Supervisor,
    ];

    /// <summary>Reads them from rows, each with its line and its cells.</summary>
    internal static Imported<ShiftEntry> Read(IEnumerable<(int Line, List<string> Cells, string? Fault)> rows) => Read(Csv.Table(rows, Required, Optional, "rows"));

    private static Imported<ShiftEntry> Read(Imported<CsvRow> table)
    {
        var shifts = new ShiftGathering();
        foreach (ImportFault fault in table.Faults)
        {
            shifts.Fault(fault);
        }

        foreach (CsvRow row in table.Entries.TakeWhile(_ => !shifts.IsHopeless))
        {
            shifts.Add(row.Where, new ShiftEntry
            {
                Id = row["id"].Trim(),
                Post = row["post"].Trim(),
                Start = row["start"].Trim(),
                End = row["end"].Trim(),
                Leader = row["leader"].Trim(),
                Deputies = Csv.Ids(row["deputies"]),
                Crew = Csv.Ids(row["crew"]),
                Doubles = Csv.Ids(row["doubles"]),
                Supervisor = row["supervisor"].Trim(),
            });
        }

        return shifts.Result;
    }
}
