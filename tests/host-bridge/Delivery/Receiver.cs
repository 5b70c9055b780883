using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>One request as it arrived.</summary>
public sealed record Received(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();

    /// <summary>A value of the query.</summary>
    public string Asked(string name) => System.Web.HttpUtility.ParseQueryString(Query)[name] ?? "";
}

/// <summary>Somebody else's server, on a free port of this machine: keeps what arrives, and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];

    private Receiver(WebApplication web) => _web = web;

    /// <summary>How the next requests are answered: status and body; by default 200, and "taken" in the words of every robot.</summary>
    public Func<Received, HttpContext, Task<(int Status, string Body)>> Answer { get; set; } = (_, _) => Task.FromResult((200, """{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}"""));

    /// <summary>Its address, without a path.</summary>
    public string Address => _web.Urls.First();

    /// <summary>What has arrived, in order.</summary>
    public IReadOnlyList<Received> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Starts one; with a certificate it speaks TLS.</summary>
    public static async Task<Receiver> StartAsync(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate != null)
            {
                endpoint.UseHttps(certificate);
            }
        }));
        WebApplication web = builder.Build();
        var receiver = new Receiver(web);
        web.Run(receiver.TakeAsync);
        await web.StartAsync();
        return receiver;
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public void AnswerWith(int status, string body = "", string? retryAfter = null)
    {
        Answer = (_, context) =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult((status, body));
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var received = new Received(
            context.Request.Method,
            context.Request.Path,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        lock (_gate)
        {
            _received.Add(received);
        }

        (int status, string answer) = await Answer(received, context);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }
}
