using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using MiniExcelLibs;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Shifts as an Excel workbook (<c>.xlsx</c>): the first sheet holds the same table as <see cref="ShiftCsv"/>. All cells are text, and none is a formula.</summary>
public static class ShiftSheet
{
    private const int MostColumns = 64;
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
    public static Imported<ShiftEntry> Read(byte[] bytes)
    {
        if (bytes.Length > ImportBounds.Bytes || !PackedFile.Fits(bytes))
        {
            return bytes.Length > ImportBounds.Bytes ? Fault($"it is longer than {ImportBounds.Bytes / 1024} KiB: split it by month.", "long") : Fault("it is no Excel workbook, or one with far too much in it: save the table alone as .xlsx.", "no-workbook");
        }

        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            return ShiftCsv.Read(Rows(stream));
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or KeyNotFoundException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException or NullReferenceException or IndexOutOfRangeException or OverflowException)
        {
            // Whatever another program has packed: the library throws what it likes, and who asked is told that it is no workbook.
            return Fault($"it cannot be read as an Excel workbook ({exception.Message.ReplaceLineEndings(" ")}): save it anew as .xlsx.", "no-workbook");
        }
    }

    private static Imported<ShiftEntry> Fault(string what, string word) => new([], [new ImportFault("file", what, word)]);

    private static IEnumerable<(int Line, List<string> Cells, string? Fault)> Rows(MemoryStream stream)
    {
        int line = 0, width = 0;
        foreach (IDictionary<string, object?> row in stream.Query().Cast<IDictionary<string, object?>>())
        {
            line++;
            if (row.Count > MostColumns || line > ImportBounds.Rows + 1)
            {
                yield return (line, [], row.Count > MostColumns ? $"it has more than {MostColumns} columns: take the others away." : $"there are more than {ImportBounds.Rows} rows: split the file by month.");
                yield break;
            }

            // The first row says how wide the table is; behind it a spreadsheet may have left empty cells, or have none where the table has some.
            List<string> cells = [.. row.Values.Select(Text)];
            width = width > 0 ? width : cells.FindLastIndex(cell => cell.Length > 0) + 1;
            while (cells.Count > width && string.IsNullOrWhiteSpace(cells[^1]))
            {
                cells.RemoveAt(cells.Count - 1);
            }

            cells.AddRange(Enumerable.Repeat("", Math.Max(0, width - cells.Count)));
            yield return (line, cells, null);
        }
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateTime time => time.AddSeconds(30).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => Csv.Plain(cell.ToString() ?? ""),
    };
}
