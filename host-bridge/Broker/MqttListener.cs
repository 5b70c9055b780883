using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Takes the TCP connections for the MQTT server. It stands in the place of the server's own listener, because only here a packet can be
/// refused before memory is set aside for it, and a connection be counted before it has said who it is.
/// </summary>
public sealed class MqttListener : IMqttServerAdapter
{
    private const int Backlog = 512;
    private const int FirstBufferBytes = 4096;

    private readonly IPAddress _address;
    private readonly BrokerLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<string> _refused;
    private readonly ConcurrentDictionary<IPAddress, int> _connections = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listening;
    private int _taken;

    /// <summary>A listener on an address; port 0: any free one. <paramref name="refused"/> is told why a connection was refused or closed.</summary>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public MqttListener(IPAddress address, int port, BrokerLimits limits, TimeProvider time, Action<string> refused)
    {
        _address = address;
        _limits = limits;
        _time = time;
        _refused = refused;
        _listening = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // No option to reuse the address: .NET sets SO_REUSEPORT with it, and two bridges would share a port and mix their terminals' histories. Binding again
            // at once after a stop works without it.
            _listening.Bind(new IPEndPoint(_address, port));
            _listening.Listen(Backlog);
            Port = ((IPEndPoint)_listening.LocalEndPoint!).Port;
        }
        catch
        {
            _listening.Dispose();
            throw;
        }
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _ = AcceptAsync(options, logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _listening.Dispose();
        foreach (Socket socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await AcceptOneAsync(stop) is { } socket)
                {
                    _ = Task.Run(() => ServeAsync(socket, options, logger), CancellationToken.None);
                    continue;
                }

                // The caller went away before it was taken, or there are no more handles: then the next one fares no better at once.
                _refused("accept-failed");
                await Task.Delay(_limits.AcceptPause, _time, stop);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // It is stopped.
        }
    }

    private async Task<Socket?> AcceptOneAsync(CancellationToken stop)
    {
        try
        {
            return await _listening.AcceptAsync(stop);
        }
        catch (SocketException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, MqttServerOptions options, IMqttNetLogger logger)
    {
        IPAddress? from = null;
        _open[socket] = true;
        try
        {
            if (Interlocked.Increment(ref _taken) > _limits.Connections)
            {
                _refused("too-many");
                return;
            }

            IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint!;
            from = remote.Address;
            if (_connections.AddOrUpdate(from, 1, (_, count) => count + 1) > _limits.ConnectionsAnAddress)
            {
                _refused("too-many");
                return;
            }

            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using var tcp = new MqttTcpChannel(stream, _listening.LocalEndPoint, remote, null);
            using var guard = new PacketGuard(tcp, _limits, _time, socket.Dispose);
            using var adapter = new MqttChannelAdapter(guard, new MqttPacketFormatterAdapter(new MqttBufferWriter(FirstBufferBytes, options.WriterBufferSizeMax)), logger);
            await (ClientHandler?.Invoke(adapter) ?? Task.CompletedTask);
            if (guard.IsExceeded)
            {
                _refused("oversized");
            }
            else if (guard.IsTooSlow)
            {
                _refused("too-slow");
            }
            else if (!guard.HasReadPacket)
            {
                _refused("no-connect");
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or System.IO.IOException)
        {
            // The connection ended while it was being taken or let go.
            _refused("broken");
        }
        finally
        {
            socket.Dispose();
            _open.TryRemove(socket, out _);
            Interlocked.Decrement(ref _taken);
            if (from != null)
            {
                _connections.AddOrUpdate(from, 0, (_, count) => count - 1);
            }
        }
    }
}
