using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The page of rules.</summary>
public static class RulesEndpoint
{
    /// <summary>Maps it. It is long and seldom another, so it is rendered when somebody first asks for it, and again when the house has changed its packs.</summary>
    public static void MapRules(this IEndpointRouteBuilder web, BridgeCore core, HtmlRenderer renderer)
    {
        Rendered? rendered = null;
        web.MapGet("/rules", async () =>
        {
            PackShelf packs = core.Read((room, _) => room.Roster.Packs);
            Rendered? page = rendered;
            if (page == null || !ReferenceEquals(page.Packs, packs))
            {
                page = new Rendered(packs, await Render(renderer, packs));
                rendered = page;
            }

            return Results.Content(page.Html, "text/html; charset=utf-8");
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
    }

    private sealed record Rendered(PackShelf Packs, string Html);

    private static Task<string> Render(HtmlRenderer renderer, PackShelf packs)
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = RulesView.Of(packs) });
        return renderer.Dispatcher.InvokeAsync(async () => "<!DOCTYPE html>" + (await renderer.RenderComponentAsync<RulesPage>(parameters)).ToHtmlString());
    }
}
