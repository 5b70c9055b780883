using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Whether what let somebody in holds still.</summary>
public static class SessionWatch
{
    /// <summary>How long it is believed without looking again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Looks whether the user of a session is still who he was when it began. Identity's own validator would end sessions of kinds, too, that this bridge does not have.
    /// </summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        HttpContext http = context.HttpContext;
        DateTimeOffset now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        EndedSessions ended = http.RequestServices.GetRequiredService<EndedSessions>();
        bool hasEnded = OidcSignIn.HasEnded(context.Properties, now) || ended.HasEndedHere(context.Properties);
        if (!hasEnded && now < context.Properties.IssuedUtc + Pause)
        {
            return;
        }

        var sessions = http.RequestServices.GetRequiredService<SignInManager<SessionUser>>();
        if (!hasEnded && !ended.HasEnded(context.Properties) && await sessions.ValidateSecurityStampAsync(context.Principal) is { } user)
        {
            context.ReplacePrincipal(await sessions.CreateUserPrincipalAsync(user));
            context.ShouldRenew = true;
        }
        else
        {
            context.RejectPrincipal();
            await http.SignOutAsync(context.Scheme.Name);
        }
    }

    /// <summary>Whether the session or the key of a request whose answer goes on for hours holds still, and lets it have that answer.</summary>
    public static async Task<bool> HoldsAsync(HttpContext context)
    {
        try
        {
            if (KeyAuthentication.Claims(context.Request))
            {
                return KeyAuthentication.KeyOf(context.Request, context.RequestServices.GetRequiredService<ApiKeys>()) is { } key
                    && (context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>()?.Permission is not { } needed || key.Scopes.Contains(needed));
            }

            DateTimeOffset now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            AuthenticationProperties? properties = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties;
            if (properties != null && (now >= properties.ExpiresUtc || OidcSignIn.HasEnded(properties, now)))
            {
                // The browser may have a newer cookie by now: it asks again, and shows it.
                return false;
            }

            return string.Equals(context.User.Identity?.AuthenticationType, DemoDoor.Scheme, StringComparison.Ordinal)
                || (properties != null && !context.RequestServices.GetRequiredService<EndedSessions>().HasEnded(properties)
                    && await context.RequestServices.GetRequiredService<SignInManager<SessionUser>>().ValidateSecurityStampAsync(context.User) != null);
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            // A database that is away for a moment has taken nothing from anybody, and the board is what tells of it.
            return true;
        }
    }

    /// <summary>Watches over connections that stay open, as those of interactive pages do: one whose session has ended is cut.</summary>
    /// <param name="web">The web.</param>
    /// <param name="path">Where such connections begin.</param>
    public static void UseWatchOver(this WebApplication web, PathString path) => web.UseWhen(context => context.Request.Path.StartsWithSegments(path), watched => watched.Use(async (context, next) =>
    {
        using var gone = new CancellationTokenSource();
        Task watch = CutAsync(context, gone.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await gone.CancelAsync();
            await watch;
        }
    }));

    private static async Task CutAsync(HttpContext context, CancellationToken gone)
    {
        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        try
        {
            do
            {
                await Task.Delay(Pause, time, gone);
            }
            while (await HoldsAsync(context));
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // It was closed from the other side.
        }
    }
}
