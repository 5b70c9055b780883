using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// A broker without sockets and threads for simulated time: retained messages, QoS 0 and 1, wills, takeover of a client id. What a board
/// receives is handed over as an event of the world; a board whose network is cut is noticed by the broker after one and a half keep-alives.
/// </summary>
public sealed class MemoryBroker : IBrokerLink
{
    private readonly SimulatedTime _time;
    private readonly Dictionary<string, byte[]> _retained = new(StringComparer.Ordinal);
    private readonly List<Session> _sessions = [];
    private bool _up = true;

    /// <summary>A broker in a simulated world.</summary>
    public MemoryBroker(SimulatedTime time)
    {
        _time = time;
    }

    /// <summary>
    /// The bridge's side: takes what a client has published, with a call that lets the PUBACK go. False: the connection is closed.
    /// </summary>
    public Func<string, string, byte[], Action, bool>? Published { get; set; }

    /// <summary>Whether it answers at all; when it goes down, every connection ends, and with the process also what it retained.</summary>
    public bool Up
    {
        get => _up;
        set
        {
            _up = value;
            if (!value)
            {
                _retained.Clear();
                foreach (Session session in _sessions.ToArray())
                {
                    session.End(will: false, tell: true);
                }
            }
        }
    }

    /// <inheritdoc/>
    public IBrokerSession Open(Board board, string host, int port, IBrokerEvents events)
    {
        if (!_up || !board.Network.Up)
        {
            throw new InvalidOperationException($"Nobody answers at {host}:{port}.");
        }

        return new Session(this, board, events);
    }

    /// <summary>The bridge publishes.</summary>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        if (retain)
        {
            _retained[topic] = payload;
        }

        foreach (Session session in _sessions.Where(session => session.Topics.Contains(topic)).ToArray())
        {
            session.Deliver(topic, payload, false);
        }
    }

    private void FromClient(string client, string topic, byte[] payload, bool retain, Action acknowledge, Session? from)
    {
        if (retain)
        {
            _retained[topic] = payload;
        }

        if (Published != null && !Published(client, topic, payload, acknowledge))
        {
            from?.End(will: true, tell: true);
        }
    }

    private sealed class Session : IBrokerSession
    {
        private readonly MemoryBroker _broker;
        private readonly Board _board;
        private readonly IBrokerEvents _events;
        private BrokerConnect? _connect;
        private bool _heard = true;

        internal Session(MemoryBroker broker, Board board, IBrokerEvents events)
        {
            _broker = broker;
            _board = board;
            _events = events;
        }

        public bool IsConnected { get; private set; }

        internal HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

        public byte Connect(BrokerConnect connect)
        {
            foreach (Session other in _broker._sessions.Where(other => string.Equals(other._connect!.ClientId, connect.ClientId, StringComparison.Ordinal)).ToArray())
            {
                other.End(will: true, tell: other._heard);
            }

            _connect = connect;
            IsConnected = true;
            _broker._sessions.Add(this);
            _board.Network.Severed += Severed;
            return 0;
        }

        public void Publish(ushort id, string topic, byte[] payload, bool atLeastOnce, bool retain)
        {
            if (!IsConnected || !_heard)
            {
                return;
            }

            _broker.FromClient(_connect!.ClientId, topic, payload, retain, atLeastOnce ? () => Hand(() => _events.Published(id)) : () => { }, this);
        }

        public void Subscribe(ushort id, string[] topics)
        {
            if (!IsConnected || !_heard)
            {
                return;
            }

            Hand(() => _events.Subscribed(id));
            foreach (string topic in topics)
            {
                Topics.Add(topic);
                if (_broker._retained.TryGetValue(topic, out byte[]? payload))
                {
                    Deliver(topic, payload, true);
                }
            }
        }

        public void Disconnect() => End(will: false, tell: true);

        public void Close() => End(will: _heard, tell: true);

        internal void Deliver(string topic, byte[] payload, bool retain) => Hand(() => _events.Received(topic, payload, retain));

        internal void End(bool will, bool tell)
        {
            if (!IsConnected)
            {
                return;
            }

            IsConnected = false;
            _broker._sessions.Remove(this);
            _board.Network.Severed -= Severed;
            if (tell && _heard)
            {
                _broker._time.After(0, _events.Closed);
            }

            if (will && _connect!.WillTopic != null)
            {
                _broker.FromClient(_connect.ClientId, _connect.WillTopic, _connect.Will, _connect.WillRetain, () => { }, null);
            }
        }

        private void Severed(Board board)
        {
            _heard = false;
            _broker._time.After(_connect!.KeepAliveS * 1500L, () => End(will: _broker._up, tell: false));
        }

        // Nothing arrives in the middle of a step: it is an event of its own, and lost when the board is cut off by then.
        private void Hand(Action action)
        {
            _broker._time.After(
                0,
                () =>
                {
                    if (IsConnected && _heard)
                    {
                        action();
                    }
                });
        }
    }
}
