using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>A whole bridge's core over a database, which takes what a client publishes: with right signatures, too, as a terminal that was taken apart could write them.</summary>
internal static class BridgeTargets
{
    private const int MostMessages = 16;
    private const int InputsABridge = 64;
    private static readonly string[] Names = ["event", "state", "health", "event", "roster", "", "event/x", "../T2/event"];
    private static readonly System.Threading.Lock Gate = new();
    private static Bench? _bench;
    private static int _used;

    static BridgeTargets()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _bench?.Dispose();
    }

    /// <summary>All of them.</summary>
    internal static IEnumerable<FuzzTarget> All { get; } =
    [
        new("receive", "topics and payloads into a bridge that stores, proves and folds them", 16 * 1024, Receive, Seeds)
        {
            IsSteady = false,
            Words =
            [
                "\"type\":\"duty.clock-in\"", "\"type\":\"duty.clock-out\"", "\"type\":\"handover.confirmed\"", "\"type\":\"handover.started\"", "\"type\":\"terminal.journal-damaged\"", "\"type\":\"terminal.clock-set\"", "\"type\":\"hold.released\"", "\"type\":\"check.answered\"", "\"type\":\"away.ended\"",
                "\"staff\":\"S01\"", "\"outgoing\":\"S01\"", "\"incoming\":\"S02\"", "\"from\":", "\"to\":", "\"shift\":\"N1\"", "\"holder\":true", "\"at\":\"9999-12-31T23:59:59.999Z\"", "\"at\":\"0001-01-01T00:00:00Z\"", "\"clock\":\"unset\"", "\"ticks\":-1", "\"boot\":4294967295", "\"seconds\":9223372036854775807",
                "\"latenessSeconds\":-9223372036854775808", "\"minutes\":", "\"seq\":4294967295",
            ],
        },
    ];

    // Nothing that comes in makes a step fail, and everything that is said to be stored is.
    private static void Receive(byte[] input)
    {
        lock (Gate)
        {
            if (_bench == null || ++_used % InputsABridge == 0)
            {
                _bench?.Dispose();
                _bench = new Bench();
            }

            try
            {
                _bench.Take(input);
            }
            catch
            {
                // What is left of it would fail all inputs behind this one.
                _bench.Dispose();
                _bench = null;
                throw;
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        (_, SortedDictionary<uint, byte[]> sent) = SampleHouse.Worked(60);
        foreach ((byte[][] lines, int index) in sent.Values.Chunk(MostMessages).Take(6).Select((lines, index) => (lines, index)))
        {
            var whole = new ByteSink();
            var signed = new ByteSink();
            foreach (byte[] line in lines)
            {
                whole.Byte(0).Counted(line);

                // From the members of the type on: what stands before them and the signature the target writes.
                string text = Encoding.UTF8.GetString(line);
                signed.Byte(0x10).Counted(Encoding.UTF8.GetBytes(text[text.IndexOf(",\"type\"", StringComparison.Ordinal)..text.LastIndexOf(",\"mac\"", StringComparison.Ordinal)]));
            }

            yield return ($"sent-{index}", whole.ToArray());
            yield return ($"signed-{index}", signed.ToArray());
        }

        yield return ("beside", new ByteSink().Byte(1).Counted("{\"state\":\"online\",\"session\":5}"u8.ToArray()).Byte(2).Counted(SampleHouse.Kiosk(new MemoryFiles()).Health).Byte(1).Counted("{\"state\":\"lost\",\"session\":5}"u8.ToArray())
            .Byte(0).Counted("{\"v\":2,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"mac\":\"00\"}"u8.ToArray()).ToArray());
    }

    private sealed class Bench : IDisposable, IMessageOut
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-fuzz-bridge-").FullName;
        private readonly FakeTimeProvider _time = new(SampleHouse.Now);
        private readonly StringWriter _events = new(CultureInfo.InvariantCulture);
        private readonly BridgeCore _core;
        private readonly string _epoch = "5f0c9a1e";
        private byte[] _mac = new byte[16];
        private long _seq;

        internal Bench()
        {
            var terminals = new TerminalRegister(new string('5', 64), KioskUnderFuzz.Entry);
            _core = new BridgeCore(Log.Open(_folder, syncs: false).SealWith(new byte[32]), terminals, _time, this, events: LineLog.To(_events, _events, _time, LogFormat.Text, LogLevel.Warning).CreateLogger());
            _core.SetRoster(SampleHouse.Roster.Document);
            _core.Step();
        }

        public void Publish(string topic, byte[] payload, bool retain)
        {
            BrokenPromiseException.Unless(payload.Length <= HostBridge.Roster.SignedMessage.MaxBytes && payload.All(value => value is >= 0x20 and <= 0x7E and not (byte)'\\'), "a terminal could not read what it is told on " + topic);
        }

        public void Dispose()
        {
            _core.Dispose();
            _events.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        internal void Take(byte[] input)
        {
            var source = new ByteSource(input);
            int stored = 0, answered = 0, signed = 0;
            long before = _core.Log.LastPosition;
            for (int i = 0; i < MostMessages && !source.IsEmpty; i++)
            {
                int kind = source.Byte();
                byte[] payload = source.Counted();
                if ((kind & 0x10) != 0)
                {
                    payload = Next(payload);
                    signed++;
                }

                string client = (kind & 0x40) != 0 ? "T9" : KioskUnderFuzz.Id;
                Reception reception = _core.Receive(client, (kind & 0x80) != 0 ? Encoding.Latin1.GetString(payload) : $"dutykiosk/v1/{KioskUnderFuzz.Id}/{Names[kind & 7]}", payload, done => answered += done ? 1 : 0);
                BrokenPromiseException.Unless(reception is Reception.Close || (kind & 0x40) == 0, "a client that nobody has enrolled is let in");
                stored += reception == Reception.Store ? 1 : 0;
                if ((kind & 0x20) != 0)
                {
                    _time.Advance(TimeSpan.FromMinutes(10));
                }
            }

            BrokenPromiseException.Unless(_core.Commit() && answered == stored, "something was taken and is not stored");
            for (int i = 0; i < 3; i++)
            {
                _core.Step();
                _time.Advance(TimeSpan.FromSeconds(61));
            }

            BrokenPromiseException.Unless(_core.Faults.Count == 0, "a step has failed: " + _events);
            BrokenPromiseException.Unless(_core.Log.LastPosition >= before, "the log has become shorter");
        }

        // The next record of the terminal, whose members from the type on are the input's.
        private byte[] Next(byte[] members)
        {
            byte[] open = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":1,\"terminal\":\"{KioskUnderFuzz.Id}\",\"epoch\":\"{_epoch}\",\"seq\":{_seq + 1}")), .. members];
            byte[] covered = [.. _mac, .. open];
            byte[] mac = HMACSHA256.HashData(KioskUnderFuzz.Key, covered)[..16];
            byte[] record = [.. open, .. Encoding.ASCII.GetBytes($",\"mac\":\"{Convert.ToHexStringLower(mac)}\"}}")];
            if (RecordBody.Read(record) is { } body && body.Seq == _seq + 1)
            {
                _seq++;
                _mac = mac;
            }

            return record;
        }
    }
}
