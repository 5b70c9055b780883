using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>The page that Prometheus reads: what this process counts, and the house as it is.</summary>
public static class MetricsEndpoint
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps it.</summary>
    /// <param name="web">The web.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="reachesBroker">Whether the broker of the terminals is reached.</param>
    public static void MapHouseMetrics(this IEndpointRouteBuilder web, BridgeCore core, Func<bool> reachesBroker)
    {
        // What was not used yet stands there as 0 all the same: an alarm on something that is absent never goes off.
        foreach (Type counted in new[] { typeof(OutsideBroker), typeof(TakeOvers), typeof(StepFaults), typeof(Watchdog), typeof(HomeAssistantLink), typeof(SearchWatch) })
        {
            RuntimeHelpers.RunClassConstructor(counted.TypeHandle);
        }

        web.MapGet("/metrics", (HttpContext context) => WriteAsync(context, core, reachesBroker)).ExcludeFromDescription().Needs(Permission.ReadMetrics);
    }

    private static async Task WriteAsync(HttpContext context, BridgeCore core, Func<bool> reachesBroker)
    {
        using var page = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page, context.RequestAborted);
        await HouseMetrics.WriteAsync(HouseView.Of(core), core.Leads, reachesBroker(), core.StoreHealth.Failure.Length == 0, page, context.RequestAborted);
        context.Response.ContentType = TextFormat;
        context.Response.ContentLength = page.Length;
        page.Position = 0;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
