using System;
using System.Buffers.Binary;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Roster;
using DutyKiosk.Firmware.Tests.Support;
using Xunit;

namespace DutyKiosk.Firmware.Tests.Host;

/// <summary>What stands on flash in a roster's place and is none.</summary>
public sealed class RosterSlotTests
{
    private const int HeadBytes = 36;
    private const int CountsAt = 24;

    /// <summary>More people, shifts or checks than there are bytes for are no roster, however right the CRC is: a terminal that asked for memory for them could never start again.</summary>
    [Theory]
    [InlineData(0, 0xFFFFFFFF)]
    [InlineData(1, 0xFFFFFFFF)]
    [InlineData(2, 0x80000000)]
    [InlineData(0, 0x00FFFFFF)]
    [InlineData(1, 0x7FFFFFFF)]
    public void CountsBeyondTheBytesAreRefused(int which, uint count)
    {
        byte[] head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt32BigEndian(head, 0x444B5233);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), 1);
        var slots = new TwoSlots(new FakeFlash(), "roster");
        Assert.True(slots.Write(head, head.Length));
        Assert.True(new RosterTable().Load(slots));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(CountsAt + (4 * which)), count);
        Assert.True(slots.Write(head, head.Length));
        Assert.False(new RosterTable().Load(slots));
    }
}
