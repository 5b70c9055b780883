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
        return Csv.Write(shifts.Select(shift => new[]
        {
            shift.Id, shift.Post, shift.Start, shift.End, shift.Leader,
            string.Join(' ', shift.Deputies), string.Join(' ', shift.Crew), string.Join(' ', shift.Doubles), shift.Supervisor,
        }).Prepend([.. Required, .. Optional]));
    }

    /// <summary>Reads them, or says on which lines it cannot.</summary>
    public static Imported<ShiftEntry> Read(ReadOnlySpan<byte> bytes)
    {
        Imported<CsvRow> table = Csv.Read(bytes, Required, Optional);
        var shifts = new ShiftGathering();
        foreach (ImportFault fault in table.Faults)
        {
            shifts.Fault(fault.Where, fault.What);
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
