using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using MiniExcelLibs;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>The staff as a table in a file, CSV or Excel: what was uploaded becomes CSV, which <see cref="StaffCsv"/> reads.</summary>
public static class StaffTable
{
    /// <summary>The longest file. What is read of it comes back with the preview, so it has to fit into a request twice.</summary>
    public const int Bytes = 512 * 1024;

    private static readonly byte[] ZipMark = "PK"u8.ToArray();

    /// <summary>The bytes of a file as a CSV table, or why it is a workbook that cannot be read.</summary>
    public static (byte[] Csv, ImportFault? Fault) CsvOf(byte[] file, CancellationToken cancel)
    {
        if (!file.AsSpan().StartsWith(ZipMark))
        {
            return (file, null);
        }

        (IReadOnlyList<List<string>> rows, ImportFault? fault) = WorkbookRows.Read(file, cancel);
        byte[] csv = Encoding.UTF8.GetBytes(Csv.Write(rows));
        return fault != null ? ([], fault)
            : csv.Length > Bytes ? ([], new ImportFault("file", $"there are more than {Bytes / 1024} KiB of text in it: split it.", "much", (Bytes / 1024).ToString(CultureInfo.InvariantCulture)))
            : (csv, null);
    }

    /// <summary>The staff as a workbook, every cell a text, so that a UID keeps its zeros.</summary>
    public static byte[] Excel(IEnumerable<StaffEntry> staff)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(staff.Select(person => new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = Csv.Harmless(person.Id),
            ["name"] = Csv.Harmless(person.Name),
            ["role"] = person.Role,
            ["badges"] = string.Join(' ', person.Badges),
            ["qualified"] = person.Qualified ? "yes" : "no",
        }));
        return stream.ToArray();
    }
}

/// <summary>What a table would change.</summary>
/// <param name="Faults">Why it cannot be taken, by line; none: it can.</param>
/// <param name="Changes">What becomes of each person.</param>
/// <param name="Table">What was read, as CSV, to be sent again when it is to be applied.</param>
/// <param name="Basis">What tells the staff that it was compared with from any other.</param>
public sealed record ImportView(IReadOnlyList<ImportFault> Faults, IReadOnlyList<RosterChange> Changes, string Table, string Basis)
{
    /// <summary>Nothing was uploaded yet.</summary>
    public static readonly ImportView Empty = new([], [], "", "");

    /// <summary>Whether there is something to apply.</summary>
    public bool Differs => Faults.Count == 0 && Changes.Any(change => change.Kind is not "unchanged");

    /// <summary>How many are of a kind.</summary>
    public int Count(string kind) => Changes.Count(change => string.Equals(change.Kind, kind, StringComparison.Ordinal));

    /// <summary>What tells the staff of a roster from any other.</summary>
    public static string BasisOf(RosterDocument roster) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(roster.Staff)));

    /// <summary>Compares a table with a roster.</summary>
    public static ImportView Of(byte[] csv, RosterModel roster, Action<RosterDocument> check)
    {
        string basis = BasisOf(roster.Document);
        Imported<StaffEntry> people = StaffCsv.Read(csv);
        string table = Encoding.UTF8.GetString(csv);
        if (people.Faults.Count > 0)
        {
            return new ImportView(people.Faults, [], table, basis);
        }

        // What is taken in is changed on the way, so it is not the roster's own entries that are given.
        var import = RosterImport.Staff(roster, people.Entries);
        try
        {
            RosterModel.Of(import.Document);
            check(import.Document);
            return new ImportView([], import.Changes, table, basis);
        }
        catch (RosterException exception)
        {
            return new ImportView([new ImportFault("", exception.Message)], import.Changes, table, basis);
        }
    }
}
