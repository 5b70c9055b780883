using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.VirtualBoard;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>
/// The way from a virtual board to a real broker over TCP. When the board's network is cut the socket is closed, so the broker notices at once;
/// a real one would notice after one and a half keep-alives.
/// </summary>
public sealed class TcpBrokerLink : IBrokerLink
{
    /// <summary>The room's broker is on this machine and has no certificate.</summary>
    public bool CertificateValid => false;

    /// <inheritdoc/>
    public IBrokerSession Open(Board board, string host, int port, IBrokerEvents events) => new Session(board, host, port, events);

    private sealed class Session : IBrokerSession
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private readonly Board _board;
        private readonly string _host;
        private readonly int _port;
        private readonly IBrokerEvents _events;
        private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
        private int _closed;

        internal Session(Board board, string host, int port, IBrokerEvents events)
        {
            _board = board;
            _host = host;
            _port = port;
            _events = events;
            _client.ApplicationMessageReceivedAsync += message =>
            {
                _events.Received(message.ApplicationMessage.Topic, System.Buffers.BuffersExtensions.ToArray(message.ApplicationMessage.Payload), message.ApplicationMessage.Retain);
                return Task.CompletedTask;
            };
            _client.DisconnectedAsync += _ =>
            {
                TellClosed();
                return Task.CompletedTask;
            };
        }

        public bool IsConnected => _client.IsConnected;

        public byte Connect(BrokerConnect connect)
        {
            MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
                .WithTcpServer(_host, _port).WithClientId(connect.ClientId).WithProtocolVersion(MqttProtocolVersion.V311)
                .WithCleanSession().WithKeepAlivePeriod(TimeSpan.FromSeconds(connect.KeepAliveS)).WithTimeout(Patience);
            if (connect.User != null)
            {
                options = options.WithCredentials(connect.User, connect.Password);
            }

            if (connect.WillTopic != null)
            {
                options = options.WithWillTopic(connect.WillTopic).WithWillPayload(connect.Will).WithWillRetain(connect.WillRetain).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
            }

            MqttClientConnectResult result = _client.ConnectAsync(options.Build(), CancellationToken.None).GetAwaiter().GetResult();
            if (result.ResultCode == MqttClientConnectResultCode.Success)
            {
                _board.Network.Severed += Severed;
            }

            return result.ResultCode switch
            {
                MqttClientConnectResultCode.Success => 0,
                MqttClientConnectResultCode.BadUserNameOrPassword => 4,
                _ => 5,
            };
        }

        public void Publish(ushort id, string topic, byte[] payload, bool atLeastOnce, bool retain)
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain)
                .WithQualityOfServiceLevel(atLeastOnce ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce).Build();
            _ = _client.PublishAsync(message, CancellationToken.None).ContinueWith(
                sent =>
                {
                    if (sent.IsCompletedSuccessfully && atLeastOnce)
                    {
                        _events.Published(id);
                    }
                    else if (sent.IsFaulted)
                    {
                        // The library of the device queues without looking: what is lost here is sent again by the outbox.
                        _board.WriteConsole($"publish: {sent.Exception!.InnerException!.Message}");
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        public void Subscribe(ushort id, string[] topics)
        {
            MqttClientSubscribeOptionsBuilder options = new();
            foreach (string topic in topics)
            {
                options = options.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
            }

            _ = _client.SubscribeAsync(options.Build(), CancellationToken.None).ContinueWith(
                done =>
                {
                    if (done.IsCompletedSuccessfully)
                    {
                        _events.Subscribed(id);
                    }
                    else
                    {
                        _board.WriteConsole($"subscribe: {done.Exception?.InnerException?.Message}");
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        public void Unsubscribe(ushort id, string[] topics)
        {
            MqttClientUnsubscribeOptionsBuilder options = new();
            foreach (string topic in topics)
            {
                options = options.WithTopicFilter(topic);
            }

            _ = _client.UnsubscribeAsync(options.Build(), CancellationToken.None).ContinueWith(
                done =>
                {
                    if (done.IsCompletedSuccessfully)
                    {
                        _events.Unsubscribed(id);
                    }
                    else
                    {
                        _board.WriteConsole($"unsubscribe: {done.Exception?.InnerException?.Message}");
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        public void Disconnect()
        {
            _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None).GetAwaiter().GetResult();
        }

        // Ends without a DISCONNECT, so that the broker sends the will.
        public void Close()
        {
            _board.Network.Severed -= Severed;
            _client.Dispose();
            TellClosed();
        }

        private void Severed(Board board) => Close();

        private void TellClosed()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                _events.Closed();
            }
        }
    }
}
