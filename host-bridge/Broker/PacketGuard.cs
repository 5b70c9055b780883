using System;
using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// A channel that follows the bounds of the MQTT packets that pass through it. It ends at one that announces more bytes than are allowed, before its
/// body is read and before the server sets memory aside for it; at one whose bytes come too slowly; and at one that the client makes no room for. A terminal's own records leave it by its
/// <see cref="RecordLane"/>; the server reads everything else.
/// </summary>
public sealed class PacketGuard : IMqttChannel
{
    private const int LengthBits = 7;
    private const int LongestHeaderBytes = 5;
    private const int FirstBufferBytes = 1024;

    private readonly IMqttChannel _inner;
    private readonly BrokerLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action _abort;
    private readonly RecordLane _lane;
    private byte[] _buffer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _gone = new();
    private readonly System.Threading.Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _unanswered;
    private int _unansweredPublishes;

    // What was read and not handed on lies between the two; of it so many bytes are of a packet that the server is reading.
    private int _from;
    private int _to;
    private int _passing;
    private bool _isTimed;
    private long _began;
    private bool _isWithinPacket;
    private byte _first;

    /// <summary>A guard of a channel. <paramref name="abort"/> ends the connection under it at once.</summary>
    public PacketGuard(IMqttChannel inner, BrokerLimits limits, RecordDoor door, TimeProvider time, Action abort)
    {
        _inner = inner;
        _limits = limits;
        _time = time;
        _abort = abort;
        _lane = new RecordLane(door, time, WriteAnswersAsync, Abort);

        // Most terminals send a record now and then, and there may be thousands: whoever sends more at one go has a larger one from then on.
        _buffer = new byte[Math.Min(FirstBufferBytes, MostBufferBytes)];
    }

    // The largest packet fits into it, and a terminal's window of records at one go.
    private int MostBufferBytes => Math.Max(_limits.PacketBytes, LongestHeaderBytes);

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
        while (_passing == 0)
        {
            if (!IsWhole(out int length, out int headerBytes))
            {
                _lane.Pause();
                if (!await FillAsync(cancellationToken))
                {
                    return 0;
                }

                continue;
            }

            HasReadPacket = true;
            await AfterPause(Room(), cancellationToken);
            if (IsTaken(length, headerBytes))
            {
                Drop(length);
                continue;
            }

            if (MqttPacket.IsNumberedPublish(_buffer[_from]))
            {
                // Its answer must not overtake those of the records before it.
                await AfterPause(_lane.EmptyAsync(), cancellationToken);
            }

            Pass(length, headerBytes);
        }

        int handed = Math.Min(count, _passing);
        _buffer.AsSpan(_from, handed).CopyTo(buffer.AsSpan(offset));
        _passing -= handed;
        Drop(handed);
        return handed;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        if (!_isWithinPacket)
        {
            await _writing.WaitAsync(cancellationToken);
            _isWithinPacket = true;
            _first = buffer.IsEmpty ? (byte)0 : buffer.FirstSpan[0];
        }

        bool ends = true;
        try
        {
            await WriteInTimeAsync(buffer, isEndOfPacket, cancellationToken);
            ends = isEndOfPacket;
        }
        finally
        {
            if (ends)
            {
                _isWithinPacket = false;
                _writing.Release();
            }
        }

        if (isEndOfPacket)
        {
            NoteAnswer(_first, buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lane.Break();
        _gone.Cancel();
        _gone.Dispose();
        _inner.Dispose();
    }

    private static async Task<bool> Finished(Task task)
    {
        await task;
        return true;
    }

    private async Task WriteInTimeAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        Task writing = _inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);
        if (!writing.IsCompletedSuccessfully)
        {
            await InTime(Finished(writing), _limits.WritePatience, cancellationToken);
        }
    }

    private async Task WriteAnswersAsync(ReadOnlyMemory<byte> answers)
    {
        // Whoever was in the midst of a packet when the connection ended never lets go.
        await _writing.WaitAsync(_gone.Token);
        try
        {
            await WriteInTimeAsync(new ReadOnlySequence<byte>(answers), true, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }

        MakeRoom();
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

    private void Abort()
    {
        _abort();
        MakeRoom();
    }

    // Whoever waits here has handed in all that he has.
    private Task AfterPause(Task task, CancellationToken cancellationToken)
    {
        if (task.IsCompleted)
        {
            return Task.CompletedTask;
        }

        _lane.Pause();
        return task.WaitAsync(cancellationToken);
    }

    // A thousand connections each wait in here for their next packet.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        bool isBegun = _to > _from;
        if (isBegun && !_isTimed)
        {
            _isTimed = true;
            _began = _time.GetTimestamp();
        }

        byte[] before = _buffer;
        if (_to == before.Length && before.Length < MostBufferBytes)
        {
            _buffer = new byte[MostBufferBytes];
        }

        before.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        Task<int> reading = _inner.ReadAsync(_buffer, _to, _buffer.Length - _to, cancellationToken);
        int read = isBegun ? await InTime(reading, _limits.PacketPatience - _time.GetElapsedTime(_began), cancellationToken) : await reading;
        _to += read;
        return read > 0;
    }

    private bool IsTaken(int length, int headerBytes)
    {
        bool isLongWayFree;
        lock (_gate)
        {
            isLongWayFree = _unansweredPublishes == 0;
        }

        return _lane.Take(new MqttPacket(_buffer.AsSpan(_from, length), headerBytes), isLongWayFree);
    }

    private void Pass(int length, int headerBytes)
    {
        byte first = _buffer[_from];
        if (first == MqttPacket.Connect)
        {
            _lane.NoteConnect(new MqttPacket(_buffer.AsSpan(_from, length), headerBytes));
        }

        _lane.NoteLongWay();
        _passing = length;
        lock (_gate)
        {
            _unanswered += MqttPacket.Asks(first) ? 1 : 0;
            _unansweredPublishes += MqttPacket.IsNumberedPublish(first) ? 1 : 0;
        }
    }

    private void Drop(int bytes)
    {
        _from += bytes;
        _isTimed = false;
    }

    // Ends when another packet may be read.
    private Task Room()
    {
        lock (_gate)
        {
            if (_unanswered + _lane.Waiting < _limits.Unanswered)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private void MakeRoom()
    {
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }

    private void NoteAnswer(byte first, ReadOnlySequence<byte> packet)
    {
        if (first == MqttPacket.ConnectAck)
        {
            _lane.NoteConnectAck(packet.ToArray() is [_, _, _, byte code, ..] ? code : byte.MaxValue);
        }

        if (MqttPacket.Answers(first))
        {
            lock (_gate)
            {
                _unanswered--;
                _unansweredPublishes -= MqttPacket.AnswersPublish(first) ? 1 : 0;
            }

            MakeRoom();
        }
    }

    // A header is one byte of type and flags and one to four of length, seven bits each, lowest first.
    private bool IsWhole(out int length, out int headerBytes)
    {
        length = 0;
        headerBytes = 1;
        if (_to == _from)
        {
            return false;
        }

        // What has not begun to speak MQTT is not read as if it had: the length that follows would be anything. A TLS handshake begins with 0x16, a CONNECT with flags
        // that MQTT does not have.
        if (!HasReadPacket && _buffer[_from] != MqttPacket.Connect)
        {
            IsForeign = true;
            throw new MqttProtocolViolationException("The first packet is no CONNECT.");
        }

        for (int body = 0; _from + headerBytes < _to;)
        {
            byte value = _buffer[_from + headerBytes];
            body |= (value & 0x7F) << (LengthBits * (headerBytes - 1));
            headerBytes++;
            bool isComplete = (value & 0x80) == 0;
            if (headerBytes + body > _limits.PacketBytes || (!isComplete && headerBytes == LongestHeaderBytes))
            {
                IsExceeded = true;
                throw new MqttProtocolViolationException("A packet is larger than allowed.");
            }

            if (isComplete)
            {
                length = headerBytes + body;
                return _to - _from >= length;
            }
        }

        return false;
    }
}
