using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Whether what let somebody in holds still, for answers that go on for hours.</summary>
public static class SessionWatch
{
    /// <summary>How often a long answer asks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Whether the session or the key of a request holds still.</summary>
    public static async Task<bool> HoldsAsync(HttpContext context)
    {
        try
        {
            return KeyAuthentication.Claims(context.Request) ? KeyAuthentication.KeyOf(context.Request, context.RequestServices.GetRequiredService<ApiKeys>()) != null
                : string.Equals(context.User.Identity?.AuthenticationType, DemoDoor.Scheme, StringComparison.Ordinal)
                    || await context.RequestServices.GetRequiredService<SignInManager<SessionUser>>().ValidateSecurityStampAsync(context.User) != null;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            // A database that is away for a moment has taken nothing from anybody, and the board is what tells of it.
            return true;
        }
    }
}
