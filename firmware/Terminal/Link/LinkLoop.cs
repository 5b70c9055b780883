using System;
using System.Collections;
using System.Text;
using DutyKiosk.Core;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Link;
using DutyKiosk.Terminal.Clock;
using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Threads;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace DutyKiosk.Terminal.Link
{
    /// <summary>
    /// The one owner of the MQTT client. The library never reconnects and keeps nothing over a reconnect, so on any loss the client is unhooked,
    /// disposed and made anew, with growing pauses; what has to arrive comes from the outbox again.
    /// </summary>
    public sealed class LinkLoop : ILoop, IOutgoing
    {
        private const int KeepAliveS = 30;
        private const long SessionsABoot = 1000000;
        private const long LookMs = 1000;
        private const int MostQueued = 64;

        // A connection that did not stand for this long was none: whoever takes our id, or a broker that accepts and drops, is tried less and less often.
        private const long GoodConnectionMs = 60000;

        // The library's own queue has no limit, and would take records of a stalled link until the heap is full. Above this Publish throws, which ends the link;
        // Subscribe says nothing, so what was asked for and does not come is asked for again.
        private const int MostInFlight = 32;

        private readonly TerminalConfiguration _configuration;
        private readonly TerminalInbox _inbox;
        private readonly DeviceIdentity _device;
        private readonly Restarter _restarter;
        private readonly TerminalClock _clock;
        private readonly TimeServer _timeServer;
        private readonly bool _stopsEverybody;
        private readonly Backoff _pauses;
        private readonly Queue _queue = new Queue();
        private readonly Hashtable _underWay = new Hashtable();
        private readonly object _gate = new object();
        private LoopThread? _thread;
        private MqttClient? _client;

        // Whose events count: the client, from before it is connected on. What an older one still tells is of ids and of a connection that are no more.
        private MqttClient? _heard;
        private bool _lost;
        private bool _hasAddress;
        private long _addressLookTicks;
        private string? _restartReason;
        private uint _boot;
        private int _connects;
        private long _nextTry;
        private readonly long _firstTry;
        private long _quietUntil;
        private long _connectedTicks;

        /// <summary>A link of a terminal, which leaves the network alone before <paramref name="firstTryTicks"/>.</summary>
        public LinkLoop(
            TerminalConfiguration configuration, TerminalInbox inbox, DeviceIdentity device, Restarter restarter, TerminalClock clock, long firstTryTicks, int seed)
        {
            // Resolving a name and a TLS handshake are native calls during which no thread runs; a connection to an address is none.
            _stopsEverybody = configuration.Tls || !IsAddress(configuration.Broker);
            _clock = clock;
            _timeServer = new TimeServer(configuration.Ntp);
            _firstTry = firstTryTicks;
            _configuration = configuration;
            _inbox = inbox;
            _device = device;
            _restarter = restarter;
            _pauses = new Backoff(seed);
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <summary>Whether the broker has taken the connection, as far as is known.</summary>
        public bool IsUp
        {
            get { return _client != null && !_lost; }
        }

        /// <summary>How often a connection could not be made or was lost since the start.</summary>
        public int Failures { get; private set; }

        /// <summary>The thread that runs it, and the start that its sessions belong to.</summary>
        public void RunOn(LoopThread thread, uint boot)
        {
            _thread = thread;
            _boot = boot;
        }

        /// <inheritdoc/>
        public void Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
        {
            Put(new OutgoingEntry(OutgoingKind.Publish, topic, payload, atLeastOnce, retain, seq));
        }

        /// <inheritdoc/>
        public void Subscribe(string topic)
        {
            Put(new OutgoingEntry(OutgoingKind.Subscribe, topic, null, true, false, 0));
        }

        /// <inheritdoc/>
        public void Unsubscribe(string topic)
        {
            Put(new OutgoingEntry(OutgoingKind.Unsubscribe, topic, null, true, false, 0));
        }

        /// <inheritdoc/>
        public void KeepQuiet(long untilTicks)
        {
            lock (_gate)
            {
                _quietUntil = untilTicks > _quietUntil ? untilTicks : _quietUntil;
            }
        }

        /// <inheritdoc/>
        public void Restart(string reason)
        {
            _restartReason = reason;
            Wake();
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            if (_restartReason != null)
            {
                _restarter.Restart("restart", "", _restartReason);
                return long.MaxValue;
            }

            if (ticks < _firstTry)
            {
                return _firstTry;
            }

            bool hadAddress = _hasAddress;
            LookForAddress(ticks);
            if (_hasAddress)
            {
                // TLS waits for the clock, so the time server must not wait for a connection.
                _timeServer.Step(ticks, !hadAddress);
            }

            if (_client != null && (_lost || !_hasAddress))
            {
                if (ticks - _connectedTicks >= GoodConnectionMs)
                {
                    _pauses.Reset();
                }

                Drop();
                _nextTry = ticks + _pauses.Next();
            }

            if (_client == null)
            {
                if (!_hasAddress)
                {
                    // Once there is an address again nothing is gained by waiting longer.
                    _pauses.Reset();
                    _nextTry = ticks;
                    return ticks + LookMs;
                }

                long earliest = EarliestTry(ticks);
                if (ticks < earliest)
                {
                    return earliest;
                }

                bool connected = Connect();

                // A broker that says nothing takes half a minute to be given up: pauses and good connections count from here.
                long after = _clock.Now().Ticks;
                if (!connected)
                {
                    _nextTry = after + _pauses.Next();
                    return _nextTry;
                }

                _connectedTicks = after;
            }


            Send(_client!);
            return ticks + LookMs;
        }

        private long EarliestTry(long ticks)
        {
            long earliest = _nextTry;
            if (_stopsEverybody)
            {
                lock (_gate)
                {
                    earliest = _quietUntil > earliest ? _quietUntil : earliest;
                }
            }

            // No certificate is valid in 1970.
            return _configuration.Tls && earliest <= ticks && !_clock.Now().WallSet ? ticks + LookMs : earliest;
        }

        // Asking reads the network's settings from flash, so it is not done at each step.
        private void LookForAddress(long ticks)
        {
            if (ticks < _addressLookTicks)
            {
                return;
            }

            _addressLookTicks = ticks + LookMs;
            try
            {
                _hasAddress = _device.HasAddress();
            }
            catch (Exception exception)
            {
                _device.WriteConsole("link: " + exception.Message);
                _hasAddress = false;
            }
        }

        private bool Connect()
        {
            string state = Topics.Of(_configuration.Terminal, "state");
            string session = ((_boot * SessionsABoot) + ++_connects).ToString();
            MqttClient? client = null;
            try
            {
                // Before there is a client: the loss of a new one may be told before Connect has returned.
                _lost = false;
                client = new MqttClient(_configuration.Broker, _configuration.Port, _configuration.Tls, null, null, _configuration.Tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
                _heard = client;
                client.Settings.InflightQueueSize = MostInFlight;
                client.MqttMsgPublishReceived += OnMessage;
                client.MqttMsgPublished += OnPublished;
                client.ConnectionClosed += OnClosed;
                bool named = _configuration.Password.Length > 0;
                MqttReasonCode code = client.Connect(
                    _configuration.Terminal,
                    named ? _configuration.Terminal : null,
                    named ? _configuration.Password : null,
                    true,
                    MqttQoSLevel.AtLeastOnce,
                    true,
                    state,
                    "{\"state\":\"lost\",\"session\":" + session + "}",
                    true,
                    KeepAliveS);
                if (code != MqttReasonCode.Success)
                {
                    _device.WriteConsole("link: the broker refuses: " + ((int)code).ToString());
                    Discard(client);
                    return false;
                }

                client.Publish(state, Encoding.UTF8.GetBytes("{\"state\":\"online\",\"session\":" + session + "}"), null, null, MqttQoSLevel.AtLeastOnce, true);
            }
            catch (Exception exception)
            {
                // The library throws whatever its sockets throw: no address, no name, no broker. All of them mean: later again.
                _device.WriteConsole("link: " + exception.Message);
                Discard(client);
                return false;
            }

            lock (_gate)
            {
                _queue.Clear();
                _underWay.Clear();
                _client = client;
            }

            _inbox.LinkUp();
            return true;
        }

        private void Send(MqttClient client)
        {
            while (true)
            {
                OutgoingEntry entry;
                lock (_gate)
                {
                    if (_queue.Count == 0)
                    {
                        return;
                    }

                    entry = (OutgoingEntry)_queue.Dequeue();
                }

                try
                {
                    if (entry.Kind == OutgoingKind.Unsubscribe)
                    {
                        client.Unsubscribe(new string[] { entry.Topic });
                        continue;
                    }

                    if (entry.Payload == null)
                    {
                        client.Subscribe(new string[] { entry.Topic }, new MqttQoSLevel[] { MqttQoSLevel.AtLeastOnce });
                        continue;
                    }

                    // The acknowledgement may come before Publish has returned its id, so both sides meet under the lock.
                    lock (_gate)
                    {
                        ushort id = client.Publish(
                            entry.Topic, entry.Payload, null, null, entry.AtLeastOnce ? MqttQoSLevel.AtLeastOnce : MqttQoSLevel.AtMostOnce, entry.Retain);
                        if (entry.Seq != 0)
                        {
                            _underWay[id] = entry.Seq;
                        }
                    }
                }
                catch (Exception exception)
                {
                    _device.WriteConsole("link: " + exception.Message);
                    _lost = true;
                    Wake();
                    return;
                }
            }
        }

        private void Drop()
        {
            MqttClient? client = _client;
            _client = null;
            Discard(client);
            lock (_gate)
            {
                _queue.Clear();
                _underWay.Clear();
            }

            _inbox.LinkDown();
        }

        private void Discard(MqttClient? client)
        {
            Failures++;
            if (client == null)
            {
                return;
            }

            _heard = null;
            client.MqttMsgPublishReceived -= OnMessage;
            client.MqttMsgPublished -= OnPublished;
            client.ConnectionClosed -= OnClosed;
            try
            {
                // It closes, too: a refused Connect leaves a socket and a thread behind until then.
                client.Dispose();
            }
            catch (Exception exception)
            {
                _device.WriteConsole("link: close: " + exception.Message);
            }
        }

        private void OnMessage(object sender, MqttMsgPublishEventArgs e)
        {
            if (sender == _heard)
            {
                _inbox.Message(e.Topic, e.Message);
            }
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            uint seq = 0;
            if (sender != _heard)
            {
                return;
            }

            lock (_gate)
            {
                object? known = _underWay[e.MessageId];
                if (known != null)
                {
                    seq = (uint)known;
                    _underWay.Remove(e.MessageId);
                }
            }

            if (seq != 0 && e.IsPublished)
            {
                _inbox.RecordArrived(seq);
            }
        }

        private void OnClosed(object sender, EventArgs e)
        {
            if (sender != _heard)
            {
                return;
            }

            _lost = true;
            Wake();
        }

        private static bool IsAddress(string host)
        {
            for (int i = 0; i < host.Length; i++)
            {
                if (host[i] != '.' && (host[i] < '0' || host[i] > '9'))
                {
                    return false;
                }
            }

            return true;
        }

        private void Put(OutgoingEntry entry)
        {
            lock (_gate)
            {
                if (_client == null || _queue.Count >= MostQueued)
                {
                    // Records come again from the outbox, everything else with the next connection.
                    return;
                }

                _queue.Enqueue(entry);
            }

            Wake();
        }

        private void Wake()
        {
            if (_thread != null)
            {
                _thread.Wake();
            }
        }
    }

    /// <summary>What there is to send.</summary>
    internal enum OutgoingKind
    {
        /// <summary>A message.</summary>
        Publish,

        /// <summary>A wish for a topic.</summary>
        Subscribe,

        /// <summary>A wish for it no more.</summary>
        Unsubscribe,
    }

    /// <summary>One thing to send; only a message has a payload.</summary>
    internal sealed class OutgoingEntry
    {
        internal OutgoingEntry(OutgoingKind kind, string topic, byte[]? payload, bool atLeastOnce, bool retain, uint seq)
        {
            Kind = kind;
            Topic = topic;
            Payload = payload;
            AtLeastOnce = atLeastOnce;
            Retain = retain;
            Seq = seq;
        }

        internal OutgoingKind Kind { get; private set; }

        internal string Topic { get; private set; }

        internal byte[]? Payload { get; private set; }

        internal bool AtLeastOnce { get; private set; }

        internal bool Retain { get; private set; }

        internal uint Seq { get; private set; }
    }
}
