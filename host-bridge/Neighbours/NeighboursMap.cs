using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>What other programs ask of the bridge.</summary>
public static class NeighboursMap
{
    /// <summary>Maps it.</summary>
    public static void MapNeighbours(this IEndpointRouteBuilder web, BridgeCore core, RosterDesk roster, Database database, BridgeOptions options)
    {
        web.MapCalendars(core, database);
        web.MapHr(core, roster, database, options);
    }
}
