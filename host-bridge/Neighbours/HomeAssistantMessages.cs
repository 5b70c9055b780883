using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>
/// What Home Assistant is told of a house, as its documentation of MQTT discovery has it (<c>home-assistant.io/integrations/mqtt/#mqtt-discovery</c>, <c>sensor.mqtt</c>,
/// <c>binary_sensor.mqtt</c>): for each post and terminal one retained message for the device with all its entities, which Home Assistant takes from 2024.11 on, and
/// one retained message with its state. A value that is null becomes <c>None</c> in the template, which Home Assistant shows as unknown.
/// </summary>
public static class HomeAssistantMessages
{
    /// <summary>Where states stand.</summary>
    public const string Root = "dutykiosk/house/";

    /// <summary>Whether a bridge tells anything at all: <c>online</c> or <c>offline</c>.</summary>
    public const string Availability = Root + "availability";

    /// <summary>Where Home Assistant says that it is there.</summary>
    public const string Status = "homeassistant/status";

    /// <summary>Where devices stand, with a place for their name.</summary>
    public const string ConfigFilter = "homeassistant/device/+/config";

    private const string ConfigRoot = "homeassistant/device/";
    private const string ConfigEnd = "/config";
    private const string Prefix = "dutykiosk_";
    private const string Nobody = "无人 nobody";

    // The longest state that Home Assistant keeps.
    private const int LongestState = 255;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions WithNulls = new(Json) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Whether a topic is one of these, whoever has written to it.</summary>
    public static bool IsOurs(string topic)
    {
        return topic.StartsWith(Root, StringComparison.Ordinal) || (topic.StartsWith(ConfigRoot + Prefix, StringComparison.Ordinal) && topic.EndsWith(ConfigEnd, StringComparison.Ordinal));
    }

    /// <summary>Every retained message, by topic.</summary>
    /// <param name="house">The house.</param>
    /// <param name="version">The bridge's version.</param>
    /// <param name="page">Where people find the live board; null: nobody said.</param>
    public static IReadOnlyDictionary<string, string> Of(HouseView house, string version, Uri? page)
    {
        var messages = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Availability] = "online" };
        var origin = new Origin("DutyKiosk", version, page?.AbsoluteUri);
        foreach (PostLook post in house.Posts)
        {
            string node = $"{Prefix}post_{Escape(post.Id)}", state = $"{Root}post/{post.Id}";
            var device = new Device([node], post.Name, "DutyKiosk", "岗位 post", null, post.Name, null, page?.AbsoluteUri);
            messages[ConfigOf(node)] = Config(device, origin, state, new Dictionary<string, Entity>(StringComparer.Ordinal)
            {
                ["holder"] = Text(node, "holder", "当班人 holder", "mdi:badge-account"),
                ["since"] = Time(node, "since", "接班时间 on duty since"),
                ["late"] = Flag(node, "late", "交接逾时 late", "problem"),
                ["last_handover"] = Time(node, "last_handover", "上次交接 last handover"),
                ["next_handover"] = Time(node, "next_handover", "下次交接 next handover"),
                ["people_in"] = Number(node, "people_in", "在岗人数 people in", null, "mdi:account-group"),
            });
            messages[state] = JsonSerializer.Serialize(
                new PostValues(Cut(post.Holder ?? Nobody), Moment(post.Since), OnOff(post.LateStep > 0), Moment(post.LastHandover), Moment(post.NextHandover), post.PeopleIn),
                WithNulls);
        }

        foreach (TerminalLook terminal in house.Terminals.Where(terminal => terminal.State is not "revoked"))
        {
            string node = $"{Prefix}terminal_{Escape(terminal.Id)}", state = $"{Root}terminal/{terminal.Id}";
            PostLook? post = house.Posts.FirstOrDefault(post => string.Equals(post.Id, terminal.Post, StringComparison.Ordinal));
            var device = new Device(
                [node],
                $"终端 terminal {terminal.Id}",
                "DutyKiosk",
                "终端 terminal",
                terminal.Health is { Firmware.Length: > 0 } health ? health.Firmware : null,
                post?.Name,
                post == null ? null : $"{Prefix}post_{Escape(post.Id)}",
                page?.AbsoluteUri);
            messages[ConfigOf(node)] = Config(device, origin, state, new Dictionary<string, Entity>(StringComparer.Ordinal)
            {
                ["online"] = Flag(node, "online", "在线 online", "connectivity"),
                ["clock"] = Words(node, "clock", "时钟 clock", ["set", "held", "unset"]),
                ["journal"] = Number(node, "journal", "日志占用 journal fill", "%", "mdi:database"),
                ["outbox"] = Number(node, "outbox", "待确认记录 records to be acknowledged", null, "mdi:tray-full"),
            });
            messages[state] = JsonSerializer.Serialize(new TerminalValues(OnOff(terminal.State is "online"), terminal.Clock, terminal.Health?.JournalPercent, terminal.Health?.OutboxDepth), WithNulls);
        }

        return messages;
    }

    /// <summary>What is to be published so that a broker holds just what is wanted: what differs, and nothing in the place of what is gone.</summary>
    /// <param name="wanted">What it ought to hold.</param>
    /// <param name="held">What it holds, as far as is known; an empty text: nothing.</param>
    /// <param name="everything">Whether what is as it should be is published all the same: somebody has come who may not have it.</param>
    public static IReadOnlyList<(string Topic, string Payload)> Changes(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> held, bool everything)
    {
        return
        [
            .. held.Where(kept => kept.Value.Length > 0 && !wanted.ContainsKey(kept.Key)).Select(kept => (kept.Key, "")).Order(),
            .. wanted.Where(want => everything || !string.Equals(held.GetValueOrDefault(want.Key), want.Value, StringComparison.Ordinal)).Select(want => (want.Key, want.Value)),
        ];
    }

    private static string ConfigOf(string node) => ConfigRoot + node + ConfigEnd;

    // A name in a discovery topic has letters, digits, - and _ alone, and two ids must not come to have one name.
    private static string Escape(string id)
    {
        var escaped = new StringBuilder();
        foreach (char sign in id)
        {
            escaped.Append(sign switch
            {
                '_' => "_u",
                '.' => "_d",
                _ => sign.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Config(Device device, Origin origin, string state, Dictionary<string, Entity> components) => JsonSerializer.Serialize(new DeviceConfig(device, origin, Availability, state, 1, components), Json);

    private static Entity Text(string node, string name, string title, string icon) => new("sensor", $"{node}_{name}", title, Value(name)) { Icon = icon };

    private static Entity Time(string node, string name, string title) => new("sensor", $"{node}_{name}", title, Value(name)) { DeviceClass = "timestamp" };

    private static Entity Flag(string node, string name, string title, string kind) => new("binary_sensor", $"{node}_{name}", title, Value(name)) { DeviceClass = kind };

    private static Entity Number(string node, string name, string title, string? unit, string icon) => new("sensor", $"{node}_{name}", title, Value(name)) { StateClass = "measurement", UnitOfMeasurement = unit, Icon = icon };

    private static Entity Words(string node, string name, string title, string[] words) => new("sensor", $"{node}_{name}", title, Value(name)) { DeviceClass = "enum", Options = words };

    private static string Value(string name) => $"{{{{ value_json.{name} }}}}";

    private static string OnOff(bool on) => on ? "ON" : "OFF";

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss+00:00", System.Globalization.CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length <= LongestState ? text : text[..LongestState];

    private sealed record DeviceConfig(Device Device, Origin Origin, string AvailabilityTopic, string StateTopic, int Qos, Dictionary<string, Entity> Components);

    private sealed record Device(string[] Identifiers, string Name, string Manufacturer, string Model, string? SwVersion, string? SuggestedArea, string? ViaDevice, string? ConfigurationUrl);

    private sealed record Origin(string Name, string SwVersion, string? SupportUrl);

    private sealed record Entity(string Platform, string UniqueId, string Name, string ValueTemplate)
    {
        public string? DeviceClass { get; init; }

        public string? StateClass { get; init; }

        public string? UnitOfMeasurement { get; init; }

        public string? Icon { get; init; }

        public string[]? Options { get; init; }
    }

    private sealed record PostValues(string Holder, string? Since, string Late, string? LastHandover, string? NextHandover, int PeopleIn);

    private sealed record TerminalValues(string Online, string Clock, long? Journal, long? Outbox);
}
