using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The pages and the API for who may do what, and for what people do.</summary>
public static class AccessMap
{
    /// <summary>Maps them.</summary>
    public static void MapAccess(this IEndpointRouteBuilder web, BridgeOptions options)
    {
        web.MapAccessPages(options);
        web.MapUsers();
        web.MapKeys();
        web.MapTerminals();
        web.MapNotices();
        web.MapAudit();
        web.MapExport();
    }
}
