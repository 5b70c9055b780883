using System;
using System.Collections.Concurrent;
using System.Text.Json;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.Processes;

/// <summary>A board's way to its broker that tells which records got their PUBACK, and up to which number the bridge has acknowledged.</summary>
/// <param name="inner">The way itself.</param>
/// <param name="say">Is told a line for each.</param>
internal sealed class WatchedLink(IBrokerLink inner, Action<string> say) : IBrokerLink
{
    /// <inheritdoc/>
    public bool CertificateValid => inner.CertificateValid;

    /// <inheritdoc/>
    public IBrokerSession Open(Board board, string host, int port, IBrokerEvents events)
    {
        var session = new Session(events, say);
        session.Over(inner.Open(board, host, port, session));
        return session;
    }

    private sealed class Session(IBrokerEvents events, Action<string> say) : IBrokerSession, IBrokerEvents
    {
        private readonly ConcurrentDictionary<ushort, byte[]> _underWay = new();
        private IBrokerSession _inner = null!;

        public bool IsConnected => _inner.IsConnected;

        public byte Connect(BrokerConnect connect) => _inner.Connect(connect);

        public void Publish(ushort id, string topic, byte[] payload, bool atLeastOnce, bool retain)
        {
            if (topic.EndsWith("/event", StringComparison.Ordinal))
            {
                _underWay[id] = payload;
            }

            _inner.Publish(id, topic, payload, atLeastOnce, retain);
        }

        public void Subscribe(ushort id, string[] topics) => _inner.Subscribe(id, topics);

        public void Unsubscribe(ushort id, string[] topics) => _inner.Unsubscribe(id, topics);

        public void Disconnect() => _inner.Disconnect();

        public void Close() => _inner.Close();

        public void Received(string topic, byte[] payload, bool retain)
        {
            if (topic.EndsWith("/ack", StringComparison.Ordinal))
            {
                using JsonDocument ack = JsonDocument.Parse(payload);
                say($"ack {ack.RootElement.GetProperty("seq").GetInt64()}");
            }

            events.Received(topic, payload, retain);
        }

        public void Published(ushort id)
        {
            if (_underWay.TryRemove(id, out byte[]? record))
            {
                say("taken " + Claim.Of(record));
            }

            events.Published(id);
        }

        public void Subscribed(ushort id) => events.Subscribed(id);

        public void Unsubscribed(ushort id) => events.Unsubscribed(id);

        public void Closed() => events.Closed();

        internal void Over(IBrokerSession session) => _inner = session;
    }
}
