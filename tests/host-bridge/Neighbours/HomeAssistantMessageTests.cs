using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>What Home Assistant is told, held against what its documentation asks of a device's discovery, of <c>sensor.mqtt</c> and of <c>binary_sensor.mqtt</c>.</summary>
public sealed class HomeAssistantMessageTests : IDisposable
{
    private static readonly Uri Page = new("https://duty.example/");
    private static readonly string[] Shared = ["platform", "unique_id", "name", "value_template", "device_class", "icon"];

    private readonly HouseBench _bench = new();

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>
    /// Each device has its mandatory mappings, each entity its platform and an id that no other has, no member that the documentation does not know, and a template
    /// that finds in the state what its class asks for.
    /// </summary>
    [Fact]
    public void EveryMessageIsAsHomeAssistantWantsIt()
    {
        IReadOnlyDictionary<string, string> messages = Messages();
        var ids = new List<string>();
        string[] configs = [.. messages.Keys.Where(topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal))];
        Assert.Equal(4, configs.Length);
        foreach (string topic in configs)
        {
            Assert.Matches("^homeassistant/device/[a-zA-Z0-9_-]+/config$", topic);
            using JsonDocument json = JsonDocument.Parse(messages[topic]);
            JsonElement root = json.RootElement;
            Assert.Equal(["device", "origin", "availability_topic", "state_topic", "qos", "components"], root.EnumerateObject().Select(member => member.Name));
            Assert.Single(root.GetProperty("device").GetProperty("identifiers").EnumerateArray());
            Assert.Empty(root.GetProperty("device").EnumerateObject().Select(member => member.Name).Except(["identifiers", "name", "manufacturer", "model", "sw_version", "suggested_area", "via_device", "configuration_url"]));
            Assert.Equal(["name", "sw_version", "support_url"], root.GetProperty("origin").EnumerateObject().Select(member => member.Name));
            Assert.Equal("online", messages[root.GetProperty("availability_topic").GetString()!]);
            using JsonDocument state = JsonDocument.Parse(messages[root.GetProperty("state_topic").GetString()!]);
            foreach (JsonProperty entity in root.GetProperty("components").EnumerateObject())
            {
                ids.Add(entity.Value.GetProperty("unique_id").GetString()!);
                CheckEntity(entity.Value, state.RootElement.GetProperty(entity.Name), entity.Name);
            }
        }

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.Equal(20, ids.Count);
    }

    /// <summary>The states are what the room says.</summary>
    [Fact]
    public void StatesAreThoseOfTheRoom()
    {
        IReadOnlyDictionary<string, string> messages = Messages();
        Assert.Equal(
            """{"holder":"李雷","since":"2026-03-02T00:00:00+00:00","late":"OFF","last_handover":"2026-03-02T00:00:00+00:00","next_handover":"2026-03-02T12:00:00+00:00","people_in":2}""",
            messages["dutykiosk/house/post/hotline"]);
        Assert.Equal("""{"holder":"无人 nobody","since":null,"late":"OFF","last_handover":null,"next_handover":null,"people_in":0}""", messages["dutykiosk/house/post/gate.1"]);
        Assert.Equal("""{"online":"ON","clock":"set","journal":12,"outbox":4}""", messages["dutykiosk/house/terminal/T1"]);
        Assert.Equal("""{"online":"OFF","clock":"unset","journal":null,"outbox":null}""", messages["dutykiosk/house/terminal/T_2"]);
        _bench.Bridge.Receive(_bench.Bridge.Terminal.Next("handover.late", "\"shift\":\"D1\",\"step\":2,\"minutes\":5", "2026-03-02T12:05:00.000Z"));
        Assert.Contains("\"late\":\"ON\"", Messages()["dutykiosk/house/post/hotline"], StringComparison.Ordinal);
    }

    /// <summary>Names of people are all that leaves the house: no id of staff, no badge.</summary>
    [Fact]
    public void NobodysIdOrBadgeIsTold()
    {
        string all = string.Join('\n', Messages().Select(message => message.Key + message.Value));
        Assert.Contains("李雷", all, StringComparison.Ordinal);
        Assert.DoesNotMatch("S0[0-9]|04A1B2C|00112233445566aa", all);
    }

    /// <summary>Two ids never come to be one device, whatever signs are in them.</summary>
    [Fact]
    public void IdsStayApart()
    {
        string[] ids = ["a.b", "a_b", "a_db", "a_ub", "a-b", "a_d", "a."];
        using var bench = new HouseBench(roster => roster.Posts.AddRange(ids.Select(id => new PostEntry { Id = id })));
        Assert.Equal(2 + ids.Length, HomeAssistantMessages.Of(bench.House, "1", null).Keys.Count(topic => topic.StartsWith("homeassistant/device/dutykiosk_post_", StringComparison.Ordinal)));
    }

    /// <summary>Only what differs is published, everything when somebody has come, and nothing in the place of what is gone.</summary>
    [Fact]
    public void OnlyWhatDiffersIsPublished()
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1", ["b"] = "2" };
        var held = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1", ["b"] = "1", ["c"] = "3", ["d"] = "" };
        Assert.Equal([("c", ""), ("b", "2")], HomeAssistantMessages.Changes(wanted, held, false));
        Assert.Equal([("c", ""), ("a", "1"), ("b", "2")], HomeAssistantMessages.Changes(wanted, held, true));
    }

    /// <summary>A post that left the roster with its terminal is not told of any more, and a health that is none says nothing.</summary>
    [Fact]
    public void WhatIsGoneOrUnreadableIsNotTold()
    {
        RosterDocument roster = Support.SampleRosterOfTests.Hotline();
        HouseView house = _bench.House;
        Assert.DoesNotContain(HomeAssistantMessages.Of(house with { Terminals = [.. house.Terminals.Select(terminal => terminal with { State = "revoked" })], Posts = [] }, "1", null).Keys, topic => topic.Contains("T1", StringComparison.Ordinal));
        Assert.Single(roster.Posts);
        foreach (string payload in new[] { "[]", "{", "{\"journalPercent\":\"x\",\"outboxDepth\":-1,\"readerFaults\":1e40,\"firmware\":5}", new string('[', 100) })
        {
            HealthLook? health = HealthLook.Read(System.Text.Encoding.UTF8.GetBytes(payload));
            Assert.True(health is null or { JournalPercent: null, OutboxDepth: null, ReaderFaults: null, Firmware: "" }, payload);
        }
    }

    private static void CheckEntity(JsonElement entity, JsonElement value, string name)
    {
        bool binary = entity.GetProperty("platform").GetString() is "binary_sensor";
        Assert.True(binary || entity.GetProperty("platform").GetString() is "sensor");
        Assert.Empty(entity.EnumerateObject().Select(member => member.Name).Except(binary ? Shared : [.. Shared, "state_class", "unit_of_measurement", "options"]));
        Assert.Equal($"{{{{ value_json.{name} }}}}", entity.GetProperty("value_template").GetString());
        string kind = entity.TryGetProperty("device_class", out JsonElement named) ? named.GetString()! : "";
        if (binary)
        {
            Assert.Contains(kind, new[] { "problem", "connectivity" });
            Assert.Contains(value.GetString(), new[] { "ON", "OFF" });
        }
        else if (kind is "timestamp")
        {
            Assert.True(value.ValueKind == JsonValueKind.Null || Regex.IsMatch(value.GetString()!, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\+00:00$", RegexOptions.NonBacktracking));
        }
        else if (kind is "enum")
        {
            // Options and a unit or state class do not go together.
            Assert.Contains(value.GetString(), entity.GetProperty("options").EnumerateArray().Select(option => option.GetString()));
            Assert.False(entity.TryGetProperty("state_class", out _) || entity.TryGetProperty("unit_of_measurement", out _));
        }
        else
        {
            Assert.Equal("", kind);
            Assert.True(!entity.TryGetProperty("state_class", out _) || value.ValueKind is JsonValueKind.Number or JsonValueKind.Null);
        }
    }

    private IReadOnlyDictionary<string, string> Messages() => HomeAssistantMessages.Of(_bench.House, "1.2.3", Page);
}
