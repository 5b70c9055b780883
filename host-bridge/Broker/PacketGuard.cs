using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// A channel that follows the bounds of the MQTT packets that pass through it, and ends at one that announces more bytes than are allowed:
/// before its body is read, and before the server sets memory aside for it.
/// </summary>
public sealed class PacketGuard(IMqttChannel inner, int maxPacketBytes) : IMqttChannel
{
    private const int LengthBits = 7;
    private const int LongestLengthBytes = 4;

    private int _headerBytes;
    private int _remaining;

    /// <summary>Whether a packet was too large.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether a whole packet has come in.</summary>
    public bool HasReadPacket { get; private set; }

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => inner.IsSecureConnection;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await inner.ReadAsync(buffer, offset, count, cancellationToken);
        for (int i = offset; i < offset + read;)
        {
            if (_headerBytes >= 0)
            {
                Header(buffer[i]);
                i++;
            }
            else
            {
                int body = System.Math.Min(_remaining, offset + read - i);
                _remaining -= body;
                i += body;
            }

            if (_headerBytes < 0 && _remaining == 0)
            {
                HasReadPacket = true;
                _headerBytes = 0;
            }
        }

        return read;
    }

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) => inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    // A header is one byte of type and flags and one to four of length, seven bits each, lowest first. Below zero: it is complete.
    private void Header(byte value)
    {
        if (_headerBytes == 0)
        {
            _remaining = 0;
            _headerBytes = 1;
            return;
        }

        _remaining |= (value & 0x7F) << (LengthBits * (_headerBytes - 1));
        _headerBytes++;
        bool complete = (value & 0x80) == 0;
        if (_headerBytes + _remaining > maxPacketBytes || (!complete && _headerBytes > LongestLengthBytes))
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
