using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>The live part of a page at one moment.</summary>
/// <param name="Now">The time of the house.</param>
/// <param name="Html">What stands in the element <c>id="live"</c>.</param>
public sealed record LiveMoment(string Now, string Html);

/// <summary>Keeps the live part of a page up to date: the whole of it at once for a late viewer, then again at every change.</summary>
public sealed class LiveStream(BridgeCore core)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Sends it until the viewer has gone, his session has ended or the bridge stops. Changes that come while one is being sent become one.</summary>
    public async Task SendAsync(HttpContext context, Func<Task<LiveMoment>> render)
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

                LiveMoment moment = await render();
                await context.Response.WriteAsync(Event("now", moment.Now), aborted);
                if (!string.Equals(moment.Html, shown, StringComparison.Ordinal))
                {
                    // What has not changed is not sent again: the page would only lose what its reader has marked.
                    await context.Response.WriteAsync(Event("live", moment.Html), aborted);
                    shown = moment.Html;
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

    private static string Event(string name, string text) => $"event: {name}\ndata: {string.Join("\ndata: ", text.Split('\n'))}\n\n";
}
