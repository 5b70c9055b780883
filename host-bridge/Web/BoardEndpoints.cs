using System;
using System.IO;
using System.Reflection;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The live board.</summary>
public static class BoardEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the board, and the API for reading beside it.</summary>
    public static void MapBoard(this IEndpointRouteBuilder web, BridgeCore core, Pages pages)
    {
        web.MapGet("/", async (HttpContext context, IAntiforgery forms) => Results.Content(await RenderPage(pages, core, BoardViewer.Of(context, forms)), "text/html; charset=utf-8"))
            .Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/board/stream", (HttpContext context) => Stream(context, core, pages)).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/assets/{name}", Asset).IsOpen().ExcludeFromDescription();
        web.MapReading(core);
    }

    private static async Task<string> RenderPage(Pages pages, BridgeCore core, BoardViewer viewer)
    {
        return "<!DOCTYPE html>" + await pages.RenderAsync<BoardPage>(("View", BoardView.Of(core)), ("Viewer", viewer));
    }

    private static async Task<(BoardView View, string Html)> RenderParts(Pages pages, BridgeCore core, BoardViewer viewer)
    {
        BoardView view = BoardView.Of(core);
        return (view, await pages.RenderAsync<BoardParts>(("View", view), ("Viewer", viewer)));
    }

    private static string Event(string name, string text) => $"event: {name}\ndata: {string.Join("\ndata: ", text.Split('\n'))}\n\n";

    // The whole board at once for a late viewer, then again at every change; changes that come while one is being sent become one.
    private static async Task Stream(HttpContext context, BridgeCore core, Pages pages)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Signal() => changes.Writer.TryWrite(true);
        core.Changed += Signal;

        // An open page must not keep the bridge from stopping.
        CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        CancellationToken aborted = end.Token;
        try
        {
            string shown = "";
            BoardViewer viewer = BoardViewer.Of(context);
            DateTimeOffset looked = core.Time.GetUtcNow();
            while (!aborted.IsCancellationRequested)
            {
                if (core.Time.GetUtcNow() >= looked + SessionWatch.Pause)
                {
                    if (!await SessionWatch.HoldsAsync(context))
                    {
                        // The page asks anew, and is told to sign in.
                        return;
                    }

                    looked = core.Time.GetUtcNow();
                }

                (BoardView view, string html) = await RenderParts(pages, core, viewer);
                await context.Response.WriteAsync(Event("now", view.Now), aborted);
                if (!string.Equals(html, shown, StringComparison.Ordinal))
                {
                    // What has not changed is not sent again: the page would only lose what its reader has marked.
                    await context.Response.WriteAsync(Event("board", html), aborted);
                    shown = html;
                }

                await context.Response.Body.FlushAsync(aborted);
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                pause.CancelAfter(Heartbeat);
                try
                {
                    await changes.Reader.ReadAsync(pause.Token);
                }
                catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
                {
                    // Nothing has changed for a while: the time is sent again, which keeps the connection, and the minutes may have moved on.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone, or the bridge stops.
        }
        finally
        {
            core.Changed -= Signal;
        }
    }

    private static IResult Asset(string name)
    {
        Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name);
        return stream == null
            ? Results.NotFound()
            : Results.Stream(stream, name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8");
    }
}
