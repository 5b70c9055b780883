using System;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>The switch between the languages, which every page has: it is kept in the browser, so that a terminal's screen and a phone can differ.</summary>
public static class LanguageSwitch
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>The address that switches to a language and comes back.</summary>
    public static string Address(Language language, string then) => $"/language/{language.Code}?then={Uri.EscapeDataString(then)}";

    /// <summary>Maps it.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder web)
    {
        web.MapGet("/language/{code}", (HttpContext context, string code, string? then) =>
        {
            context.Response.Cookies.Append(Language.Cookie, Language.OfCode(code).Code, new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax, HttpOnly = true, Path = "/", IsEssential = true });
            return Results.LocalRedirect(then != null && AccessGate.IsLocal(then) ? then : "/");
        }).IsOpen().ExcludeFromDescription();
    }
}
