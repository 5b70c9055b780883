using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// One connection to a <see cref="MemoryBroker"/>. The client's end and the broker's end are two things: where the way between them is cut, each
/// finds out by itself, and neither hears that the other has closed.
/// </summary>
internal sealed class MemorySession : IBrokerSession
{
    // A keep-alive of so many seconds, in milliseconds, times one and a half, and times two.
    private const long BrokerNoticesMsPerS = 1500;
    private const long ClientNoticesMsPerS = 2000;

    private readonly MemoryBroker _broker;
    private readonly Board _board;
    private readonly IBrokerEvents _events;
    private readonly HashSet<string> _filters = new(StringComparer.Ordinal);
    private BrokerConnect? _connect;
    private bool _cut;
    private bool _open = true;

    internal MemorySession(MemoryBroker broker, Board board, IBrokerEvents events)
    {
        _broker = broker;
        _board = board;
        _events = events;
        board.Network.Severed += Sever;
        broker.OpenConnections++;
    }

    public bool IsConnected { get; private set; }

    public byte Connect(BrokerConnect connect)
    {
        if (_cut || !_broker.Up || _broker.Silent)
        {
            throw new InvalidOperationException(_broker.Silent ? "No CONNACK has come." : "The connection is gone.");
        }

        byte code = _broker.Begin(this, connect);
        if (code == 0)
        {
            _connect = connect;
            IsConnected = true;
        }

        return code;
    }

    public void Publish(ushort id, string topic, byte[] payload, bool atLeastOnce, bool retain)
    {
        if (!IsConnected || _cut)
        {
            return;
        }

        byte[] arrived = (byte[])payload.Clone();
        if (!_broker.Take(_connect!.ClientId, topic, arrived, retain, atLeastOnce ? () => Hand(() => _events.Published(id)) : () => { }))
        {
            EndAtBroker(will: true);
        }
    }

    public void Subscribe(ushort id, string[] topics)
    {
        if (!IsConnected || _cut)
        {
            return;
        }

        Hand(() => _events.Subscribed(id));
        foreach (string filter in topics)
        {
            _filters.Add(filter);
            foreach (KeyValuePair<string, byte[]> message in _broker.Retained(filter))
            {
                Deliver(message.Key, message.Value, true);
            }
        }
    }

    public void Unsubscribe(ushort id, string[] topics)
    {
        if (!IsConnected || _cut)
        {
            return;
        }

        Hand(() => _events.Unsubscribed(id));
        _filters.ExceptWith(topics);
    }

    public void Disconnect() => EndAtClient(will: false);

    public void Close() => EndAtClient(will: true);

    internal bool Is(string clientId) => string.Equals(_connect?.ClientId, clientId, StringComparison.Ordinal);

    internal IReadOnlyCollection<string> Filters => _filters;

    internal bool Wants(string topic) => _filters.Any(filter => MemoryBroker.Matches(filter, topic));

    internal void Deliver(string topic, byte[] payload, bool retained)
    {
        byte[] sent = (byte[])payload.Clone();
        Hand(() => _events.Received(topic, sent, retained));
    }

    internal void EndAtBroker(bool will)
    {
        if (!_broker.Forget(this))
        {
            return;
        }

        if (will && _connect!.WillTopic != null)
        {
            _broker.Take(_connect.ClientId, _connect.WillTopic, _connect.Will, _connect.WillRetain, () => { });
        }

        if (IsConnected && !_cut)
        {
            _broker.Time.After(0, EndUnasked);
        }

        _broker.Lost(_connect!.ClientId);
    }

    private void EndAtClient(bool will)
    {
        bool wasConnected = IsConnected;
        Shut();
        if (!wasConnected || _cut)
        {
            // Cut off, the broker hears nothing of it and goes on waiting for a sign of life.
            return;
        }

        EndAtBroker(will);
    }

    private void EndUnasked()
    {
        if (IsConnected)
        {
            Shut();
            _events.Closed();
        }
    }

    private void Shut()
    {
        IsConnected = false;
        _board.Network.Severed -= Sever;
        if (_open)
        {
            _open = false;
            _broker.OpenConnections--;
        }
    }

    /// <summary>From now on nothing arrives on either side.</summary>
    internal void Sever() => Sever(_board);

    private void Sever(Board board)
    {
        if (_cut)
        {
            return;
        }

        _cut = true;
        _board.Network.Severed -= Sever;
        if (_connect != null && _connect.KeepAliveS > 0)
        {
            _broker.Time.After(_connect.KeepAliveS * BrokerNoticesMsPerS, () => EndAtBroker(will: true));
            _broker.Time.After(_connect.KeepAliveS * ClientNoticesMsPerS, EndUnasked);
        }
    }

    // Nothing arrives in the middle of a step: it is an event of its own, and lost when the board is cut off by then.
    private void Hand(Action action)
    {
        _broker.Time.After(
            0,
            () =>
            {
                if (IsConnected && !_cut)
                {
                    action();
                }
            });
    }
}
