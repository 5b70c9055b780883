using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.VirtualBoard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>The room: terminals on virtual boards and the page on which a person sees and touches them. It listens on loopback alone.</summary>
public sealed class RoomHost : IAsyncDisposable
{
    private readonly List<RoomTerminal> _terminals;
    private readonly WebApplication _web;
    private readonly BridgeHost _bridge;

    private RoomHost(BridgeHost bridge, List<RoomTerminal> terminals, WebApplication web)
    {
        _bridge = bridge;
        _terminals = terminals;
        _web = web;
    }

    /// <summary>The address of the page.</summary>
    public string Address => _web.Urls.First();

    /// <summary>Starts the room beside a bridge.</summary>
    /// <exception cref="StartupException">The port is in use, or a flash folder cannot be used.</exception>
    public static async Task<RoomHost> StartAsync(BridgeHost bridge, string dataFolder, int port)
    {
        var time = new RealTime();
        var terminals = new List<RoomTerminal>();
        foreach (TerminalEntry entry in bridge.Terminals.Terminals)
        {
            terminals.Add(new RoomTerminal(entry, bridge.Terminals.SiteKey, bridge.MqttPort, time, Path.Combine(dataFolder, "boards", entry.Id)));
        }

        WebApplication web = BuildWeb(port);
        var room = new RoomHost(bridge, terminals, web);
        room.Map();
        try
        {
            await web.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new StartupException($"The room's port {port} cannot be opened ({exception.Message}): stop what uses it, or choose another with --room-port.");
        }

        foreach (RoomTerminal terminal in terminals)
        {
            terminal.PowerOn();
        }

        return room;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RoomTerminal terminal in _terminals)
        {
            terminal.Board.PowerOff();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
    }

    private static WebApplication BuildWeb(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddProblemDetails();
        WebApplication web = builder.Build();
        web.Use(async (context, next) =>
        {
            // Who taps must sit at this machine: neither a name that points at loopback nor another site's page may do it.
            string origin = context.Request.Headers.Origin.ToString();
            bool own = context.Request.Host.Host is "127.0.0.1" or "localhost"
                && (origin.Length == 0 || string.Equals(origin, $"http://{context.Request.Host}", StringComparison.OrdinalIgnoreCase));
            if (!own)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await next(context);
        });
        return web;
    }

    private static IResult Asset(string name, string type)
    {
        Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("room/" + name)!;
        return Results.Stream(stream, type);
    }

    private void Map()
    {
        _web.MapGet("/", () => Asset("room.html", "text/html; charset=utf-8"));
        _web.MapGet("/room.js", () => Asset("room.js", "text/javascript; charset=utf-8"));
        _web.MapGet("/room.css", () => Asset("room.css", "text/css; charset=utf-8"));
        _web.MapGet("/api/room", () => new { board = _bridge.WebAddress, badges = Badges(), terminals = _terminals.Select(terminal => terminal.View()) });
        _web.MapGet("/api/stream", Stream);
        _web.MapPost("/api/terminals/{id}/tap", (string id, TapRequest request) => With(id, terminal => terminal.Tap(request.Badge)));
        _web.MapPost("/api/terminals/{id}/power/{state}", (string id, string state) => Switch(id, state, (terminal, on) => terminal.SwitchPower(on)));
        _web.MapPost("/api/terminals/{id}/network/{state}", (string id, string state) => Switch(id, state, (terminal, on) => terminal.SwitchNetwork(on)));
        _web.MapPost("/api/terminals/{id}/reader/{state}", (string id, string state) => Switch(id, state, (terminal, on) => terminal.SwitchReader(on)));
        _web.MapPost("/api/terminals/{id}/clock/{seconds:long}", (string id, long seconds) => With(id, terminal => terminal.MoveClock(seconds)));
    }

    private object[] Badges()
    {
        return _bridge.Core.Read((room, _) => room.Roster.Document.Staff.SelectMany(staff => staff.Badges.Select(badge => (object)new { badge, id = staff.Id, name = staff.Name, role = staff.Role })).ToArray());
    }

    private IResult Switch(string id, string state, Func<RoomTerminal, bool, string?> action)
    {
        return With(id, terminal => state is "on" or "off" ? action(terminal, state is "on") : "A switch is on or off.");
    }

    private IResult With(string id, Func<RoomTerminal, string?> action)
    {
        RoomTerminal? terminal = _terminals.Find(candidate => string.Equals(candidate.Id, id, StringComparison.Ordinal));
        if (terminal == null)
        {
            return Results.Problem($"There is no terminal {id}; there are {string.Join(", ", _terminals.Select(known => known.Id))}.", statusCode: StatusCodes.Status404NotFound);
        }

        string? fault = action(terminal);
        return fault == null ? Results.Text($"{id} ok\n") : Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
    }

    private async Task Stream(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Signal() => changes.Writer.TryWrite(true);
        foreach (RoomTerminal terminal in _terminals)
        {
            terminal.Changed += Signal;
        }

        try
        {
            CancellationToken aborted = context.RequestAborted;
            while (!aborted.IsCancellationRequested)
            {
                string json = System.Text.Json.JsonSerializer.Serialize(_terminals.Select(terminal => terminal.View()));
                await context.Response.WriteAsync($"data: {json}\n\n", aborted);
                await context.Response.Body.FlushAsync(aborted);
                await changes.Reader.ReadAsync(aborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone.
        }
        finally
        {
            foreach (RoomTerminal terminal in _terminals)
            {
                terminal.Changed -= Signal;
            }
        }
    }
}
