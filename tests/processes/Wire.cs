using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.Processes;

/// <summary>How a wire is.</summary>
internal enum WireState
{
    /// <summary>Everything arrives.</summary>
    Whole,

    /// <summary>Everything arrives, a few bytes at a time.</summary>
    Slow,

    /// <summary>Connections stand and can be made, and nothing that is sent arrives.</summary>
    Mute,

    /// <summary>A connection ends in the middle of the next packet that goes over it, and none can be made.</summary>
    Cut,
}

/// <summary>The way of one terminal to its broker: a TCP proxy on a port of loopback that can be disturbed.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int PieceBytes = 24;
    private static readonly TimeSpan PiecePause = TimeSpan.FromMilliseconds(4);

    private readonly int _broker;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile WireState _state;

    /// <summary>A wire to the broker on a port, whole.</summary>
    internal Wire(int broker)
    {
        _broker = broker;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port at which the terminal finds its broker.</summary>
    internal int Port { get; }

    /// <summary>Whether any connection stands.</summary>
    internal bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _open.Count > 0;
            }
        }
    }

    /// <summary>Disturbs it, or mends it.</summary>
    internal void Set(WireState state)
    {
        bool hasLostBytes = _state == WireState.Mute;
        _state = state;
        if (hasLostBytes)
        {
            // What was lost is missing for ever, as behind a router that forgot its connections: they end.
            CloseAll();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        CloseAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptSocketAsync(_stop.Token);
                if (_state == WireState.Cut)
                {
                    near.Dispose();
                    continue;
                }

                _ = CarryAsync(near);
            }
        }
        catch (OperationCanceledException)
        {
            // It is at its end.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        lock (_gate)
        {
            _open.Add(near);
            _open.Add(far);
        }

        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _broker, _stop.Token);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // There is no broker: whoever has come is told by the end of his connection.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(near);
                _open.Remove(far);
            }

            near.Dispose();
            far.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) is > 0 and int count && await PassAsync(to, buffer.AsMemory(0, count)))
            {
                // Until an end is closed, or cut.
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // One end is gone, and the other follows.
        }
    }

    private async Task<bool> PassAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        switch (_state)
        {
            case WireState.Mute:
                return true;
            case WireState.Cut:
                await SendAsync(to, bytes[..(bytes.Length / 2)]);
                return false;
            case WireState.Slow:
                while (_state == WireState.Slow && bytes.Length > PieceBytes)
                {
                    await SendAsync(to, bytes[..PieceBytes]);
                    bytes = bytes[PieceBytes..];
                    await Task.Delay(PiecePause, TimeProvider.System, _stop.Token);
                }

                break;
        }

        await SendAsync(to, bytes);
        return true;
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, _stop.Token)..];
        }
    }

    private static bool IsEnd(Exception exception) => exception is SocketException or ObjectDisposedException or OperationCanceledException;

    private void CloseAll()
    {
        lock (_gate)
        {
            foreach (Socket socket in _open)
            {
                socket.Dispose();
            }
        }
    }
}
