using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>What a route needs; a route that says nothing is refused to everybody.</summary>
/// <param name="Permission">The permission; null: it is open to everybody, signed in or not.</param>
public sealed record AccessMetadata(Permission? Permission);

/// <summary>How routes say what they need.</summary>
public static class AccessRoutes
{
    /// <summary>The route needs a permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessMetadata(permission));

    /// <summary>The route is open to everybody: a sign-in page, its style, the health of the service.</summary>
    public static TBuilder IsOpen<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessMetadata(null));
}
