using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.Core.Messages;
using DutyKiosk.Fuzz.Targets;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.Terminal.Signing;
using Xunit;

namespace DutyKiosk.Fuzz.Tests;

/// <summary>A signature covers every byte: of what is signed nothing can be changed, on its way to a terminal or from one.</summary>
public sealed class SignatureTests
{
    private static readonly byte[] Masks = [0x01, 0x02, 0x10, 0x20, 0x80, 0xFF];

    /// <summary>A terminal takes no message of the bridge in which one byte is another, none for another topic, and none that was cut or grew.</summary>
    [Fact]
    public void NoByteOfAMessageToATerminalCanBeChanged()
    {
        foreach (TerminalMessage message in SampleHouse.Told)
        {
            Assert.NotNull(Verify(message.Topic, message.Payload));
            Assert.Null(Verify(message.Topic + "/1", message.Payload));
            foreach (byte[] changed in Changed(message.Payload))
            {
                // Digits of the signature itself in capitals say the same.
                Assert.True(Verify(message.Topic, changed) == null || IsSaidInCapitals(changed, message.Payload), Encoding.Latin1.GetString(changed));
            }
        }
    }

    /// <summary>The bridge takes no health for signed in which one byte is another.</summary>
    [Fact]
    public void NoByteOfHealthCanBeChanged()
    {
        const string Topic = "dutykiosk/v1/T1/health";
        byte[] health = SampleHouse.Kiosk(new MemoryFiles()).Health;
        Assert.True(HostBridge.Roster.SignedMessage.IsSigned(Topic, health, KioskUnderFuzz.Key));
        Assert.DoesNotContain(Changed(health), changed => HostBridge.Roster.SignedMessage.IsSigned(Topic, changed, KioskUnderFuzz.Key));
    }

    private static byte[]? Verify(string topic, byte[] payload) => Core.Messages.SignedMessage.Verify(topic, payload, KioskUnderFuzz.Key, new Hmac());

    private static bool IsSaidInCapitals(byte[] changed, byte[] payload) => changed.Length == payload.Length && changed.AsSpan(0, payload.Length - 34).SequenceEqual(payload.AsSpan(0, payload.Length - 34))
        && string.Equals(Encoding.Latin1.GetString(changed), Encoding.Latin1.GetString(payload), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<byte[]> Changed(byte[] payload)
    {
        for (int i = 0; i < payload.Length; i++)
        {
            foreach (byte mask in Masks)
            {
                byte[] changed = (byte[])payload.Clone();
                changed[i] ^= mask;
                yield return changed;
            }

            yield return [.. payload[..i], .. payload[(i + 1)..]];
            yield return [.. payload[..i], payload[i], .. payload[i..]];
        }

        yield return [.. payload, (byte)' '];
        yield return [.. payload, .. payload];
    }
}
