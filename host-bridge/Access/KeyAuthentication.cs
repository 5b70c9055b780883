using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Knows a program by its API key, in <c>Authorization: Bearer …</c> or in <c>X-Api-Key: …</c>, and a screen on the wall by its link (<see cref="WallKey"/>).</summary>
public sealed class KeyAuthentication(ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "key";

    /// <summary>The header beside <c>Authorization</c>.</summary>
    internal const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>
    /// Whether a request comes as a program. It is then known by its key or not at all: a session that a browser sends along stands in for no key, and
    /// whoever shows a wrong key is told.
    /// </summary>
    public static bool Claims(HttpRequest request) => request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey(Header) || WallKey.IsShown(request);

    /// <summary>The key that a request shows; null: none that works.</summary>
    internal static ApiKey? KeyOf(HttpRequest request, ApiKeys keys)
    {
        string text = request.Headers.Authorization.Count > 0 ? request.Headers.Authorization.ToString() : "";
        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? keys.Find(text[Bearer.Length..].Trim())
            : text.Length > 0 ? null
            : request.Headers.ContainsKey(Header) ? keys.Find(request.Headers[Header].ToString())
            : WallKey.KeyOf(request, keys);
    }

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request, keys) is not { } key)
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is none of this bridge, was revoked, has ended, or whoever made it is shut or gone."));
        }

        IEnumerable<Claim> claims = key.Scopes.Select(scope => new Claim(Caller.ScopeClaim, PermissionWords.Of(scope)))
            .Prepend(new Claim(ClaimTypes.NameIdentifier, key.Id)).Prepend(new Claim(ClaimTypes.Name, $"key {key.Id} {key.Name}"));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName)));
    }
}
