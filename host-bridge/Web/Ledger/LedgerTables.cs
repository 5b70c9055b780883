using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using MiniExcelLibs;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>The ledger of a month as tables for a spreadsheet: the people with their figures, and every entry. What somebody calls himself is never a formula.</summary>
/// <param name="PeopleName">What the sheet of people is called.</param>
/// <param name="People">The people; the first row names the columns.</param>
/// <param name="EntriesName">What the sheet of entries is called.</param>
/// <param name="Entries">The entries; the first row names the columns.</param>
public sealed record LedgerTables(string PeopleName, IReadOnlyList<object[]> People, string EntriesName, IReadOnlyList<object[]> Entries)
{
    /// <summary>The tables of a month, of everybody or of the people of a post, with their columns in a language.</summary>
    public static LedgerTables Of(Language t, DutyRoom room, YearMonth month, string post, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        var time = new CivilTime(roster, now);
        var view = LedgerView.Of(room, month, post, now);
        string[] kinds = [.. LedgerKinds.All.Where(kind => kind is not ("late" or "early" or "grade"))];
        object[][] people =
        [
            [
                t["ledger.id"], t["ledger.person"], t["ledger.shifts"], t["ledger.came"], t["ledger.worked-min"], t["ledger.on-time"], t["ledger.late"], t["ledger.late-min"], t["ledger.early"], t["ledger.early-min"],
                .. kinds.Select(kind => t[$"ledger.kind-{kind}"]), t["ledger.fine-yuan"], t["ledger.grade"], t["ledger.excused"], t["ledger.corrections"], t["ledger.state"],
            ],
            .. view.Lines.Select(line => (object[])
            [
                line.Month.Staff, line.Name, line.Month.Begun, line.Month.Came, line.Month.WorkedMin, line.Month.OnTime, line.Month.Count("late"), line.Month.Minutes("late"), line.Month.Count("early"), line.Month.Minutes("early"),
                .. kinds.Select(kind => (object)line.Month.Count(kind)), line.Month.FineYuan, line.Month.Grade, line.Month.Excused, line.Month.Corrections.Count,
                line.Month.Rows.Count == 0 ? "" : line.Month.IsProposed ? t["ledger.proposed"] : t["ledger.confirmed-by", line.ConfirmedBy],
            ]),
        ];
        object[][] entries =
        [
            [
                t["ledger.id"], t["ledger.person"], t["ledger.day"], t["ledger.what"], t["ledger.minutes-head"], t["ledger.fine-yuan"], t["ledger.state"], t["ledger.post"], t["ledger.shift"], t["ledger.at"], t["ledger.detail"],
                t["ledger.clause"], t["ledger.record"],
            ],
            .. view.Lines.SelectMany(line => line.Month.Rows.Select(row => (object[])
            [
                line.Month.Staff, line.Name, LocalDatePattern.Iso.Format(row.Day), t[$"ledger.kind-{row.Kind}"], row.Minutes, row.AmountYuan,
                row.Excused ? t["ledger.is-excused"] : row.ConfirmedBy.Length > 0 ? t["ledger.confirmed-by", roster.NameOf(row.ConfirmedBy)] : t["ledger.proposed"],
                LedgerView.PostName(roster, row.Post), row.Shift, time.Dated(row.At), row.Detail, LedgerClause.Of(roster, row.Post, row.Kind).Id, row.Position,
            ])),
        ];
        return new LedgerTables(t["ledger.by-person"], people, t["ledger.rows"], entries);
    }

    /// <summary>A table as CSV that spreadsheets open as UTF-8.</summary>
    public static byte[] ToCsv(IReadOnlyList<object[]> table)
    {
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv.Write(table.Select(row => row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)!))))];
    }

    /// <summary>Both tables as an Excel file, each on a sheet of its own.</summary>
    public byte[] ToExcel()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object>(StringComparer.Ordinal) { [PeopleName] = Rows(People), [EntriesName] = Rows(Entries) }, printHeader: false);
        return stream.ToArray();
    }

    private static List<Dictionary<string, object>> Rows(IReadOnlyList<object[]> table)
    {
        return [.. table.Select(row => row.Select((cell, column) => (Key: column.ToString(CultureInfo.InvariantCulture), Cell: cell is string text ? Csv.Harmless(text) : cell)).ToDictionary(cell => cell.Key, cell => cell.Cell, StringComparer.Ordinal))];
    }
}
