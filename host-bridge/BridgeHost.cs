using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge;

/// <summary>The service: the bridge's core between a broker, a web server and the clock of this machine.</summary>
public sealed class BridgeHost : IAsyncDisposable
{
    private const int MostBodyBytes = 1024 * 1024;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastAnswer = TimeSpan.FromMilliseconds(100);

    private const string LeaseName = "duty";
    private static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(1.5);

    // Whoever takes over from a bridge that was killed does so sooner.
    private static readonly TimeSpan LeaderlessSpan = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestKeepingPause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly DataFolder _data;
    private readonly BridgeStore _store;
    private readonly BridgeCore _core;
    private readonly MqttBroker? _broker;
    private readonly OutsideBroker? _outside;
    private readonly Lease? _lease;
    private readonly RevokedAtBroker? _security;
    private readonly WebApplication _web;
    private readonly NoticeLog _noticeLog;
    private readonly DeliveryDesk _desk;
    private readonly HomeAssistantLink? _homeAssistant;
    private readonly ServiceHealth _health;
    private readonly ServiceNotice _notice;
    private readonly ILogger _events;
    private Task _loop = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;
    private Task _following = Task.CompletedTask;
    private Task _watchdog = Task.CompletedTask;
    private DateTimeOffset _leaseUntil;
    private DateTimeOffset _leaseNext;
    private FileWatch _rosterWatch = new(default);
    private RosterDocument? _newRoster;

    private BridgeHost(DataFolder data, BridgeStore store, BridgeCore core, Lease? lease, DynamicSecurity? security, IMessageOut broker, WebApplication web, DeliveryDesk desk, ServiceHealth health, HomeAssistantLink? homeAssistant, ILogger events, TimeProvider time)
    {
        _data = data;
        _store = store;
        _core = core;
        _broker = broker as MqttBroker;
        _outside = broker as OutsideBroker;
        _lease = lease;
        _security = security == null ? null : new RevokedAtBroker(security, store.Terminals, core.Faults, time);
        store.Database.Announced += Wake;
        _web = web;
        _time = time;
        _noticeLog = new NoticeLog(core, data.Path);
        _desk = desk;
        _health = health;
        _homeAssistant = homeAssistant;
        _notice = ServiceNotice.OfProcess(time);
        _events = events;
    }

    /// <summary>The address of the live board.</summary>
    public string WebAddress => _web.Urls.First();

    /// <summary>The address of the broker for plain MQTT.</summary>
    public IPAddress MqttAddress { get; private init; } = IPAddress.Loopback;

    /// <summary>The port of the broker in this process for plain MQTT; 0: there is none.</summary>
    public int MqttPort => _broker?.Port ?? 0;

    /// <summary>The port of the broker for MQTT over TLS; -1: none.</summary>
    public int TlsPort => _broker?.TlsPort ?? -1;

    /// <summary>The terminals that are enrolled.</summary>
    public TerminalRegister Terminals => _store.Terminals;

    /// <summary>The core, to be looked at.</summary>
    public BridgeCore Core => _core;

    /// <summary>The services of the web, to be looked at.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>The link that makes the first manager, which works once and for an hour; null: there is a manager, or this is a demo.</summary>
    public string? FirstManagerLink { get; private set; }

    /// <summary>The API key of a demo; null: this is none.</summary>
    public string? DemoKey { get; private set; }

    /// <summary>Ends when the bridge is stopped, or fails when it cannot go on: whoever started it must not leave it standing then.</summary>
    public Task Completion => _loop;

    /// <summary>Starts a bridge. Its events go to the streams of this process, unless another log is given.</summary>
    /// <exception cref="StartupException">Something that it needs is missing, wrong or in use.</exception>
    public static async Task<BridgeHost> StartAsync(BridgeOptions options, TimeProvider time, LineLog? log = null)
    {
        log ??= LineLog.OfProcess(time, options.LogFormat, options.LogLevel);
        ILogger events = log.CreateLogger();
        IPAddress address = IPAddress.TryParse(options.Listen, out IPAddress? parsed)
            ? parsed
            : throw new StartupException($"'{options.Listen}' is no address: write one such as 127.0.0.1 or 0.0.0.0 after --listen.");
        CheckPort(options.Port, "--port");
        CheckPort(options.MqttPort, "--mqtt-port");
        if (options.TlsPort != -1)
        {
            CheckPort(options.TlsPort, "--tls-port");
        }

        DataFolder data = DataFolder.Open(options.DataFolder, time.GetUtcNow());
        BridgeStore? store = null;
        try
        {
            store = BridgeStore.Open(options, time);
            store.Rows.Told += events.AccessTold;
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
            Lease? lease = options.Broker.Length > 0 || store.Database.IsShared ? new Lease(store.Database, LeaseName, Guid.NewGuid().ToString("N")) : null;
            if (options.Broker.Length == 0 && lease != null)
            {
                await TakeAloneAsync(lease, time);
            }

            IPAddress plain = PlainMqttAddress(address, options.AllowPlainMqtt);
            IMessageOut broker;
            DynamicSecurity? security = null;
            if (options.Broker.Length == 0)
            {
                TlsDoor? tls = options.TlsPort == -1 ? null : OpenTlsDoor(options, address, events, time);
                broker = new MqttBroker(store.Terminals, new IPEndPoint(plain, options.MqttPort), tls, options.Limits, time, () => core!, () => host?.Wake());
            }
            else
            {
                BrokerAddress outside = BrokerAddress.Parse(options.Broker, options.BrokerPassword);
                broker = new OutsideBroker(outside, time, () => core!, () => host?.Wake());
                security = options.BrokerDynamicSecurity ? new DynamicSecurity(outside) : null;
            }

            try
            {
                bool isAlone = broker is MqttBroker;
                core = new BridgeCore(store.Log, store.Terminals, time, broker, isAlone, events);
                if (isAlone || core.Read((room, _) => room.RosterPosition == 0))
                {
                    // Of several bridges' files none is the first: the one in force stays until somebody saves another.
                    core.SetRoster(roster);
                }
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                throw new StartupException($"The database in {options.DataFolder} cannot be written ({exception.Message}): make room on the disk, or stop what else has the file.");
            }

            var http = new HttpSender(time);
            var desk = new DeliveryDesk(core, new DeliveryStore(store.Database, store.Master), new ChannelSender(time, http, new MailSender(time, new UserTable(store.Database, store.Rows).MailOf), PrivateTargets.AllowedBy(options.AllowPrivate)), Guid.NewGuid().ToString("N"), () => host?.Wake());
            var health = new ServiceHealth(core.StoreHealth, time);
            HomeAssistantLink? homeAssistant = HomeAssistantLink.Of(options, core);
            WebApplication web = BuildWeb(store, core, () => host?._outside?.IsConnected ?? true, desk, health, log, address, options);
            host = new BridgeHost(data, store, core, lease, security, broker, web, desk, health, homeAssistant, events, time) { MqttAddress = plain, _rosterWatch = rosterWatch };
            await (host._broker?.StartAsync() ?? Task.CompletedTask);
            try
            {
                await web.StartAsync();
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                await (host._broker?.DisposeAsync() ?? ValueTask.CompletedTask);
                throw new StartupException($"The web port {options.Port} cannot be opened ({exception.Message}): stop what uses it, or choose another with --port.");
            }

            host._keeping = host.KeepAsync(options.RetentionDays);
            if (host._outside != null)
            {
                host._outside.Connected += core.TellAgain;
                host._outside.Start();
                host._security?.Start();
            }

            host.OpenDoors(options);
            if (options.Watchdog is { } watchdog)
            {
                // Who wrote the address into the settings has allowed its host by that.
                host._watchdog = new Watchdog(watchdog, [watchdog.Host], () => health.IsLive && health.NotReady.Count == 0, http, time, events.WatchdogTold).RunAsync(host._stop.Token);
            }

            host._homeAssistant?.Start();
            host._loop = Task.Factory.StartNew(host.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            host._notice.Ready();
            events.Started(typeof(BridgeHost).Assembly.GetName().Version?.ToString(3) ?? "", host.WebAddress, host.MqttPort, options.DataFolder);
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

    /// <summary>Where plain MQTT is taken by a bridge that listens on an address: there, if that is loopback or it is allowed, or else on loopback.</summary>
    public static IPAddress PlainMqttAddress(IPAddress listen, bool allowed) => allowed || IPAddress.IsLoopback(listen) ? listen : IPAddress.Loopback;

    /// <summary>
    /// Stops in order: it is not ready any more and takes no new connections, what was received is stored and acknowledged, terminals are told, and pages come to their end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _health.Stops();
        _notice.Stopping();
        _events.Stopping();
        await DrainAsync();
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _stop.CancelAsync();
        Wake();
        await Task.WhenAny(_loop);
        await Task.WhenAny(_watchdog);
        await Task.WhenAny(_keeping, Task.Delay(LongestSleep, _time));
        _core.Commit();
        await _desk.DisposeAsync();
        await (_homeAssistant?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_security?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_outside?.DisposeAsync() ?? ValueTask.CompletedTask);
        GiveUpLease();
        _store.Database.Announced -= Wake;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
        _core.Dispose();
        _store.Dispose();
        _data.Dispose();
        _stop.Dispose();
        _wake.Dispose();
        _events.Stopped();
    }

    // A terminal that goes on sending must not keep the bridge from stopping, and one whose record cannot be stored has it still.
    private async Task DrainAsync()
    {
        _broker?.TakeNoMore();
        long began = _time.GetTimestamp();

        // An acknowledgement that was handed to its connection is not on its way yet, and a record on its way not received: it must stay quiet for a moment.
        for (TimeSpan quiet = TimeSpan.Zero; quiet < LastAnswer; quiet += DrainLook)
        {
            await Task.Delay(DrainLook, _time);
            if (_core.HasPending || _broker?.IsAcknowledging == true)
            {
                quiet = TimeSpan.Zero;
            }

            if (_time.GetElapsedTime(began) > DrainPatience || _loop.IsCompleted)
            {
                _events.StoppedUndrained();
                return;
            }
        }
    }

    private static TlsDoor OpenTlsDoor(BridgeOptions options, IPAddress address, ILogger events, TimeProvider time)
    {
        var identity = new ServerIdentity(options.DataFolder, ServerNames.Of(options.Names, Dns.GetHostName()), time, events.CertificateTold);
        return new TlsDoor(new IPEndPoint(address, options.TlsPort), identity);
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

    private static WebApplication BuildWeb(BridgeStore store, BridgeCore core, Func<bool> reachesBroker, DeliveryDesk desk, ServiceHealth health, LineLog log, IPAddress address, BridgeOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(BridgeHost).Assembly.GetName().Name });
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
        builder.Services.AddAccess(store, core, options);
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
        web.UseHead();
        web.UseExceptionHandler();
        web.UseStatusCodePages();
        web.UseAccess(options);
        var pages = new Pages(web.Services);
        web.MapBoard(core, pages);
        web.MapRules(core, pages);
        web.MapChannels(core, desk);
        web.MapHealth(health);
        web.MapAccess(pages, options);
        web.MapOpenApi("/openapi/v1.json").IsOpen();
        web.MapDocs();
        web.MapHouseMetrics(core, reachesBroker);
        web.MapNeighbours(core, store.Database, options);
        return web;
    }

    // What is printed at a start is what lets the first person, or the first program, in.
    private void OpenDoors(BridgeOptions options)
    {
        if (options.IsDemo)
        {
            DemoKey = _web.Services.GetRequiredService<ApiKeys>().DrawDemo();
        }
        else if (_web.Services.GetRequiredService<UserAccounts>().DrawFirstLink() is { } code)
        {
            FirstManagerLink = AccessPages.FirstLink(options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : WebAddress, code);
        }
    }

    // The one thread that commits and folds: what comes while it commits is in the next commit, which makes groups by itself.
    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            DateTimeOffset due;
            _health.Turned();
            _notice.Alive();
            try
            {
                _core.Commit();
                _core.TryStoring();
                FollowLease();
                FollowRosterFile();
                due = _core.Step();
                _noticeLog.Follow();
                DateTimeOffset delivery = _desk.Step();
                due = delivery < due ? delivery : due;
                _health.Stepped();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // What the bridge itself wanted to write is found to be due again; a disk that is full now may not be so later.
                _core.CouldNotStore(exception.Message);
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
                DateTimeOffset next = await Task.Run(() => _core.Leads ? watch.Step(_time.GetUtcNow()) : DateTimeOffset.MaxValue, _stop.Token);
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

    private void Wake() => _wake.Release();

    // One of several bridges leads, and says so every now and then. One that was held up for longer than its lease lasts has lost it, whatever it believes.
    private void FollowLease()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_lease == null)
        {
            return;
        }

        if (_outside == null)
        {
            if (now >= _leaseNext)
            {
                _leaseNext = now + LeaseRenewal;
                _lease.Take();
            }

            return;
        }

        if (_core.Leads && now >= _leaseUntil)
        {
            _core.Follow();
        }

        if (now >= _leaseNext)
        {
            _leaseNext = now + LeaseRenewal;
            TimeSpan? idle = _outside.IsConnected ? _lease.Take() : null;
            _leaseUntil = idle != null ? now + Lease.Span : DateTimeOffset.MinValue;
            if (idle == null)
            {
                _core.Follow();
            }
            else if (!_core.Leads)
            {
                _core.Lead(idle > LeaderlessSpan);
            }
        }

        _outside.IsLeader = _core.Leads;
        if (_following.IsCompleted)
        {
            _following = _outside.FollowLeaseAsync(_stop.Token);
        }
    }

    // With a broker in each of them, two bridges of one database would each tell their own terminals what they alone believe to decide.
    private static async Task TakeAloneAsync(Lease lease, TimeProvider time)
    {
        DateTimeOffset end = time.GetUtcNow() + Lease.Span + LeaseRenewal;
        while (lease.Take() == null)
        {
            // The one before may have been killed a moment ago.
            if (time.GetUtcNow() >= end)
            {
                throw new StartupException("Another bridge uses this database: stop it, or give both the address of an outside broker.");
            }

            await Task.Delay(LeaseRenewal, time);
        }
    }

    private void GiveUpLease()
    {
        try
        {
            if (_core.Leads)
            {
                _lease?.Leave();
            }
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            // It ends by itself.
        }
    }

    private void FollowRosterFile()
    {
        if (_rosterWatch.IsDue(_data.RosterMark, _time.GetUtcNow()))
        {
            try
            {
                _newRoster = _data.ReadRoster();
            }
            catch (RosterException exception)
            {
                // The old roster stays in force; whoever saved the file is told where it is wrong.
                _newRoster = null;
                _events.RosterRefused(Printable.WithoutUids(exception.Message));
            }
        }

        if (_newRoster is { } roster)
        {
            // A disk that is full now ends this turn here, and the next one finds the roster still waiting.
            _core.SetRoster(roster);
            _newRoster = null;
            _events.RosterTaken();
        }
    }
}
