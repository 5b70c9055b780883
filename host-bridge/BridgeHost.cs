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
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
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
    // What goes through the whole house takes a twentieth of the time at most: in a large one under load it would otherwise take more than storing and folding.
    private const int RestAfterDuties = 20;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastAnswer = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PagePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepingPatience = TimeSpan.FromSeconds(1);
    private const string LeaseName = "duty";

    private readonly BridgeParts _parts;
    private readonly BridgeLoop _loop;
    private readonly Leadership? _leadership;
    private readonly WebApplication _web;
    private readonly ServiceNotice _notice;
    private readonly Begun _begun;
    private readonly ILogger _events;

    private BridgeHost(BridgeParts parts, BridgeLoop loop, Leadership? leadership, WebApplication web, ServiceNotice notice, Begun begun, ILogger events)
    {
        _parts = parts;
        _loop = loop;
        _leadership = leadership;
        _web = web;
        _notice = notice;
        _begun = begun;
        _events = events;
    }

    /// <summary>The address of the live board.</summary>
    public string WebAddress => _web.Urls.First();

    /// <summary>The address of the broker for plain MQTT.</summary>
    public IPAddress MqttAddress { get; private init; } = IPAddress.Loopback;

    /// <summary>The port of the broker in this process for plain MQTT; 0: there is none.</summary>
    public int MqttPort => _parts.Broker.Port;

    /// <summary>The port of the broker for MQTT over TLS; -1: none.</summary>
    public int TlsPort => _parts.Broker.TlsPort;

    /// <summary>The terminals that are enrolled.</summary>
    public TerminalRegister Terminals => _parts.Store.Terminals;

    /// <summary>The way to the terminals, to be looked at.</summary>
    public IBroker Broker => _parts.Broker;

    /// <summary>The core, to be looked at.</summary>
    public BridgeCore Core => _parts.Core;

    /// <summary>The services of the web, to be looked at.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>The link that makes the first manager, which works once and for an hour; null: there is a manager, or this is a demo.</summary>
    public string? FirstManagerLink { get; private set; }

    /// <summary>The API key of a demo; null: this is none.</summary>
    public string? DemoKey { get; private set; }

    /// <summary>Ends when the bridge is stopped, or fails when it cannot go on: whoever started it must not leave it standing then.</summary>
    public Task Completion => _loop.Completion;

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

        var begun = new Begun(events);
        try
        {
            return await BeginAsync(options, address, time, log, begun);
        }
        catch
        {
            await begun.DisposeAsync();
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
    /// Stops in order: it is not ready any more and takes nothing new, what was received is stored and acknowledged, the lead is left to another bridge, pages come to their end, and
    /// terminals are told, unless another bridge speaks for the house by then.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _parts.Health.Stops();
        _notice.Stopping();
        _events.Stopping();
        await _parts.Broker.TakeNoMoreAsync();
        await DrainAsync();
        _leadership?.Leave();
        await _begun.DisposeAsync();
        _events.Stopped();
    }

    private static async Task<BridgeHost> BeginAsync(BridgeOptions options, IPAddress address, TimeProvider time, LineLog log, Begun begun)
    {
        ILogger events = log.CreateLogger();
        DataFolder data = begun.Add(DataFolder.Open(options.DataFolder, time.GetUtcNow()));
        BridgeStore store = begun.Add(BridgeStore.Open(options, time));
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

        var roster = new RosterWatch(data, events);
        Bell bell = begun.Add(new Bell());
        IPAddress plain = PlainMqttAddress(address, options.AllowPlainMqtt);
        BridgeCore? core = null;
        DynamicSecurity? security = null;
        IBroker broker;
        if (options.Broker.Length == 0)
        {
            TlsDoor? tls = options.TlsPort == -1 ? null : OpenTlsDoor(options, address, events, time);
            broker = new MqttBroker(store.Terminals, new IPEndPoint(plain, options.MqttPort), tls, options.Limits, time, () => core!, bell.Ring);
        }
        else
        {
            BrokerAddress outside = BrokerAddress.Parse(options.Broker, options.BrokerPassword);
            broker = new OutsideBroker(outside, time, () => core!, bell.Ring);
            security = options.BrokerDynamicSecurity ? new DynamicSecurity(outside) : null;
        }

        Lease? lease = broker.IsShared || store.Database.IsShared ? new Lease(store.Database, LeaseName, Guid.NewGuid().ToString("N")) : null;
        if (lease != null && !broker.IsShared)
        {
            await Leadership.TakeAloneAsync(lease, time);
        }

        var snapshot = new FoldSnapshot(options.DataFolder, store.Master);
        core = begun.Add(OpenCore(store, roster, broker, events, options, time, snapshot));
        var keeper = new SnapshotKeeper(core, snapshot);
        begun.Add(keeper.FinishAsync);
        if (lease != null)
        {
            // The core closes the database, so this ends before it.
            begun.Add(() => LeaveAsync(lease));
        }

        Leadership? leadership = lease == null ? null : new Leadership(lease, core, broker, time);
        var http = new HttpSender(time);
        var desk = begun.Add(new DeliveryDesk(core, new DeliveryStore(store.Database, store.Master), new ChannelSender(time, http, new MailSender(time, new UserTable(store.Database, store.Rows).MailOf), PrivateTargets.AllowedBy(options.AllowPrivate)), Guid.NewGuid().ToString("N"), bell.Ring));
        var parts = new BridgeParts(data, store, core, broker, desk, new ServiceHealth(core.StoreHealth, core.BrokerHealth, time));
        ServiceNotice notice = ServiceNotice.OfProcess(time);
        var loop = begun.Add(new BridgeLoop(parts, leadership, roster, notice, bell, events));
        begun.Add(broker);
        RevokedAtBroker? revoked = security == null ? null : begun.Add(new RevokedAtBroker(security, store.Terminals, core.Faults, time));
        WebApplication web = begun.Add(BridgeWeb.Build(parts, log, address, options));
        await broker.StartAsync();
        try
        {
            await web.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new StartupException($"The web port {options.Port} cannot be opened ({exception.Message}): stop what uses it, or choose another with --port.");
        }

        begun.Add(() => StopPagesAsync(web));
        revoked?.Start();
        var host = new BridgeHost(parts, loop, leadership, web, notice, begun, events) { MqttAddress = plain };
        host.OpenDoors(options);
        host.BeginBeside(options, keeper, http, time);
        loop.Start();
        notice.Ready();
        events.Started(typeof(BridgeHost).Assembly.GetName().Version?.ToString(3) ?? "", host.WebAddress, host.MqttPort, options.DataFolder);
        return host;
    }

    private static BridgeCore OpenCore(BridgeStore store, RosterWatch roster, IBroker broker, ILogger events, BridgeOptions options, TimeProvider time, FoldSnapshot snapshot)
    {
        try
        {
            var core = new BridgeCore(store.Log, store.Terminals, time, broker, !broker.IsShared, events, snapshot) { RestAfterDuties = RestAfterDuties };

            // Of several bridges' files none is the first: the one in force stays until somebody saves another.
            roster.Begin(core, core.IsAlone || core.Read((room, _) => room.RosterPosition == 0));
            return core;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            throw new StartupException($"The database in {options.DataFolder} cannot be written ({exception.Message}): make room on the disk, or stop what else has the file.");
        }
    }

    // What goes on beside the thread that takes records.
    private void BeginBeside(BridgeOptions options, SnapshotKeeper keeper, HttpSender http, TimeProvider time)
    {
        var stop = new CancellationTokenSource();
        Task searching = new SearchWatch(_parts.Core, new SearchFollower(_parts.Store.Log, _parts.Store.Terminals)).RunAsync(stop.Token);
        Task keeping = new RetentionWatch(_parts.Core, options.RetentionDays, time.GetUtcNow()).RunAsync(stop.Token);

        Task sampling = new HealthKeeper(_parts.Core, new HealthHistory(_parts.Store.Database)).RunAsync(stop.Token);
        Task folded = keeper.RunAsync(stop.Token);
        Task proving = new ProofWatch(_parts.Core).RunAsync(stop.Token);

        // Who wrote the address into the settings has allowed its host by that.
        Task watching = options.Watchdog is { } address
            ? new Watchdog(address, [address.Host], () => _parts.Health.IsLive && _parts.Health.NotReady.Count == 0, http, time, _events.WatchdogTold).RunAsync(stop.Token)
            : Task.CompletedTask;
        _begun.Add(async () =>
        {
            await stop.CancelAsync();
            await Task.WhenAny(watching);
            await Task.WhenAny(Task.WhenAll(keeping, searching, sampling, folded, proving), Task.Delay(KeepingPatience, time));
            stop.Dispose();
        });
        if (HomeAssistantLink.Of(options, _parts.Core) is { } homeAssistant)
        {
            _begun.Add(homeAssistant).Start();
        }
    }

    private static async ValueTask StopPagesAsync(WebApplication web)
    {
        using var patience = new CancellationTokenSource(PagePatience);
        await web.StopAsync(patience.Token);
    }

    private static ValueTask LeaveAsync(Lease lease)
    {
        try
        {
            lease.Leave();
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            // It ends by itself.
        }

        return ValueTask.CompletedTask;
    }

    // A terminal that goes on sending must not keep the bridge from stopping, and one whose record cannot be stored has it still.
    private async Task DrainAsync()
    {
        TimeProvider time = _parts.Core.Time;
        long began = time.GetTimestamp();

        // An acknowledgement that was handed to its connection is not on its way yet, and a record on its way not received: it must stay quiet for a moment.
        for (TimeSpan quiet = TimeSpan.Zero; quiet < LastAnswer; quiet += DrainLook)
        {
            if (_loop.Completion.IsCompleted)
            {
                _events.StoppedUndrained();
                return;
            }

            await Task.Delay(DrainLook, time);
            if (_parts.Core.HasPending || _parts.Core.OwesAcknowledgement || _parts.Broker.IsAcknowledging)
            {
                quiet = TimeSpan.Zero;
            }

            if (time.GetElapsedTime(began) > DrainPatience)
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
}
