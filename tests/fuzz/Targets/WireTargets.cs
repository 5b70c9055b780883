using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>What the bridge reads of terminals, and of whoever passes for one: packets, records, health.</summary>
internal static class WireTargets
{
    private const string HealthTopic = "dutykiosk/v1/T1/health";

    /// <summary>All of them.</summary>
    internal static IEnumerable<FuzzTarget> All { get; } =
    [
        new("record", "the payload of event and of state", 2048, Record, RecordSeeds)
        {
            Words =
            [
                "\"v\":1", "\"terminal\":\"T1\"", "\"epoch\":\"5f0c9a1e\"", "\"seq\":", "\"type\":\"tap.refused\"", "\"at\":\"2026-03-02T00:01:07.250Z\"", "\"clock\":\"held:60\"", "\"staff\":\"S01\"", ",\"mac\":\"", "\\u0022", "\\ud800",
                "\"from\":", "\"to\":", "\"holder\":true", "{\"state\":\"online\",\"session\":1}",
            ],
        },
        new("health", "the payload of health", 4096, Health, HealthSeeds)
        {
            Words = ["\"epoch\":\"5f0c9a1e\"", "\"seq\":", "\"outboxDepth\":", "\"command\":", "\"roster\":", "\"clock\":\"held:", "\"clock\":\"unset\"", "\"firmware\":\"", "\"rssi\":-60", "\"mac\":\"", ",\"sign\":\""],
        },
        new("packet", "the bytes of an MQTT connection", 8192, Packet, PacketSeeds),
    ];

    // What is taken for a record every later reader can read, and all of them read the same.
    private static void Record(byte[] input)
    {
        RecordClaim? claim = RecordClaim.Read(input, "T1");
        BrokenPromiseException.Unless(claim == null || (RecordBody.IsEpoch(claim.Epoch) && claim.Seq is >= 1 and <= uint.MaxValue && claim.Mac is null or { Length: 16 }), "a claim is none");
        BrokenPromiseException.Unless(LinkState.Read(input) is not { } link || (input.Length <= 128 && link.Session >= 0), "a state is none");
        HostBridge.Web.RecordJson? shown = HostBridge.Web.RecordJson.Of(input);
        if (RecordBody.Read(input) is not { } body)
        {
            return;
        }

        BrokenPromiseException.Unless(input.Length <= RecordBody.MaxBytes && RecordBody.IsId(body.Terminal) && RecordBody.IsEpoch(body.Epoch) && body.Seq is >= 1 and <= uint.MaxValue && body.Mac.Length == 16, "a record is none");
        BrokenPromiseException.Unless(shown != null, "a record that is stored cannot be shown");
        BrokenPromiseException.Unless(JsonSerializer.SerializeToUtf8Bytes(shown).AsSpan().SequenceEqual(input), "a record is shown as another");
        using JsonDocument json = JsonDocument.Parse(input, new JsonDocumentOptions { AllowDuplicateProperties = false });
        JsonElement root = json.RootElement;
        BrokenPromiseException.Unless(
            string.Equals(root.GetProperty("terminal").GetString(), body.Terminal, StringComparison.Ordinal) && string.Equals(root.GetProperty("epoch").GetString(), body.Epoch, StringComparison.Ordinal)
            && root.GetProperty("seq").GetInt64() == body.Seq && string.Equals(root.GetProperty("type").GetString(), body.Type, StringComparison.Ordinal)
            && string.Equals(root.GetProperty("mac").GetString(), Convert.ToHexStringLower(body.Mac), StringComparison.Ordinal),
            "two readers read another record");
        var view = new RecordView(root, new LogEntry(1, LogKind.Record, body.Terminal, body.Epoch, body.Seq, input, SampleHouse.Now));
        foreach (JsonProperty member in root.EnumerateObject())
        {
            BrokenPromiseException.Unless(view.Id(member.Name) is var id && (id.Length == 0 || RecordBody.IsId(id)), "an id is none");
            _ = (view.Text(member.Name), view.Number(member.Name), view.Flag(member.Name), view.SureTime(member.Name));
        }
    }

    private static void Health(byte[] input)
    {
        HealthReading? reading = HealthReading.Read(input);
        if (reading != null)
        {
            BrokenPromiseException.Unless(
                reading.Rssi is null or (>= -200 and < 0) && reading.JournalPercent is null or (>= 0 and <= 100) && reading.Seq is null or (>= 0 and <= uint.MaxValue) && reading.UptimeSeconds is null or >= 0
                && (reading.Epoch.Length == 0 || RecordBody.IsEpoch(reading.Epoch)) && reading.Firmware.Length <= 40 && reading.ClockSeconds is null or (>= 0 and <= HealthReading.UnsetClock),
                "health is out of its bounds");
        }

        HealthNumbers? numbers = HealthNumbers.Read(HealthTopic, input, KioskUnderFuzz.Key);
        BrokenPromiseException.Unless(numbers == null || (RecordBody.IsEpoch(numbers.Epoch) && numbers.Waiting <= numbers.Newest && numbers.Newest <= uint.MaxValue), "health is out of its bounds");
        HealthLook? look = HealthLook.Read(input);
        BrokenPromiseException.Unless(look == null || look.Firmware != null, "health has no firmware");
    }

    // Nobody is let in here, so no record takes the short way.
    private static readonly RecordDoor NoRecords = new(() => throw new InvalidOperationException("Nobody was let in."), () => { }, _ => { });

    // However the bytes are cut on their way, the same packets are let through, and none that is too large.
    private static void Packet(byte[] input)
    {
        var source = new ByteSource(input);
        int stride = 1 + source.Byte();
        byte[] bytes = source.Rest();
        string byOne = Follow(bytes, 1), whole = Follow(bytes, Math.Max(1, bytes.Length)), cut = Follow(bytes, stride);
        BrokenPromiseException.Unless(string.Equals(byOne, whole, StringComparison.Ordinal) && string.Equals(cut, whole, StringComparison.Ordinal), $"cut otherwise, the same bytes are {byOne}, {cut} and {whole}");
        string expected = Expected(bytes);
        BrokenPromiseException.Unless(string.Equals(whole, expected, StringComparison.Ordinal), $"a packet guard says {whole} where {expected} is right");
    }

    private static string Follow(byte[] bytes, int stride)
    {
        var limits = new BrokerLimits();
        using var channel = new BytesChannel(bytes, stride);
        using var guard = new PacketGuard(channel, limits, NoRecords, TimeProvider.System, () => { });
        byte[] buffer = new byte[4096];
        try
        {
            int read = 1;
            while (read > 0)
            {
                System.Threading.Tasks.Task<int> reading = guard.ReadAsync(buffer, 0, Math.Min(stride, buffer.Length), default);
                while (!reading.IsCompleted)
                {
                    // So many packets wait for their answer that no more are read until one has it.
                    guard.WriteAsync(new System.Buffers.ReadOnlySequence<byte>([0x40, 2, 0, 1]), true, default).GetAwaiter().GetResult();
                    System.Threading.Thread.Yield();
                }

                read = reading.GetAwaiter().GetResult();
            }
        }
        catch (MQTTnet.Exceptions.MqttProtocolViolationException)
        {
            // It says so by what it is.
        }

        return $"{(guard.IsForeign ? "foreign" : guard.IsExceeded ? "exceeded" : "fine")}{(guard.HasReadPacket ? " with packets" : "")}";
    }

    // The same said once more, over all bytes at once.
    private static string Expected(ReadOnlySpan<byte> bytes)
    {
        int packets = 0;
        while (!bytes.IsEmpty)
        {
            if (packets == 0 && bytes[0] != 0x10)
            {
                return "foreign";
            }

            long length = 0;
            int header = 1;
            for (int shift = 0; header < bytes.Length; shift += 7)
            {
                byte next = bytes[header++];
                length |= (long)(next & 0x7F) << shift;
                if (header + length > new BrokerLimits().PacketBytes || (header > 4 && next >= 0x80))
                {
                    return packets > 0 ? "exceeded with packets" : "exceeded";
                }

                if (next < 0x80)
                {
                    break;
                }
            }

            if (header == 1 || bytes[header - 1] >= 0x80 || header + length > bytes.Length)
            {
                break;
            }

            packets++;
            bytes = bytes[(int)(header + length)..];
        }

        return packets > 0 ? "fine with packets" : "fine";
    }

    private static IEnumerable<(string Name, byte[] Bytes)> RecordSeeds()
    {
        string folder = Path.Combine(Repository.Root, "tests", "wire");
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "records.json")));
        int i = 0;
        foreach (JsonElement line in vectors.RootElement.GetProperty("lines").EnumerateArray())
        {
            yield return ($"vector-{++i}", Encoding.UTF8.GetBytes(line.GetString()!));
        }

        (_, SortedDictionary<uint, byte[]> sent) = SampleHouse.Worked(60);
        foreach (byte[] line in sent.Values.GroupBy(line => RecordBody.Read(line)!.Type, StringComparer.Ordinal).Select(group => group.First()))
        {
            yield return (RecordBody.Read(line)!.Type, line);
        }

        yield return ("state", "{\"state\":\"online\",\"session\":1000001}"u8.ToArray());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> HealthSeeds()
    {
        yield return ("working", SampleHouse.Kiosk(new MemoryFiles()).Health);
        yield return ("new", new KioskUnderFuzz(new MemoryFiles()).Health);
        yield return ("unsigned", "{\"epoch\":\"5f0c9a1e\",\"seq\":4,\"outboxDepth\":1,\"command\":0,\"clock\":\"held:70\",\"rssi\":-61,\"firmware\":\"0.2.0\"}"u8.ToArray());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> PacketSeeds()
    {
        byte[] connect = [0x10, 14, 0, 4, .. "MQTT"u8, 4, 2, 0, 30, 0, 2, .. "T1"u8];
        byte[] publish = [0x32, 8, 0, 3, .. "a/b"u8, 0, 1, (byte)'x'];
        yield return ("session", [7, .. connect, .. publish, 0xC0, 0, 0xE0, 0]);
        yield return ("many", [200, .. connect, .. Enumerable.Repeat(publish, 600).SelectMany(bytes => bytes)]);
        yield return ("tls", [0, 0x16, 3, 1, 2, 0]);
        yield return ("large", [1, .. connect, 0x30, 0x80, 0x20]);
        yield return ("endless-length", [1, .. connect, 0x30, 0x80, 0x80, 0x80, 0x80, 1]);
    }
}
