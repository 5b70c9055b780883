using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>The page of the audit log.</summary>
public static class AuditPages
{
    private const int LinesAPage = 100;
    private const int LinesAPart = 1000;
    private const int LongestPerson = 80;

    /// <summary>Maps it.</summary>
    public static void MapAuditPages(this IEndpointRouteBuilder web, BridgeCore core)
    {
        web.MapGet("/settings/audit", (HttpContext context, string? action, string? person, string? from, string? to, string? before) => Show(context, core, action, person, from, to, before)).Needs(Permission.ReadAudit).ExcludeFromDescription();
        web.MapGet("/settings/audit/export", (HttpContext context, AuditLog audit, string? action, string? person, string? from, string? to) => Export(context, core, audit, action, person, from, to)).Needs(Permission.ReadAudit).ByGetAlone().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, BridgeCore core, string? action, string? person, string? from, string? to, string? before)
    {
        var viewer = Viewer.Of(context);
        (AuditFilter? filter, long place) = FilterOf(core, action, person, from, to, before);
        return Pages.Show<AuditPage>(
            viewer,
            filter == null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
            ("View", filter == null ? new AuditView([], 0) : AuditView.Of(core.Log, filter, place, LinesAPage)),
            ("Civil", SettingsMap.Civil(core)),
            ("Action", action ?? ""),
            ("Person", person ?? ""),
            ("From", from ?? ""),
            ("To", to ?? ""),
            ("Fault", filter == null ? viewer.T["settings.fault-filter"] : ""));
    }

    private static IResult Export(HttpContext context, BridgeCore core, AuditLog audit, string? action, string? person, string? from, string? to)
    {
        var viewer = Viewer.Of(context);
        if (!viewer.May(Permission.Export))
        {
            // A program that may read it and take nothing out finds nothing here.
            return Results.NotFound();
        }

        if (FilterOf(core, action, person, from, to, null).Filter is not { } filter)
        {
            return Show(context, core, action, person, from, to, null);
        }

        // That somebody took it out stands in it before the first line is given out.
        audit.Write(context, AuditActions.AuditExported, "", string.Join(' ', new[] { action, person, from, to }.Where(part => !string.IsNullOrEmpty(part))));
        return Results.Stream(async body =>
        {
            await body.WriteAsync(Encoding.UTF8.GetPreamble(), context.RequestAborted);
            await WriteAsync([["position", "at", "by", "role", "action", "target", "detail", "address", "outcome", "altered"]]);
            long before = long.MaxValue;
            do
            {
                var part = AuditView.Of(core.Log, filter, before, LinesAPart);
                await WriteAsync(part.Lines.Select(line => new[]
                {
                    line.Position.ToString(CultureInfo.InvariantCulture), line.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), line.Act.By, line.Act.Role, line.Act.Action, line.Act.Target,
                    line.Act.Detail, line.Act.Address, line.Act.Outcome, line.IsAltered ? "altered" : "",
                }));
                before = part.Older;
            }
            while (before > 0 && !context.RequestAborted.IsCancellationRequested);

            async Task WriteAsync(IEnumerable<string[]> rows) => await body.WriteAsync(Encoding.UTF8.GetBytes(Csv.Write(rows)), context.RequestAborted);
        }, "text/csv; charset=utf-8", "audit-log.csv");
    }

    private static (AuditFilter? Filter, long Before) FilterOf(BridgeCore core, string? action, string? person, string? from, string? to, string? before)
    {
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        (long place, Refusal? fault) = Query.Number("before", before, long.MaxValue, "the position of an entry");
        (DateTimeOffset first, Refusal? other) = string.IsNullOrEmpty(from) ? (DateTimeOffset.MinValue, null) : Query.Moment("from", from, zone, isEnd: false);
        (DateTimeOffset end, Refusal? third) = string.IsNullOrEmpty(to) ? (DateTimeOffset.MaxValue, null) : Query.Moment("to", to, zone, isEnd: true);
        bool good = (fault ?? other ?? third) == null && (person?.Length ?? 0) <= LongestPerson && (string.IsNullOrEmpty(action) || AuditActions.All.Contains(action, StringComparer.Ordinal));
        return (good ? new AuditFilter(action ?? "", (person ?? "").Trim(), first, end) : null, place);
    }
}
