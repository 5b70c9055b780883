using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The page of rules.</summary>
public static class RulesEndpoint
{
    /// <summary>Maps it. It is long and seldom another, so it is rendered when somebody first asks for it, and again when the house has changed its packs.</summary>
    public static void MapRules(this IEndpointRouteBuilder web, BridgeCore core, Pages pages)
    {
        Rendered? rendered = null;
        web.MapGet("/rules", async () =>
        {
            PackShelf packs = core.Read((room, _) => room.Roster.Packs);
            Rendered? page = rendered;
            if (page == null || !ReferenceEquals(page.Packs, packs))
            {
                page = new Rendered(packs, await Render(pages, packs));
                rendered = page;
            }

            return Results.Content(page.Html, "text/html; charset=utf-8");
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
    }

    private sealed record Rendered(PackShelf Packs, string Html);

    private static async Task<string> Render(Pages pages, PackShelf packs) => "<!DOCTYPE html>" + await pages.RenderAsync<RulesPage>(("View", RulesView.Of(packs)));
}
