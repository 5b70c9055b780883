using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>The pages of the settings.</summary>
public static class SettingsMap
{
    /// <summary>Maps them.</summary>
    public static void MapSettings(this IEndpointRouteBuilder web, BridgeParts parts, BridgeOptions options)
    {
        web.MapGet("/settings", (HttpContext context) =>
        {
            var viewer = Viewer.Of(context);
            bool hasWall = web.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .FirstOrDefault(route => string.Equals(route.RoutePattern.RawText, "/wall/links", StringComparison.Ordinal))?.Metadata.GetMetadata<AccessMetadata>() is { Permission: { } needed } && viewer.May(needed);
            return Pages.Show<SettingsPage>(viewer, ("HasWall", hasWall));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapUserPages(parts.Core, options);
        web.MapKeyPages(parts.Core);
        web.MapChannelPages(parts.Core, parts.Desk, options);
        web.MapStorePages(parts.Core, new StoreWork(options, parts.Core.Time, exception => parts.Core.Faults.Note("Work on the store", exception)), options);
        web.MapAuditPages(parts.Core);
    }

    /// <summary>Everybody of the roster, by id, with his name.</summary>
    internal static IReadOnlyList<(string Id, string Name)> People(BridgeCore core) => core.Read((room, _) => room.Roster.Document.Staff.Select(person => (person.Id, $"{room.Roster.NameOf(person.Id)} {person.Id}")).ToArray());

    /// <summary>Times as the house writes them.</summary>
    internal static CivilTime Civil(BridgeCore core) => core.Read((room, _) => new CivilTime(room.Roster, core.Time.GetUtcNow()));

    /// <summary>The status of a page that tells of a refusal.</summary>
    internal static int StatusOf(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Bad => StatusCodes.Status400BadRequest,
        RefusalKind.Missing => StatusCodes.Status404NotFound,

        // Whoever may open the page has the right to ask, and is told on it why not.
        _ => StatusCodes.Status409Conflict,
    };
}
