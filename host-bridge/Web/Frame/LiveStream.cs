using System;
using System.Globalization;
using System.Text;
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

/// <summary>Keeps the live part of a page up to date: the whole of it at once for a late viewer, then again at every change, or of a page in parts those that have changed.</summary>
public sealed class LiveStream(BridgeCore core)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Sends it until the viewer has gone, his session has ended or the bridge stops. Changes that come while one is being sent become one.</summary>
    /// <param name="context">Who looks.</param>
    /// <param name="render">Makes the live part as it is; null: what was looked at is gone, and the stream ends.</param>
    /// <param name="pause">How long it is left alone after it was made, where making it is dear; nothing: it is made at every change.</param>
    public Task SendAsync(HttpContext context, Func<Task<LiveMoment?>> render, TimeSpan pause = default)
    {
        string shown = "";
        return RunAsync(context, pause, async text =>
        {
            if (await render() is not { } moment)
            {
                return false;
            }

            AddNow(text, moment.Now);
            if (!string.Equals(moment.Html, shown, StringComparison.Ordinal))
            {
                // What has not changed is not sent again: the page would only lose what its reader has marked.
                Add(text, "live", moment.Html);
                shown = moment.Html;
            }

            return true;
        });
    }

    /// <summary>Sends a page in parts in the same way.</summary>
    /// <param name="context">Who looks.</param>
    /// <param name="latest">The newest moment, which all viewers share who see the same.</param>
    public Task SendPartsAsync(HttpContext context, Func<Task<PartsMoment>> latest)
    {
        PartsMoment? shown = null;
        return RunAsync(context, TimeSpan.Zero, async text =>
        {
            PartsMoment moment = await latest();
            AddNow(text, moment.Now);
            if (shown == null || moment.Since(shown) is not { } changed)
            {
                Add(text, "live", await moment.WholeAsync());
            }
            else
            {
                foreach (Part part in changed)
                {
                    Add(text, "part", part.Key + "\n" + part.Html);
                }
            }

            shown = moment;
            return true;
        });
    }

    // The number of the event is the moment in milliseconds: a browser whose clock is wrong counts down by it all the same.
    private void AddNow(StringBuilder text, string now)
    {
        text.Append(CultureInfo.InvariantCulture, $"id: {core.Time.GetUtcNow().ToUnixTimeMilliseconds()}\n");
        Add(text, "now", now);
    }

    private static void Add(StringBuilder text, string name, string data) => text.Append("event: ").Append(name).Append("\ndata: ").Append(data.ReplaceLineEndings("\ndata: ")).Append("\n\n");

    private async Task RunAsync(HttpContext context, TimeSpan rest, Func<StringBuilder, Task<bool>> write)
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
            var text = new StringBuilder();
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

                text.Clear();
                if (!await write(text))
                {
                    return;
                }

                await context.Response.WriteAsync(text.ToString(), aborted);
                await context.Response.Body.FlushAsync(aborted);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, core.Time, aborted);
                }

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
}
