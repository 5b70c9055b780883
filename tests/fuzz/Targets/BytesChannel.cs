using System;
using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Channel;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>A connection on which these bytes come, so many at a time, and that takes whatever is written to it.</summary>
internal sealed class BytesChannel(byte[] bytes, int stride) : IMqttChannel
{
    private int _at;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint RemoteEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 2);

    public bool IsSecureConnection => false;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = Math.Min(Math.Min(count, stride), bytes.Length - _at);
        bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
        _at += read;
        return Task.FromResult(read);
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // There is nothing under it.
    }
}
