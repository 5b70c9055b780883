using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// The short way of a terminal's own records through its connection: from the bytes of their PUBLISH to the core and, when they are on the disk, back as PUBACKs, many in one write. The MQTT server
/// would make half a dozen objects and two system calls of each, which is most of what storing it costs; everything else that clients say goes through it. PUBACKs go out in the order of the
/// records, as MQTT wants it: a publish that takes the other way waits until this one is empty.
/// </summary>
internal sealed class RecordLane
{
    private const int PublishAckBytes = 4;

    // The server must hear of a client now and then, or takes it for dead after one and a half times its keep-alive: so one record takes the long way in each third of it.
    private const int KeepAliveParts = 3;

    private readonly RecordDoor _door;
    private readonly TimeProvider _time;
    private readonly Func<ReadOnlyMemory<byte>, Task> _write;
    private readonly Action _abort;
    private readonly Lock _gate = new();
    private readonly Queue<ushort> _waiting = new();
    private readonly Action<bool> _stored;
    private byte[] _answers = new byte[16 * PublishAckBytes];
    private byte[] _written = new byte[16 * PublishAckBytes];
    private int _answerBytes;
    private bool _isWriting;
    private bool _isBroken;
    private TaskCompletionSource? _empty;
    private string _client = "";
    private string _topic = "";
    private byte[] _topicBytes = [];
    private TimeSpan _longWayAfter = Timeout.InfiniteTimeSpan;
    private long _longWayAt;
    private bool _isAccepted;
    private bool _mustWake;

    /// <summary>The lane of a connection on which nobody has said who he is.</summary>
    /// <param name="door">What it shares with others.</param>
    /// <param name="time">The clock.</param>
    /// <param name="write">Writes whole packets to the connection.</param>
    /// <param name="abort">Ends the connection.</param>
    internal RecordLane(RecordDoor door, TimeProvider time, Func<ReadOnlyMemory<byte>, Task> write, Action abort)
    {
        _door = door;
        _time = time;
        _write = write;
        _abort = abort;
        _stored = OnStored;
    }

    /// <summary>How many records wait for their PUBACK.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>A client says who he is. Of other versions than 3.1.1 the lane takes nothing.</summary>
    internal void NoteConnect(MqttPacket packet)
    {
        if (packet.TryReadConnect(out string client, out int keepAliveSeconds))
        {
            _client = client;
            _topic = $"dutykiosk/v1/{client}/event";
            _topicBytes = Encoding.UTF8.GetBytes(_topic);
            _longWayAfter = keepAliveSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(keepAliveSeconds) / KeepAliveParts;
        }
    }

    /// <summary>The server lets the client in, or does not.</summary>
    internal void NoteConnectAck(byte code)
    {
        _isAccepted = code == 0 && _topicBytes.Length > 0;
        _longWayAt = _time.GetTimestamp();
    }

    /// <summary>
    /// Takes a packet, if it is a record that may go this way. False: it goes the long way, and, where it is a PUBLISH that is to be answered, only when <see cref="EmptyAsync"/> has ended.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isLongWayFree">Whether no publish on the long way waits for its answer.</param>
    internal bool Take(MqttPacket packet, bool isLongWayFree)
    {
        if (!_isAccepted || _door.IsShut || !isLongWayFree || IsLongWayDue() || !packet.TryReadPublish(_topicBytes, out ushort number, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        lock (_gate)
        {
            if (_isBroken)
            {
                return true;
            }

            // Before the core has it: it may be stored before the next line runs.
            _waiting.Enqueue(number);
        }

        _door.Count(1);
        _mustWake = true;
        if (!_door.Receive(_client, _topic, payload.ToArray(), _stored))
        {
            Break();
        }

        return true;
    }

    /// <summary>Everything that has come is handed in, and nothing more is there yet.</summary>
    internal void Pause()
    {
        if (_mustWake)
        {
            _mustWake = false;
            _door.Wake();
        }
    }

    /// <summary>A packet goes the long way.</summary>
    internal void NoteLongWay() => _longWayAt = _time.GetTimestamp();

    /// <summary>Ends when no record waits for its PUBACK.</summary>
    internal Task EmptyAsync()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_isWriting)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>The connection has ended: nobody waits for what is still to be stored.</summary>
    internal void Break()
    {
        bool first;
        lock (_gate)
        {
            first = !_isBroken;
            _isBroken = true;
            _door.Count(-_waiting.Count - (_answerBytes / PublishAckBytes));
            _waiting.Clear();
            _answerBytes = 0;
            _empty?.TrySetResult();
        }

        if (first)
        {
            _abort();
        }
    }

    /// <summary>Writes what there is to answer, and whatever comes meanwhile: nobody who calls it is held up by a client that does not listen, as what the socket has no room for is written later.</summary>
    /// <param name="isAtOnce">Whether by whoever calls it, or by another thread.</param>
    internal void WriteAnswers(bool isAtOnce)
    {
        if (isAtOnce)
        {
            _ = WriteAsync();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.WriteAsync(), this, preferLocal: false);
    }

    private bool IsLongWayDue() => _longWayAfter != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(_longWayAt) >= _longWayAfter;

    // Called by the thread that commits, in the order of the records.
    private void OnStored(bool isStored)
    {
        if (!isStored)
        {
            // The record was not stored, and on MQTT 3.1.1 only the end of the connection says so: it comes again.
            Break();
            return;
        }

        lock (_gate)
        {
            if (_isBroken || !_waiting.TryDequeue(out ushort number))
            {
                return;
            }

            if (_answerBytes == _answers.Length)
            {
                Array.Resize(ref _answers, 2 * _answers.Length);
            }

            _answers[_answerBytes] = MqttPacket.PublishAck;
            _answers[_answerBytes + 1] = 2;
            _answers[_answerBytes + 2] = (byte)(number >> 8);
            _answers[_answerBytes + 3] = (byte)number;
            _answerBytes += PublishAckBytes;
            if (_isWriting)
            {
                return;
            }

            _isWriting = true;
        }

        _door.HasAnswers(this);
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> answers;
            lock (_gate)
            {
                if (_answerBytes == 0 || _isBroken)
                {
                    _isWriting = false;
                    if (_waiting.Count == 0)
                    {
                        _empty?.TrySetResult();
                        _empty = null;
                    }

                    return;
                }

                (_answers, _written) = (_written, _answers);
                answers = _written.AsMemory(0, _answerBytes);
                _answerBytes = 0;
            }

            try
            {
                await _write(answers);
            }
            catch (Exception)
            {
                // The connection is gone, or makes no room; whatever it is, nobody else may be harmed by it, and the terminal sends again what it has no PUBACK of.
                Break();
            }

            _door.Count(-answers.Length / PublishAckBytes);
        }
    }
}
