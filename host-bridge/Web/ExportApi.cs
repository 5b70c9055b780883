using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for taking records out of the house.</summary>
public static class ExportApi
{
    private const int LinesAtOnce = 200;
    private static readonly string[] Columns = ["position", "received", "proof", "terminal", "epoch", "seq", "type", "at", "staff", "outgoing", "incoming", "record"];

    /// <summary>Maps it.</summary>
    public static void MapExport(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/export", Export)
            .Needs(Permission.Export)
            .WithSummary("The records that the bridge had between two days, both included, or two moments: as csv with their proofs, or as jsonl, each the line that its terminal signed. Who has asked stands in the log first.")
            .WithTags("records")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Export(HttpContext context, BridgeCore core, AuditLog audit, string? from, string? to, string? format)
    {
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        (DateTimeOffset first, Refusal? fault) = Query.Moment("from", from, zone, isEnd: false);
        (DateTimeOffset end, Refusal? other) = Query.Moment("to", to, zone, isEnd: true);
        Refusal? third = format is null or "csv" or "jsonl" ? null : new Refusal(RefusalKind.Bad, "format: it must be csv or jsonl.");
        Refusal? order = fault == null && other == null && end <= first ? new Refusal(RefusalKind.Bad, "to: it must be behind from.") : null;
        if ((fault ?? other ?? third ?? order) is { } refusal)
        {
            return AccessGate.Answer(refusal);
        }

        var caller = Caller.Of(context)!;
        bool lines = format is "jsonl";
        audit.Write(caller, AuditActions.Exported, lines ? "jsonl" : "csv", string.Create(CultureInfo.InvariantCulture, $"{first:O} to {end:O}"));
        IEnumerable<LogEntry> records = core.Export(caller.Staff.Length > 0 ? caller.Staff : caller.Name, first, end);
        return Results.Stream(
            body => lines ? WriteAsync(body, records.Select(record => Encoding.UTF8.GetString(record.Body) + "\n"), context.RequestAborted) : WriteAsync(body, Table(core, records), context.RequestAborted),
            lines ? "application/x-ndjson" : "text/csv; charset=utf-8",
            $"records.{(lines ? "jsonl" : "csv")}");
    }

    private static IEnumerable<string> Table(BridgeCore core, IEnumerable<LogEntry> records)
    {
        return records.Select(record => Csv.Write([Row(record, core.Read((_, chain) => chain.ProofOf(record.Position)))])).Prepend(Csv.Write([Columns]));
    }

    private static string[] Row(LogEntry entry, Proof? proof)
    {
        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        return
        [
            entry.Position.ToString(CultureInfo.InvariantCulture),
            entry.ReceivedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            proof is { } judged ? Words.Of(judged) : "",
            entry.Terminal,
            entry.Epoch,
            entry.Seq.ToString(CultureInfo.InvariantCulture),
            record.Type,
            record.Text("at"),
            record.Text("staff"),
            record.Text("outgoing"),
            record.Text("incoming"),
            Encoding.UTF8.GetString(entry.Body),
        ];
    }

    private static async Task WriteAsync(Stream body, IEnumerable<string> lines, CancellationToken cancel)
    {
        foreach (string[] part in lines.Chunk(LinesAtOnce))
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(part)), cancel);
        }
    }
}
