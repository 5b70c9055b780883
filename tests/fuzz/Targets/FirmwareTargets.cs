using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.Terminal.Configuration;
using DutyKiosk.Terminal.Signing;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>What the firmware reads: messages from the broker, its flash, what it was told at enrolment.</summary>
internal static class FirmwareTargets
{
    private const int MostMessages = 12;
    private const int SignIt = 0x08, RestartBehind = 0x10, TapBehind = 0x20, WaitBehind = 0x40;
    private const int MacDigits = 32;
    private const int TailBytes = 8 + MacDigits + 2;
    private static readonly string[] Names = ["ack", "policy", "roster", "gate", "presence", "command", "roster/1", "roster/2"];
    private static readonly string[] Others = ["dutykiosk/v1/bridge/state", "dutykiosk/v1/bridge/firmware/0.2.0/1", $"dutykiosk/v1/{KioskUnderFuzz.Id}/firmware", "dutykiosk/v1/bridge/firmware/"];
    private static readonly Lazy<(MemoryFiles Flash, SortedDictionary<uint, byte[]> Sent)> Worked = new(() => SampleHouse.Worked(420, 12));

    /// <summary>All of them.</summary>
    internal static IEnumerable<FuzzTarget> All { get; } =
    [
        new("message", "messages of the bridge to a terminal, signed by the target or not", 16 * 1024, Message, MessageSeeds)
        {
            Words =
            [
                "\"version\":", "\"epoch\":\"5f0c9a1e\"", "\"seq\":", "\"holder\":\"S01\"", "\"shift\":\"N1\"", "\"in\":[{\"staff\":\"S01\"}]", "\"elsewhere\":[{\"staff\":\"S07\",\"post\":\"boiler\"}]", "\"holds\":[{\"id\":\"incident\"}]", "\"holds\":[{}]",
                "\"command\":\"replay\"", "\"command\":\"release\"", "\"command\":\"restart\"", "\"pages\":", "\"checkCount\":", "\"checks\":[{\"id\":\"c\",\"due\":1}]", "\"staff\":[{}]", "\"shifts\":[{}]", "\"crew\":[\"\"]", "\"firmware\":\"0.2.0\"", "\"size\":2048", "\"digest\":\"00000000000000000000000000000000\"", "[null]", "2026-03-02T00:00:00Z",
            ],
        },
        new("journal", "everything on a terminal's flash, with CRCs put right or not", 48 * 1024, Flash, JournalSeeds),
        new("damage", "a real journal that bad cells, cuts and lost files have changed", 512, Damage, () => [("flip", [0, 3, 0, 100, 1, 0, 5, 0, 9, 0]), ("cut", [2, 9, 1, 0, 3, 1, 0, 0]), ("zeros", [1, 0, 0, 40, 1, 200, 4, 2, 0, 0])]),
        new("configuration", "the file that a terminal was enrolled with", 2049, Configuration, ConfigurationSeeds)
        {
            Words = ["\"terminal\":", "\"post\":", "\"broker\":", "\"port\":", "\"key\":", "\"siteKey\":", "\"ntp\":", "\"tls\":true", "\"journalSegments\":", "\"handover\":true", "\"updates\":true", "\"password\":"],
        },
    ];

    // Any message, signed or not, leaves a terminal that works; an unsigned one leaves nothing at all.
    private static void Message(byte[] input)
    {
        var source = new ByteSource(input);
        KioskUnderFuzz kiosk = SampleHouse.StartedKiosk();
        for (int i = 0; i < MostMessages && !source.IsEmpty; i++)
        {
            int kind = source.Byte();
            string topic = (kind & 0x80) != 0 ? Others[kind & 3] : $"dutykiosk/v1/{KioskUnderFuzz.Id}/{Names[kind & 7]}";
            byte[] payload = source.Counted();
            bool isOwn = !topic.StartsWith("dutykiosk/v1/bridge/", StringComparison.Ordinal);
            if (isOwn && (kind & SignIt) != 0)
            {
                payload = KioskUnderFuzz.Sign(topic, payload);
            }

            if (!isOwn || KioskUnderFuzz.IsSigned(topic, payload))
            {
                kiosk.Receive(topic, payload);
            }
            else
            {
                var before = new MemoryFiles(kiosk.Flash.Files);
                long bad = kiosk.Said("badMessages");
                kiosk.Receive(topic, payload);
                BrokenPromiseException.Unless(kiosk.Said("badMessages") == bad + 1 && kiosk.Flash.IsSameAs(before), "a message that nobody has signed has had an effect");
            }

            kiosk.Step((kind & WaitBehind) != 0 ? 60000 : 100);
            if ((kind & TapBehind) != 0)
            {
                kiosk.Tap(SampleHouse.Uids[i % SampleHouse.Uids.Count]);
            }

            if ((kind & RestartBehind) != 0)
            {
                kiosk.Restart();
                kiosk.Link(up: true);
            }
        }

        kiosk.Tap(SampleHouse.Uids[0]);
        kiosk.Restart();
        kiosk.Link(up: true);
        kiosk.Tap(SampleHouse.Uids[1]);
        CheckSent(kiosk);
    }

    // Whatever is on flash, a terminal starts, takes taps and starts again; and what it sends the bridge can read.
    private static void Flash(byte[] input)
    {
        MemoryFiles flash = FlashImage.Read(input, out int mends);
        if (FlashJournal.IsForeign(flash))
        {
            // The program does not open it either.
            return;
        }

        var kiosk = new KioskUnderFuzz(flash);
        kiosk.Link(up: true);
        for (int i = 0; i < 12; i++)
        {
            // The check for damage looks at one segment a second.
            kiosk.Step(1000);
        }

        kiosk.Tap(SampleHouse.Uids[0]);
        kiosk.Tap([4, 1, 2, 3]);
        kiosk.Step(60000);
        kiosk.Restart();
        kiosk.Link(up: true);
        kiosk.Step(1000);
        if (mends == 0)
        {
            // What has a right CRC the firmware has written. With CRCs put right anything could stand in a text.
            CheckSent(kiosk);
        }
    }

    // Nothing is read that was not written, and what is read is chained as the bridge will prove it; behind the damage the journal goes on.
    private static void Damage(byte[] input)
    {
        (MemoryFiles written, SortedDictionary<uint, byte[]> sent) = Worked.Value;
        var flash = new MemoryFiles(written.Files);
        var source = new ByteSource(input);
        for (int i = 0; i < 32 && !source.IsEmpty; i++)
        {
            Harm(flash, source);
        }

        FlashJournal journal = Open(flash);
        List<uint> read = Compare(journal, sent);
        uint newest = journal.NewestSeq;
        BrokenPromiseException.Unless(read.Count == 0 || read[^1] <= newest, "a record lies behind the newest one");
        var check = new JournalCheck(journal);
        int steps = 0;
        while (!check.Step())
        {
            BrokenPromiseException.Unless(++steps <= journal.SegmentCount, "the check for damage does not end");
        }

        if (!journal.HasRoom(1024, true))
        {
            return;
        }

        Record added = new Record(RecordType.HandoverSilenced) { Ticks = 5000, Clock = ClockQuality.Set, AtMs = KioskUnderFuzz.BeginMs }.Add(Member.Seconds, 4711);
        BrokenPromiseException.Unless(journal.Append([added], 1, journal.Boot, new DutyState()), "the journal has room and takes nothing");
        BrokenPromiseException.Unless(added.Seq == newest + 1, "a number is given twice or left out");
        FlashJournal again = Open(flash);
        var line = new ByteBuffer(Core.Records.RecordJson.MaxBytes);
        var cursor = new JournalCursor(again, added.Seq);
        uint found = cursor.Next(line);
        BrokenPromiseException.Unless(again.NewestSeq == added.Seq && found == added.Seq && Text(line).Contains("\"seconds\":4711", StringComparison.Ordinal), $"number {added.Seq} was taken down behind the damage, and after a start the newest is {again.NewestSeq} and {found} is read: {Text(line)}");
    }

    private static void Configuration(byte[] input)
    {
        var flash = new MemoryFiles();
        flash.Files[ConfigurationFile.Name] = input;
        Core.Configuration.TerminalConfiguration? read = ConfigurationFile.Read(flash, out string error);
        BrokenPromiseException.Unless(read == null == error.Length > 0, "a configuration is neither taken nor refused");
        if (read != null)
        {
            var kiosk = new Core.Kiosk(read, new MemoryFiles(), new Hmac(), new Nowhere(), new Nowhere(), "0.1.0", 1);
            kiosk.Start(new Moment(1000, KioskUnderFuzz.BeginMs), "power", "");
        }
    }

    private static void CheckSent(KioskUnderFuzz kiosk)
    {
        kiosk.Drain();
        foreach ((uint seq, byte[] line) in kiosk.Sent)
        {
            RecordBody? body = RecordBody.Read(line);
            BrokenPromiseException.Unless(body != null && body.Seq == seq && string.Equals(body.Terminal, KioskUnderFuzz.Id, StringComparison.Ordinal), "the bridge cannot read what the terminal has sent: " + Encoding.Latin1.GetString(line));
        }

        HealthNumbers? health = HealthNumbers.Read("dutykiosk/v1/T1/health", kiosk.Health, KioskUnderFuzz.Key);
        BrokenPromiseException.Unless(health is { IsSigned: true } && HealthReading.Read(kiosk.Health) is { Seq: not null, Roster: not null }, "the bridge cannot read the terminal's health");
    }

    private static FlashJournal Open(MemoryFiles flash)
    {
        var journal = new FlashJournal(flash, 12, KioskUnderFuzz.Id, KioskUnderFuzz.Key, new Hmac());
        journal.Open(0x77777777, new DutyState());
        return journal;
    }

    private static List<uint> Compare(FlashJournal journal, SortedDictionary<uint, byte[]> sent)
    {
        var read = new List<uint>();
        var line = new ByteBuffer(Core.Records.RecordJson.MaxBytes);
        var cursor = new JournalCursor(journal, journal.OldestSeq);
        string before = "";
        for (uint seq = cursor.Next(line); seq != 0; seq = cursor.Next(line))
        {
            string text = Text(line);
            BrokenPromiseException.Unless(read.Count == 0 || seq > read[^1], "records are read out of their order");
            BrokenPromiseException.Unless(sent.TryGetValue(seq, out byte[]? original) && IsSame(text[..^TailBytes], Encoding.Latin1.GetString(original)[..^TailBytes], IsStartLost(sent, read, seq)), "a record is read that was not written: " + text);
            if (read.Count > 0)
            {
                byte[] previous = seq == read[^1] + 1 ? Convert.FromHexString(before) : HMACSHA256.HashData(KioskUnderFuzz.Key, Encoding.ASCII.GetBytes($"gap|{read[^1] + 1}|{seq - 1}"))[..16];
                byte[] covered = [.. previous, .. Encoding.Latin1.GetBytes(text[..^TailBytes])];
                BrokenPromiseException.Unless(string.Equals(Convert.ToHexStringLower(HMACSHA256.HashData(KioskUnderFuzz.Key, covered).AsSpan(0, 16)), text[^(MacDigits + 2)..^2], StringComparison.Ordinal), $"the chain is broken between {read[^1]} and {seq}, of {journal.OldestSeq} to {journal.NewestSeq} in {journal.SegmentCount} segments");
            }

            before = text[^(MacDigits + 2)..^2];
            read.Add(seq);
        }

        return read;
    }

    // Which start a record belongs to stands in the record of that start and in the head of the segment: where the first is lost, the records behind it are taken for those of the start before.
    private static bool IsStartLost(SortedDictionary<uint, byte[]> sent, List<uint> read, uint seq)
    {
        return sent.TakeWhile(line => line.Key < seq).Any(line => !read.Contains(line.Key) && line.Value.AsSpan().IndexOf("\"terminal.started\""u8) >= 0);
    }

    private static bool IsSame(string text, string original, bool mayBeOfAnotherStart)
    {
        return string.Equals(text, original, StringComparison.Ordinal) || (mayBeOfAnotherStart && string.Equals(WithoutStart(text), WithoutStart(original), StringComparison.Ordinal));

        static string WithoutStart(string line) => line[..line.IndexOf(",\"boot\":", StringComparison.Ordinal)] + line[line.IndexOf(",\"ticks\":", StringComparison.Ordinal)..];
    }

    // One of the ways in which flash goes bad, at a place that the input says.
    private static void Harm(MemoryFiles flash, ByteSource source)
    {
        int kind = source.Byte();
        if (flash.Files.Count == 0)
        {
            return;
        }

        string name = flash.Files.Keys.ElementAt(source.Byte() % flash.Files.Count);
        byte[] bytes = flash.Files[name];
        int at = bytes.Length == 0 ? 0 : source.UInt16() % bytes.Length, count = Math.Min(bytes.Length - at, 1 + source.Byte());
        switch (kind % 8)
        {
            case 0 when bytes.Length > 0:
                bytes[at] ^= (byte)(1 << (count % 8));
                break;
            case 1:
                bytes.AsSpan(at, count).Clear();
                break;
            case 2:
                flash.Files[name] = bytes[..at];
                break;
            case 3:
                flash.Files.Remove(name);
                break;
            case 4:
                bytes.AsSpan(at, count).Fill(0xFF);
                break;
            case 5:
                // The whole of another file stands under this name.
                flash.Files[name] = (byte[])flash.Files.Values.ElementAt(source.Byte() % flash.Files.Count).Clone();
                break;
            case 6:
                flash.Files[name] = [.. bytes, .. source.Take(count)];
                break;
            default:
                flash.Files[name] = [.. bytes[..at], .. bytes[(at + count)..]];
                break;
        }
    }

    private static string Text(ByteBuffer line) => Encoding.Latin1.GetString(line.Bytes, 0, line.Length);

    private static IEnumerable<(string Name, byte[] Bytes)> MessageSeeds()
    {
        yield return ("roster", All(SampleHouse.Told, 0));
        yield return ("roster-restart", All(SampleHouse.Told, RestartBehind | TapBehind));
        TerminalMessage gate = TerminalMessages.Gate(KioskUnderFuzz.Entry, 9, new Gate("N1", 3, false, ["S02"], ["incident", "fault.2"]), SampleHouse.Now);
        TerminalMessage presence = TerminalMessages.Presence(KioskUnderFuzz.Entry, 9, "5f0c9a1e", 2, ",\"holder\":\"S01\",\"shift\":\"N1\",\"since\":1772366400,\"in\":[{\"staff\":\"S01\",\"shift\":\"N1\",\"since\":1772366400,\"relieved\":true,\"late\":true}],\"elsewhere\":[{\"staff\":\"S11\",\"post\":\"boiler\"}]");
        yield return ("gate-presence", All([gate, presence], TapBehind | WaitBehind));
        var commands = new ByteSink();
        foreach (string open in new[]
        {
            "{\"version\":1,\"command\":\"locate\"", "{\"version\":2,\"command\":\"silence\"", "{\"version\":3,\"command\":\"release\",\"staff\":\"S09\"", "{\"version\":4,\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":1",
            "{\"version\":5,\"command\":\"restart\"",
        })
        {
            commands.Byte(5 | SignIt | TapBehind).Counted(Encoding.ASCII.GetBytes(open));
        }

        commands.Byte(0 | SignIt).Counted("{\"epoch\":\"5f0c9a1e\",\"seq\":2"u8.ToArray());
        commands.Byte(0x80).Counted("{\"state\":\"online\"}"u8.ToArray()).Byte(0x80).Counted("{\"state\":\"lost\"}"u8.ToArray());
        yield return ("commands", commands.ToArray());

        // One that is signed already: of it the smallest change must be seen.
        yield return ("signed", new ByteSink().Byte(1).Counted(SampleHouse.Told[^1].Payload).Byte(3).Counted(gate.Payload).ToArray());
        byte[] All(IReadOnlyList<TerminalMessage> messages, int flags)
        {
            var sink = new ByteSink();
            foreach (TerminalMessage message in messages)
            {
                // In a version above the one that the terminal has.
                string open = Encoding.ASCII.GetString(message.Payload)[..^TailBytes].Replace("\"version\":12", "\"version\":13", StringComparison.Ordinal).Replace("\"version\":3", "\"version\":4", StringComparison.Ordinal);
                sink.Byte(Array.IndexOf(Names, message.Topic["dutykiosk/v1/T1/".Length..]) | SignIt | flags).Counted(Encoding.ASCII.GetBytes(open));
            }

            return sink.ToArray();
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> JournalSeeds()
    {
        (MemoryFiles small, _) = SampleHouse.Worked(6, 4);
        (MemoryFiles large, _) = SampleHouse.Worked(160, 4);
        var alone = new MemoryFiles(small.Files.Where(file => file.Key.StartsWith("journal.", StringComparison.Ordinal)));
        yield return ("small", FlashImage.Write(small, 0));
        yield return ("small-mended", FlashImage.Write(small, FlashImage.MendChunks | FlashImage.MendSlots));
        yield return ("journal-mended", FlashImage.Write(alone, FlashImage.MendChunks));
        yield return ("large", FlashImage.Write(large, 0));
        yield return ("large-mended", FlashImage.Write(large, FlashImage.MendChunks));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> ConfigurationSeeds()
    {
        string key = new('7', 64);
        yield return ("full", Encoding.UTF8.GetBytes($"{{\"terminal\":\"T1\",\"post\":\"hotline\",\"handover\":true,\"broker\":\"bridge.house\",\"port\":8883,\"tls\":true,\"password\":\"p\",\"key\":\"{key}\",\"siteKey\":\"{key}\",\"ntp\":\"time.house\",\"journalSegments\":29}}"));
        yield return ("least", Encoding.UTF8.GetBytes($"{{\"terminal\":\"T1\",\"post\":\"hotline\",\"broker\":\"10.0.0.1\",\"key\":\"{key}\",\"siteKey\":\"{key}\"}}"));
        yield return ("wrong-kinds", "{\"terminal\":5,\"port\":\"x\",\"tls\":1}"u8.ToArray());
    }

    private sealed class Nowhere : Core.Link.IOutgoing, Core.Signals.ISignals
    {
        public void Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
        {
            // Nobody listens.
        }

        public void Subscribe(string topic)
        {
            // Nobody listens.
        }

        public void Unsubscribe(string topic)
        {
            // Nobody listens.
        }

        public void KeepQuiet(long untilTicks)
        {
            // Nobody listens.
        }

        public void Restart(string reason)
        {
            // Nobody listens.
        }

        public void Show(Core.Signals.Signal signal)
        {
            // Nobody looks.
        }

        public void Stand(Core.Signals.Signal signal)
        {
            // Nobody looks.
        }
    }
}
