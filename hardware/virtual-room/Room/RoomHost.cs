using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;
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
            terminal.SwitchPower(false);
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
        web.UseExceptionHandler();
        web.UseStatusCodePages();
        return web;
    }

    private static IResult Asset(string name, string type)
    {
        Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("room/" + name)!;
        return Results.Stream(stream, type);
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("room/" + name)!);
        return reader.ReadToEnd();
    }

    private void Map()
    {
        _web.MapGet("/", (HttpContext context) => Results.Content(RoomWords.Page(Text("room.html"), RoomWords.Of(context)), "text/html; charset=utf-8"));
        _web.MapLanguage();
        _web.MapGet("/room.js", () => Asset("room.js", "text/javascript; charset=utf-8"));
        _web.MapGet("/room.css", () => Asset("room.css", "text/css; charset=utf-8"));
        _web.MapGet("/api/room", () => new { board = _bridge.WebAddress, badges = _bridge.Core.Read((room, _) => RoomRack.BadgesOf(Language.Bilingual, room.Roster)), terminals = Terminals() });
        _web.MapGet("/api/stream", Stream);
        _web.MapPost("/api/terminals/{id}/tap", TapAsync);
        _web.MapPost("/api/terminals/{id}/power/{state}", (string id, string state) => Switch(id, "电源 power", state, (terminal, on) => terminal.SwitchPower(on)));
        _web.MapPost("/api/terminals/{id}/network/{state}", (string id, string state) => Switch(id, "网络 network", state, (terminal, on) => terminal.SwitchNetwork(on)));
        _web.MapPost("/api/terminals/{id}/reader/{state}", (string id, string state) => Switch(id, "读卡器 reader", state, (terminal, on) => terminal.SwitchReader(on)));
        _web.MapPost("/api/terminals/{id}/clock/{seconds}", (string id, string seconds) => With(id, terminal => long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? terminal.MoveClock(number)
            : $"“{Echo.Of(seconds)}”不是秒数，请写整数，如 3600 或 -3600。 '{Echo.Of(seconds)}' is no number of seconds: write a whole one such as 3600 or -3600."));
    }

    // What is seen of a terminal, with the name of its post, and the quality that its own newest record gives its clock.
    private TerminalView[] Terminals()
    {
        return _bridge.Core.Read((room, _) => _terminals.Select(terminal =>
        {
            TerminalView seen = terminal.View();
            bool held = seen.clock is "set" && room.TerminalOf(terminal.Id)?.Clock.StartsWith("held:", StringComparison.Ordinal) == true;
            return seen with { postName = PostOrder.NameOf(room.Roster, seen.post), clock = held ? "held" : seen.clock };
        }).ToArray());
    }

    private async Task<IResult> TapAsync(string id, TapRequest request, CancellationToken aborted)
    {
        if (Find(id) is not { } terminal)
        {
            return NoSuch(id);
        }

        int shown = terminal.Shown;
        if (terminal.Tap(request.Badge) is { } fault)
        {
            return Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        string signal = await terminal.AnswerAsync(shown, aborted);
        return Results.Ok(new TapAnswer(id, request.Badge, signal, signal.Length == 0
            ? RoomWords.Bilingual["room.no-answer", id]
            : SignalWords.Of(RoomWords.Bilingual, signal)));
    }

    private RoomTerminal? Find(string id) => _terminals.Find(candidate => string.Equals(candidate.Id, id, StringComparison.Ordinal));

    private IResult NoSuch(string id)
    {
        string[] known = _terminals.Select(terminal => terminal.Id).ToArray();
        return Results.Problem($"没有终端 {Echo.Of(id)}，有 {string.Join("、", known)}。 There is no terminal {Echo.Of(id)}; there are {string.Join(", ", known)}.", statusCode: StatusCodes.Status404NotFound);
    }

    private IResult Switch(string id, string what, string state, Func<RoomTerminal, bool, string?> turn)
    {
        return With(id, terminal => state switch
        {
            "on" => turn(terminal, true),
            "off" => turn(terminal, false),
            _ => $"{what} 只有 on 和 off，没有“{Echo.Of(state)}”。 It is switched on or off, not '{Echo.Of(state)}'.",
        });
    }

    private IResult With(string id, Func<RoomTerminal, string?> action)
    {
        if (Find(id) is not { } terminal)
        {
            return NoSuch(id);
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
        _bridge.Core.Changed += Signal;
        foreach (RoomTerminal terminal in _terminals)
        {
            terminal.Changed += Signal;
        }

        // An open page must not keep the room from stopping.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _web.Lifetime.ApplicationStopping);
        CancellationToken aborted = end.Token;
        try
        {
            long rosterShown = -1;
            while (!aborted.IsCancellationRequested)
            {
                (long roster, RoomRack? rack) = _bridge.Core.Read((room, _) => (room.RosterPosition, room.RosterPosition == rosterShown ? null : RoomRack.Of(Language.Of(context), room.Roster, _bridge.WebAddress)));
                if (rack != null)
                {
                    await context.Response.WriteAsync($"event: rack\ndata: {JsonSerializer.Serialize(rack, JsonSerializerOptions.Web)}\n\n", aborted);
                    rosterShown = roster;
                }

                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(Terminals(), JsonSerializerOptions.Web)}\n\n", aborted);
                await context.Response.Body.FlushAsync(aborted);
                await changes.Reader.ReadAsync(aborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone, or the room stops.
        }
        finally
        {
            _bridge.Core.Changed -= Signal;
            foreach (RoomTerminal terminal in _terminals)
            {
                terminal.Changed -= Signal;
            }
        }
    }
}
