using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace DutyKiosk.HostBridge;

/// <summary>The service: the bridge's core between a broker, a web server and the clock of this machine.</summary>
public sealed class BridgeHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestKeepingPause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly DataFolder _data;
    private readonly BridgeStore _store;
    private readonly BridgeCore _core;
    private readonly MqttBroker _broker;
    private readonly WebApplication _web;
    private readonly NoticeLog _noticeLog;
    private Task _loop = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;
    private FileWatch _rosterWatch = new(default);

    private BridgeHost(DataFolder data, BridgeStore store, BridgeCore core, MqttBroker broker, WebApplication web, TimeProvider time)
    {
        _data = data;
        _store = store;
        _core = core;
        _broker = broker;
        _web = web;
        _time = time;
        _noticeLog = new NoticeLog(core, data.Path);
    }

    /// <summary>The address of the live board.</summary>
    public string WebAddress => _web.Urls.First();

    /// <summary>The port of the broker.</summary>
    public int MqttPort => _broker.Port;

    /// <summary>The terminals that are enrolled.</summary>
    public TerminalRegister Terminals => _store.Terminals;

    /// <summary>The core, to be looked at.</summary>
    public BridgeCore Core => _core;

    /// <summary>Ends when the bridge is stopped, or fails when it cannot go on: whoever started it must not leave it standing then.</summary>
    public Task Completion => _loop;

    /// <summary>Starts a bridge.</summary>
    /// <exception cref="StartupException">Something that it needs is missing, wrong or in use.</exception>
    public static async Task<BridgeHost> StartAsync(BridgeOptions options, TimeProvider time)
    {
        IPAddress address = IPAddress.TryParse(options.Listen, out IPAddress? parsed)
            ? parsed
            : throw new StartupException($"'{options.Listen}' is no address: write one such as 127.0.0.1 or 0.0.0.0 after --listen.");
        CheckPort(options.Port, "--port");
        CheckPort(options.MqttPort, "--mqtt-port");
        DataFolder data = DataFolder.Open(options.DataFolder, time.GetUtcNow());
        BridgeStore? store = null;
        try
        {
            store = BridgeStore.Open(options, time);
            bool loopback = IPAddress.IsLoopback(address);
            if (data.IsNew && loopback && store.Terminals.Terminals.Count == 0 && options.Database.Length == 0)
            {
                store.EnrolSample(time.GetUtcNow());
            }

            TerminalEntry? open = store.Terminals.Terminals.FirstOrDefault(terminal => terminal.PasswordHash.Length == 0);
            if (!loopback && open != null)
            {
                throw new StartupException($"Listening on {address} needs a password for every terminal, and {open.Id} has none: give it one with 'host-bridge terminal enrol {open.Id}', or listen on loopback.");
            }

            var rosterWatch = new FileWatch(data.RosterMark);
            RosterDocument roster = ReadRoster(data);
            BridgeHost? host = null;
            BridgeCore? core = null;
            var broker = new MqttBroker(store.Terminals, address, options.MqttPort, options.Limits, time, () => core!, () => host?._wake.Release());
            try
            {
                core = new BridgeCore(store.Log, store.Terminals, time, broker);
                core.SetRoster(roster);
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                throw new StartupException($"The database in {options.DataFolder} cannot be written ({exception.Message}): make room on the disk, or stop what else has the file.");
            }

            WebApplication web = BuildWeb(core, address, options.Port);
            host = new BridgeHost(data, store, core, broker, web, time) { _rosterWatch = rosterWatch };
            await broker.StartAsync();
            try
            {
                await web.StartAsync();
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                await broker.DisposeAsync();
                throw new StartupException($"The web port {options.Port} cannot be opened ({exception.Message}): stop what uses it, or choose another with --port.");
            }

            host._keeping = host.KeepAsync(options.RetentionDays);
            host._loop = Task.Factory.StartNew(host.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return host;
        }
        catch
        {
            store?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a number that no port can have.</summary>
    /// <exception cref="StartupException">It is none.</exception>
    public static void CheckPort(int port, string option)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new StartupException($"{option} {port} is no port: write a number from 0 (any free one) to {IPEndPoint.MaxPort}.");
        }
    }

    /// <summary>Stops in order: terminals are told, what waits is stored.</summary>
    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _stop.CancelAsync();
        _wake.Release();
        await Task.WhenAny(_loop);
        await Task.WhenAny(_keeping, Task.Delay(LongestSleep, _time));
        _core.Commit();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
        _core.Dispose();
        _store.Dispose();
        _data.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private static RosterDocument ReadRoster(DataFolder data)
    {
        try
        {
            return data.ReadRoster();
        }
        catch (RosterException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    // An address is what it says; of names only the one that every machine has for itself.
    private static bool IsLoopbackName(string host)
    {
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    private static WebApplication BuildWeb(BridgeCore core, IPAddress address, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(BridgeHost).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = HandleBudget.OfProcess.Web;
            kestrel.Listen(address, port);
        });
        builder.Services.AddReading();
        builder.Services.AddProblemDetails();
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

            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await next(context);
        });
        web.UseHead();
        web.UseExceptionHandler();
        web.UseStatusCodePages();
        var renderer = new HtmlRenderer(web.Services, NullLoggerFactory.Instance);
        web.MapBoard(core, renderer);
        web.MapRules(core, renderer);
        web.MapOpenApi("/openapi/v1.json");
        web.MapMetrics();
        web.MapGet("/healthz", () => core.Counts.LastFailure.Length == 0 ? Results.Text("ok") : Results.Problem(core.Counts.LastFailure, statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithSummary("ok while records can be stored.");
        return web;
    }

    // The one thread that commits and folds: what comes while it commits is in the next commit, which makes groups by itself.
    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            DateTimeOffset due;
            try
            {
                _core.Commit();
                FollowRosterFile();
                due = _core.Step();
                _noticeLog.Follow();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // What the bridge itself wanted to write is found to be due again; a disk that is full now may not be so later.
                _core.Counts.CommitFailed(exception.Message);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
                continue;
            }
            catch (Exception exception)
            {
                // Nobody has thought of it. What waits is still there, and everything that works must go on.
                _core.Faults.Note("A step of the bridge", exception);
                _stop.Token.WaitHandle.WaitOne(PauseAfterFailure);
                continue;
            }

            if (_core.HasPending)
            {
                continue;
            }

            due = _rosterWatch.Next < due ? _rosterWatch.Next.Value : due;
            TimeSpan sleep = due - _time.GetUtcNow();
            sleep = sleep > LongestSleep ? LongestSleep : sleep;
            if (sleep > TimeSpan.Zero && _wake.Wait(sleep))
            {
                while (_wake.Wait(TimeSpan.Zero))
                {
                    // Many wakes are one.
                }
            }
        }
    }

    // Beside the thread that takes records, as it may take long. What fails today is tried again tomorrow.
    private async Task KeepAsync(int retentionDays)
    {
        var watch = new RetentionWatch(_core, retentionDays, _time.GetUtcNow());
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                DateTimeOffset next = await Task.Run(() => watch.Step(_time.GetUtcNow()), _stop.Token);
                TimeSpan pause = next - _time.GetUtcNow();
                await Task.Delay(pause < LongestKeepingPause ? pause < TimeSpan.Zero ? TimeSpan.Zero : pause : LongestKeepingPause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                _core.Faults.Note("Removing what is older than it is to be kept", exception);
            }
        }
    }

    private void FollowRosterFile()
    {
        if (!_rosterWatch.IsDue(_data.RosterMark, _time.GetUtcNow()))
        {
            return;
        }

        try
        {
            _core.SetRoster(_data.ReadRoster());
        }
        catch (RosterException exception)
        {
            // The old roster stays in force; whoever saved the file is told where it is wrong.
            Console.Error.WriteLine(exception.Message);
        }
    }
}
