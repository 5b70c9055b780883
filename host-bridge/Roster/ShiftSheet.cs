using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MiniExcelLibs;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Shifts as an Excel workbook (<c>.xlsx</c>): the first sheet holds the same table as <see cref="ShiftCsv"/>. All cells are text, and none is a formula.</summary>
public static class ShiftSheet
{
    private const string SheetName = "shifts";

    /// <summary>Writes them.</summary>
    public static byte[] Write(IEnumerable<ShiftEntry> shifts)
    {
        string[] columns = ShiftCsv.Columns;
        using var stream = new MemoryStream();
        IEnumerable<Dictionary<string, object>> rows = shifts.Select(shift => ShiftCsv.Cells(shift).Select((cell, i) => (Column: columns[i], Cell: cell)).ToDictionary(cell => cell.Column, cell => (object)Csv.Harmless(cell.Cell), StringComparer.Ordinal));
        var all = rows.ToList();
        if (all.Count == 0)
        {
            // Whoever fills in an empty table finds its columns there.
            all.Add(columns.ToDictionary(column => column, object (_) => "", StringComparer.Ordinal));
        }

        stream.SaveAs(all, sheetName: SheetName);
        return stream.ToArray();
    }

    /// <summary>Reads them, or says in which rows it cannot.</summary>
    public static Imported<ShiftEntry> Read(byte[] bytes, CancellationToken cancel)
    {
        (IReadOnlyList<List<string>> rows, ImportFault? fault) = WorkbookRows.Read(bytes, cancel);
        return fault != null ? new Imported<ShiftEntry>([], [fault]) : ShiftCsv.Read(rows.Select((cells, i) => (i + 1, cells, (string?)null)));
    }
}
