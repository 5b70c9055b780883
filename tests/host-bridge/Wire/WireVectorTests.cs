using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Wire;

/// <summary>The bridge against the vectors that the firmware's tests read too: neither knows the other's code, both know the wire.</summary>
public sealed class WireVectorTests
{
    private static readonly string KeyHex = string.Concat(Enumerable.Repeat("a1", 32));
    private static readonly DateTimeOffset From = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    /// <summary>The bridge proves the records of the vectors, a declared loss included.</summary>
    [Fact]
    public void RecordsOfTheVectorsAreProved()
    {
        using JsonDocument vectors = Read("records.json");
        var chain = new Chain(_ => [new TerminalKey(Convert.FromHexString(KeyHex))]);
        long position = 0;
        foreach (JsonElement line in vectors.RootElement.GetProperty("lines").EnumerateArray())
        {
            byte[] body = Encoding.UTF8.GetBytes(line.GetString()!);
            RecordBody record = RecordBody.Read(body)!;
            chain.Judge(new LogEntry(++position, LogKind.Record, record.Terminal, record.Epoch, record.Seq, body, From));
        }

        Assert.Equal(4, position);
        Assert.Empty(chain.BreaksOf("T1"));
        Assert.Equal(7, chain.StoredUpTo("T1", "5f0c9a1e"));
    }

    /// <summary>The bridge writes the messages of the vectors to the byte.</summary>
    [Fact]
    public void MessagesAreThoseOfTheVectors()
    {
        using JsonDocument vectors = Read("messages.json");
        (string, string)[] expected = vectors.RootElement.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!)).ToArray();
        Assert.Equal(expected, Messages());
    }

    /// <summary>The bridge packs, cuts and offers the firmware of the vectors to the byte, and takes it back.</summary>
    [Fact]
    public void FirmwareIsThatOfTheVectors()
    {
        using JsonDocument vectors = Read("firmware.json");
        JsonElement root = vectors.RootElement;
        string firmware = root.GetProperty("firmware").GetString()!;
        byte[] image = FirmwareImage.Pack([.. root.GetProperty("assemblies").EnumerateArray().Select(assembly => Convert.FromHexString(assembly.GetString()!))]);
        Assert.Equal(
            root.GetProperty("pages").EnumerateArray().Select(page => (page.GetProperty("topic").GetString()!, page.GetProperty("bytes").GetString()!)),
            FirmwareImage.PagesOf(firmware, image).Select(page => (page.Topic, Convert.ToHexStringLower(page.Payload))));
        Assert.Equal(root.GetProperty("digest").GetString(), FirmwareImage.DigestOf(firmware, image, Convert.FromHexString(KeyHex)));
        var terminal = new TerminalEntry { Id = "T1", Post = "hotline", Key = KeyHex };
        TerminalMessage[] messages =
        [
            FirmwareImage.Manifest(terminal, 7, new FirmwareOffer(firmware, image.Length, FirmwareStore.HashOf(image), "console"), image),
            FirmwareImage.Manifest(terminal, 8, FirmwareOffer.None("console"), []),
        ];
        Assert.Equal(
            root.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!)),
            messages.Select(message => (message.Topic, Encoding.ASCII.GetString(message.Payload))));
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wire", name)));

    private static (string Topic, string Payload)[] Messages()
    {
        RosterModel roster = RosterModel.Of(new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline", Sheets = true, Parameters = new(StringComparer.Ordinal) { ["checks"] = "round 07:00" } }],
            Staff =
            [
                new StaffEntry { Id = "S01", Role = "leader", Badges = ["04A1B2C3"] },
                new StaffEntry { Id = "S02", Role = "leader", Badges = ["04A1B2C4D5E6F7"], Blocked = ["04A1B2C4D5E6F7"] },
                new StaffEntry { Id = "S03" },
            ],
            Shifts = [new ShiftEntry { Id = "N1", Post = "hotline", Start = "2026-03-01 20:00", End = "2026-03-02 08:00", Leader = "S01", Deputies = ["S02"], Crew = ["S03"] }],
        });
        var terminal = new TerminalEntry { Id = "T1", Post = "hotline", Handover = true, Key = KeyHex };
        List<TerminalMessage> messages = [.. TerminalMessages.Roster(roster, terminal, Convert.FromHexString(new string('5', 64)), 12, From)];
        messages.Add(TerminalMessages.Policy(roster.PolicyOf("hotline"), terminal, 3));
        KeyValuePair<string, PresentPerson>[] present = [new("S01", new PresentPerson("N1", From, null, null, true, true)), new("S03", new PresentPerson("", From, null, null))];
        var members = new StringBuilder();
        TerminalMessages.PresenceMembers(members, "S01", "N1", From, present, [TerminalMessages.ElsewhereItem("S07", "boiler")]);
        messages.Add(TerminalMessages.Presence(terminal, 9, "5f0c9a1e", 7, members.ToString()));
        messages.Add(TerminalMessages.Gate(terminal, 4, new Gate("N1", 3, true, ["S02"], []), From));
        return messages.Select(message => (message.Topic, Encoding.ASCII.GetString(message.Payload))).ToArray();
    }
}
