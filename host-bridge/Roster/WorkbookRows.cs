using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Xml;
using MiniExcelLibs;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Reads the first sheet of an Excel workbook (<c>.xlsx</c>) as rows of texts. A few bytes can say that a sheet goes to column XFD or to row 1,048,576, and the library
/// makes every cell of it: where the cells of a sheet are is looked at before the library sees any.
/// </summary>
public static class WorkbookRows
{
    /// <summary>The most columns of a sheet.</summary>
    public const int Columns = 64;

    /// <summary>The most rows of a sheet, the one that names the columns included.</summary>
    public const int Rows = ImportBounds.Rows + 1;

    // A text that stands in a workbook once may be shown in every cell.
    private const int MostText = 4 << 20;
    private const int LettersOfColumns = 3;
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, CheckCharacters = false };

    /// <summary>Its rows, the first of them as wide as what is written in it, or why it cannot be read.</summary>
    public static (IReadOnlyList<List<string>> Rows, ImportFault? Fault) Read(byte[] bytes, CancellationToken cancel)
    {
        if (bytes.Length > ImportBounds.Bytes)
        {
            return ([], Fault($"it is longer than {ImportBounds.Bytes / 1024} KiB: split it by month.", "long"));
        }

        if (!PackedFile.Fits(bytes))
        {
            return ([], Fault("it is no Excel workbook, or one with far too much in it: save the table alone as .xlsx.", "no-workbook"));
        }

        try
        {
            return Bounds(bytes, cancel) is { } fault ? ([], fault) : Cells(bytes, cancel);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // Whatever another program has packed: the library throws what it likes, and who asked is told that it is no workbook.
            return ([], Fault($"it cannot be read as an Excel workbook ({exception.Message.ReplaceLineEndings(" ")}): save it anew as .xlsx.", "no-workbook"));
        }
    }

    private static ImportFault Fault(string what, string word, string value = "") => new("file", what, word, value);

    private static ImportFault? Bounds(byte[] bytes, CancellationToken cancel)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        foreach (ZipArchiveEntry part in archive.Entries)
        {
            // A workbook calls its sheets what it likes: what a part is, its first element says.
            using Stream stream = part.Open();
            using var reader = XmlReader.Create(stream, Settings);
            if (IsSheet(reader) && Bounds(reader, cancel) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool IsSheet(XmlReader reader)
    {
        try
        {
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName is "worksheet";
        }
        catch (XmlException)
        {
            // A picture, or a text that no reader takes.
            return false;
        }
    }

    // A cell or a row without a place of its own stands behind the one before it.
    private static ImportFault? Bounds(XmlReader reader, CancellationToken cancel)
    {
        int row = 0, column = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "dimension":
                    foreach (string corner in (reader.GetAttribute("ref") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
                    {
                        (int x, int y) = PlaceOf(corner);
                        if (FaultAt(x, y) is { } fault)
                        {
                            return fault;
                        }
                    }

                    break;
                case "row":
                    cancel.ThrowIfCancellationRequested();
                    column = 0;
                    row = reader.GetAttribute("r") is { } number ? int.Parse(number, NumberStyles.Integer, CultureInfo.InvariantCulture) : row + 1;
                    break;
                case "c":
                    column++;
                    if (reader.GetAttribute("r") is { } place)
                    {
                        (column, int own) = PlaceOf(place);
                        row = Math.Max(row, own);
                    }

                    break;
            }

            if (FaultAt(column, row) is { } beyond)
            {
                return beyond;
            }
        }

        return null;
    }

    private static ImportFault? FaultAt(int column, int row)
    {
        return column > Columns ? Fault($"a sheet of it has more than {Columns} columns: take the others away, the empty ones too.", "wide", Columns.ToString(CultureInfo.InvariantCulture))
            : row > Rows ? Fault($"a sheet of it has more than {ImportBounds.Rows} rows: split it, and take empty rows away.", "high", ImportBounds.Rows.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    // The column and the row of a place such as BC12 or $BC$12.
    private static (int Column, int Row) PlaceOf(string place)
    {
        string plain = place.Replace("$", "", StringComparison.Ordinal);
        int letters = plain.TakeWhile(char.IsAsciiLetter).Count();
        if (letters > LettersOfColumns)
        {
            throw new FormatException($"'{(place.Length <= LettersOfColumns * 4 ? place : place[..(LettersOfColumns * 4)])}' is no place of a sheet");
        }

        int column = plain[..letters].ToUpperInvariant().Aggregate(0, (sum, letter) => (sum * 26) + letter - 'A' + 1);
        return (column, letters == plain.Length ? 0 : int.Parse(plain.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static (IReadOnlyList<List<string>> Rows, ImportFault? Fault) Cells(byte[] bytes, CancellationToken cancel)
    {
        var rows = new List<List<string>>();
        int width = 0;
        long text = 0;
        using var stream = new MemoryStream(bytes, writable: false);
        foreach (IDictionary<string, object?> row in stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>())
        {
            cancel.ThrowIfCancellationRequested();
            if (FaultAt(row.Count, rows.Count + 1) is { } beyond)
            {
                return ([], beyond);
            }

            // The first row says how wide the table is; behind it a spreadsheet may have left empty cells, or have none where the table has some.
            List<string> cells = [.. row.Values.Select(Text)];
            width = width > 0 ? width : cells.FindLastIndex(cell => cell.Length > 0) + 1;
            while (cells.Count > width && string.IsNullOrWhiteSpace(cells[^1]))
            {
                cells.RemoveAt(cells.Count - 1);
            }

            cells.AddRange(Enumerable.Repeat("", Math.Max(0, width - cells.Count)));
            text += cells.Sum(cell => (long)cell.Length);
            if (text > MostText)
            {
                return ([], Fault($"there are more than {MostText} characters in it: split it by month.", "long"));
            }

            rows.Add(cells);
        }

        return (rows, null);
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateTime time => time.AddSeconds(30).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => Csv.Plain(cell.ToString() ?? ""),
    };
}
