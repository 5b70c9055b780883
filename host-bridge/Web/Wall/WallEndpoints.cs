using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Wall;

/// <summary>The board of a screen on the wall, and the page on which managers make and revoke the links that open one.</summary>
public static class WallEndpoints
{
    private const string LinksPath = "/wall/links";

    /// <summary>Maps them.</summary>
    public static void MapWall(this IEndpointRouteBuilder web, BridgeCore core, BoardFeed feed, BridgeOptions options)
    {
        bool isHttps = options.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        web.MapGet(WallKey.Path, new Func<HttpContext, Task<IResult>>(context => ShowAsync(context, feed, isHttps))).Needs(Permission.WatchWall).ExcludeFromDescription();
        web.MapGet(WallKey.StreamPath, (HttpContext context) => BoardEndpoints.SendAsync(context, core, feed, BoardReader.Wall(Language.Of(context)))).Needs(Permission.WatchWall).ByGetAlone().ExcludeFromDescription();
        web.MapGet(WallKey.EndedPath, (HttpContext context) => Pages.Show<WallEnded>(Viewer.Of(context))).IsOpen().ExcludeFromDescription();
        web.MapGet(LinksPath, (HttpContext context, ApiKeys keys) => ShowLinks(context, core, keys, StatusCodes.Status200OK)).Needs(Permission.ManageKeys).ExcludeFromDescription();
        web.MapPost(LinksPath, (HttpContext context, ApiKeys keys, AuditLog audit) => MakeAsync(context, core, keys, audit, options)).Needs(Permission.ManageKeys).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost(LinksPath + "/revoke", (HttpContext context, ApiKeys keys, AuditLog audit) => RevokeAsync(context, core, keys, audit)).Needs(Permission.ManageKeys).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BoardFeed feed, bool isHttps)
    {
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (WallKey.IsShown(context.Request))
        {
            WallKey.Keep(context, isHttps);
        }

        if (context.Request.Query.ContainsKey(WallKey.Parameter))
        {
            // The address that stays on the screen, in its history and in what somebody photographs, has no key in it.
            string language = context.Request.Query["language"].ToString();
            return Results.LocalRedirect(language.Length > 0 ? LanguageSwitch.Address(Language.OfCode(language), WallKey.Path) : WallKey.Path);
        }

        var viewer = Viewer.Of(context);
        PartsMoment moment = await feed.LatestAsync(BoardReader.Wall(viewer.T));
        return Pages.Show<WallPage>(viewer, ("Html", await moment.WholeAsync()));
    }

    private static IResult ShowLinks(HttpContext context, BridgeCore core, ApiKeys keys, int status, string fault = "", string name = "", string link = "")
    {
        return Pages.Show<WallLinks>(Viewer.Of(context), status, ("View", WallLinksView.Of(keys.All(), core.Read((room, _) => new CivilTime(room.Roster, core.Time.GetUtcNow())), name, link)), ("Fault", fault));
    }

    private static async Task<IResult> MakeAsync(HttpContext context, BridgeCore core, ApiKeys keys, AuditLog audit, BridgeOptions options)
    {
        var viewer = Viewer.Of(context);
        string name = (await BoundedForm.ReadAsync(context))?["name"].ToString().Trim() ?? "";
        if (name.Length is 0 or > WallLinksView.LongestName || name.Any(char.IsControl))
        {
            return ShowLinks(context, core, keys, StatusCodes.Status400BadRequest, viewer.T["wall.bad-name", WallLinksView.LongestName], name);
        }

        var caller = Caller.Of(context)!;
        (ApiKey? key, string text, Refusal? refusal) = keys.Create(name, WallKey.Scopes, null, caller);
        if (key == null)
        {
            return ShowLinks(context, core, keys, StatusCodes.Status400BadRequest, refusal!.Sentence, name);
        }

        // It is in this answer alone, so this is no redirect.
        audit.Write(caller, AuditActions.KeyMade, $"{key.Id} {key.Name}", WallKey.Scopes[0]);
        string house = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        return ShowLinks(context, core, keys, StatusCodes.Status200OK, link: $"{house}{WallKey.Path}?{WallKey.Parameter}={text}&language={viewer.T.Code}");
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, BridgeCore core, ApiKeys keys, AuditLog audit)
    {
        var viewer = Viewer.Of(context);
        string id = (await BoundedForm.ReadAsync(context))?["id"].ToString() ?? "";

        // Other keys are no matter of this page.
        ApiKey? link = keys.All().FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.Ordinal) && WallKey.IsOf(key));
        (ApiKey? revoked, _) = link == null ? (null, null) : keys.Revoke(id);
        if (revoked == null)
        {
            return ShowLinks(context, core, keys, StatusCodes.Status409Conflict, viewer.T["wall.no-link"]);
        }

        audit.Write(context, AuditActions.KeyRevoked, $"{revoked.Id} {revoked.Name}");
        return Results.LocalRedirect(Viewer.After(LinksPath, "wall.done-revoked"));
    }
}
