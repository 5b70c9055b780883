using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>The live board.</summary>
public static class BoardEndpoints
{
    /// <summary>Maps the board, and the API for reading beside it.</summary>
    public static void MapBoard(this IEndpointRouteBuilder web, BridgeCore core, BoardFeed feed)
    {
        // Of its own kind, as what only takes a context is mistaken for something that answers by itself.
        web.MapGet("/", new Func<HttpContext, Task<IResult>>(context => ShowAsync(Viewer.Of(context), feed, ""))).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/board/stream", (HttpContext context) => SendAsync(context, core, feed, BoardReader.Of(Viewer.Of(context)))).Needs(Permission.ReadBoard).ByGetAlone().ExcludeFromDescription();

        web.MapGet("/notices", (HttpContext context, string? before) =>
        {
            var viewer = Viewer.Of(context);
            (long place, Refusal? refusal) = Query.Number("before", before, long.MaxValue, "the position of a notice");
            DateTimeOffset now = core.Time.GetUtcNow();
            return refusal != null ? AccessGate.Answer(refusal) : Pages.Show<NoticesPage>(viewer, ("View", core.Read((room, _) => NoticesView.Of(viewer.T, room, place, now))));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();

        // Where a script does it, it asks the API.
        web.MapPost("/board/acknowledge", async (HttpContext context, AuditLog audit) =>
        {
            string topic = await BoundedForm.ReadAsync(context) is { } form ? form["topic"].ToString() : "";
            var viewer = Viewer.Of(context);
            return NoticesApi.Acknowledge(core, audit, Caller.Of(context)!, topic)
                ? Results.LocalRedirect(Viewer.After("/", "board.done-acknowledged"))
                : await ShowAsync(viewer, feed, viewer.T["board.no-topic"]);
        }).Needs(Permission.Acknowledge).DisableAntiforgery().ExcludeFromDescription();
        web.MapReading(core);
    }

    /// <summary>Keeps a board up to date.</summary>
    internal static Task SendAsync(HttpContext context, BridgeCore core, BoardFeed feed, BoardReader reader) => new LiveStream(core).SendPartsAsync(context, () => feed.LatestAsync(reader));

    private static async Task<IResult> ShowAsync(Viewer viewer, BoardFeed feed, string fault)
    {
        PartsMoment moment = await feed.LatestAsync(BoardReader.Of(viewer));
        return Pages.Show<BoardPage>(viewer, fault.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, ("Html", await moment.WholeAsync()), ("Fault", fault));
    }
}
