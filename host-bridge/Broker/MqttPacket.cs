using System;
using System.Buffers.Binary;
using System.Text;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// One packet of MQTT 3.1.1 as it lies in a buffer, whole, its header included. It reads only what decides which way a packet goes; everything else of the protocol is the library's.
/// </summary>
internal readonly ref struct MqttPacket
{
    /// <summary>The first byte of a CONNECT.</summary>
    internal const byte Connect = 0x10;

    /// <summary>The first byte of a CONNACK.</summary>
    internal const byte ConnectAck = 0x20;

    /// <summary>The first byte of a PUBACK.</summary>
    internal const byte PublishAck = 0x40;

    private const int TypeShift = 4;
    private const byte QosBits = 0x06;

    // QoS 1 and not to be kept; whether it is sent again (DUP) makes no difference.
    private const byte PlainMask = 0xF7;
    private const byte PlainPublish = 0x32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _body;

    /// <summary>A packet whose header has so many bytes.</summary>
    internal MqttPacket(ReadOnlySpan<byte> bytes, int headerBytes)
    {
        _bytes = bytes;
        _body = headerBytes;
    }

    /// <summary>The types of packets that answer, or want an answer.</summary>
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

    /// <summary>Whether a first byte begins a PUBLISH that is to be answered.</summary>
    internal static bool IsNumberedPublish(byte first) => (PacketType)(first >> TypeShift) == PacketType.Publish && (first & QosBits) != 0;

    /// <summary>Whether a first byte begins a packet that is to be answered.</summary>
    internal static bool Asks(byte first) => IsNumberedPublish(first) || (PacketType)(first >> TypeShift) is PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe or PacketType.PingReq;

    /// <summary>Whether a first byte begins a packet that answers one.</summary>
    internal static bool Answers(byte first) => (PacketType)(first >> TypeShift) is PacketType.PubAck or PacketType.PubRec or PacketType.PubComp or PacketType.SubAck or PacketType.UnsubAck or PacketType.PingResp;

    /// <summary>Whether a first byte begins a packet that answers a PUBLISH.</summary>
    internal static bool AnswersPublish(byte first) => (PacketType)(first >> TypeShift) is PacketType.PubAck or PacketType.PubRec;

    /// <summary>Reads who connects with a CONNECT of version 3.1.1, and how long he may be silent (seconds; 0: for ever). False: another version, or no such packet.</summary>
    internal bool TryReadConnect(out string client, out int keepAliveSeconds)
    {
        // Its variable header is always this long: the protocol's name, its level, flags and the keep-alive time. Behind it comes the client's id.
        const int VariableHeader = 10;
        ReadOnlySpan<byte> body = _bytes[_body..];
        client = "";
        keepAliveSeconds = 0;
        if (body.Length < VariableHeader + 2 || !body.StartsWith("\0\u0004MQTT\u0004"u8))
        {
            return false;
        }

        keepAliveSeconds = BinaryPrimitives.ReadUInt16BigEndian(body[(VariableHeader - 2)..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(body[VariableHeader..]);
        if (body.Length < VariableHeader + 2 + length)
        {
            return false;
        }

        client = Encoding.UTF8.GetString(body.Slice(VariableHeader + 2, length));
        return true;
    }

    /// <summary>Reads a PUBLISH with QoS 1 to exactly this topic. False: it is another packet, or its number is one that MQTT does not have.</summary>
    internal bool TryReadPublish(ReadOnlySpan<byte> topic, out ushort number, out ReadOnlySpan<byte> payload)
    {
        number = 0;
        payload = default;
        ReadOnlySpan<byte> body = _bytes[_body..];
        if ((_bytes[0] & PlainMask) != PlainPublish || body.Length < topic.Length + 4 || BinaryPrimitives.ReadUInt16BigEndian(body) != topic.Length || !body[2..].StartsWith(topic))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt16BigEndian(body[(2 + topic.Length)..]);
        payload = body[(topic.Length + 4)..];
        return number > 0;
    }
}
