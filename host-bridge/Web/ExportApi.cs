using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Keeping;
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

    /// <summary>Maps it.</summary>
    public static void MapExport(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/export", Export)
            .Needs(Permission.Export)
            .ByGetAlone()
            .WithSummary("The records that the bridge had between two days, both included, or two moments: as csv or as jsonl, each with its place, when the bridge had it, its proof and the line that its terminal signed; what is no record as base64. Who has asked stands in the log first.")
            .WithTags("records")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Export(HttpContext context, BridgeCore core, AuditLog audit, string? from, string? to, string? format)
    {
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        (DateTimeOffset first, Refusal? fault) = Query.Moment("from", from, zone, isEnd: false);
        (DateTimeOffset end, Refusal? other) = Query.Moment("to", to, zone, isEnd: true);
        Refusal? third = format == null || RecordExport.Formats.Contains(format, StringComparer.Ordinal) ? null : new Refusal(RefusalKind.Bad, "format: it must be csv or jsonl.");
        Refusal? order = fault == null && other == null && end <= first ? new Refusal(RefusalKind.Bad, "to: it must be behind from.") : null;
        if ((fault ?? other ?? third ?? order) is { } refusal)
        {
            return AccessGate.Answer(refusal);
        }

        var caller = Caller.Of(context)!;
        string form = format ?? RecordExport.Formats[0];
        audit.Write(caller, AuditActions.Exported, form, string.Create(CultureInfo.InvariantCulture, $"{first:O} to {end:O}"));
        IEnumerable<LogEntry> records = core.Export(caller.Staff.Length > 0 ? caller.Staff : caller.Name, first, end);
        IEnumerable<string> lines = RecordExport.Lines(records, position => core.Read((_, chain) => chain.ProofOf(position)), form);
        return Results.Stream(body => WriteAsync(body, lines, context.RequestAborted), form is "jsonl" ? "application/x-ndjson" : "text/csv; charset=utf-8", $"records.{form}");
    }

    private static async Task WriteAsync(Stream body, IEnumerable<string> lines, CancellationToken cancel)
    {
        foreach (string[] part in lines.Chunk(LinesAtOnce))
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(part)), cancel);
        }
    }
}
