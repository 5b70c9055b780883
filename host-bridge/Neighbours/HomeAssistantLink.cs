using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Prometheus;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>
/// Tells Home Assistant of the house, through the broker that it listens to. Of several bridges the one that leads does, under one client id: the broker lets the
/// older one go, and does not send its will. What the broker keeps is read back, so that a post or terminal that went while no bridge ran is taken away as well.
/// </summary>
public sealed class HomeAssistantLink : IAsyncDisposable
{
    private const string ClientId = "dutykiosk-house";
    private const uint WillDelaySeconds = 20;
    private const int LongestPayload = 64 * 1024;
    private const int MostHeld = 20_000;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Health comes without a word, the lead may pass on, and a row of taps needs no row of messages.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private static readonly Gauge Connected = Metrics.CreateGauge("dutykiosk_home_assistant_connected", "1 while the bridge is connected to the broker of Home Assistant.");
    private static readonly Counter Failed = Metrics.CreateCounter("dutykiosk_home_assistant_failures_total", "Tries to connect to the broker of Home Assistant, or to publish there, that failed.");

    private readonly BrokerAddress _address;
    private readonly BridgeCore _core;
    private readonly string _version;
    private readonly Uri? _page;
    private readonly ConcurrentDictionary<string, string> _held = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private Task _running = Task.CompletedTask;
    private volatile bool _everything;

    /// <summary>A link that is not made yet.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="version">The bridge's version, which Home Assistant shows.</param>
    /// <param name="page">Where people find the live board; null: nobody said.</param>
    public HomeAssistantLink(BrokerAddress address, BridgeCore core, string version, Uri? page)
    {
        _address = address;
        _core = core;
        _version = version;
        _page = page;
        _client.ApplicationMessageReceivedAsync += Take;
    }

    /// <summary>Whether it is connected.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>The link that a bridge was started to have; null: none.</summary>
    /// <exception cref="StartupException">The address is none.</exception>
    public static HomeAssistantLink? Of(BridgeOptions options, BridgeCore core)
    {
        return options.HomeAssistant == null
            ? null
            : new HomeAssistantLink(BrokerAddress.Parse(options.HomeAssistant.OriginalString, options.HomeAssistantPassword), core, typeof(HomeAssistantLink).Assembly.GetName().Version?.ToString(3) ?? "", options.PublicUrl.Length > 0 ? new Uri(options.PublicUrl) : null);
    }

    /// <summary>Begins to connect, and goes on until it is disposed of.</summary>
    public void Start()
    {
        _core.Changed += Wake;
        _running = RunAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _core.Changed -= Wake;
        await _stop.CancelAsync();
        await _running;

        // An orderly end is told at once; another bridge that takes over says a moment later that it is there.
        await LeaveAsync(true);
        _client.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private static bool IsFault(Exception exception)
    {
        return exception is MqttCommunicationException or MqttClientNotConnectedException or MqttProtocolViolationException or OperationCanceledException or InvalidOperationException
            or System.Net.Sockets.SocketException or System.IO.IOException or System.Security.Authentication.AuthenticationException;
    }

    private void Wake() => _wake.Release();

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_core.Leads)
                {
                    await ConnectAsync(stop);
                    await TellAsync(stop);
                }
                else if (_client.IsConnected)
                {
                    // The one that leads now says that the house is there.
                    await LeaveAsync(false);
                }
            }
            catch (Exception exception) when (IsFault(exception) || Store.Database.IsFault(exception))
            {
                if (!stop.IsCancellationRequested)
                {
                    Failed.Inc();
                }
            }
            catch (Exception exception)
            {
                // Nobody has thought of it; the house goes on without its neighbour, and so does the next try.
                _core.Faults.Note("Telling Home Assistant", exception);
            }

            Connected.Set(_client.IsConnected ? 1 : 0);
            try
            {
                await Task.Delay(Rest, _core.Time, stop);
                await WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task pause = Task.Delay(Look, _core.Time, patience.Token);
        Task woken = _wake.WaitAsync(patience.Token);
        await Task.WhenAny(pause, woken);
        await patience.CancelAsync();
        while (_wake.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            // Many wakes are one.
        }
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        if (_client.IsConnected)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        _held.Clear();
        MqttClientOptions options = _address.Options(ClientId)
            .WithCleanStart(false).WithSessionExpiryInterval(WillDelaySeconds * 3).WithKeepAlivePeriod(KeepAlive).WithTimeout(Patience)
            .WithWillTopic(HomeAssistantMessages.Availability).WithWillPayload("offline").WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillDelayInterval(WillDelaySeconds)
            .Build();
        MqttClientConnectResult result = await _client.ConnectAsync(options, patience.Token);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException($"The broker of Home Assistant refuses: {result.ResultCode}.");
        }

        await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(HomeAssistantMessages.Status, MqttQualityOfServiceLevel.AtLeastOnce)
                .WithTopicFilter(Kept(HomeAssistantMessages.ConfigFilter)).WithTopicFilter(Kept(HomeAssistantMessages.Root + "#")).Build(),
            patience.Token);
        _everything = true;
    }

    // What this bridge itself says need not come back.
    private static MqttTopicFilter Kept(string topic) => new MqttTopicFilterBuilder().WithTopic(topic).WithAtLeastOnceQoS().WithNoLocal().Build();

    private async Task TellAsync(CancellationToken stop)
    {
        bool everything = _everything;
        _everything = false;
        try
        {
            foreach ((string topic, string payload) in HomeAssistantMessages.Changes(HomeAssistantMessages.Of(HouseView.Of(_core), _version, _page), _held, everything))
            {
                await PublishAsync(topic, payload, stop);
                _held[topic] = payload;
            }
        }
        catch
        {
            // What was not published yet may be what somebody who has just come lacks.
            _everything |= everything;
            throw;
        }
    }

    private async Task PublishAsync(string topic, string payload, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        MqttClientPublishResult result = await _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, true, patience.Token);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"The broker of Home Assistant does not take {topic}: {result.ReasonCode}.");
        }
    }

    private async Task LeaveAsync(bool says)
    {
        try
        {
            if (_client.IsConnected)
            {
                if (says && _core.Leads)
                {
                    await PublishAsync(HomeAssistantMessages.Availability, "offline", CancellationToken.None);
                }

                using var patience = new CancellationTokenSource(Patience);
                await _client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = 0 }, patience.Token);
            }
        }
        catch (Exception exception) when (IsFault(exception))
        {
            // It was gone already.
        }
    }

    private Task Take(MqttApplicationMessageReceivedEventArgs received)
    {
        string topic = received.ApplicationMessage.Topic;
        if (string.Equals(topic, HomeAssistantMessages.Status, StringComparison.Ordinal))
        {
            if (string.Equals(received.ApplicationMessage.ConvertPayloadToString(), "online", StringComparison.Ordinal))
            {
                _everything = true;
                Wake();
            }
        }
        else if (HomeAssistantMessages.IsOurs(topic) && (_held.Count < MostHeld || _held.ContainsKey(topic)))
        {
            // Of another bridge, of an earlier start, or of somebody who should not: what is wanted is put in its place.
            _held[topic] = received.ApplicationMessage.Payload.Length <= LongestPayload ? received.ApplicationMessage.ConvertPayloadToString() ?? "" : "?";
            Wake();
        }

        return Task.CompletedTask;
    }
}
