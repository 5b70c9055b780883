using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Http;
using MiniExcelLibs;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>
/// Takes what was found out of the house, as a table for a spreadsheet. That somebody did stands in the log before the first line is given out. The table for programs has what the
/// command line's export has; the workbook is for people, with names and words of their language.
/// </summary>
public static class SearchExport
{
    /// <summary>How many records a table has at most: whoever wants more takes a day, or the command line's export.</summary>
    public const int MostRows = 100_000;

    private const int LinesAtOnce = 200;
    private const string Workbook = "xlsx";
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The answer to whoever asks for it.</summary>
    public static IResult Give(HttpContext context, BridgeCore core, RecordSearch search, AuditLog audit, string format)
    {
        if (format is not (Workbook or "csv"))
        {
            return Results.NotFound();
        }

        // A program's key may be to take out the ledger alone.
        var viewer = Viewer.Of(context);
        if (!viewer.May(Permission.ReadRecords))
        {
            return AccessGate.Forbid(Permission.ReadRecords);
        }

        RecordForm form = RecordForm.Of(context.Request);
        (RecordQuery query, string fault, DateTimeZone zone) = core.Read((room, _) => form.ToQuery(viewer.T, room.Roster) is var asked ? (asked.Query, asked.Fault, room.Roster.Zone) : default);
        int count = fault.Length > 0 ? 0 : search.Count(query, zone, MostRows + 1);
        if (count > MostRows)
        {
            fault = viewer.T["records.too-many", MostRows];
        }

        if (fault.Length > 0)
        {
            RecordsView view = core.Read((room, chain) => RecordsView.Of(viewer.T, room, chain, form, new FoundRecords([], null, null, 0)));
            return Pages.Show<RecordsPage>(viewer, StatusCodes.Status400BadRequest, ("View", view), ("Fault", fault));
        }

        var caller = Caller.Of(context)!;
        audit.Write(caller, AuditActions.Exported, format, form.Address("/records"));
        (DateTimeOffset from, DateTimeOffset to) = SpanOf(query, zone, core.Time.GetUtcNow());
        core.NoteExport(new ExportAct(caller.Staff.Length > 0 ? caller.Staff : caller.Name, from, to, count));
        IEnumerable<LogEntry> records = search.All(query, zone, MostRows);
        if (format is Workbook)
        {
            Stream file = Write(viewer.T, core, search, records);
            return Results.Stream(file, WorkbookType, $"duty-records.{Workbook}");
        }

        IEnumerable<string> lines = RecordExport.Lines(records, position => core.Read((_, chain) => chain.ProofOf(position)), format);
        return Results.Stream(body => WriteAsync(body, lines, context.RequestAborted), "text/csv; charset=utf-8", "duty-records.csv");
    }

    /// <summary>The rows of the workbook: every cell a text, and none a formula.</summary>
    public static Dictionary<string, object> Row(Language t, RosterModel roster, LogEntry entry, string post, Proof? proof)
    {
        RecordRow row = RecordRow.Of(t, roster, entry, post, proof);
        (string Head, string Value)[] cells =
        [
            (t["records.col-place"], row.Position.ToString(CultureInfo.InvariantCulture)),
            (t["records.col-time"], row.At),
            (t["records.stored"], RecordRow.TimeOf(roster, entry.ReceivedAt)),
            (t["records.post"], row.Post),
            (t["records.terminal"], row.Terminal),
            (t["records.journal"], entry.Epoch),
            (t["records.col-number"], row.Seq.ToString(CultureInfo.InvariantCulture)),
            (t["records.type"], row.Words),
            (t["records.col-people"], row.People),
            (t["records.col-details"], string.Join(" · ", row.Details)),
            (t["records.col-proof"], ProofWords.Short(t, proof)),
            (t["records.as-it-came"], RecordBody.Read(entry.Body) != null ? Encoding.UTF8.GetString(entry.Body) : Convert.ToBase64String(entry.Body)),
        ];
        return cells.ToDictionary(cell => cell.Head, cell => (object)Csv.Harmless(cell.Value), StringComparer.Ordinal);
    }

    // A workbook is a packed file whose parts are written one behind the other, so it is made on the disk, in a file that nobody else can read and that goes with its last reader.
    private static FileStream Write(Language t, BridgeCore core, RecordSearch search, IEnumerable<LogEntry> records)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        try
        {
            // An empty list has no row to take the columns from.
            IEnumerable<Dictionary<string, object>> rows = records.Select(entry => core.Read((room, chain) => Row(t, room.Roster, entry, search.PostOf(entry), chain.ProofOf(entry.Position))));
            file.SaveAs(rows, sheetName: "records");
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) SpanOf(RecordQuery query, DateTimeZone zone, DateTimeOffset now)
    {
        if (query.Day is not { } number)
        {
            return (DateTimeOffset.UnixEpoch, now);
        }

        LocalDate first = RecordFacts.DayOf(number), last = RecordFacts.DayOf(query.LastDay ?? number);
        return (first.AtStartOfDayInZone(zone).ToDateTimeOffset(), last.PlusDays(1).AtStartOfDayInZone(zone).ToDateTimeOffset());
    }

    private static async Task WriteAsync(Stream body, IEnumerable<string> lines, CancellationToken cancel)
    {
        foreach (string[] part in lines.Chunk(LinesAtOnce))
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(part)), cancel);
        }
    }
}
