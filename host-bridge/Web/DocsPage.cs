extern alias Docs;

using System;
using System.Security.Cryptography;
using Docs::Scalar.AspNetCore;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The page on which people read the description of the API and try it out. Everything that it needs comes from this bridge, and it may ask nobody else.</summary>
public static class DocsPage
{
    /// <summary>Maps it.</summary>
    public static void MapDocs(this IEndpointRouteBuilder web) => web.MapScalarApiReference("/docs", Configure).IsOpen();

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        options.WithTitle("DutyKiosk API").WithOpenApiRoutePattern("/openapi/v1.json").WithNonce(nonce).DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp();

        // Its styles are written by its script; what a page of ours otherwise needs no exception for.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }
}
