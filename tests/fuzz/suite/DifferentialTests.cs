using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using CsCheck;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;
using DutyKiosk.Fuzz.Targets;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.Terminal.Signing;
using Xunit;
using Record = DutyKiosk.Core.Records.Record;
using Words = DutyKiosk.Core.Records.Words;

namespace DutyKiosk.Fuzz.Tests;

/// <summary>What one side writes the other side reads as the same, whatever it says: neither knows the other's code.</summary>
public sealed class DifferentialTests
{
    private const int Cases = 2000;
    private const string Seed = "0003RKB2VmY1";
    private const string IdSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    // The members of the types as WIRE.md has them.
    private static readonly (RecordType Type, Member[] Members)[] Shapes =
    [
        (RecordType.ClockIn, [Member.Staff, Member.Badge, Member.Shift, Member.Arrival, Member.Minutes, Member.Holder, Member.CrossPost]),
        (RecordType.ClockOut, [Member.Staff, Member.Badge, Member.Shift, Member.Leaving, Member.Minutes, Member.Holder]),
        (RecordType.HandoverConfirmed, [Member.Outgoing, Member.Incoming, Member.OutgoingAt, Member.IncomingAt, Member.From, Member.To, Member.LatenessSeconds, Member.Hasty, Member.Absent, Member.ReleasedBy, Member.Roster, Member.Policy, Member.Sheet]),
        (RecordType.TapRefused, [Member.Staff, Member.Badge, Member.Reason, Member.Hold, Member.Count]),
        (RecordType.AwayEnded, [Member.Staff, Member.Seconds, Member.Over]),
        (RecordType.ClockSet, [Member.Was, Member.StepSeconds]),
        (RecordType.JournalDamaged, [Member.Percent, Member.FromSeq, Member.ToSeq]),
        (RecordType.Started, [Member.Cause, Member.Detail, Member.Firmware]),
    ];

    private static readonly Gen<string> Id = Gen.Char[IdSigns].Array[1, 12].Select(signs => new string(signs));
    private static readonly Gen<long> Time = Gen.Long[0, 253402300799999];

    private static readonly Gen<Record> Records =
        from shape in Gen.Int[0, Shapes.Length - 1].Select(index => Shapes[index])
        from mask in Gen.Int[0, 0x3FFF]
        from texts in Id.Array[14]
        from numbers in Gen.Long[int.MinValue, uint.MaxValue].Array[14]
        from times in Time.Array[14]
        from words in Gen.Int[1, Words.Count - 1].Array[14]
        from badge in Gen.Byte.Array[8]
        from clock in Gen.Int[0, 2].Select(quality => (ClockQuality)quality)
        from at in Time
        from seq in Gen.UInt[1, uint.MaxValue]
        from ticks in Gen.Long[0, 1L << 40]
        select Make(shape, mask, texts, numbers, times, words, badge, new Record(shape.Type) { Seq = seq, Boot = (uint)mask + 1, Ticks = ticks, AtMs = clock == ClockQuality.Unset ? 0 : at, Clock = clock, HeldSeconds = clock == ClockQuality.Held ? mask : 0 });

    /// <summary>Every record that a terminal can write the bridge reads as it was meant, in at most the bytes that the wire allows.</summary>
    [Fact]
    public void WhatATerminalRendersTheBridgeReads()
    {
        Records.Sample(
            record =>
            {
                byte[] line = Render(record);
                RecordBody? body = RecordBody.Read(line);
                Assert.NotNull(body);
                Assert.Equal((KioskUnderFuzz.Id, "5f0c9a1e", record.Seq, RecordNames.Of(record.Type)), (body.Terminal, body.Epoch, body.Seq, body.Type));
                using JsonDocument json = JsonDocument.Parse(line);
                var view = new RecordView(json.RootElement, new LogEntry(1, LogKind.Record, body.Terminal, body.Epoch, body.Seq, line, DateTimeOffset.UnixEpoch));
                foreach (Member member in Shapes.First(shape => shape.Type == record.Type).Members.Where(member => record.Has(member)))
                {
                    string name = RecordNames.Of(member);
                    switch (RecordNames.KindOf(member))
                    {
                        case MemberKind.Text:
                            Assert.Equal(record.Text(member), view.Text(name));
                            break;
                        case MemberKind.Number:
                            Assert.Equal(record.Number(member, 0), view.Number(name));
                            break;
                        case MemberKind.Word:
                            Assert.Equal(Words.Of((int)record.Number(member, 0)), view.Text(name));
                            break;
                        case MemberKind.Flag:
                            Assert.True(view.Flag(name));
                            break;
                        case MemberKind.Time:
                            Assert.Equal(record.Number(member, 0), DateTimeOffset.Parse(view.Text(name), System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
                            break;
                    }
                }
            },
            seed: Seed,
            iter: Cases,
            threads: 1);
    }

    /// <summary>A frame is read as the records that were written into it, to the last byte of their lines.</summary>
    [Fact]
    public void WhatIsWrittenToFlashIsReadTheSame()
    {
        Records.Array[1, 6].Sample(
            records =>
            {
                var header = new SegmentHeader { FirstSeq = records[0].Seq, Boot = 1, BaseTicks = records[0].Ticks, BaseOffsetMs = records[0].AtMs };
                for (int i = 1; i < records.Length; i++)
                {
                    records[i].Seq = unchecked(records[0].Seq + (uint)i);
                }

                var bytes = new ByteBuffer(256);
                Frame.Write(bytes, records, records.Length, header);
                ByteReader? reader = Chunk.Read(bytes.Bytes, bytes.Length, 0, Chunk.Decision, out int end);
                Assert.NotNull(reader);
                Assert.Equal(bytes.Length, end);
                Assert.Equal(0, reader.Varint());
                foreach (Record record in records)
                {
                    Record? read = Frame.ReadRecord(reader, header, record.Seq, record.Boot);
                    Assert.NotNull(read);
                    Assert.Equal(Render(record), Render(read));
                }

                Assert.True(reader.AtEnd);
            },
            seed: Seed,
            iter: Cases / 2,
            threads: 1);
    }

    /// <summary>A gate of whatever ids is read by a terminal as the bridge meant it, as far as the message has room; holds come first.</summary>
    [Fact]
    public void WhatTheBridgeSaysOfAGateATerminalReads()
    {
        Gen<Gate> gates = Gen.Select(Id, Gen.Int[0, int.MaxValue], Gen.Bool, Id.Array[0, 150], Id.Array[0, 150], (shift, sheet, complete, readers, holds) => new Gate(shift, sheet, complete, readers, holds));
        gates.Sample(
            gate =>
            {
                TerminalMessage message = TerminalMessages.Gate(KioskUnderFuzz.Entry, 4711, gate, SampleHouse.Now);
                Assert.True(message.Payload.Length <= HostBridge.Roster.SignedMessage.MaxBytes);
                Assert.True(KioskUnderFuzz.IsSigned(message.Topic, message.Payload));
                var read = Assert.IsType<GateMessage>(Inbound.Parse(message.Payload, typeof(GateMessage)));
                Assert.Equal((4711L, gate.Shift, gate.Sheet, gate.Complete, SampleHouse.Now.ToUnixTimeSeconds()), (read.Version, read.Shift, read.Sheet, read.Complete, read.AsOf));
                string[] holds = [.. (read.Holds ?? []).Select(hold => hold.Id!)], readers = read.ReadBy ?? [];
                Assert.Equal(gate.Holds.Take(holds.Length), holds);
                Assert.Equal(gate.ReadBy.Take(readers.Length), readers);
                Assert.True(message.Payload.Length > 1900 || (holds.Length == gate.Holds.Count && readers.Length == gate.ReadBy.Count), "something is left out though there is room");
            },
            seed: Seed,
            iter: Cases / 4,
            threads: 1);
    }

    private static byte[] Render(Record record)
    {
        var line = new ByteBuffer(Core.Records.RecordJson.MaxBytes);
        Core.Records.RecordJson.Render(record, KioskUnderFuzz.Id, "5f0c9a1e", new byte[16], KioskUnderFuzz.Key, new Hmac(), line);
        return line.ToArray();
    }

    private static Record Make((RecordType Type, Member[] Members) shape, int mask, string[] texts, long[] numbers, long[] times, int[] words, byte[] badge, Record record)
    {
        for (int i = 0; i < shape.Members.Length; i++)
        {
            Member member = shape.Members[i];
            if ((mask & (1 << i)) == 0)
            {
                continue;
            }

            switch (RecordNames.KindOf(member))
            {
                case MemberKind.Text:
                    record.Add(member, texts[i]);
                    break;
                case MemberKind.Badge:
                    record.AddBadge(badge);
                    break;
                case MemberKind.Word:
                    record.AddWord(member, words[i]);
                    break;
                case MemberKind.Flag:
                    record.AddFlag(member, true);
                    break;
                default:
                    record.Add(member, RecordNames.KindOf(member) == MemberKind.Time ? times[i] : numbers[i]);
                    break;
            }
        }

        return record;
    }
}
