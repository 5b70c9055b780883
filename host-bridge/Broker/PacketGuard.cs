using System;
using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// A channel that follows the bounds of the MQTT packets that pass through it. It ends at one that announces more bytes than are allowed, before its
/// body is read and before the server sets memory aside for it; at one whose bytes come too slowly; and at one that the client makes no room for.
/// </summary>
public sealed class PacketGuard : IMqttChannel
{
    private const int LengthBits = 7;
    private const int LongestLengthBytes = 4;
    private const int TypeShift = 4;
    private const byte Connect = 0x10;

    private readonly IMqttChannel _inner;
    private readonly BrokerLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action _abort;
    private readonly System.Threading.Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _unanswered;
    private int _headerBytes;
    private int _remaining;
    private byte _reading;
    private long _began;
    private byte? _writing;

    /// <summary>A guard of a channel. <paramref name="abort"/> ends the connection under it at once.</summary>
    public PacketGuard(IMqttChannel inner, BrokerLimits limits, TimeProvider time, Action abort)
    {
        _inner = inner;
        _limits = limits;
        _time = time;
        _abort = abort;
    }

    private enum PacketType
    {
        Publish = 3,
        PubAck = 4,
        PubRec = 5,
        PubRel = 6,
        PubComp = 7,
        Subscribe = 8,
        SubAck = 9,
        Unsubscribe = 10,
        UnsubAck = 11,
        PingReq = 12,
        PingResp = 13,
    }

    /// <summary>Whether the first byte began no CONNECT: it speaks something else, TLS or HTTP perhaps.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>Whether a packet was too large.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether the client was too slow, in sending a packet or in taking one.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Whether a whole packet has come in.</summary>
    public bool HasReadPacket { get; private set; }

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => _inner.ClientCertificate;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint => _inner.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => _inner.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => _inner.IsSecureConnection;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => _inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => _inner.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await Room().WaitAsync(cancellationToken);

        Task<int> reading = _inner.ReadAsync(buffer, offset, count, cancellationToken);
        int read = _headerBytes == 0 ? await reading : await InTime(reading, _limits.PacketPatience - _time.GetElapsedTime(_began), cancellationToken);
        for (int i = offset; i < offset + read;)
        {
            if (_headerBytes >= 0)
            {
                Header(buffer[i]);
                i++;
            }
            else
            {
                int body = Math.Min(_remaining, offset + read - i);
                _remaining -= body;
                i += body;
            }

            if (_headerBytes < 0 && _remaining == 0)
            {
                HasReadPacket = true;
                _headerBytes = 0;
                CountAsked();
            }
        }

        return read;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        _writing ??= buffer.IsEmpty ? null : buffer.FirstSpan[0];
        Task writing = _inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);
        if (!writing.IsCompletedSuccessfully)
        {
            await InTime(Finished(writing), _limits.WritePatience, cancellationToken);
        }

        if (isEndOfPacket)
        {
            CountAnswered(_writing ?? 0);
            _writing = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private static async Task<bool> Finished(Task task)
    {
        await task;
        return true;
    }

    private async Task<T> InTime<T>(Task<T> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, _time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            // What waits on the socket ends only with the socket.
            IsTooSlow = true;
            _abort();
            throw new MqttCommunicationTimedOutException(exception);
        }
    }

    // Ends when another packet may be read.
    private Task Room()
    {
        lock (_gate)
        {
            if (_unanswered < _limits.Unanswered || _headerBytes != 0)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private void CountAsked()
    {
        bool asks = (PacketType)(_reading >> TypeShift) switch
        {
            PacketType.Publish => (_reading & 0x06) != 0,
            PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe or PacketType.PingReq => true,
            _ => false,
        };
        lock (_gate)
        {
            _unanswered += asks ? 1 : 0;
        }
    }

    private void CountAnswered(byte first)
    {
        if ((PacketType)(first >> TypeShift) is not (PacketType.PubAck or PacketType.PubRec or PacketType.PubComp or PacketType.SubAck or PacketType.UnsubAck or PacketType.PingResp))
        {
            return;
        }

        lock (_gate)
        {
            _unanswered--;
            _room?.TrySetResult();
            _room = null;
        }
    }

    // A header is one byte of type and flags and one to four of length, seven bits each, lowest first. Below zero: it is complete.
    private void Header(byte value)
    {
        if (_headerBytes == 0)
        {
            // What has not begun to speak MQTT is not read as if it had: the length that follows would be anything. A TLS handshake begins with 0x16, a CONNECT with flags
            // that MQTT does not have.
            if (!HasReadPacket && value != Connect)
            {
                IsForeign = true;
                throw new MqttProtocolViolationException("The first packet is no CONNECT.");
            }

            _reading = value;
            _began = _time.GetTimestamp();
            _remaining = 0;
            _headerBytes = 1;
            return;
        }

        _remaining |= (value & 0x7F) << (LengthBits * (_headerBytes - 1));
        _headerBytes++;
        bool complete = (value & 0x80) == 0;
        if (_headerBytes + _remaining > _limits.PacketBytes || (!complete && _headerBytes > LongestLengthBytes))
        {
            IsExceeded = true;
            throw new MqttProtocolViolationException("A packet is larger than allowed.");
        }

        if (complete)
        {
            _headerBytes = -1;
        }
    }
}
