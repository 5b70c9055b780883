using System.Collections.Generic;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Firmware.Tests.Support;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>A journal over any flash, whose records say their own number, so that what is read can be compared with what was written.</summary>
internal sealed class JournalUnderTest
{
    private readonly IFlash _flash;
    private readonly int _segments;

    internal JournalUnderTest(IFlash flash, int segments)
    {
        _flash = flash;
        _segments = segments;
        Start();
    }

    internal FlashJournal Journal { get; private set; } = null!;

    internal CountingState State { get; private set; } = null!;

    internal uint Boot { get; private set; }

    internal void Start()
    {
        Journal = new FlashJournal(_flash, _segments, "T1", new byte[32], new FakeSigner());
        State = new CountingState();
        Journal.Open(0x5F0C9A1E, State);
        Boot = Journal.Boot + 1;
    }

    /// <summary>Takes down a decision of so many records, the first of a start where it is the first since one.</summary>
    internal bool Append(int count, long ticks)
    {
        var records = new Record[count];
        for (int i = 0; i < count; i++)
        {
            bool starts = i == 0 && Journal.Boot != Boot;
            records[i] = new Record(starts ? RecordType.Started : RecordType.HandoverSilenced) { Ticks = ticks, Clock = ClockQuality.Set, AtMs = 1772366400000 + ticks };
            if (starts)
            {
                records[i].AddWord(Member.Cause, Words.Find("power"));
            }
            else
            {
                records[i].Add(Member.Seconds, Journal.NewestSeq + i + 1);
            }
        }

        if (!Journal.Append(records, count, Boot, State))
        {
            return false;
        }

        foreach (Record record in records)
        {
            State.Apply(record);
        }

        return true;
    }

    /// <summary>The numbers of the records from one on, as they are sent; a record that does not say its own number is told as 0.</summary>
    internal List<uint> NumbersFrom(uint seq)
    {
        var numbers = new List<uint>();
        var cursor = new JournalCursor(Journal, seq);
        var line = new ByteBuffer(RecordJson.MaxBytes);
        for (uint next = cursor.Next(line); next != 0; next = cursor.Next(line))
        {
            string text = System.Text.Encoding.UTF8.GetString(line.Bytes, 0, line.Length);
            bool right = text.Contains($"\"seq\":{next},", System.StringComparison.Ordinal)
                && (text.Contains("terminal.started", System.StringComparison.Ordinal) || text.Contains($"\"seconds\":{next},", System.StringComparison.Ordinal));
            numbers.Add(right ? next : 0);
        }

        return numbers;
    }
}
