using System;
using System.Text.Json;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>The members of a record as a fold asks for them; what is absent is empty, 0 or false.</summary>
public readonly struct RecordView
{
    private readonly JsonElement _json;

    /// <summary>A view on the JSON of an entry.</summary>
    public RecordView(JsonElement json, LogEntry entry)
    {
        _json = json;
        Entry = entry;
        Type = Text("type");
        At = json.TryGetProperty("at", out JsonElement at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out DateTimeOffset time) && SaneTime.Holds(time) ? time : entry.ReceivedAt;
    }

    /// <summary>The entry.</summary>
    public LogEntry Entry { get; }

    /// <summary>The type.</summary>
    public string Type { get; }

    /// <summary>The terminal's time, or when the bridge had it, where the terminal had none or one that cannot be meant.</summary>
    public DateTimeOffset At { get; }

    /// <summary>
    /// When somebody tapped, for sure: the terminal's time, or another one that stands in a member, while its clock was set. Null: it cannot be said to the minute.
    /// </summary>
    public DateTimeOffset? SureTime(string name = "at")
    {
        return Text("clock") is "set" && _json.TryGetProperty(name, out JsonElement at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out DateTimeOffset time) && SaneTime.Holds(time) ? time : null;
    }

    /// <summary>A string.</summary>
    public string Text(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>An id of the wire, or nothing: what is folded comes to stand in messages that the bridge signs, and must not say more there than an id can.</summary>
    public string Id(string name) => Text(name) is var text && RecordBody.IsId(text) ? text : "";

    /// <summary>A number.</summary>
    public long Number(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : 0;

    /// <summary>A flag.</summary>
    public bool Flag(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
