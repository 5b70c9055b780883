using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Simulation;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// The firmware's core on this machine. Times are of .NET on this machine and say nothing of a device by themselves: an ESP32 interprets, so they are for comparing one
/// build with the next. Bytes, records and blocks are the device's own.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class FirmwareBenchmark
{
    private const int Staff = 1000;
    private const int Taps = 20000;
    private const int ManyTaps = 1000000;
    private const int LargeSegments = 490;

    internal static void Run()
    {
        Machine.Tell();
        ATap();
        LookUp();
        Capacity("4 MB board, 29 segments", FlashJournal.DefaultSegments);
        Capacity("16 MB board, 490 segments", LargeSegments);
        BytesOfTypes();
        Wear();
        Drain();
        Memory();
    }

    private static double Microseconds(long from, int times) => Stopwatch.GetElapsedTime(from).TotalMicroseconds / times;

    private static void ATap()
    {
        var kiosk = new BareKiosk(Staff);
        Tap(kiosk, Taps / 10);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long from = Stopwatch.GetTimestamp();
        Tap(kiosk, Taps);
        Machine.Row($"a tap, with its step, record, journal append, sending and ack ({Staff} staff)", $"{Microseconds(from, Taps):F1} µs, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / Taps} bytes allocated");
    }

    private static void Tap(BareKiosk kiosk, int times)
    {
        for (int i = 0; i < times; i++)
        {
            kiosk.Tap(BareKiosk.Uid(i % Staff));
            kiosk.Wait(4000);
        }
    }

    private static void LookUp()
    {
        var kiosk = new BareKiosk(Staff);
        var roster = new RosterTable();
        roster.Load(new TwoSlots(kiosk.Flash, "roster"));
        byte[] badge = new byte[8];
        long from = Stopwatch.GetTimestamp();
        for (int i = 0; i < Taps; i++)
        {
            badge[0] = (byte)i;
            badge[1] = (byte)(i >> 8);
            roster.Find(badge);
        }

        Machine.Row($"looking a badge up among {roster.StaffCount}", $"{Microseconds(from, Taps):F2} µs");
        int flash = kiosk.Flash.Length("roster.a") > 0 ? kiosk.Flash.Length("roster.a") : kiosk.Flash.Length("roster.b");
        Machine.Row($"a roster of {roster.StaffCount} badges and {roster.Shifts.Length} shifts on flash", $"{flash} bytes, {StaffRows.RowBytes} a badge on flash and on the heap");
    }

    private static void Capacity(string board, int segments)
    {
        var kiosk = new BareKiosk(40, segments) { Acknowledges = false };
        var days = new OrdinaryDays(kiosk);
        int changes = 0;
        uint before = 0;
        uint usual = 0;
        while (kiosk.Journal.Newest > before)
        {
            before = kiosk.Journal.Newest;
            usual = kiosk.Journal.Percent < 95 ? before : usual;
            days.Change();
            changes++;
        }

        Machine.Row($"{board}: records of ordinary days until it is full, nothing acknowledged", $"{before} of {changes / 2} days in {kiosk.Flash.BlocksOf("journal.")} blocks; from {usual} on handovers alone");

        long from = Stopwatch.GetTimestamp();
        kiosk.Open();
        Machine.Row($"{board}: recovery of the full journal, nothing acknowledged", $"{Microseconds(from, 1) / 1000:F1} ms");
        from = Stopwatch.GetTimestamp();
        var check = new JournalCheck(kiosk.Open());
        int steps = 1;
        while (!check.Step())
        {
            steps++;
        }

        Machine.Row($"{board}: looking the whole journal through for damage", $"{Microseconds(from, 1) / 1000:F1} ms in {steps} steps, one a second");
    }

    private static void BytesOfTypes()
    {
        var kiosk = new BareKiosk(40) { Acknowledges = false };
        var days = new OrdinaryDays(kiosk);
        for (int i = 0; i < 24; i++)
        {
            days.Change();
        }

        FlashJournal journal = kiosk.Open();
        var flash = new SortedDictionary<string, (int Count, int Flash, int Wire)>(StringComparer.Ordinal);
        for (uint first = journal.OldestSeq; first != 0;)
        {
            Segment segment = Segment.Open(kiosk.Flash, first)!;
            for (Record? record = segment.Next(); record != null; record = segment.Next())
            {
                string type = RecordNames.Of(record.Type);
                (int count, int onFlash, int wire) = flash.GetValueOrDefault(type);
                flash[type] = (count + 1, onFlash + BytesOf(record, segment.Header), wire);
            }

            first = kiosk.Flash.List().Select(Segment.FirstSeqOf).Where(next => next > first).DefaultIfEmpty(0u).Min();
        }

        var cursor = new JournalCursor(journal, 1);
        var line = new ByteBuffer(RecordJson.MaxBytes);
        while (cursor.Next(line) != 0)
        {
            using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
            string type = json.RootElement.GetProperty("type").GetString()!;
            (int count, int onFlash, int wire) = flash.GetValueOrDefault(type);
            flash[type] = (count, onFlash, wire + line.Length);
        }

        foreach ((string type, (int count, int onFlash, int wire)) in flash.Where(entry => entry.Value.Count > 0))
        {
            Machine.Row($"`{type}`", $"{(double)onFlash / count:F1} bytes on flash in a frame of its own, {wire / count} on the wire");
        }
    }

    private static int BytesOf(Record record, SegmentHeader header)
    {
        var frame = new ByteBuffer(128);
        Frame.Write(frame, [record], 1, header);
        return frame.Length;
    }

    private static void Wear()
    {
        var kiosk = new BareKiosk(Staff);
        Tap(kiosk, 1000);
        long erases = kiosk.Flash.Erases;
        long commits = kiosk.Flash.Commits;
        int taps = 0;
        for (DateTimeOffset begin = kiosk.Now; kiosk.Now < begin.AddDays(1); taps++)
        {
            kiosk.Tap(BareKiosk.Uid(taps % Staff));
            kiosk.Wait(24L * 3600 * 1000 / 500);
        }

        erases = kiosk.Flash.Erases - erases;
        double years = 100000.0 * 64 / erases / 365;
        Machine.Row($"wear at {taps} taps a day", $"{erases} block erases a day in {kiosk.Flash.Commits - commits} commits: {years:F0} years until 100,000 cycles a block, spread over 64 blocks");
    }

    private static void Drain()
    {
        const int Backlog = 1000;
        var kiosk = new BareKiosk(40) { Acknowledges = false };
        var days = new OrdinaryDays(kiosk);
        while (kiosk.Journal.Newest < Backlog)
        {
            days.Change();
        }

        uint newest = kiosk.Journal.Newest;
        kiosk.Acknowledges = true;
        long from = Stopwatch.GetTimestamp();
        int steps = 0;
        kiosk.LinkUp();
        while (kiosk.Sent < newest)
        {
            kiosk.Wait(10);
            steps++;
        }

        Machine.Row($"rendering, signing and sending a backlog of {newest}", $"{Microseconds(from, 1) / 1000:F0} ms of this machine, {Microseconds(from, (int)newest):F0} µs a record, {steps} steps");
    }

    private static void Memory()
    {
        var kiosk = new BareKiosk(Staff);
        Tap(kiosk, ManyTaps / 10);
        long early = GC.GetTotalMemory(true);
        Tap(kiosk, ManyTaps - (ManyTaps / 10));
        Machine.Row($"memory after {ManyTaps:N0} taps against {ManyTaps / 10:N0}", $"{GC.GetTotalMemory(true) - early:+#;-#;0} bytes");
    }
}
