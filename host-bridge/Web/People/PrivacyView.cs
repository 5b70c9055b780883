using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>One kind of what is stored about a person.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Words">What it is called.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Since">Since when; empty: it has no time.</param>
/// <param name="Newest">The newest; empty: it has no time.</param>
public sealed record StoredLine(string Kind, string Words, long Count, string Since, string Newest);

/// <summary>Everything that is stored about a person.</summary>
public sealed record PrivacyView(string Id, string Name, IReadOnlyList<StoredLine> Stored)
{
    /// <summary>Looks at what there is.</summary>
    /// <param name="t">The language.</param>
    /// <param name="roster">The roster in force.</param>
    /// <param name="person">The person.</param>
    /// <param name="counts">What the log holds of him.</param>
    /// <param name="deliveries">How many messages went out that name him.</param>
    /// <param name="users">The users that stand for him.</param>
    /// <param name="keys">The keys that those have made.</param>
    /// <param name="links">His calendar links.</param>
    /// <param name="now">Now.</param>
    public static PrivacyView Of(
        Language t, RosterModel roster, StaffEntry person, IReadOnlyList<StoredCount> counts, long deliveries, IReadOnlyList<AppUser> users, IReadOnlyList<ApiKey> keys, IReadOnlyList<CalendarLink> links, DateTimeOffset now)
    {
        var time = new CivilTime(roster, now);
        List<StoredLine> stored =
        [
            new("badges", t["people.stored-badges"], person.Badges.Count, "", ""),
            .. counts.Select(count => new StoredLine(count.Kind, t[$"people.stored-{count.Kind.ToLowerInvariant()}"], count.Count, time.Dated(count.First), time.Dated(count.Newest))),
            new("deliveries", t["people.stored-deliveries"], deliveries, "", ""),
            Dated(t, "users", [.. users.Select(user => user.MadeAt)], time),
            Dated(t, "keys", [.. keys.Select(key => key.MadeAt)], time),
            Dated(t, "calendars", [.. links.Select(link => link.MadeAt)], time),
        ];
        return new PrivacyView(person.Id, roster.NameOf(person.Id), stored);
    }

    /// <summary>All of it as JSON, to be handed to the person. Of what other people stand in, too, as a whole roster, only what is his is given.</summary>
    public static JsonObject Export(StaffEntry person, IEnumerable<StoredEntry> entries, IReadOnlyList<AppUser> users, IReadOnlyList<ApiKey> keys, IReadOnlyList<CalendarLink> links, DateTimeOffset now)
    {
        return new JsonObject
        {
            ["staff"] = person.Id,
            ["at"] = now.UtcDateTime,
            ["person"] = JsonSerializer.SerializeToNode(person, JsonSerializerOptions.Web),
            ["users"] = Array(users.Select(user => new JsonObject { ["name"] = user.Name, ["shown"] = user.Shown, ["role"] = user.Role, ["mail"] = user.Mail, ["disabled"] = user.Disabled, ["made"] = user.MadeAt.UtcDateTime })),
            ["keys"] = Array(keys.Select(key => new JsonObject { ["id"] = key.Id, ["name"] = key.Name, ["made"] = key.MadeAt.UtcDateTime, ["revoked"] = key.RevokedAt?.UtcDateTime })),
            ["calendars"] = Array(links.Select(link => new JsonObject { ["id"] = link.Id, ["name"] = link.Name, ["made"] = link.MadeAt.UtcDateTime, ["revoked"] = link.RevokedAt?.UtcDateTime })),
            ["entries"] = Array(entries.Select(entry => EntryOf(entry, person.Id))),
        };
    }

    private static StoredLine Dated(Language t, string kind, DateTimeOffset[] times, CivilTime time)
    {
        return new StoredLine(kind, t[$"people.stored-{kind}"], times.Length, times.Length == 0 ? "" : time.Dated(times.Min()), times.Length == 0 ? "" : time.Dated(times.Max()));
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    private static JsonObject EntryOf(StoredEntry entry, string staff) => new()
    {
        ["position"] = entry.Position,
        ["kind"] = entry.Kind,
        ["terminal"] = entry.Terminal,
        ["received"] = entry.ReceivedAt.UtcDateTime,
        ["body"] = BodyOf(entry, staff),
    };

    private static JsonNode? BodyOf(StoredEntry entry, string staff)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(entry.Body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(Convert.ToBase64String(entry.Body));
        }

        if (entry.Kind is nameof(LogKind.Roster) && body is JsonObject roster)
        {
            return new JsonObject
            {
                ["Staff"] = Array((roster["Staff"] as JsonArray ?? []).Where(person => Is(person?["Id"], staff)).Select(person => person!.DeepClone())),
                ["Shifts"] = Of(roster["Shifts"], staff),
            };
        }

        // Of others who stand in a list beside him nothing goes out: whose shifts were planned with his, who was told with him, who has read the same sheet.
        string list = entry.Kind switch { nameof(LogKind.Plan) => "Changes", nameof(LogKind.Notice) => "To", nameof(LogKind.Gate) => "ReadBy", _ => "" };
        if (body is JsonObject whole && whole[list] is JsonArray)
        {
            whole[list] = Of(whole[list], staff);
        }

        return body;
    }

    // Those of a list that name him.
    private static JsonArray Of(JsonNode? list, string staff) => Array((list as JsonArray ?? []).Where(item => Names(item, staff)).Select(item => item!.DeepClone()));

    private static bool Names(JsonNode? node, string staff) => node switch
    {
        JsonObject group => group.Any(member => Names(member.Value, staff)),
        JsonArray list => list.Any(item => Names(item, staff)),
        _ => Is(node, staff),
    };

    private static bool Is(JsonNode? node, string staff) => node is JsonValue value && value.TryGetValue(out string? text) && string.Equals(text, staff, StringComparison.Ordinal);
}
