using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// A broker without sockets and threads for simulated time: retained messages, QoS 0 and 1, wills, takeover of a client id. What goes to a board is
/// an event of the world, later in the same millisecond, and is lost when the board is cut off by then. Sessions are clean: it keeps nothing for a
/// client that is away. A board whose network is cut is noticed by the broker after one and a half keep-alives, by itself after two.
/// </summary>
public sealed class MemoryBroker : IBrokerLink
{
    private readonly SimulatedTime _time;
    private readonly Dictionary<string, byte[]> _retained = new(StringComparer.Ordinal);
    private readonly List<MemorySession> _sessions = [];
    private bool _up = true;
    private bool _silent;

    /// <summary>A broker in a simulated world.</summary>
    public MemoryBroker(SimulatedTime time)
    {
        _time = time;
    }

    /// <summary>A client id has a session now.</summary>
    public event Action<string>? ClientConnected;

    /// <summary>The session of a client id has ended, in whatever way; its will, where it is due, comes first.</summary>
    public event Action<string>? ClientLost;

    /// <summary>The bridge's side of CONNECT: the code of the CONNACK, 0 accepts. Null: everybody may.</summary>
    public Func<BrokerConnect, byte>? Connecting { get; set; }

    /// <summary>
    /// The bridge's side: takes what a client (or its will) has published: client id, topic, payload, and a call that lets the PUBACK go, now or
    /// later. False: the connection is closed without one.
    /// </summary>
    public Func<string, string, byte[], Action, bool>? Published { get; set; }

    /// <summary>
    /// Whether it answers at all. When it goes down it is a killed process: every connection ends, no will is sent, what it retained is gone.
    /// </summary>
    public bool Up
    {
        get => _up;
        set
        {
            _up = value;
            if (!value)
            {
                _retained.Clear();
                foreach (MemorySession session in _sessions.ToArray())
                {
                    session.EndAtBroker(will: false);
                }
            }
        }
    }

    /// <summary>True: it takes connections and never says a word on them; those that stand fall silent, too.</summary>
    public bool Silent
    {
        get => _silent;
        set
        {
            _silent = value;
            if (value)
            {
                foreach (MemorySession session in _sessions.ToArray())
                {
                    session.Sever();
                }
            }
        }
    }

    /// <summary>Whether its certificate can be believed; it is looked at by a board that asks for TLS.</summary>
    public bool CertificateValid { get; set; } = true;

    /// <summary>How many connections are open, those that were refused and never closed included.</summary>
    public int OpenConnections { get; internal set; }

    internal SimulatedTime Time => _time;

    /// <summary>Whether a client id has a session, as far as the broker knows.</summary>
    public bool IsConnected(string clientId) => _sessions.Exists(session => session.Is(clientId));

    /// <summary>What a client id has subscribed to; empty: it has no session.</summary>
    public IReadOnlyCollection<string> FiltersOf(string clientId) => _sessions.Find(session => session.Is(clientId))?.Filters ?? [];

    /// <inheritdoc/>
    public IBrokerSession Open(Board board, string host, int port, IBrokerEvents events)
    {
        if (!_up || !board.Network.Up || board.Network.Mute)
        {
            throw new InvalidOperationException($"Nobody answers at {host}:{port}.");
        }

        return new MemorySession(this, board, events);
    }

    /// <summary>The bridge publishes. An empty retained payload takes back what was retained.</summary>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        if (retain && payload.Length == 0)
        {
            _retained.Remove(topic);
        }
        else if (retain)
        {
            _retained[topic] = payload;
        }

        foreach (MemorySession session in _sessions.Where(session => session.Wants(topic)).ToArray())
        {
            session.Deliver(topic, payload, false);
        }
    }

    internal byte Begin(MemorySession session, BrokerConnect connect)
    {
        byte code = Connecting?.Invoke(connect) ?? 0;
        if (code != 0)
        {
            return code;
        }

        foreach (MemorySession other in _sessions.Where(other => other.Is(connect.ClientId)).ToArray())
        {
            other.EndAtBroker(will: true);
        }

        _sessions.Add(session);
        ClientConnected?.Invoke(connect.ClientId);
        return 0;
    }

    internal bool Forget(MemorySession session) => _sessions.Remove(session);

    internal void Lost(string clientId) => ClientLost?.Invoke(clientId);

    /// <summary>A client's publish, or its will. False: the bridge wants the connection closed.</summary>
    internal bool Take(string clientId, string topic, byte[] payload, bool retain, Action acknowledge)
    {
        if (Published == null)
        {
            acknowledge();
        }
        else if (!Published(clientId, topic, payload, acknowledge))
        {
            return false;
        }

        Publish(topic, payload, retain);
        return true;
    }

    internal IEnumerable<KeyValuePair<string, byte[]>> Retained(string filter)
    {
        return _retained.Where(message => Matches(filter, message.Key)).OrderBy(message => message.Key, StringComparer.Ordinal).ToArray();
    }

    /// <summary>Whether a topic falls under a filter with <c>+</c> and <c>#</c>.</summary>
    internal static bool Matches(string filter, string topic)
    {
        string[] wanted = filter.Split('/');
        string[] there = topic.Split('/');
        for (int i = 0; i < wanted.Length; i++)
        {
            if (string.Equals(wanted[i], "#", StringComparison.Ordinal))
            {
                return true;
            }

            if (i >= there.Length || (!string.Equals(wanted[i], "+", StringComparison.Ordinal) && !string.Equals(wanted[i], there[i], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return wanted.Length == there.Length;
    }
}
