using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Firmware;

/// <summary>An image of a firmware, and what terminals are told of it, as firmware/UPDATE.md and WIRE.md write them.</summary>
public static class FirmwareImage
{
    /// <summary>The largest image.</summary>
    public const int MaxBytes = 524288;

    /// <summary>The most assemblies of an image.</summary>
    public const int MaxAssemblies = 8;

    private const int PageBytes = 2048;
    private const int MacBytes = 16;
    private const string Pages = "dutykiosk/v1/bridge/firmware/";

    /// <summary>Puts assemblies together, in the order of their loading: the program last.</summary>
    /// <exception cref="ArgumentException">They are none, too many, or too large; the message says what is to be done.</exception>
    public static byte[] Pack(IReadOnlyList<byte[]> assemblies)
    {
        if (assemblies.Count is < 1 or > MaxAssemblies)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"An image has 1 to {MaxAssemblies} assemblies: name the .pe files in the order of their loading, the program last."), nameof(assemblies));
        }

        if (assemblies.FirstOrDefault(assembly => !assembly.AsSpan().StartsWith("NFMRK1"u8)) != null)
        {
            throw new ArgumentException("One of the files is no .pe file of nanoFramework 1.x: take those that its project system writes into bin, not the .dll.", nameof(assemblies));
        }

        int size = 5 + assemblies.Sum(assembly => 4 + assembly.Length);
        if (size > MaxBytes)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The image would have {size} bytes, and a terminal takes {MaxBytes}."), nameof(assemblies));
        }

        byte[] image = new byte[size];
        "DKI\u0001"u8.CopyTo(image);
        image[4] = (byte)assemblies.Count;
        int at = 5;
        foreach (byte[] assembly in assemblies)
        {
            BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(at), assembly.Length);
            assembly.CopyTo(image, at + 4);
            at += 4 + assembly.Length;
        }

        return image;
    }

    /// <summary>Its pages, which are the same for every terminal.</summary>
    public static IReadOnlyList<TerminalMessage> PagesOf(string firmware, byte[] image)
    {
        return [.. image.Chunk(PageBytes).Select((page, index) => new TerminalMessage(string.Create(CultureInfo.InvariantCulture, $"{Pages}{firmware}/{index + 1}"), page))];
    }

    /// <summary>What a terminal is told: that it is to run this firmware, or that none is offered.</summary>
    /// <param name="image">The image; of no use where none is offered.</param>
    public static TerminalMessage Manifest(TerminalEntry terminal, long version, FirmwareOffer offer, byte[] image)
    {
        string topic = SignedMessage.Topic(terminal.Id, "firmware");
        string what = offer.IsOffered
            ? string.Create(CultureInfo.InvariantCulture, $",\"firmware\":\"{offer.Firmware}\",\"size\":{image.Length},\"pages\":{(image.Length + PageBytes - 1) / PageBytes},\"digest\":\"{DigestOf(offer.Firmware, image, terminal.KeyBytes())}\"")
            : "";
        return new TerminalMessage(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version}{what}"), terminal.KeyBytes()));
    }

    /// <summary>The chain over an image's pages under a terminal's key, 32 hex digits.</summary>
    public static string DigestOf(string firmware, byte[] image, byte[] key)
    {
        byte[] covered = new byte[MacBytes + PageBytes];
        byte[] link = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"firmware|{firmware}|{image.Length}")));
        for (int at = 0; at < image.Length; at += PageBytes)
        {
            int length = Math.Min(PageBytes, image.Length - at);
            link.AsSpan(0, MacBytes).CopyTo(covered);
            image.AsSpan(at, length).CopyTo(covered.AsSpan(MacBytes));
            HMACSHA256.HashData(key, covered.AsSpan(0, MacBytes + length), link);
        }

        return Convert.ToHexStringLower(link.AsSpan(0, MacBytes));
    }
}
