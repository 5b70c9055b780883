using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// The door of the virtual room, which a published bridge does not have: whoever opens a page on this machine is in, as a manager by the name of <c>demo</c>. The session is
/// of a kind of its own, which a bridge without this door does not know, so nothing of it outlives the room.
/// </summary>
public static class DemoDoor
{
    /// <summary>The name of the scheme of its sessions.</summary>
    public const string Scheme = "demo";

    /// <summary>The name of its cookie.</summary>
    public const string Cookie = "dutykiosk-demo";

    /// <summary>The user of the demo.</summary>
    public const string User = "demo";

    /// <summary>Puts it before the gate.</summary>
    public static void UseDemoDoor(this WebApplication web) => web.Use(OpenAsync);

    /// <summary>Whether a request is a browser's that opens a page of this machine for the person before it.</summary>
    public static bool LetsIn(HttpContext context)
    {
        HttpRequest request = context.Request;
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && request.Headers.Origin.Count == 0
            && site is "" or "none" or "same-origin" or "same-site";
    }

    /// <summary>Whether a request comes in by this door.</summary>
    public static bool IsOf(HttpContext context) => string.Equals(context.User.Identity?.AuthenticationType, Scheme, StringComparison.Ordinal);

    /// <summary>Everybody of the roster, whom the demo may be looked at as.</summary>
    public static IReadOnlyList<(string Id, string Name)> People(HttpContext context)
    {
        return context.RequestServices.GetRequiredService<BridgeCore>().Read((room, _) => room.Roster.Document.Staff.Select(person => (person.Id, $"{room.Roster.NameOf(person.Id)} {person.Id}")).ToArray());
    }

    /// <summary>Maps the switch by which the demo is looked at as somebody of the roster, with the rights that he would have as a user. Nobody is one as a manager.</summary>
    public static void MapDemo(this IEndpointRouteBuilder web)
    {
        web.MapPost("/demo/as", async (HttpContext context, BridgeCore core) =>
        {
            if (!IsOf(context))
            {
                return Results.NotFound();
            }

            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            string staff = form["staff"].ToString(), then = form["then"].ToString();
            (string role, string name) = core.Read((room, _) => room.Roster.Person(staff) is { } person ? (person.Role, room.Roster.NameOf(person.Id)) : ("", ""));
            await context.SignInAsync(Scheme, role.Length == 0 ? Principal() : Principal(role is "operator" ? "staff" : role, staff, name));
            return Results.LocalRedirect(AccessGate.IsLocal(then) ? then : "/");
        }).Needs(Permission.ReadBoard).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task OpenAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            await Results.Problem("This is a demo for this machine's own pages: another page may not ask it for anything.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        if (context.User.Identity is not { IsAuthenticated: true } && !KeyAuthentication.Claims(request))
        {
            AuthenticateResult session = await context.AuthenticateAsync(Scheme);
            if (session.Succeeded)
            {
                context.User = session.Principal;
            }
            else if (LetsIn(context) && context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>() is { Permission: not null })
            {
                context.User = Principal();
                await context.SignInAsync(Scheme, context.User);
            }
        }

        await next(context);
    }

    private static ClaimsPrincipal Principal(string role = "manager", string staff = "", string name = "演示 demo") => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, User), new Claim(Caller.ShownClaim, name), new Claim(Caller.RoleClaim, role), new Claim(Caller.StaffClaim, staff)],
        Scheme));
}
