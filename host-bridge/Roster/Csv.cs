using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Tables as RFC 4180 writes them. A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without: what
/// somebody calls himself must not run on the desk of who opens the file.
/// </summary>
public static class Csv
{
    private const char Quote = '"';
    private const char Apostrophe = '\'';
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Writes a table; the first row names the columns.</summary>
    public static string Write(IEnumerable<IEnumerable<string>> rows) => string.Concat(rows.Select(row => string.Join(',', row.Select(Cell)) + "\r\n"));

    /// <summary>
    /// Reads a table: rows by column name, each with the line on which it begins. Columns may stand in any order, a known one that is not there gives empty
    /// cells, and an unknown one is a fault, as it is a misspelt one more often than a remark.
    /// </summary>
    internal static Imported<CsvRow> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        if (bytes.Length > ImportBounds.Bytes)
        {
            return Fault("file", $"it is longer than {ImportBounds.Bytes / 1024} KiB: split it by month.", "long");
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes).TrimStart(ByteOrderMark);
        }
        catch (DecoderFallbackException)
        {
            return Fault($"line {LineOfFault(bytes)}", "it is not UTF-8: save the table as 'CSV UTF-8'.", "utf8");
        }

        return Table(Split(text), required, optional, "quote");
    }

    /// <summary>Makes a table of rows, each with its line, its cells and what is wrong with it, which is told by a word; the first one that is not empty names the columns.</summary>
    internal static Imported<CsvRow> Table(IEnumerable<(int Line, List<string> Cells, string? Fault)> given, IReadOnlyList<string> required, IReadOnlyList<string> optional, string word)
    {
        var faults = new List<ImportFault>();
        var rows = new List<CsvRow>();
        string[]? head = null;
        foreach ((int line, List<string> cells, string? fault) in given)
        {
            if (fault != null)
            {
                faults.Add(new ImportFault($"line {line}", fault, word));
                break;
            }

            if (cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (head == null)
            {
                head = [.. cells.Select(cell => cell.Trim().ToLowerInvariant())];
                if (FaultOfHead(head, required, optional) is { } wrong)
                {
                    return Fault($"line {line}", wrong, "columns", string.Join(',', required.Concat(optional)));
                }
            }
            else if (cells.Count != head.Length)
            {
                faults.Add(new ImportFault($"line {line}", $"it has {cells.Count} cells where the first row has {head.Length}: put cells with commas into quotes, and fill up the missing ones.", "cells", cells.Count.ToString(CultureInfo.InvariantCulture), head.Length.ToString(CultureInfo.InvariantCulture)));
            }
            else if (rows.Count == ImportBounds.Rows)
            {
                return Fault($"line {line}", $"there are more than {ImportBounds.Rows} rows: split the file by month.", "rows");
            }
            else
            {
                rows.Add(new CsvRow(line, head, cells));
            }

            if (faults.Count >= ImportBounds.Faults)
            {
                break;
            }
        }

        return head == null ? Fault("line 1", $"it is empty: the first row names the columns {string.Join(",", required.Concat(optional))}.", "columns", string.Join(',', required.Concat(optional))) : new Imported<CsvRow>(rows, faults);
    }

    /// <summary>What stands in a cell of a spreadsheet for a value: never a formula.</summary>
    internal static string Harmless(string value) => IsFormula(value) ? Apostrophe + value : value;

    /// <summary>The value that a cell stands for.</summary>
    internal static string Plain(string cell) => cell.StartsWith(Apostrophe) && IsFormula(cell) ? cell[1..] : cell;

    /// <summary>The ids in one cell, with blanks, commas or semicolons between them.</summary>
    internal static List<string> Ids(string cell) => [.. cell.Split([' ', ',', ';', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static Imported<CsvRow> Fault(string where, string what, string word, string value = "") => new([], [new ImportFault(where, what, word, value)]);

    private static string Cell(string value)
    {
        string safe = Harmless(value);
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 || safe.StartsWith(ByteOrderMark) ? Quote + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + Quote : safe;
    }

    // Apostrophes before it count as part of it, or one that somebody wrote himself would be lost on the way back. A spreadsheet of East Asia takes the wide signs for what they look like.
    private static bool IsFormula(string value) => value.TrimStart(Apostrophe) is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..];

    private static string? FaultOfHead(string[] head, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        string[] known = [.. required, .. optional];
        string? missing = required.FirstOrDefault(column => !head.Contains(column, StringComparer.Ordinal));
        string? unknown = head.FirstOrDefault(column => !known.Contains(column, StringComparer.Ordinal));
        string? twice = head.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return missing != null ? $"there is no column '{missing}': the first row names the columns {string.Join(",", known)}, with commas between them."
            : unknown != null ? $"column '{unknown}' is not known: take it away or call it one of {string.Join(", ", known)}."
            : twice != null ? $"column '{twice}' stands there twice: take one of them away."
            : null;
    }

    private static int LineOfFault(ReadOnlySpan<byte> bytes)
    {
        int line = 1;
        foreach (Range range in bytes.Split((byte)'\n'))
        {
            if (!System.Text.Unicode.Utf8.IsValid(bytes[range]))
            {
                return line;
            }

            line++;
        }

        return line;
    }

    // The rows with the lines on which they begin. A row with a fault is the last one: where a quote is missing nobody knows where the next row begins.
    private static IEnumerable<(int Line, List<string> Cells, string? Fault)> Split(string text)
    {
        int line = 1, at = 0;
        while (at < text.Length)
        {
            int begin = line;
            var cells = new List<string>();
            bool more = true;
            while (more)
            {
                var cell = new StringBuilder();
                if (at < text.Length && text[at] == Quote)
                {
                    at++;
                    while (true)
                    {
                        int close = text.IndexOf(Quote, at);
                        if (close < 0)
                        {
                            yield return (begin, cells, "a quote is opened and not closed: close it, or take it away.");
                            yield break;
                        }

                        cell.Append(text, at, close - at);
                        at = close + 1;
                        if (at >= text.Length || text[at] != Quote)
                        {
                            break;
                        }

                        cell.Append(Quote);
                        at++;
                    }

                    line += cell.ToString().Count(character => character == '\n');
                    if (at < text.Length && text[at] is not (',' or '\r' or '\n'))
                    {
                        yield return (line, cells, "something stands behind a closing quote: a quote inside of a cell is written twice.");
                        yield break;
                    }
                }
                else
                {
                    int end = text.AsSpan(at).IndexOfAny(",\r\n");
                    end = end < 0 ? text.Length : at + end;
                    cell.Append(text, at, end - at);
                    at = end;
                    if (cell.ToString().Contains(Quote, StringComparison.Ordinal))
                    {
                        yield return (line, cells, "a quote stands in the midst of a cell: put the whole cell into quotes and write that one twice.");
                        yield break;
                    }
                }

                cells.Add(Plain(cell.ToString()));
                more = at < text.Length && text[at] == ',';
                at += more ? 1 : 0;
            }

            // CR LF, LF or, from very old programs, CR ends a row.
            at += at < text.Length && text[at] == '\r' ? 1 : 0;
            at += at < text.Length && text[at] == '\n' ? 1 : 0;
            line++;
            yield return (begin, cells, null);
        }
    }
}

/// <summary>A row of a table.</summary>
internal sealed class CsvRow(int line, string[] head, IReadOnlyList<string> cells)
{
    /// <summary>Where it begins.</summary>
    internal string Where => $"line {line}";

    /// <summary>The cell in a column, as it was written; empty: there is no such column.</summary>
    internal string this[string column] => Array.IndexOf(head, column) is var at and >= 0 ? cells[at] : "";
}
