using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>The pages on which records are found and looked at.</summary>
public static class RecordsMap
{
    /// <summary>Maps them.</summary>
    public static void MapRecords(this IEndpointRouteBuilder web, BridgeCore core, RecordSearch search)
    {
        web.MapGet("/records", (HttpContext context) => Find(context, core, search)).Needs(Permission.ReadRecords).ExcludeFromDescription();
        web.MapGet("/records/{position}", (HttpContext context, string position) => One(context, core, search, position)).Needs(Permission.ReadRecords).ExcludeFromDescription();
        web.MapGet("/records/export/{format}", (HttpContext context, AuditLog audit, string format) => SearchExport.Give(context, core, search, audit, format)).Needs(Permission.Export).ByGetAlone().ExcludeFromDescription();
    }

    /// <summary>The entry of a record at a place that was written; null: there is none.</summary>
    public static LogEntry? EntryAt(RecordSearch search, string position)
    {
        return long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out long place) && search.Log.ReadAt([place]) is [LogEntry entry] && RecordFacts.IsRecord(entry) ? entry : null;
    }

    private static IResult Find(HttpContext context, BridgeCore core, RecordSearch search)
    {
        var viewer = Viewer.Of(context);
        RecordForm form = RecordForm.Of(context.Request);
        (RecordQuery query, string fault, NodaTime.DateTimeZone zone) = core.Read((room, _) => form.ToQuery(viewer.T, room.Roster) is var asked ? (asked.Query, asked.Fault, room.Roster.Zone) : default);
        FoundRecords found = fault.Length > 0 ? new FoundRecords([], null, null, 0) : search.Find(query, RecordsView.PageRows, zone);
        RecordsView view = core.Read((room, chain) => RecordsView.Of(viewer.T, room, chain, form, found));
        return Pages.Show<RecordsPage>(viewer, fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", view), ("Fault", fault));
    }

    private static IResult One(HttpContext context, BridgeCore core, RecordSearch search, string position)
    {
        if (EntryAt(search, position) is not { } entry)
        {
            return Results.NotFound();
        }

        var viewer = Viewer.Of(context);
        string post = search.PostOf(entry);
        var numbered = new Dictionary<long, List<LogEntry>>();
        foreach (long seq in new[] { entry.Seq - 1, entry.Seq, entry.Seq + 1 })
        {
            numbered[seq] = entry.Epoch.Length > 0 && seq > 0 ? search.Log.ReadNumber(entry.Terminal, entry.Epoch, seq) : [];
        }

        return Pages.Show<RecordPage>(viewer, ("View", core.Read((room, chain) => RecordDetailView.Of(viewer.T, room, chain, entry, post, seq => numbered[seq]))));
    }
}
