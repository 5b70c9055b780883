using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web;

/// <summary>HEAD, which whoever watches a service asks with: whatever can be read answers it.</summary>
public static class HeadRequests
{
    /// <summary>Answers HEAD as GET; the server itself leaves the body out. The stream would never end, so it is no part of this.</summary>
    public static void UseHead(this WebApplication web)
    {
        web.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.StartsWithSegments("/board"))
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });

        // Only what comes before the routing can change the method that it goes by.
        web.UseRouting();
    }
}
