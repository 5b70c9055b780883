using System;
using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Web.Archive;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Handovers;
using DutyKiosk.HostBridge.Web.Ledger;
using DutyKiosk.HostBridge.Web.My;
using DutyKiosk.HostBridge.Web.People;
using DutyKiosk.HostBridge.Web.Planning;
using DutyKiosk.HostBridge.Web.Posts;
using DutyKiosk.HostBridge.Web.Records;
using DutyKiosk.HostBridge.Web.Rules;
using DutyKiosk.HostBridge.Web.Settings;
using DutyKiosk.HostBridge.Web.Terminals;
using DutyKiosk.HostBridge.Web.Wall;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The web server of a bridge: pages, routes for programs, and what stands before all of them.</summary>
public static class BridgeWeb
{
    private const int MostBodyBytes = 1024 * 1024;

    // An address is what it says; of names only the one that every machine has for itself.
    private static bool IsLoopbackName(string host)
    {
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    /// <summary>The web application on an address, which does not listen yet.</summary>
    public static WebApplication Build(BridgeParts parts, LineLog log, IPAddress address, BridgeOptions options)
    {
        // It has no settings file to watch; the watch would look at the whole folder that it was started in, and at every write to the database in it.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(BridgeHost).Assembly.GetName().Name, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = HandleBudget.OfProcess.Web;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Listen(address, options.Port);
        });
        builder.Services.AddReading();
        builder.Services.AddProblemDetails();
        var roster = new RosterDesk(parts.Core, options.DataFolder);
        builder.Services.AddSingleton(roster);
        builder.Services.AddSingleton(new PeopleDesk(parts.Core, roster, parts.Store.Terminals));
        // Chinese characters stand in the pages as they are: as numbers they would make them three times as long.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddResponseCompression(packing =>
        {
            packing.EnableForHttps = true;
            packing.MimeTypes = ["text/html", "application/json"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.AddAccess(parts.Store, parts.Core, options);
        WebApplication web = builder.Build();
        bool loopback = IPAddress.IsLoopback(address);
        web.Use(async (context, next) =>
        {
            // A page of another house must not read this one through a name that it points at loopback.
            if (loopback && !IsLoopbackName(context.Request.Host.Host))
            {
                await Results.Problem("This bridge is for this machine alone: ask for it as 127.0.0.1 or localhost.", statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context);
                return;
            }

            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await next(context);
        });
        web.UseResponseCompression();
        web.UseHead();
        web.UseExceptionHandler();
        web.UseMissingPages();
        web.UseAccess(options);
        web.UseAntiforgery();
        var pages = new Pages(web.Services);
        web.MapAssets();
        web.MapLanguage();
        web.MapRazorComponents<NoPage>().AddInteractiveServerRenderMode().Needs(Permission.ReadBoard);
        if (options.IsDemo)
        {
            web.MapDemo();
        }

        var board = new BoardFeed(parts.Core, pages);
        web.MapBoard(parts.Core, board);
        web.MapPosts(parts.Core, pages);
        web.MapWall(parts.Core, board, options);
        web.MapRules(parts.Core, roster);
        web.MapLedger(parts.Core);
        web.MapSheets(parts.Core, pages);
        web.MapPeople(parts.Core, parts.Store.Database, pages);
        web.MapLedgerRequests(parts.Core);
        web.MapMy(parts.Core, parts.Store.Database, parts.Search);
        web.MapRecords(parts.Core, parts.Search);
        web.MapArchive(parts.Core, parts.Search, pages);
        web.MapRoster(parts.Core, roster);
        web.MapChannels(parts.Core, parts.Desk);
        web.MapTerminalPages(parts, options, pages);
        web.MapSettings(parts, options);
        web.MapHealth(parts.Health);
        web.MapAccess(options);
        web.MapOpenApi("/openapi/v1.json").IsOpen();
        web.MapDocs();
        web.MapHouseMetrics(parts.Core, () => parts.Broker.IsConnected);
        web.MapNeighbours(parts.Core, roster, parts.Store.Database, options);
        return web;
    }
}
