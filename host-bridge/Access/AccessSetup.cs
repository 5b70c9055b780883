using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Puts together what decides who may do what.</summary>
public static class AccessSetup
{
    /// <summary>How long a session lasts after its last use.</summary>
    public static readonly TimeSpan SessionSpan = TimeSpan.FromHours(12);

    private const string Choice = "access";

    /// <summary>Adds users, keys, sessions and the audit log.</summary>
    public static void AddAccess(this IServiceCollection services, BridgeStore store, BridgeCore core, BridgeOptions options)
    {
        OidcSignIn.Check(options);
        CheckPublicUrl(options.PublicUrl);
        bool isHttps = options.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var users = new UserTable(store.Database, store.Rows);
        var keys = new ApiKeys(users, core.Time);

        // Who was changed by another hand is told of now, and not only when he comes.
        users.All();
        keys.All();
        services.AddSingleton(core.Time);
        services.AddSingleton(core);
        services.AddSingleton(options);
        services.AddSingleton(store.Master);
        services.AddSingleton(store.Terminals);
        services.AddSingleton(new CredentialDesk(store.Enrolment, DynamicSecurity.Of(options), act =>
        {
            core.Append(LogKind.Terminal, act.Terminal, act.ToBody());
            core.Read((_, _) => true);
        }));
        services.AddSingleton(users);
        services.AddSingleton(new EndedSessions(store.Database, core.Time));
        services.AddSingleton(new UserAccounts(users, new OneTimeLinks(store.Database, store.Rows, core.Time), () => AuditLog.TellsOfManager(store.Log), core.Time));
        services.AddSingleton(keys);
        services.AddSingleton(AuditLog.Of(core));
        services.AddSingleton(_ => new PasswordSignIn(users, core.Time));
        services.AddSingleton(_ => new SignInLimits());
        services.AddDataProtection().SetApplicationName(SessionCookies.Name);
        services.Configure<KeyManagementOptions>(ring =>
        {
            ring.XmlRepository = new KeyRing(store.Database, store.Master, store.Rows);
            ring.XmlEncryptor = new KeyRingSeal(store.Master);
        });
        services.AddAntiforgery(forms =>
        {
            forms.Cookie = new FormCookie(isHttps);
            forms.FormFieldName = "token";
        });
        services.AddIdentityCore<SessionUser>().AddUserStore<IdentityUsers>().AddSignInManager().AddClaimsPrincipalFactory<SessionClaims>();
        AuthenticationBuilder schemes = services.AddAuthentication(Choice)
            .AddPolicyScheme(Choice, null, choice => choice.ForwardDefaultSelector = context => KeyAuthentication.Claims(context.Request) ? KeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                cookie.Cookie.Name = SessionCookies.Name;
                cookie.Cookie.HttpOnly = true;
                cookie.CookieManager = new SessionCookies(isHttps);
                cookie.ExpireTimeSpan = SessionSpan;
                cookie.SlidingExpiration = true;

                // Coming back from a provider is a navigation that another site has begun, and the session must go along with it.
                cookie.Cookie.SameSite = options.OidcAuthority.Length > 0 ? SameSiteMode.Lax : SameSiteMode.Strict;
                cookie.Events.OnValidatePrincipal = SessionWatch.ValidateAsync;
                cookie.Events.OnSigningIn = context =>
                {
                    EndedSessions.Begin(context.Properties);
                    return Task.CompletedTask;
                };
            });
        if (options.IsDemo)
        {
            schemes.AddCookie(DemoDoor.Scheme, cookie =>
            {
                cookie.Cookie.Name = DemoDoor.Cookie;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.ExpireTimeSpan = SessionSpan;
                cookie.SlidingExpiration = true;
            });
        }

        if (options.OidcAuthority.Length > 0)
        {
            schemes.AddOpenIdConnect(OidcSignIn.Scheme, oidc => OidcSignIn.Configure(oidc, options));
        }
    }

    /// <summary>Puts the door before the routes.</summary>
    public static void UseAccess(this WebApplication web, BridgeOptions options)
    {
        web.Use(TellOfStoreAsync);
        web.UseAuthentication();
        if (options.IsDemo)
        {
            web.UseDemoDoor();
        }

        web.UseAccessGate(options.PublicUrl);
        web.UseWatchOver("/_blazor");
    }

    private static void CheckPublicUrl(string address)
    {
        bool good = address.Length == 0 || (Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.AbsolutePath is "/");
        if (!good)
        {
            throw new StartupException($"PublicUrl '{address}' is not the address of a web server: write it as https://duty.house, without a path.");
        }
    }

    // What cannot be stored now may be stored later: whoever asked is told to try again.
    private static async Task TellOfStoreAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Database.IsFault(exception) && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.Headers.RetryAfter = "10";
            await Results.Problem($"The database cannot be used at this moment ({exception.Message}): make room on the disk, or see that the server runs; then look whether it was done, and ask again.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    }
}
