using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signing;
using DutyKiosk.Core.Update;
using DutyKiosk.Firmware.Tests.Support;
using Xunit;
using Record = DutyKiosk.Core.Records.Record;

namespace DutyKiosk.Firmware.Tests.Host;

/// <summary>The firmware against the vectors that the bridge's tests read too: neither knows the other's code, both know the wire.</summary>
public sealed class WireVectorTests
{
    private static readonly byte[] Key = Convert.FromHexString(string.Concat(Enumerable.Repeat("a1", 32)));

    /// <summary>The firmware renders and chains the records of the vectors to the byte.</summary>
    [Fact]
    public void RecordsAreThoseOfTheVectors()
    {
        using JsonDocument vectors = Read("records.json");
        string[] expected = vectors.RootElement.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!).ToArray();
        Assert.Equal(expected, Lines());
    }

    /// <summary>The firmware believes the messages of the vectors, puts their roster together and finds the badge in it.</summary>
    [Fact]
    public void MessagesOfTheVectorsAreBelieved()
    {
        using JsonDocument vectors = Read("messages.json");
        RosterBuilder? builder = null;
        var slots = new TwoSlots(new FakeFlash(), "roster");
        var signer = new RealSigner();
        var messages = vectors.RootElement.GetProperty("messages").EnumerateArray().Select(message => (Topic: message.GetProperty("topic").GetString()!, Payload: Encoding.ASCII.GetBytes(message.GetProperty("payload").GetString()!))).ToArray();
        foreach ((string topic, byte[] payload) in messages.Reverse())
        {
            byte[]? mac = SignedMessage.Verify(topic, payload, Key, signer);
            Assert.NotNull(mac);
            Assert.Null(SignedMessage.Verify(topic + "x", payload, Key, signer));
            if (topic.EndsWith("/roster", StringComparison.Ordinal))
            {
                builder = RosterBuilder.Begin((RosterManifest)Inbound.Parse(payload, typeof(RosterManifest))!, slots);
            }
            else if (topic.Contains("/roster/", StringComparison.Ordinal))
            {
                Assert.True(builder!.Add((RosterPage)Inbound.Parse(payload, typeof(RosterPage))!, mac));
            }
            else if (topic.EndsWith("/policy", StringComparison.Ordinal))
            {
                Assert.True(((Core.Policy.DutyPolicy)Inbound.Parse(payload, typeof(Core.Policy.DutyPolicy))!).IsPossible());
            }
        }

        Assert.True(builder!.Finish(Key, signer));
        var roster = new RosterTable();
        Assert.True(roster.Load(slots));
        byte[] uid = Convert.FromHexString(vectors.RootElement.GetProperty("uid").GetString()!);
        byte[] siteKey = Convert.FromHexString(vectors.RootElement.GetProperty("siteKey").GetString()!);
        Person person = roster.Find(signer.Hmac(siteKey, uid, uid.Length)[..8])!;
        Assert.Equal("S01", person.Id);
        Assert.Equal(Role.Leader, person.Role);
        Assert.True(roster.ShiftOf("N1")!.Entitles("S02"));
        Assert.False(roster.ShiftOf("N1")!.Entitles("S03"));
        Assert.True(roster.ShiftOf("N1")!.Has("S03"));
        Assert.Equal(1, roster.CheckCount);
        Assert.Equal("round", roster.CheckId(0));
        Assert.Equal(1772406000, roster.CheckTime(0));
    }

    /// <summary>The firmware that the vectors offer is put together from their pages, and is what their manifest says; the one that offers nothing is read, too.</summary>
    [Fact]
    public void TheFirmwareOfTheVectorsIsBelieved()
    {
        using JsonDocument vectors = Read("firmware.json");
        JsonElement[] messages = [.. vectors.RootElement.GetProperty("messages").EnumerateArray()];
        FirmwareManifest[] manifests = [.. messages.Select(message => Believed(message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!))];
        Assert.All(manifests, manifest => Assert.True(manifest.IsPossible()));
        Assert.Null(manifests[1].Firmware);
        FirmwareManifest offer = manifests[0];
        var flash = new FakeFlash();
        int count = 0;
        foreach (JsonElement page in vectors.RootElement.GetProperty("pages").EnumerateArray())
        {
            byte[] bytes = Convert.FromHexString(page.GetProperty("bytes").GetString()!);
            Assert.Equal(page.GetProperty("topic").GetString(), Core.Topics.FirmwarePage(offer.Firmware!, ++count));
            Assert.True(flash.Append(ImageSlot.FileOf(ImageSlot.A), bytes, bytes.Length));
        }

        Assert.Equal(offer.Pages, count);
        Assert.Equal(vectors.RootElement.GetProperty("digest").GetString(), offer.Digest);
        Assert.True(ImageDigest.Fits(flash, ImageSlot.A, new SlotImage(7, offer.Firmware!, (int)offer.Size, offer.DigestBytes()!), Key, new RealSigner()));
        ImageFile image = ImageFile.Open(flash, ImageSlot.A)!;
        Assert.Equal(
            vectors.RootElement.GetProperty("assemblies").EnumerateArray().Select(assembly => assembly.GetString()),
            Enumerable.Range(0, image.Count).Select(index => Convert.ToHexStringLower(image.Read(index)!)));
    }

    private static FirmwareManifest Believed(string topic, string payload)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(payload);
        Assert.NotNull(SignedMessage.Verify(topic, bytes, Key, new RealSigner()));
        return (FirmwareManifest)Inbound.Parse(bytes, typeof(FirmwareManifest))!;
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wire", name)));

    private static List<string> Lines()
    {
        Record[] records =
        [
            new Record(RecordType.Started).AddWord(Member.Cause, Words.Power).Add(Member.Firmware, "0.1.0"),
            At(RecordType.ClockIn).Add(Member.Staff, "S01").AddBadge([1, 2, 3, 4, 5, 6, 0xFE, 0xFF]).Add(Member.Shift, "N1").AddWord(Member.Arrival, Words.OnTime).Add(Member.Minutes, -3).AddFlag(Member.Holder, true),
            At(RecordType.HandoverConfirmed).Add(Member.Outgoing, "S01").Add(Member.Incoming, "S02").Add(Member.OutgoingAt, 1772409660000).Add(Member.IncomingAt, 1772409667250)
                .Add(Member.From, "N1").Add(Member.To, "D1").Add(Member.LatenessSeconds, 67).AddFlag(Member.Hasty, true).Add(Member.Roster, 12).Add(Member.Policy, 3).Add(Member.Sheet, 4),
            At(RecordType.JournalDamaged).Add(Member.FromSeq, 4).Add(Member.ToSeq, 6),
        ];
        var lines = new List<string>();
        var line = new ByteBuffer(64);
        byte[] mac = new byte[16];
        uint seq = 0;
        foreach (Record record in records)
        {
            if (record.Type == RecordType.JournalDamaged)
            {
                mac = RecordJson.GapMac(4, 6, Key, new RealSigner());
                seq = 6;
            }

            record.Seq = ++seq;
            record.Boot = 1;
            record.Ticks = seq * 1000;
            mac = RecordJson.Render(record, "T1", "5f0c9a1e", mac, Key, new RealSigner(), line);
            lines.Add(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
        }

        return lines;
    }

    private static Record At(RecordType type) => new(type) { Clock = ClockQuality.Set, AtMs = 1772409667250 };

    private sealed class RealSigner : ISigner
    {
        public byte[] Hmac(byte[] key, byte[] data, int length) => HMACSHA256.HashData(key, data.AsSpan(0, length));
    }
}
