using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Takes the TCP connections for the MQTT server, plain ones or those over TLS. It stands in the place of the server's own listener, because only here a packet can be
/// refused before memory is set aside for it, and a connection be counted before it has said who it is.
/// </summary>
public sealed class MqttListener : IMqttServerAdapter
{
    private const int Backlog = 512;

    // Most of what a terminal is sent are PUBACKs; whoever is sent more has a larger one from then on.
    private const int FirstBufferBytes = 512;

    private readonly ServerIdentity? _identity;
    private readonly BrokerLimits _limits;
    private readonly ConnectionCounts _counts;
    private readonly RecordDoor _door;
    private readonly TimeProvider _time;
    private readonly Action<string> _refused;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listening;

    /// <summary>A listener on an address; port 0: any free one.</summary>
    /// <param name="at">The address and port.</param>
    /// <param name="identity">What is shown over TLS; null: connections are plain.</param>
    /// <param name="limits">What is put up with.</param>
    /// <param name="counts">The connections of all listeners that share the limits.</param>
    /// <param name="door">Where terminals' records go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="refused">Is told why a connection was refused or closed.</param>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public MqttListener(IPEndPoint at, ServerIdentity? identity, BrokerLimits limits, ConnectionCounts counts, RecordDoor door, TimeProvider time, Action<string> refused)
    {
        _identity = identity;
        _limits = limits;
        _counts = counts;
        _door = door;
        _time = time;
        _refused = refused;
        _listening = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // No option to reuse the address: .NET sets SO_REUSEPORT with it, and two bridges would share a port and mix their terminals' histories. Binding again
            // at once after a stop works without it.
            _listening.Bind(at);
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
            IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint!;
            if (!_counts.TryEnter(remote.Address))
            {
                _refused("too-many");
                return;
            }

            from = remote.Address;
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (_identity == null)
            {
                await ConverseAsync(socket, stream, remote, options, logger);
                return;
            }

            await using var secure = new SslStream(stream, leaveInnerStreamOpen: true);
            if (await HandshakeAsync(secure, _identity))
            {
                await ConverseAsync(socket, secure, remote, options, logger);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The connection ended while it was being taken or let go.
            _refused("broken");
        }
        finally
        {
            socket.Dispose();
            _open.TryRemove(socket, out _);
            if (from != null)
            {
                _counts.Leave(from);
            }
        }
    }

    private async Task<bool> HandshakeAsync(SslStream stream, ServerIdentity identity)
    {
        using var patience = new CancellationTokenSource(_limits.ConnectPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = identity.Current(),
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ClientCertificateRequired = false,
                    AllowRenegotiation = false,
                },
                either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (!_stop.IsCancellationRequested)
            {
                _refused("tls-timeout");
            }

            return false;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException)
        {
            // It spoke no TLS, or too old a one, or does not trust the certificate, or went away in the midst of it.
            _refused("tls-failed");
            return false;
        }
    }

    private async Task ConverseAsync(Socket socket, Stream stream, IPEndPoint remote, MqttServerOptions options, IMqttNetLogger logger)
    {
        using var tcp = new MqttTcpChannel(stream, _listening.LocalEndPoint, remote, null);
        using var guard = new PacketGuard(tcp, _limits, _door, _time, socket.Dispose);
        using var adapter = new MqttChannelAdapter(guard, new MqttPacketFormatterAdapter(new MqttBufferWriter(FirstBufferBytes, options.WriterBufferSizeMax)), logger);
        await (ClientHandler?.Invoke(adapter) ?? Task.CompletedTask);
        if (guard.IsForeign)
        {
            _refused("not-mqtt");
        }
        else if (guard.IsExceeded)
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
}
