using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Whether somebody sits before what a request asks for: a browser that goes to a page, and wants to be told in one what there is not or what he may not. A program is told in a way that it can read.
/// </summary>
public static class PageRequest
{
    private static readonly PathString[] ForPrograms = ["/api", "/healthz", "/metrics", "/openapi"];

    /// <summary>Whether a request is such a browser's.</summary>
    public static bool Is(HttpRequest request)
    {
        return HttpMethods.IsGet(request.Method) && !KeyAuthentication.Claims(request) && Array.TrueForAll(ForPrograms, path => !request.Path.StartsWithSegments(path)) && PrefersPages(request);
    }

    // Of kinds that are as welcome the one that is named first counts: a program may take a page where there is nothing else.
    private static bool PrefersPages(HttpRequest request)
    {
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? kinds) && kinds.MaxBy(kind => kind.Quality ?? 1) is { } first && first.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
