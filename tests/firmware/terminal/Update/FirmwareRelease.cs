using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>A firmware as the bridge offers it, made from what WIRE.md says alone: a library and a program of some kilobytes, in one image.</summary>
internal sealed class FirmwareRelease
{
    internal const int PageBytes = 2048;

    private const string Terminal = "T1";

    private readonly byte[] _library;

    internal FirmwareRelease(string firmware, int libraryBytes = 3000, int programBytes = 5000)
    {
        Firmware = firmware;
        _library = Bytes(firmware + " library", libraryBytes);
        Program = Bytes(firmware + " program", programBytes);
        Image = [.. "DKI"u8, 1, 2, .. Length(_library), .. _library, .. Length(Program), .. Program];
    }

    internal string Firmware { get; }

    /// <summary>The assembly with the entry.</summary>
    internal byte[] Program { get; }

    internal byte[] Image { get; set; }

    internal IReadOnlyList<byte[]> Pages => [.. Image.Chunk(PageBytes)];

    /// <summary>What a board is to make of its assemblies.</summary>
    internal void BuiltFor(VirtualBoard.Board board, Func<string, object?> program)
    {
        board.Programs.Add(_library, null);
        board.Programs.Add(Program, program);
    }

    /// <summary>The digest under the key that the terminals of these tests have.</summary>
    internal string Digest()
    {
        byte[] key = Key();
        byte[] link = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"firmware|{Firmware}|{Image.Length}")));
        foreach (byte[] page in Pages)
        {
            byte[] covered = [.. link[..16], .. page];
            link = HMACSHA256.HashData(key, covered);
        }

        return Convert.ToHexStringLower(link[..16]);
    }

    /// <summary>The bridge keeps the pages at the broker.</summary>
    internal void PublishPages(MemoryBroker broker, int first = 1, int last = int.MaxValue)
    {
        for (int page = first; page <= Math.Min(last, Pages.Count); page++)
        {
            broker.Publish(Topic(page), Pages[page - 1], true);
        }
    }

    /// <summary>The bridge offers it to the terminal.</summary>
    internal void Offer(MemoryBroker broker, long version, byte[]? key = null)
    {
        Publish(broker, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"firmware\":\"{Firmware}\",\"size\":{Image.Length},\"pages\":{Pages.Count},\"digest\":\"{Digest()}\""), key);
    }

    /// <summary>The bridge offers nothing any more.</summary>
    internal static void Withdraw(MemoryBroker broker, long version) => Publish(broker, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version}"), null);

    internal string Topic(int page) => string.Create(CultureInfo.InvariantCulture, $"dutykiosk/v1/bridge/firmware/{Firmware}/{page}");

    private static void Publish(MemoryBroker broker, string open, byte[]? key)
    {
        const string topic = $"dutykiosk/v1/{Terminal}/firmware";
        broker.Publish(topic, SignedMessage.Sign(topic, open, key ?? Key()), true);
    }

    private static byte[] Key() => Convert.FromHexString(new string('1', 64));

    private static byte[] Length(byte[] bytes)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return length;
    }

    // The same in every run, and of no two assemblies.
    private static byte[] Bytes(string name, int count)
    {
        byte[] bytes = new byte[count];
        byte[] block = Encoding.ASCII.GetBytes(name);
        for (int at = 0; at < count; at += 32)
        {
            block = SHA256.HashData(block);
            block.AsSpan(0, Math.Min(32, count - at)).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }
}
