using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet.Channel;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>A terminal's own records leave the connection before the MQTT server, and come back as PUBACKs; nobody can tell from outside.</summary>
public sealed class RecordLaneTests : IDisposable
{
    private const int KeepAliveSeconds = 30;
    private readonly TestBridge _bridge = new();
    private readonly OwnChannel _channel = new();
    private readonly List<string> _refused = [];
    private bool _isAborted;

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>PUBACKs come in the order of the publishes, whichever way each of them takes.</summary>
    [Fact]
    public async Task AnswersComeInOrder()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, bridge.Host.MqttPort), TestContext.Current.CancellationToken);
        await client.SendAsync(Connect("T1"));
        Assert.Equal([0x20, 2, 0, 0], await ReadAsync(client, 4));
        byte[] state = "{\"state\":\"online\",\"session\":1}"u8.ToArray();
        await client.SendAsync((byte[])[
            .. Publish("event", 1, bridge.Terminal.Next()), .. Publish("event", 2, bridge.Terminal.Next()), .. Publish("state", 3, state), .. Publish("event", 4, bridge.Terminal.Next()),
            .. Publish("other", 5, [(byte)'x']), .. Publish("event", 6, bridge.Terminal.Next()), .. Publish("event", 7, bridge.Terminal.Next())]);
        byte[] answers = await ReadAsync(client, 4 * 7);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], answers.Chunk(4).Select(answer => answer is [0x40, 2, 0, var number] ? number : 0));
        Assert.Equal(5, bridge.Host.Core.Log.ReadRecords("T1", 0, 100).Count);
    }

    /// <summary>A record goes the short way; its PUBACK is written when it is stored, and not before.</summary>
    [Fact]
    public async Task ARecordIsAnsweredWhenItIsStored()
    {
        using PacketGuard guard = await LetInAsync();
        _channel.Come(Publish("event", 1, _bridge.Terminal.Next()), Publish("event", 2, _bridge.Terminal.Next()));
        Task<int> reading = ReadAsync(guard);
        await Until.HoldsAsync(() => _bridge.Core.HasPending);
        Assert.Empty(_channel.Written);
        Assert.True(_bridge.Core.Commit());
        await Until.HoldsAsync(() => _channel.Written.Count == 8);
        Assert.Equal([0x40, 2, 0, 1, 0x40, 2, 0, 2], _channel.Written);
        Assert.False(reading.IsCompleted);
        _channel.End();
        Assert.Equal(0, await reading);
    }

    /// <summary>The server hears of a client in each third of its keep-alive, or it would take for dead who sends nothing but records.</summary>
    [Fact]
    public async Task NowAndThenARecordTakesTheLongWay()
    {
        using PacketGuard guard = await LetInAsync();
        _channel.Come(Publish("event", 1, _bridge.Terminal.Next()));
        Task<int> reading = ReadAsync(guard);
        await Until.HoldsAsync(() => _bridge.Core.HasPending);
        _bridge.Core.Commit();
        _bridge.Time.Advance(TimeSpan.FromSeconds((KeepAliveSeconds / 3) + 1));
        byte[] next = Publish("event", 2, _bridge.Terminal.Next());
        _channel.Come(next);
        int first = await reading;
        Assert.Equal(next[..first], _read[..first]);
        Assert.Single(_bridge.Core.Log.ReadRecords("T1", 0, 10));
    }

    /// <summary>What is not a record of one's own, with one answer and not to be kept, is the server's matter; so is everything before the server has let the client in.</summary>
    [Theory]
    [InlineData(0x30, "dutykiosk/v1/T1/event", true)]
    [InlineData(0x34, "dutykiosk/v1/T1/event", true)]
    [InlineData(0x33, "dutykiosk/v1/T1/event", true)]
    [InlineData(0x32, "dutykiosk/v1/T2/event", true)]
    [InlineData(0x32, "dutykiosk/v1/T1/events", true)]
    [InlineData(0x32, "dutykiosk/v1/T1/event", false)]
    public async Task EverythingElseTakesTheLongWay(byte first, string topic, bool isLetIn)
    {
        using PacketGuard guard = await LetInAsync(isLetIn ? (byte)0 : (byte)5);
        byte[] packet = Publish(topic, 1, _bridge.Terminal.Next(), first);
        _channel.Come(packet);
        int read = await ReadAsync(guard);
        Assert.Equal(packet[..read], _read[..read]);
        Assert.False(_bridge.Core.HasPending);
    }

    /// <summary>A record that could not be stored ends the connection, as MQTT 3.1.1 has no other word for it, and is not acknowledged.</summary>
    [Fact]
    public async Task WhatCannotBeStoredEndsTheConnection()
    {
        using PacketGuard guard = await LetInAsync();
        _channel.Come(Publish("event", 1, _bridge.Terminal.Next()));
        _ = ReadAsync(guard);
        await Until.HoldsAsync(() => _bridge.Core.HasPending);
        OtherHand.Change(_bridge.Folder, "DROP TABLE log_head");
        Assert.False(_bridge.Core.Commit());
        await Until.HoldsAsync(() => _isAborted);
        Assert.Empty(_channel.Written);
    }

    /// <summary>A whole window of records that comes at one go, and a packet larger than what usually comes, are read whole; and the window is answered in one write, so that the next one comes at one go, too.</summary>
    [Fact]
    public async Task WhatIsLargerThanUsualIsReadWhole()
    {
        const byte Window = 8;
        using PacketGuard guard = await LetInAsync();
        byte[] large = Publish("note", 0, [.. Enumerable.Range(0, 3000).Select(i => (byte)i)], first: 0x30);
        _channel.Come([.. Enumerable.Range(1, Window).Select(number => Publish("event", (byte)number, _bridge.Terminal.Next())), large]);
        var whole = new byte[large.Length];
        for (int read = 0; read < whole.Length;)
        {
            int more = await guard.ReadAsync(whole, read, whole.Length - read, CancellationToken.None);
            Assert.NotEqual(0, more);
            read += more;
        }

        Assert.Equal(large, whole);
        Assert.True(_bridge.Core.Commit());
        await Until.HoldsAsync(() => _channel.Written.Count == Window * 4);
        Assert.Equal(1, _channel.Writes);
    }

    private readonly byte[] _read = new byte[4096];

    private static byte[] Connect(string id)
    {
        byte[] name = Encoding.ASCII.GetBytes(id);
        return [0x10, (byte)(12 + name.Length), 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, KeepAliveSeconds, 0, (byte)name.Length, .. name];
    }

    private static byte[] Publish(string topic, byte number, byte[] payload, byte first = 0x32)
    {
        byte[] name = Encoding.ASCII.GetBytes(topic.Contains('/', StringComparison.Ordinal) ? topic : $"dutykiosk/v1/T1/{topic}");
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)name.Length);
        byte[] body = [.. length, .. name, .. (first & 0x06) == 0 ? Array.Empty<byte>() : [0, number], .. payload];
        return [first, (byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7), .. body];
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var read = new byte[count];
        for (int at = 0; at < count;)
        {
            int more = await socket.ReceiveAsync(read.AsMemory(at)).AsTask().WaitAsync(Until.Limit);
            at += more > 0 ? more : throw new InvalidOperationException($"After {at} of {count} bytes the connection ends.");
        }

        return read;
    }

    private async Task<PacketGuard> LetInAsync(byte code = 0)
    {
        var guard = new PacketGuard(_channel, new BrokerLimits(), new RecordDoor(() => _bridge.Core, () => { }, _refused.Add), _bridge.Time, () => _isAborted = true);
        _channel.Come(Connect("T1"));
        int length = Connect("T1").Length;
        for (int read = 0; read < length;)
        {
            read += await guard.ReadAsync(_read, 0, length - read, CancellationToken.None);
        }

        await guard.WriteAsync(new ReadOnlySequence<byte>([0x20, 2, 0, code]), true, CancellationToken.None);
        _channel.Written.Clear();
        _channel.Writes = 0;
        return guard;
    }

    private Task<int> ReadAsync(PacketGuard guard) => Task.Run(() => guard.ReadAsync(_read, 0, _read.Length, CancellationToken.None));

    private sealed class OwnChannel : IMqttChannel
    {
        private readonly Channel<byte[]> _coming = Channel.CreateUnbounded<byte[]>();
        private ReadOnlyMemory<byte> _rest = Array.Empty<byte>();

        internal List<byte> Written { get; } = [];

        internal int Writes { get; set; }

        public X509Certificate2? ClientCertificate => null;

        public EndPoint RemoteEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 2);

        public bool IsSecureConnection => false;

        public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (_rest.Length == 0)
            {
                if (!await _coming.Reader.WaitToReadAsync(cancellationToken) || !_coming.Reader.TryRead(out byte[]? bytes))
                {
                    return 0;
                }

                _rest = bytes;
            }

            int read = Math.Min(count, _rest.Length);
            _rest[..read].CopyTo(buffer.AsMemory(offset));
            _rest = _rest[read..];
            return read;
        }

        public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
        {
            Writes++;
            Written.AddRange(buffer.ToArray());
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            // There is nothing under it.
        }

        internal void Come(params IEnumerable<byte[]> packets) => _coming.Writer.TryWrite([.. packets.SelectMany(packet => packet)]);

        internal void End() => _coming.Writer.Complete();
    }
}
