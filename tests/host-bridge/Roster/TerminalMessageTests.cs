using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>What a terminal is told, where it is too much for one message.</summary>
public sealed class TerminalMessageTests
{
    private static readonly DateTimeOffset Since = DateTimeOffset.FromUnixTimeSeconds(1772366400);
    private static readonly TerminalEntry Terminal = new() { Id = "T1", Post = "hotline", Handover = true, Key = new string('1', 64) };

    /// <summary>In a large house not everybody who is elsewhere has room: the message stays within what a terminal looks at, and who comes beyond its end changes nothing that it says.</summary>
    [Fact]
    public void PresenceNamesAsManyElsewhereAsThereIsRoomFor()
    {
        string few = Members(1, 499);
        Assert.Equal(few, Members(1, 500));
        Assert.Contains("\"elsewhere\":[{\"staff\":\"S1000\",\"post\":\"P0\"},", few, StringComparison.Ordinal);
        Assert.DoesNotContain("S1499", few, StringComparison.Ordinal);
        Assert.NotEqual(few, Members(2, 499));
        Assert.InRange(Message(long.MaxValue, few).Length, SignedMessage.MaxBytes - 60, SignedMessage.MaxBytes);
        Assert.EndsWith("]", few, StringComparison.Ordinal);
    }

    /// <summary>However many are in at a post, as many are named as the message has room for, and it can be read.</summary>
    [Fact]
    public void WhoIsInIsNamedAsFarAsThereIsRoom()
    {
        int before = 0;
        for (int here = 0; here <= 80; here++)
        {
            byte[] message = Message(long.MaxValue, Members(here, 0));
            using JsonDocument json = JsonDocument.Parse(message);
            int named = json.RootElement.TryGetProperty("in", out JsonElement people) ? people.GetArrayLength() : 0;
            Assert.True(named == here || (named == before && message.Length > SignedMessage.MaxBytes - 60), $"Of {here} people {named} are named in {message.Length} bytes.");
            Assert.True(message.Length <= SignedMessage.MaxBytes, $"{message.Length} bytes for {here} people.");
            before = named;
        }

        Assert.InRange(before, 1, 79);
    }

    /// <summary>Where all have room all are named, the longest version notwithstanding.</summary>
    [Fact]
    public void PresenceNamesEverybodyOfASmallHouse()
    {
        string members = Members(3, 20);
        Assert.Equal(23, members.Split("\"staff\":").Length - 1);
        Assert.Contains("{\"staff\":\"S1019\",\"post\":\"P19\"}]", Encoding.ASCII.GetString(Message(1, members)), StringComparison.Ordinal);
    }

    private static byte[] Message(long version, string members) => TerminalMessages.Presence(Terminal, version, "5f0c9a1e", version, members).Payload;

    private static string Members(int here, int elsewhere)
    {
        var members = new StringBuilder();
        TerminalMessages.PresenceMembers(
            members,
            "S1",
            "N1",
            Since,
            Enumerable.Range(1, here).Select(i => KeyValuePair.Create($"S{i}", new PresentPerson("N1", Since, null, null))),
            Enumerable.Range(0, elsewhere).Select(i => TerminalMessages.ElsewhereItem($"S{1000 + i}", $"P{i}")).ToList());
        return members.ToString();
    }
}
