using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The live board.</summary>
public static class BoardEndpoints
{
    /// <summary>Maps the board, and the API for reading beside it.</summary>
    public static void MapBoard(this IEndpointRouteBuilder web, BridgeCore core, Pages pages)
    {
        web.MapGet("/", (HttpContext context) =>
        {
            var viewer = Viewer.Of(context);
            return Pages.Show<BoardPage>(viewer, ("View", BoardView.Of(viewer.T, core)));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/board/stream", (HttpContext context) =>
        {
            var viewer = Viewer.Of(context);
            return new LiveStream(core).SendAsync(context, async () =>
            {
                var view = BoardView.Of(viewer.T, core);
                return new LiveMoment(view.Now, await pages.RenderAsync<BoardParts>(("View", view), ("T", viewer.T), ("MayAcknowledge", viewer.May(Permission.Acknowledge))));
            });
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapReading(core);
    }
}
