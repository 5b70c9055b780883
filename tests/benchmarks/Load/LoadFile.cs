using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>
/// Publishes that are made before anything is measured, so that making them costs the measured run nothing and every candidate gets the same bytes: signed records of ordinary days, chained
/// for each terminal, each within its MQTT PUBLISH with QoS 1. The file is a number of terminals and then, for each, its id, how many packets there are, how many bytes they have, their lengths and the packets themselves.
/// </summary>
internal sealed class LoadFile
{
    /// <summary>The epoch of every terminal.</summary>
    internal const string Epoch = "5f0c9a1e";

    private const int RecordsAChange = 125;
    private const int LengthBits = 7;
    private const byte MoreFollows = 0x80;
    private const byte PublishQosOne = 0x32;

    private LoadFile(IReadOnlyList<TerminalLoad> terminals) => Terminals = terminals;

    /// <summary>What each terminal sends.</summary>
    internal IReadOnlyList<TerminalLoad> Terminals { get; }

    /// <summary>Makes a load of so many terminals with so many records each.</summary>
    internal static LoadFile Make(int terminals, int recordsEach, DateTimeOffset at)
    {
        // The two shifts of these hours, which the roster has for every post under the same names.
        string[] shifts = [.. RosterModel.Of(LoadHouse.Roster(1)).Shifts(LoadHouse.Post(0), at, at.AddDays(1)).Take(2).Select(shift => shift.Id)];
        var made = new TerminalLoad[terminals];
        Parallel.For(0, terminals, number => made[number] = MakeOne(number, recordsEach, at, shifts));
        return new LoadFile(made);
    }

    /// <summary>What one of the terminals sends.</summary>
    internal LoadFile Only(int terminal) => new([Terminals[terminal]]);

    /// <summary>Writes a load to a file.</summary>
    internal void Write(string path)
    {
        using FileStream file = File.Create(path);
        using var writer = new BinaryWriter(file);
        writer.Write(Terminals.Count);
        foreach (TerminalLoad load in Terminals)
        {
            writer.Write(load.Id);
            writer.Write(load.Offsets.Length - 1);
            writer.Write(load.Bytes.Length);
            foreach (int offset in load.Offsets)
            {
                writer.Write(offset);
            }

            writer.Write(load.Bytes);
        }
    }

    /// <summary>Reads a load into memory.</summary>
    internal static LoadFile Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var reader = new BinaryReader(file);
        var terminals = new TerminalLoad[reader.ReadInt32()];
        for (int i = 0; i < terminals.Length; i++)
        {
            string id = reader.ReadString();
            var offsets = new int[reader.ReadInt32() + 1];
            int bytes = reader.ReadInt32();
            for (int n = 0; n < offsets.Length; n++)
            {
                offsets[n] = reader.ReadInt32();
            }

            terminals[i] = new TerminalLoad(id, reader.ReadBytes(bytes), offsets);
        }

        return new LoadFile(terminals);
    }

    private static TerminalLoad MakeOne(int number, int count, DateTimeOffset at, string[] shifts)
    {
        string id = LoadHouse.Terminal(number);
        byte[] topic = Encoding.ASCII.GetBytes($"dutykiosk/v1/{id}/event");
        byte[] key = Convert.FromHexString(LoadHouse.Key(number));
        string moment = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var bytes = new MemoryStream();
        var offsets = new int[count + 1];
        byte[] covered = new byte[1024];
        Span<byte> head = stackalloc byte[5];
        Span<byte> mac = stackalloc byte[32];
        for (int i = 0; i < count; i++)
        {
            (string type, string members) = Record(number, i, moment, shifts);
            string open = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"v\":1,\"terminal\":\"{id}\",\"epoch\":\"{Epoch}\",\"seq\":{i + 1},\"type\":\"{type}\",\"at\":\"{moment}\",\"clock\":\"set\",\"boot\":1,\"ticks\":{(i + 1) * 1000L},{members}");
            int length = Encoding.UTF8.GetBytes(open, covered.AsSpan(16));
            HMACSHA256.HashData(key, covered.AsSpan(0, 16 + length), mac);
            mac[..16].CopyTo(covered);
            byte[] tail = Encoding.ASCII.GetBytes($",\"mac\":\"{Convert.ToHexStringLower(mac[..16])}\"}}");
            int body = 2 + topic.Length + 2 + length + tail.Length;
            head[0] = PublishQosOne;
            int headBytes = 1;
            for (int left = body; headBytes == 1 || left > 0; left >>= LengthBits)
            {
                head[headBytes++] = (byte)((left & 0x7F) | (left >> LengthBits > 0 ? MoreFollows : 0));
            }

            bytes.Write(head[..headBytes]);
            BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)topic.Length);
            bytes.Write(head[..2]);
            bytes.Write(topic);
            BinaryPrimitives.WriteUInt16BigEndian(head, PacketNumber(i));
            bytes.Write(head[..2]);
            bytes.Write(covered.AsSpan(16, length));
            bytes.Write(tail);
            offsets[i + 1] = (int)bytes.Length;
        }

        return new TerminalLoad(id, bytes.ToArray(), offsets);
    }

    /// <summary>The number of a packet on its connection: never 0, as MQTT wants it.</summary>
    internal static ushort PacketNumber(int index) => (ushort)((index % ushort.MaxValue) + 1);

    // People come and go, now and then a badge is unknown, and after so many records the post is handed over.
    private static (string Type, string Members) Record(int terminal, int number, string at, string[] shifts)
    {
        int change = number / RecordsAChange;
        string outgoing = LoadHouse.Staff(terminal, change % 2), incoming = LoadHouse.Staff(terminal, 1 - (change % 2)), crew = LoadHouse.Staff(terminal, 2);
        string shift = shifts[change % 2], next = shifts[1 - (change % 2)];
        return (number % RecordsAChange, number % 2) switch
        {
            (0, _) => ("duty.clock-in", $"\"staff\":\"{incoming}\",\"badge\":\"0000000000000001\",\"shift\":\"{next}\",\"arrival\":\"on-time\",\"minutes\":-3"),
            (1, _) => ("handover.confirmed", $"\"outgoing\":\"{outgoing}\",\"incoming\":\"{incoming}\",\"outgoingAt\":\"{at}\",\"incomingAt\":\"{at}\",\"from\":\"{shift}\",\"to\":\"{next}\",\"latenessSeconds\":0"),
            (2, _) => ("duty.clock-out", $"\"staff\":\"{outgoing}\",\"shift\":\"{shift}\",\"leaving\":\"on-time\""),
            (_, 0) when number % 10 == 0 => ("tap.refused", "\"reason\":\"unknown-badge\""),
            (_, 0) => ("duty.clock-in", $"\"staff\":\"{crew}\",\"badge\":\"0000000000000005\",\"shift\":\"{shift}\",\"arrival\":\"on-time\",\"minutes\":-3"),
            _ => ("duty.clock-out", $"\"staff\":\"{crew}\",\"shift\":\"{shift}\",\"leaving\":\"on-time\""),
        };
    }
}

/// <summary>What one terminal sends.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Bytes">The packets, one behind the other.</param>
/// <param name="Offsets">Where each begins, and at the end where the last one ends.</param>
internal sealed record TerminalLoad(string Id, byte[] Bytes, int[] Offsets)
{
    /// <summary>How many packets there are.</summary>
    internal int Count => Offsets.Length - 1;

    /// <summary>The record in a packet.</summary>
    internal byte[] Record(int index)
    {
        ReadOnlySpan<byte> packet = Bytes.AsSpan(Offsets[index], Offsets[index + 1] - Offsets[index]);
        int body = 1;
        while ((packet[body++] & 0x80) != 0)
        {
            // The length goes on.
        }

        return packet[(body + 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[body..]) + 2)..].ToArray();
    }
}
