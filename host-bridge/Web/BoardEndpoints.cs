using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The live board and the API for reading.</summary>
public static class BoardEndpoints
{
    private const int MostRecordsAPage = 1000;
    private static readonly string[] Page = [HttpMethods.Get, HttpMethods.Head];
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps them.</summary>
    public static void MapBoard(this IEndpointRouteBuilder web, BridgeCore core, HtmlRenderer renderer)
    {
        web.MapMethods("/", Page, async () => Results.Content("<!DOCTYPE html>" + await Render<BoardPage>(renderer, core), "text/html; charset=utf-8")).ExcludeFromDescription();
        web.MapGet("/board/stream", (HttpContext context) => Stream(context, core, renderer)).ExcludeFromDescription();
        web.MapMethods("/assets/{name}", Page, Asset).ExcludeFromDescription();
        web.MapGet("/api/v1/posts", () => core.Read((room, _) => Posts(room, core.Time.GetUtcNow())))
            .WithSummary("Every post: who holds the duty, who is in, what is late, and its terminals.");
        web.MapGet("/api/v1/records", (string? terminal, long? after, int? limit) => Records(core, terminal, after ?? 0, Math.Clamp(limit ?? 200, 1, MostRecordsAPage)))
            .WithSummary("Records behind a position, oldest first, each with its proof.");
    }

    private static async Task<string> Render<TComponent>(HtmlRenderer renderer, BridgeCore core)
        where TComponent : IComponent
    {
        BoardView view = BoardView.Of(core);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString());
    }

    // The whole board at once for a late viewer, then again at every change; changes that come while one is being sent become one.
    private static async Task Stream(HttpContext context, BridgeCore core, HtmlRenderer renderer)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Signal() => changes.Writer.TryWrite(true);
        core.Changed += Signal;
        try
        {
            CancellationToken aborted = context.RequestAborted;
            while (!aborted.IsCancellationRequested)
            {
                string html = await Render<BoardParts>(renderer, core);
                string lines = string.Join("\ndata: ", html.Split('\n'));
                await context.Response.WriteAsync($"event: board\ndata: {lines}\n\n", aborted);
                await context.Response.Body.FlushAsync(aborted);
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                pause.CancelAfter(Heartbeat);
                try
                {
                    await changes.Reader.ReadAsync(pause.Token);
                }
                catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
                {
                    // Nothing has changed for a while: the board is sent again, which keeps the connection and moves the minutes on.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone.
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

    private static PostItem[] Posts(DutyRoom room, DateTimeOffset now)
    {
        return room.Posts.Select(post => new PostItem(
            post.Post,
            post.Holder.Length == 0 ? null : post.Holder,
            post.Holder.Length == 0 ? null : post.Since,
            post.Holder.Length == 0 ? null : post.Until,
            post.PresentAt(now, room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(present => present.Key).ToArray(),
            post.LadderStep > 0,
            room.Terminals.Where(terminal => string.Equals(terminal.Post, post.Post, StringComparison.Ordinal)).Select(terminal => new TerminalItem(terminal.Id, terminal.State)).ToArray())).ToArray();
    }

    private static RecordPage Records(BridgeCore core, string? terminal, long after, int limit)
    {
        // Read while nothing is stored, so that nothing is shown that was not judged.
        RecordItem[] items = core.Read((_, chain) => core.Log.ReadRecords(terminal, after, limit)
            .Select(entry => (Entry: entry, Proof: chain.ProofOf(entry.Position)))
            .TakeWhile(judged => judged.Proof != null)
            .Select(judged => Item(judged.Entry, judged.Proof!.Value)).ToArray());
        return new RecordPage(items, items.Length == 0 ? after : items[^1].Position);
    }

    private static RecordItem Item(LogEntry entry, Proof proof)
    {
        RecordJson? record = RecordJson.Of(entry.Body);
        bool whole = record != null && proof != Proof.Quarantined;
        return new RecordItem(entry.Position, Words.Of(proof), record, whole ? null : Convert.ToBase64String(entry.Body));
    }

    private sealed record PostItem(string Post, string? Holder, DateTimeOffset? Since, DateTimeOffset? Until, string[] In, bool Late, TerminalItem[] Terminals);

    private sealed record TerminalItem(string Id, string State);

    private sealed record RecordPage(RecordItem[] Items, long Next);

    private sealed record RecordItem(long Position, string Proof, RecordJson? Record, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] string? Raw);
}
