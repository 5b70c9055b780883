using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Access;

/// <summary>What becomes of a request.</summary>
public enum Verdict
{
    /// <summary>It goes through.</summary>
    Pass,

    /// <summary>The route does not say what it needs, which is a fault of the program: nobody gets through.</summary>
    Unmarked,

    /// <summary>Nobody knows who asks.</summary>
    Unknown,

    /// <summary>Whoever asks may not.</summary>
    Forbidden,

    /// <summary>A page of another house has a browser ask for it.</summary>
    Foreign,
}

/// <summary>The one door that every request passes: by what the route needs and by who asks.</summary>
public static class AccessGate
{
    /// <summary>The scheme and the realm that an answer 401 names.</summary>
    internal const string Challenge = "Bearer realm=\"dutykiosk\"";

    /// <summary>Decides on a request.</summary>
    /// <param name="isRoute">Whether there is a route for it; without one there is nothing to guard, and the answer is that there is nothing.</param>
    /// <param name="needs">What the route says that it needs; null: nothing was said.</param>
    /// <param name="caller">Who asks; null: nobody who is known.</param>
    /// <param name="changes">Whether the method is one that may change something.</param>
    /// <param name="isOwn">Whether the request comes from a page of this bridge, as far as a browser says.</param>
    public static Verdict Decide(bool isRoute, AccessMetadata? needs, Caller? caller, bool changes, bool isOwn)
    {
        return !isRoute ? Verdict.Pass
            : needs == null ? Verdict.Unmarked
            : caller is { IsKey: false } && changes && !isOwn ? Verdict.Foreign
            : needs.Permission is not { } permission ? Verdict.Pass
            : caller == null ? Verdict.Unknown
            : caller.Permissions.Contains(permission) ? Verdict.Pass
            : Verdict.Forbidden;
    }

    /// <summary>
    /// Whether a request comes from a page of this bridge. A browser says so in a header that no page can write: that spares scripts a token, which they
    /// would have to fetch anew with every change of session. Who says nothing of it is no browser of today, and is to use a key.
    /// </summary>
    public static bool IsOwn(HttpRequest request, string publicUrl)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        bool isOwnOrigin = string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || (publicUrl.Length > 0 && string.Equals(origin, new Uri(publicUrl).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
        return site.Length > 0 ? site is "same-origin" : isOwnOrigin;
    }

    /// <summary>Whether a path leads somewhere within this bridge: where a sign-in leads to must not be another house's page.</summary>
    public static bool IsLocal(string path) => path.Length is > 0 and <= 500 && path[0] == '/' && !path.Any(letter => char.IsControl(letter) || letter == '\\') && !path.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Puts the door before every route.</summary>
    public static void UseAccessGate(this WebApplication web, string publicUrl) => web.Use((context, next) => PassAsync(context, next, publicUrl));

    /// <summary>The answer to somebody who may not; it names what he lacks, to a program or on a page.</summary>
    public static IResult Forbid(Permission permission) => new Forbidden(permission);

    /// <summary>The answer to a refusal.</summary>
    public static IResult Answer(Refusal refusal) => Results.Problem(refusal.Sentence, statusCode: refusal.Kind switch
    {
        RefusalKind.Bad => StatusCodes.Status400BadRequest,
        RefusalKind.Missing => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    });

    private static async Task PassAsync(HttpContext context, RequestDelegate next, string publicUrl)
    {
        AccessMetadata? needs = context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>();
        bool changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);
        Verdict verdict = Decide(context.GetEndpoint() is RouteEndpoint, needs, Caller.Of(context), changes, IsOwn(context.Request, publicUrl));
        if (needs?.Permission != null)
        {
            // What one may see another may not, and both may sit at the same machine.
            context.Response.Headers.CacheControl = "no-store";
        }

        switch (verdict)
        {
            case Verdict.Pass:
                await next(context);
                break;
            case Verdict.Unknown when !changes && IsPage(context.Request):
                context.Response.Redirect("/signin?then=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
                break;
            case Verdict.Unknown when WallKey.IsShown(context.Request) && IsHtml(context.Request):
                // Whoever stands before the screen is told in words, and not what a program is told.
                WallKey.Forget(context);
                context.Response.Redirect(WallKey.EndedPath);
                break;
            case Verdict.Unknown:
                context.Response.Headers.WWWAuthenticate = Challenge;
                bool wrong = KeyAuthentication.Claims(context.Request);
                await Results.Problem(
                    wrong ? "The API key is none of this bridge, was revoked, has ended, or whoever made it is shut or gone: make another with 'host-bridge key create'."
                        : "Sign in at /signin, or send an API key as 'Authorization: Bearer dk_…' or 'X-Api-Key: dk_…'.",
                    statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
                break;
            case Verdict.Forbidden:
                await Forbid(needs!.Permission!.Value).ExecuteAsync(context);
                break;
            case Verdict.Foreign:
                await Results.Problem("A session changes things from this bridge's own pages alone: programs send an API key instead.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
                break;
            default:
                await Results.Problem("This route does not say who may use it, so nobody may: that is a fault of the program.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
                break;
        }
    }

    private static bool IsPage(HttpRequest request) => !KeyAuthentication.Claims(request) && IsHtml(request);

    private static bool IsHtml(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
