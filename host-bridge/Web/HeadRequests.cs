using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web;

/// <summary>A route that is read by GET alone: its answer never ends, is dear to make, or is written down as something that was taken out of the house.</summary>
public sealed record GetAlone;

/// <summary>HEAD, which whoever watches a service asks with: whatever can be read answers it.</summary>
public static class HeadRequests
{
    /// <summary>Answers HEAD as GET; the server itself leaves the body out.</summary>
    public static void UseHead(this WebApplication web)
    {
        web.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set(new Asked());
            }

            return next(context);
        });

        // Only what comes before the routing can change the method that it goes by, and only behind it is known which route it is.
        web.UseRouting();
        web.Use((context, next) =>
        {
            if (context.Features.Get<Asked>() == null || context.GetEndpoint()?.Metadata.GetMetadata<GetAlone>() == null)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return System.Threading.Tasks.Task.CompletedTask;
        });
    }

    /// <summary>Keeps HEAD from a route: a stream, or what leaves an entry in the log.</summary>
    public static TBuilder ByGetAlone<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new GetAlone());

    private sealed record Asked;
}
