using System;
using System.Globalization;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Signing in through an OpenID Connect provider of the house: code flow with PKCE. Whoever the provider knows is let in when his role claim holds one of the bridge's
/// roles; of several he has the one with the most rights.
/// </summary>
public static class OidcSignIn
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "oidc";

    /// <summary>Where the provider sends a browser back to.</summary>
    public const string CallbackPath = "/signin/oidc/callback";

    /// <summary>
    /// How long a session of the provider's people lasts at most, however much it is used: the longest shift. The bridge cannot ask the provider in between whether a role still holds, so
    /// nobody keeps one for longer that he has lost there.
    /// </summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private const string NoRole = "no-role";
    private const string EndsAt = "provider-session-ends";

    /// <summary>Refuses a provider that cannot be.</summary>
    /// <exception cref="StartupException">The address is none, or not encrypted, or the client's id is missing.</exception>
    public static void Check(BridgeOptions options)
    {
        if (options.OidcAuthority.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(options.OidcAuthority, UriKind.Absolute, out Uri? authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            throw new StartupException($"OidcAuthority '{options.OidcAuthority}' is no address of a provider: write it as https://login.house/realm.");
        }

        if (options.OidcClientId.Length == 0)
        {
            throw new StartupException("OidcClientId is missing: write the id that this bridge has at the OpenID Connect provider.");
        }
    }

    /// <summary>Configures the framework's handler.</summary>
    public static void Configure(OpenIdConnectOptions oidc, BridgeOptions options)
    {
        oidc.Authority = options.OidcAuthority;
        oidc.ClientId = options.OidcClientId;
        oidc.ClientSecret = options.OidcClientSecret;
        oidc.RequireHttpsMetadata = new Uri(options.OidcAuthority).Scheme == Uri.UriSchemeHttps;
        oidc.SignInScheme = IdentityConstants.ApplicationScheme;
        oidc.CallbackPath = CallbackPath;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.UsePkce = true;

        // The way back is a plain navigation: cookies that go along with one need not be open to every form of every site.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.MapInboundClaims = false;
        oidc.DisableTelemetry = true;
        oidc.Events.OnRedirectToIdentityProvider = context =>
        {
            if (options.PublicUrl.Length > 0)
            {
                context.ProtocolMessage.RedirectUri = options.PublicUrl.TrimEnd('/') + CallbackPath;
            }

            return Task.CompletedTask;
        };
        oidc.Events.OnTokenValidated = context => AdmitAsync(context, options.OidcRoleClaim);
        oidc.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect("/signin?fault=" + (context.Failure?.Message is NoRole ? NoRole : Scheme));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>Whether a session, by what its cookie carries, came from the provider and has lasted for as long as one may.</summary>
    public static bool HasEnded(AuthenticationProperties properties, DateTimeOffset now)
    {
        return properties.Items.TryGetValue(EndsAt, out string? text) && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long end) && now.ToUnixTimeSeconds() < end);
    }

    /// <summary>The role of somebody of whom a provider says these; null: none of them is one.</summary>
    public static string? RoleOf(ClaimsPrincipal principal, string claim) => Rights.Roles.FirstOrDefault(role => principal.FindAll(claim).Any(found => string.Equals(found.Value, role, StringComparison.OrdinalIgnoreCase)));

    private static async Task AdmitAsync(TokenValidatedContext context, string roleClaim)
    {
        ClaimsPrincipal told = context.Principal!;
        var audit = context.HttpContext.RequestServices.GetRequiredService<AuditLog>();
        string address = Caller.AddressOf(context.HttpContext);
        string name = told.FindFirstValue("preferred_username") ?? told.FindFirstValue("name") ?? told.FindFirstValue("sub") ?? "";
        string subject = $"{told.FindFirstValue("iss")}|{told.FindFirstValue("sub")}";
        if (RoleOf(told, roleClaim) is not { } role)
        {
            if (context.HttpContext.RequestServices.GetRequiredService<UserAccounts>().Dismiss(subject) is { } dismissed)
            {
                audit.Write(new Caller(dismissed.Name, dismissed.Shown, "", dismissed.Staff, dismissed.Id, address, Rights.Of("")), AuditActions.UserChanged, dismissed.Name, "the provider says no role any more");
            }

            audit.WriteFailure(name, address, AuditActions.SignedIn, NoRole);
            context.Fail(NoRole);
            return;
        }

        string display = told.FindFirstValue("name") is { } shown && UserRules.FaultOfText("name", shown, mayBeEmpty: true) == null ? shown : "";
        AppUser? user = context.HttpContext.RequestServices.GetRequiredService<UserAccounts>().Admit(subject, name, display, role);
        if (user == null)
        {
            audit.WriteFailure(name, address, AuditActions.SignedIn, "disabled");
            context.Fail("disabled");
            return;
        }

        audit.Write(new Caller(user.Name, user.Shown, user.Role, user.Staff, user.Id, address, Rights.Of(user.Role)), AuditActions.SignedIn, user.Name, "OpenID Connect");
        DateTimeOffset end = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + LongestSession;
        context.Properties!.Items[EndsAt] = end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Principal = await context.HttpContext.RequestServices.GetRequiredService<SignInManager<SessionUser>>().CreateUserPrincipalAsync(new SessionUser(user));
    }
}
