using System;
using System.Collections.Generic;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// How a screen on the wall is known, at which nobody can sign in: by an API key that may watch the wall and nothing else. It stands in the link that opens the screen once, and from
/// then on in a cookie, so that the address on the wall does not have it. Here alone a key counts that does not come in a header, and no key that may do more.
/// </summary>
public static class WallKey
{
    /// <summary>The page.</summary>
    public const string Path = "/wall";

    /// <summary>The stream of the page.</summary>
    public const string StreamPath = "/wall/stream";

    /// <summary>Where a screen is sent whose link works no longer.</summary>
    public const string EndedPath = "/wall/ended";

    /// <summary>What the key is called in the link.</summary>
    public const string Parameter = "key";

    /// <summary>The cookie that has it.</summary>
    public const string Cookie = "dutykiosk-wall";

    // The longest that browsers keep one; it is given anew whenever the page is opened.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>What such a key may do.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [PermissionWords.Of(Permission.WatchWall)];

    /// <summary>Whether a key is one of a screen's.</summary>
    public static bool IsOf(ApiKey key) => key.Scopes.SetEquals([Permission.WatchWall]);

    /// <summary>Whether a request for a screen's page or its stream comes with a link, or the cookie that came of one.</summary>
    public static bool IsShown(HttpRequest request) => TextOf(request).Length > 0;

    /// <summary>The key that it shows; null: none that works.</summary>
    internal static ApiKey? KeyOf(HttpRequest request, ApiKeys keys) => keys.Find(TextOf(request)) is { } key && IsOf(key) ? key : null;

    /// <summary>Has the browser keep the key that it came with.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isPublicHttps">Whether the way to the browser is encrypted by something that stands before the bridge.</param>
    internal static void Keep(HttpContext context, bool isPublicHttps)
    {
        // A link may be opened out of a mail or a chat: the page that it leads on to is to have the cookie.
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = Path, MaxAge = Kept, IsEssential = true, Secure = isPublicHttps || context.Request.IsHttps };
        context.Response.Cookies.Append(Cookie, TextOf(context.Request), options);
    }

    /// <summary>Has the browser forget it.</summary>
    internal static void Forget(HttpContext context) => context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = Path });

    private static string TextOf(HttpRequest request)
    {
        string path = request.Path.Value ?? "";
        return !HttpMethods.IsGet(request.Method) || (path is not Path && path is not StreamPath) ? ""
            : path is Path && request.Query[Parameter].ToString() is { Length: > 0 } shown ? shown
            : request.Cookies[Cookie] ?? "";
    }
}
