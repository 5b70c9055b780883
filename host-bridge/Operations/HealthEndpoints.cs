using System.Collections.Generic;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>What programs that look after the service ask it; they need no sign-in, and learn nothing of the house.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder web, ServiceHealth health)
    {
        web.MapGet("/healthz/live", () => health.IsLive ? Ok() : Not("Not alive", ["the thread that stores and folds has not moved for 30 seconds"]))
            .WithSummary("ok while the service moves; otherwise it is to be started anew.").Described();
        web.MapGet("/healthz/ready", () => Ready(health))
            .WithSummary("ok while records can be stored and everything is folded; otherwise the details say what is not ready.").Described();
        web.MapGet("/healthz", () => Ready(health)).WithSummary("The same as /healthz/ready.").Described();
    }

    private static void Described(this RouteHandlerBuilder route)
    {
        route.WithTags("health").Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status503ServiceUnavailable).IsOpen();
    }

    private static IResult Ready(ServiceHealth health) => health.NotReady is { Count: > 0 } reasons ? Not("Not ready", reasons) : Ok();

    private static IResult Ok() => Results.Text("ok");

    private static IResult Not(string title, IReadOnlyList<string> reasons)
    {
        return Results.Problem(string.Join("; ", reasons), title: title, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
