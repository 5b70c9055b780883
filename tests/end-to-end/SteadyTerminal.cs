using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DutyKiosk.EndToEnd;

/// <summary>
/// A terminal that goes on writing records, as many as it may have on their way: it keeps each until an <c>ack</c> passes over it, whatever PUBACKs say, and sends again what was
/// not acknowledged five seconds after it was sent, as the wire demands. What was acknowledged it still has, says so in its health, and sends it again when it is asked to.
/// </summary>
public sealed class SteadyTerminal : IAsyncDisposable
{
    private const int MostUnacknowledged = 400;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HealthPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTerminal _terminal;
    private readonly byte[] _key;
    private readonly string _password;
    private readonly int _port;
    private readonly int _recordsAStep;
    private readonly TimeProvider _time;
    private readonly System.Threading.Lock _gate = new();
    private readonly SortedDictionary<long, (byte[] Record, DateTimeOffset Written, DateTimeOffset Sent)> _kept = [];
    // Acknowledged records stay on flash as long as there is room: a bridge that was restored asks for them.
    private readonly SortedDictionary<long, byte[]> _flash = [];
    private readonly SortedSet<long> _taken = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Task _running;
    private volatile bool _ending;
    private long _command;
    private DateTimeOffset _healthDue;

    /// <summary>Begins. It writes at most so many records at each of its steps, of which a second has fifty.</summary>
    public SteadyTerminal(string id, string key, string password, int port, TimeProvider time, int recordsAStep = 5)
    {
        Id = id;
        _key = Convert.FromHexString(key);
        _terminal = new FakeTerminal(id, _key);
        _password = password;
        _port = port;
        _time = time;
        _recordsAStep = recordsAStep;
        _client.ApplicationMessageReceivedAsync += Take;
        _running = RunAsync();
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>How many records it has written.</summary>
    public long Written => _terminal.Seq;

    /// <summary>How many of them were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>The longest that a record has waited for its acknowledgement.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>Every record that it has written, by its number.</summary>
    public SortedDictionary<long, byte[]> Records()
    {
        lock (_gate)
        {
            return new SortedDictionary<long, byte[]>(_flash);
        }
    }

    /// <summary>The numbers of those whose PUBACK has come.</summary>
    public long[] Taken()
    {
        lock (_gate)
        {
            return [.. _taken];
        }
    }

    /// <summary>It writes nothing more, and only sends what it has.</summary>
    public void End() => _ending = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private Task Take(MqttApplicationMessageReceivedEventArgs message)
    {
        using JsonDocument ack = JsonDocument.Parse(message.ApplicationMessage.ConvertPayloadToString());
        if (message.ApplicationMessage.Topic.EndsWith("/command", StringComparison.Ordinal))
        {
            TakeCommand(ack.RootElement);
            return Task.CompletedTask;
        }

        long upTo = ack.RootElement.GetProperty("seq").GetInt64();
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (long seq in _kept.Keys.TakeWhile(seq => seq <= upTo).ToArray())
            {
                TimeSpan waited = now - _kept[seq].Written;
                LongestWait = waited > LongestWait ? waited : LongestWait;
                _kept.Remove(seq);
            }

            Acknowledged = Math.Max(Acknowledged, upTo);
        }

        return Task.CompletedTask;
    }

    // A bridge that lacks what was acknowledged asks for it: it is sent again from the number that it names.
    private void TakeCommand(JsonElement command)
    {
        lock (_gate)
        {
            _command = command.GetProperty("version").GetInt64();
            if (command.GetProperty("command").GetString() is "replay")
            {
                foreach ((long seq, byte[] record) in _flash.SkipWhile(kept => kept.Key < command.GetProperty("seq").GetInt64()))
                {
                    _kept.TryAdd(seq, (record, _time.GetUtcNow(), DateTimeOffset.MinValue));
                }
            }
        }
    }

    private async Task SayHealthAsync()
    {
        string topic = $"dutykiosk/v1/{_terminal.Id}/health";
        string open;
        lock (_gate)
        {
            int waiting = _kept.Keys.Count(seq => seq > Acknowledged);
            open = string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"{_terminal.Epoch}\",\"seq\":{_terminal.Seq},\"outboxDepth\":{waiting},\"command\":{_command}");
        }

        byte[] hash = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(topic + "\n" + open));
        await _client.PublishStringAsync(topic, $"{open},\"sign\":\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"}}", cancellationToken: _stop.Token);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    await StepAsync();
                }
                catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or MqttClientDisconnectedException || (exception is OperationCanceledException && !_stop.IsCancellationRequested))
                {
                    // It tries again, as everything that it has is still there. The library also calls it cancelled when a connection ends at the wrong moment.
                }

                await Task.Delay(Pause, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }

    private async Task StepAsync()
    {
        if (!_client.IsConnected)
        {
            try
            {
                await _client.ConnectAsync(
                    new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).WithClientId(_terminal.Id).WithCredentials(_terminal.Id, _password).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().WithTimeout(Patience).Build(), _stop.Token);
            }
            catch (InvalidOperationException)
            {
                // The client is still closing the connection of before: the next step tries again.
                return;
            }

            await _client.SubscribeAsync($"dutykiosk/v1/{_terminal.Id}/ack", MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
            await _client.SubscribeAsync($"dutykiosk/v1/{_terminal.Id}/command", MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
            _healthDue = DateTimeOffset.MinValue;
            lock (_gate)
            {
                // What was under way is gone with the connection before.
                foreach ((long seq, (byte[] record, DateTimeOffset written, DateTimeOffset _)) in _kept.ToArray())
                {
                    _kept[seq] = (record, written, DateTimeOffset.MinValue);
                }
            }
        }

        if (_time.GetUtcNow() >= _healthDue)
        {
            _healthDue = _time.GetUtcNow() + HealthPause;
            await SayHealthAsync();
        }

        List<(long Seq, byte[] Record)> due = [];
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach ((long seq, (byte[] record, DateTimeOffset written, DateTimeOffset sent)) in _kept.ToArray())
            {
                if (due.Count < MostUnacknowledged && now - sent >= Again)
                {
                    _kept[seq] = (record, written, now);
                    due.Add((seq, record));
                }
            }

            for (int i = 0; i < _recordsAStep && !_ending && _kept.Count < MostUnacknowledged; i++)
            {
                byte[] record = _terminal.Next("tap.refused", $"\"badge\":\"00000000000000{_terminal.Id[^1]:x}0\",\"reason\":\"unknown-badge\"");
                _kept.Add(_terminal.Seq, (record, now, now));
                _flash.Add(_terminal.Seq, record);
                due.Add((_terminal.Seq, record));
            }
        }

        foreach ((long seq, byte[] record) in due)
        {
            await _client.PublishBinaryAsync(_terminal.EventTopic, record, MqttQualityOfServiceLevel.AtLeastOnce, false, _stop.Token);
            lock (_gate)
            {
                _taken.Add(seq);
            }
        }
    }
}
