using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Operations;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Prometheus;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// The way to the terminals through a broker of the house, which several bridges share. Records come by a shared subscription, each to one of the bridges;
/// health and state come to all, as each must know them the moment it leads. A PUBACK of that broker proves nothing: what a terminal may forget is told by
/// <c>ack</c> alone. So a message that is lost on the way, here or there, is sent again by whoever still has it.
/// </summary>
public sealed class OutsideBroker : IBroker
{
    private const string Root = "dutykiosk/v1/";
    private const string BridgeStateTopic = Root + "bridge/state";
    private const string SharedEvents = "$share/dutykiosk/" + Root + "+/event";
    private const string LeaderId = "dutykiosk-bridge";

    // What cannot be sent for so long that so much has come together would be out of date: acknowledgements are owed again with the next record, and all that is kept is told anew.
    private const int MostWaiting = 20000;
    private const ushort UnansweredRecords = 1000;

    // The next leader takes the session over within this time, and nobody is told that the bridge was gone.
    private const uint WillDelaySeconds = 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    // Another bridge asks for the lead more often than this, and then takes the connection over by which terminals know that a bridge lives.
    private static readonly TimeSpan SuccessorPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SuccessorLook = TimeSpan.FromMilliseconds(20);

    private static readonly MqttClientDisconnectOptions WithWill = new() { Reason = MqttClientDisconnectOptionsReason.DisconnectWithWillMessage };

    private static readonly Gauge ConnectedGauge = Metrics.CreateGauge("dutykiosk_outside_broker_connected", "1 while the bridge is connected to the house's broker.");
    private static readonly Counter Dropped = Metrics.CreateCounter("dutykiosk_outside_broker_dropped_total", "Messages that could not be sent to the house's broker; what matters of them is told again.");

    private readonly BrokerAddress _address;
    private readonly TimeProvider _time;
    private readonly Func<BridgeCore> _core;
    private readonly Action _wake;
    private readonly Channel<(string Topic, byte[] Payload, bool Retain)> _waiting;
    private readonly CancellationTokenSource _stop = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly IMqttClient _leading = new MqttClientFactory().CreateMqttClient();
    private Task _running = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private Task _following = Task.CompletedTask;
    private int _unanswered;
    private int _untold;
    private volatile bool _isLeader;
    private volatile bool _isSubscribed;

    /// <summary>A connection that is not made yet. <paramref name="wake"/> lets the bridge commit.</summary>
    public OutsideBroker(BrokerAddress address, TimeProvider time, Func<BridgeCore> core, Action wake)
    {
        _address = address;
        _time = time;
        _core = core;
        _wake = wake;
        _client.ApplicationMessageReceivedAsync += Take;
        _waiting = Channel.CreateBounded<(string Topic, byte[] Payload, bool Retain)>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ =>
            {
                Interlocked.Decrement(ref _untold);
                Dropped.Inc();
            });
    }

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public bool IsConnected => _isSubscribed && _client.IsConnected;

    /// <inheritdoc/>
    public bool IsAcknowledging => _client.IsConnected && (Volatile.Read(ref _unanswered) > 0 || Volatile.Read(ref _untold) > 0);

    /// <inheritdoc/>
    public bool HasRoom => !_client.IsConnected || Volatile.Read(ref _untold) < MostWaiting / 2;

    /// <inheritdoc/>
    public int Port => 0;

    /// <inheritdoc/>
    public int TlsPort => -1;

    /// <summary>Begins to connect, and goes on until it is disposed of.</summary>
    public Task StartAsync()
    {
        _core().BrokerHealth.Awaits(_address.ToString());
        _running = RunAsync(_stop.Token);
        _telling = TellAsync(_stop.Token);
        return Task.CompletedTask;
    }

    /// <summary>Lets the broker give records to other bridges; what it has given to this one is still answered.</summary>
    public async Task TakeNoMoreAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await _client.UnsubscribeAsync(new MqttClientUnsubscribeOptionsBuilder().WithTopicFilter(SharedEvents).Build(), patience.Token);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            // It was gone already, and gives nothing to whoever is not connected.
        }
    }

    /// <inheritdoc/>
    public void SpeakForHouse(bool leads)
    {
        _isLeader = leads;
        if (_following.IsCompleted)
        {
            _following = FollowLeadAsync(_stop.Token);
        }
    }

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        Interlocked.Increment(ref _untold);
        _waiting.Writer.TryWrite((topic, payload, retain));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SayLastWordAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_running, _telling, _following);
        await Leave(_leading);
        await Leave(_client);
        _leading.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    private static string? TerminalOf(string topic)
    {
        int end = topic.IndexOf('/', Root.Length);
        string terminal = topic.StartsWith(Root, StringComparison.Ordinal) && end > 0 ? topic[Root.Length..end] : "";
        return RecordBody.IsId(terminal) ? terminal : null;
    }

    private static async Task Leave(IMqttClient client)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = 0 }, patience.Token);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            // It was gone already.
        }
    }

    private static bool IsFault(Exception exception)
    {
        return exception is MqttCommunicationException or MqttClientNotConnectedException or MqttProtocolViolationException or OperationCanceledException or InvalidOperationException
            or System.Net.Sockets.SocketException or System.IO.IOException or System.Security.Authentication.AuthenticationException;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var ended = new SemaphoreSlim(0);
        _client.DisconnectedAsync += _ =>
        {
            ConnectedGauge.Set(0);
            _isSubscribed = false;
            ended.Release();
            return Task.CompletedTask;
        };
        BrokerHealth health = _core().BrokerHealth;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(stop);
                _isSubscribed = true;
                ConnectedGauge.Set(1);
                health.Reached(_address.ToString());

                // Nobody knows what the broker still keeps.
                _core().TellAgain();
                _wake();
                while (_client.IsConnected)
                {
                    // Ends of earlier tries may be counted, too.
                    await ended.WaitAsync(stop);
                }

                health.Lost(_address.ToString(), "the connection has ended");
            }
            catch (Exception exception) when (IsFault(exception))
            {
                if (!stop.IsCancellationRequested)
                {
                    health.Lost(_address.ToString(), exception is OperationCanceledException ? "no answer" : (exception.InnerException ?? exception).Message);
                }
            }

            try
            {
                await Task.Delay(RetryPause, _time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        string id = LeaderId + "-" + Guid.NewGuid().ToString("N")[..8];
        MqttClientOptions options = _address.Options(id).WithCleanStart().WithReceiveMaximum(UnansweredRecords).WithKeepAlivePeriod(KeepAlive).WithTimeout(Patience).Build();
        MqttClientConnectResult result = await _client.ConnectAsync(options, patience.Token);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"it answers {result.ResultCode}");
        }

        MqttClientSubscribeResult subscribed = await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(SharedEvents, MqttQualityOfServiceLevel.AtLeastOnce)
                .WithTopicFilter(Root + "+/state", MqttQualityOfServiceLevel.AtLeastOnce)
                .WithTopicFilter(Root + "+/health").Build(),
            patience.Token);
        foreach (MqttClientSubscribeResultItem item in subscribed.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                await Leave(_client);
                throw new MqttCommunicationException($"it answers {item.ResultCode} to the subscription {item.TopicFilter.Topic}");
            }
        }
    }

    private async Task TellAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                (string topic, byte[] payload, bool retain) = await _waiting.Reader.ReadAsync(stop);
                bool? isSent = _client.IsConnected ? await TrySend(_client, topic, payload, retain, stop) : false;
                if (isSent != true)
                {
                    Dropped.Inc();
                }

                if (isSent == null && retain && _client.IsConnected)
                {
                    // Nobody would say it again; behind a new connection everything is. What the broker refuses it would refuse again.
                    await Leave(_client);
                }

                Interlocked.Decrement(ref _untold);
            }
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }

    // False: the broker refuses it; null: it has not answered.
    private async Task<bool?> TrySend(IMqttClient client, string topic, byte[] payload, bool retain, CancellationToken stop)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            MqttClientPublishResult result = await client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, patience.Token);
            return result.IsSuccess;
        }
        catch (Exception exception) when (IsFault(exception) && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    // An orderly end is told at once, unless another bridge has taken over. It is said on the connection that whoever takes over takes away: so it comes before his own word, or not at all.
    private async Task SayLastWordAsync()
    {
        long began = _time.GetTimestamp();
        while (_leading.IsConnected && _client.IsConnected && _time.GetElapsedTime(began) < SuccessorPatience)
        {
            await Task.Delay(SuccessorLook, _time);
        }

        if (_leading.IsConnected)
        {
            await TrySend(_leading, BridgeStateTopic, "{\"state\":\"lost\"}"u8.ToArray(), true, CancellationToken.None);
        }
    }

    // Makes the connection by which terminals know that a bridge lives, while this one leads. Whichever bridge leads has it under the same client id: the broker then lets the older one
    // go, and does not send its will. A bridge that ceases to lead leaves its will behind for the same reason: should nobody take over, terminals are told so when its delay is over.
    private async Task FollowLeadAsync(CancellationToken stop)
    {
        try
        {
            if (!_isLeader || !_client.IsConnected)
            {
                if (_leading.IsConnected)
                {
                    await _leading.DisconnectAsync(WithWill, stop);
                }

                return;
            }

            if (!_leading.IsConnected)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(Patience);
                MqttClientOptions options = _address.Options(LeaderId)
                    .WithCleanStart(false).WithSessionExpiryInterval(WillDelaySeconds * 3).WithKeepAlivePeriod(KeepAlive).WithTimeout(Patience)
                    .WithWillTopic(BridgeStateTopic).WithWillPayload("{\"state\":\"lost\"}").WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillDelayInterval(WillDelaySeconds)
                    .Build();
                await _leading.ConnectAsync(options, patience.Token);
                await TrySend(_leading, BridgeStateTopic, "{\"state\":\"online\"}"u8.ToArray(), true, stop);
            }
        }
        catch (Exception exception) when (IsFault(exception))
        {
            // It is tried again with the next turn. That the broker is away is told by the other connection.
        }
    }

    private Task Take(MqttApplicationMessageReceivedEventArgs received)
    {
        string topic = received.ApplicationMessage.Topic;
        if (TerminalOf(topic) is not { } terminal)
        {
            return Task.CompletedTask;
        }

        // What comes before the broker was told that it is stored may come to another bridge, should this one end.
        byte[] payload = received.ApplicationMessage.Payload.ToArray();
        received.AutoAcknowledge = false;
        Interlocked.Increment(ref _unanswered);
        Reception reception = _core().Receive(terminal, topic, payload, stored =>
        {
            // What could not be stored the broker is to give to another bridge, and does so when this one is gone.
            _ = stored ? AcknowledgeAsync(received) : PartAsync();
        });
        if (reception == Reception.Store)
        {
            _wake();
            return Task.CompletedTask;
        }

        _wake();
        return AcknowledgeAsync(received);
    }

    private Task PartAsync()
    {
        Interlocked.Decrement(ref _unanswered);
        return Leave(_client);
    }

    private async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            await received.AcknowledgeAsync(_stop.Token);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            // The broker has gone, and sends it again when it is back.
        }
        finally
        {
            Interlocked.Decrement(ref _unanswered);
        }
    }
}
