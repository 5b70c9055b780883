using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>
/// Sends a load to a broker on raw sockets and takes the time from each publish to its PUBACK: as fast as a window of unanswered publishes for each terminal allows, or at a pace, where the time
/// counts from the moment at which a publish was due, whether it could be sent then or not. A client of MQTT would cost more than it measures.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal sealed class LoadGenerator
{
    // A broker lets so many in from one address, and this machine has millions.
    private const int TerminalsAnAddress = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What tells .NET to go on with what a socket has brought on the thread that was told of it, instead of waking another one, which takes as long as a good disk: the senders here never wait, so they may. It is
    /// to be 1 in the environment before the first socket is opened, and is no matter of the programs that are measured.
    /// </summary>
    internal const string InlineVariable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly Sender[] _senders;
    private readonly LatencyCounts _latencies;

    private LoadGenerator(Sender[] senders, LatencyCounts latencies)
    {
        _senders = senders;
        _latencies = latencies;
    }

    /// <summary>Connects every terminal of a load.</summary>
    internal static async Task<LoadGenerator> ConnectAsync(LoadFile load, int port, int window)
    {
        var senders = new Sender[load.Terminals.Count];
        var latencies = new LatencyCounts();
        for (int i = 0; i < senders.Length; i++)
        {
            try
            {
                senders[i] = await Sender.ConnectAsync(load.Terminals[i], new IPAddress((byte[])[127, 0, 0, (byte)(1 + (i / TerminalsAnAddress))]), port, window, latencies);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"{load.Terminals[i].Id} has no answer to its CONNECT after {Patience.TotalSeconds} s.", exception);
            }
        }

        return new LoadGenerator(senders, latencies);
    }

    /// <summary>Sends for a time, all at once; 0 a second: as fast as the window allows. It ends early when everything is sent and answered.</summary>
    internal async Task<LoadResult> RunAsync(TimeSpan time, double perSecond)
    {
        long began = Stopwatch.GetTimestamp();
        long end = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        _latencies.Clear();
        int before = _senders.Sum(sender => sender.Answered);
        Array.ForEach(_senders, sender => sender.Begin(end, perSecond > 0));
        if (perSecond > 0)
        {
            await Task.Factory.StartNew(() => Pace(began, end, perSecond), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await Task.WhenAny(Task.WhenAll(_senders.Select(sender => sender.Drained)), Task.Delay(time + LastAnswers, TimeProvider.System));
        TimeSpan took = Stopwatch.GetElapsedTime(began, _senders.Max(sender => sender.LastAnswer));
        return new LoadResult(
            _senders.Sum(sender => sender.Answered) - before,
            took.TotalSeconds,
            _latencies.AtMs(50),
            _latencies.AtMs(99),
            _latencies.AtMs(100),
            [.. _senders.Select(sender => sender.Answered)],
            [.. _senders.Select(sender => sender.Fault).Where(fault => fault.Length > 0).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Closes every connection.</summary>
    internal void Close() => Array.ForEach(_senders, sender => sender.Close());

    private void Pace(long began, long end, double perSecond)
    {
        long count = 0;
        for (long now = began; now < end; now = Stopwatch.GetTimestamp())
        {
            long due = 1 + (long)((now - began) * perSecond / Stopwatch.Frequency);
            for (; count < due; count++)
            {
                long at = began + (long)(count * Stopwatch.Frequency / perSecond);
                _senders[(int)(count % _senders.Length)].Due(at);
            }

            // A timer of .NET looks at a clock of 4 ms on Linux and would add that to every time; a sleep of a thread adds one at most.
            Thread.Sleep(1);
        }

        Array.ForEach(_senders, sender => sender.NoMoreDue());
    }

    // One connection. Its receiving loop sends too, so that a read that brings many PUBACKs is followed by one write.
    private sealed class Sender
    {
        private static readonly byte[] ConnectHead = [0x00, 0x04, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 0x04, 0x02, 0x00, 0x00];

        private readonly TerminalLoad _load;
        private readonly Socket _socket;
        private readonly long[] _sentAt;
        private readonly Lock _gate = new();
        private readonly Queue<long> _due = new();
        private readonly LatencyCounts _latencies;
        private TaskCompletionSource _drained = new();
        private int _sent;
        private long _end;
        private bool _isPaced;
        private bool _mayEnd;

        private Sender(TerminalLoad load, Socket socket, int window, LatencyCounts latencies)
        {
            _latencies = latencies;
            _load = load;
            _socket = socket;
            _sentAt = new long[window];
        }

        internal int Answered { get; private set; }

        internal long LastAnswer { get; private set; }

        internal string Fault { get; private set; } = "";

        internal Task Drained => _drained.Task;

        internal static async Task<Sender> ConnectAsync(TerminalLoad load, IPAddress from, int port, int window, LatencyCounts latencies)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(from, 0));
            using var patience = new CancellationTokenSource(Patience);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
            byte[] id = Encoding.ASCII.GetBytes(load.Id);
            await socket.SendAsync((byte[])[0x10, (byte)(ConnectHead.Length + 2 + id.Length), .. ConnectHead, 0x00, (byte)id.Length, .. id], SocketFlags.None, patience.Token);
            byte[] answer = new byte[4];
            for (int read = 0; read < answer.Length;)
            {
                int more = await socket.ReceiveAsync(answer.AsMemory(read), SocketFlags.None, patience.Token);
                read += more > 0 ? more : throw new InvalidOperationException($"The broker closed the connection of {load.Id} before its CONNACK.");
            }

            if (answer is not [0x20, 0x02, _, 0x00])
            {
                throw new InvalidOperationException($"The broker refused {load.Id}: {Convert.ToHexString(answer)}.");
            }

            var sender = new Sender(load, socket, window, latencies);
            _ = sender.ReceiveAsync();
            return sender;
        }

        internal void Begin(long end, bool isPaced)
        {
            lock (_gate)
            {
                _end = end;
                _isPaced = isPaced;
                _mayEnd = !isPaced;
                _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Send();
            }
        }

        internal void Due(long at)
        {
            lock (_gate)
            {
                _due.Enqueue(at);
                Send();
            }
        }

        internal void NoMoreDue()
        {
            lock (_gate)
            {
                _mayEnd = true;
                Send();
            }
        }

        internal void Close() => _socket.Dispose();

        private async Task ReceiveAsync()
        {
            byte[] buffer = new byte[4096];
            int held = 0;
            try
            {
                while (true)
                {
                    int read = await _socket.ReceiveAsync(buffer.AsMemory(held), SocketFlags.None);
                    if (read == 0)
                    {
                        throw new InvalidOperationException("The broker closed a connection.");
                    }

                    held += read;
                    lock (_gate)
                    {
                        int at = 0;
                        for (; held - at >= 4; at += 4)
                        {
                            Answer(buffer.AsSpan(at, 4));
                        }

                        buffer.AsSpan(at, held - at).CopyTo(buffer);
                        held -= at;
                        Send();
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                lock (_gate)
                {
                    Fault = exception.Message;
                    _drained.TrySetResult();
                }
            }
        }

        private void Answer(ReadOnlySpan<byte> packet)
        {
            int number = LoadFile.PacketNumber(Answered);
            if (packet[0] != 0x40 || packet[1] != 2 || packet[2] != number >> 8 || packet[3] != (number & 0xFF))
            {
                throw new InvalidOperationException($"A PUBACK of {number} was due, in the order of the publishes, and {Convert.ToHexString(packet)} came.");
            }

            LastAnswer = Stopwatch.GetTimestamp();
            _latencies.Add(LastAnswer - _sentAt[Answered % _sentAt.Length]);
            Answered++;
        }

        // Everything that the window has room for, in one write.
        private void Send()
        {
            int first = _sent;
            long now = Stopwatch.GetTimestamp();
            while (_sent - Answered < _sentAt.Length && _sent < _load.Offsets.Length - 1 && (_isPaced ? _due.Count > 0 : now < _end))
            {
                _sentAt[_sent % _sentAt.Length] = _isPaced ? _due.Dequeue() : now;
                _sent++;
            }

            if (_sent > first)
            {
                try
                {
                    _socket.Send(_load.Bytes.AsSpan(_load.Offsets[first], _load.Offsets[_sent] - _load.Offsets[first]));
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    Fault = exception.Message;
                    _drained.TrySetResult();
                }
            }
            else if (_sent == Answered && _mayEnd && (_sent == _load.Offsets.Length - 1 || (_isPaced ? _due.Count == 0 : now >= _end)))
            {
                _drained.TrySetResult();
            }
        }
    }
}
