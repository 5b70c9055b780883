using System;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Firmware.Tests.Support;
using Xunit;
using Entry = DutyKiosk.Core.Records.Record;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>Bytes that stand on flash since a firmware wrote them: whoever changes what they mean must change the format's number.</summary>
public sealed class GoldenBytesTests
{
    private const string Frame = "3f340d63f6028117c0a907e7071f03533032010203040506070802443102068617c0a907e707fb01035330310353303200024e310244311808c0a907e707050353303510";

    /// <summary>A decision with a clock-in, a handover and a clock-out is written as ever, and read as ever.</summary>
    [Fact]
    public void ADecisionIsWrittenAsEver()
    {
        var header = new SegmentHeader { Epoch = 0x5F0C9A1E, FirstSeq = 7, Boot = 3, PreviousMac = new byte[16], BaseTicks = 1000, BaseOffsetMs = 1772366400000 };
        Entry[] records = [At(RecordType.ClockIn), At(RecordType.HandoverConfirmed), At(RecordType.TapRefused)];
        records[0].Add(Member.Staff, "S02").AddBadge([1, 2, 3, 4, 5, 6, 7, 8]).Add(Member.Shift, "D1").AddWord(Member.Arrival, Words.Late).Add(Member.Minutes, 3);
        records[1].Add(Member.Outgoing, "S01").Add(Member.Incoming, "S02").Add(Member.IncomingAt, records[1].AtMs).Add(Member.From, "N1").Add(Member.To, "D1").Add(Member.LatenessSeconds, 12).AddFlag(Member.Hasty, true);
        records[2].Add(Member.Staff, "S05").AddWord(Member.Reason, Words.AlreadyIn);
        for (int i = 0; i < records.Length; i++)
        {
            records[i].Seq = (uint)(9 + i);
            records[i].Boot = 3;
        }

        var bytes = new ByteBuffer(128);
        Core.Journal.Frame.Write(bytes, records, records.Length, header);
        Assert.Equal(Frame, Convert.ToHexStringLower(bytes.ToArray()));
    }

    /// <summary>Of two slots the one that is being written may break; the value that was there stays, and the next one takes its place.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TheOtherSlotStays(int keepOfTwo)
    {
        var flash = new FakeFlash();
        Assert.True(new TwoSlots(flash, "policy").Write([1, 1, 1], 3));
        Assert.True(new TwoSlots(flash, "policy").Write([2, 2, 2], 3));
        flash.CutIn(0, keepOfTwo);
        Assert.False(new TwoSlots(flash, "policy").Write([3, 3, 3], 3));
        flash.Revive();
        Assert.Equal([2, 2, 2], new TwoSlots(flash, "policy").Read()!);
        Assert.True(new TwoSlots(flash, "policy").Write([4, 4, 4], 3));
        Assert.Equal([4, 4, 4], new TwoSlots(flash, "policy").Read()!);
    }

    private static Entry At(RecordType type) => new(type) { Ticks = 61000, Clock = ClockQuality.Set, AtMs = 1772366460500 };
}
