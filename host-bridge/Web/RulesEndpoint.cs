using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The page of rules.</summary>
public static class RulesEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapRules(this IEndpointRouteBuilder web, BridgeCore core)
    {
        web.MapGet("/rules", (HttpContext context) =>
        {
            var viewer = Viewer.Of(context);
            PackShelf packs = core.Read((room, _) => room.Roster.Packs);
            return Pages.Show<RulesPage>(viewer, ("View", RulesView.Of(viewer.T, packs)));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
    }
}
