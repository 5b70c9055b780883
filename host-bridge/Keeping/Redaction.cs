using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Takes a person out of the bodies of entries. His id becomes a pseudonym, everywhere the same, so that everything folds as it did; his name becomes it, too,
/// wherever it stands in a text; his badges become others that nobody has, as notices are known by them; what else the roster says of him goes.
/// </summary>
internal sealed class Redaction
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> KeptOfPerson = new(["Id", "Role", "Qualified"], StringComparer.Ordinal);

    private readonly string[] _ids;
    private readonly string[] _names;
    private readonly (string Badge, string Other)[] _badges;
    private readonly Regex _word;

    /// <summary>A redaction of one person.</summary>
    /// <param name="ids">His id in the roster, and after it the names under which he signed in.</param>
    /// <param name="names">The names that he ever had.</param>
    /// <param name="badges">The hashes of his badges, as records have them, and what is to stand for each.</param>
    internal Redaction(string[] ids, string pseudonym, IEnumerable<string> names, IEnumerable<(string Badge, string Other)> badges)
    {
        _ids = ids;
        Pseudonym = pseudonym;

        // The longest first: one name may be a part of another. A name of one letter would be found in every text.
        _names = [.. names.Where(name => name.Length >= 2).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length)];
        _badges = [.. badges];

        // Not within another word, nor within another id, as ids may hold dots and hyphens.
        _word = new Regex($"(?<![A-Za-z0-9_]|[A-Za-z0-9_][.-])(?:{string.Join('|', ids.OrderByDescending(id => id.Length).Select(Regex.Escape))})(?![A-Za-z0-9_]|[.-][A-Za-z0-9_])", RegexOptions.CultureInvariant, Patience);
    }

    /// <summary>What stands for him.</summary>
    internal string Pseudonym { get; }

    /// <summary>A text without him; null: he is not in it.</summary>
    internal string? Of(string text) => Without(text);

    /// <summary>Whether he is in some JSON, whatever way its texts are escaped.</summary>
    internal bool IsIn(string json) => JsonNode.Parse(json) is { } node && Replace(node);

    /// <summary>The body without him; null: he is not in it.</summary>
    internal byte[]? Of(LogEntry entry)
    {
        switch (entry.Kind)
        {
            case LogKind.Record or LogKind.Fork or LogKind.Erased when RecordBody.Read(entry.Body) != null:
                return OfRecord(entry);
            case LogKind.Record or LogKind.Fork or LogKind.Quarantined or LogKind.Erased:
                return OfBytes(entry);
            case LogKind.Terminal or LogKind.Retained or LogKind.Erasure or LogKind.Link or LogKind.Started or LogKind.PassedOver or LogKind.RosterWindow:
                // Nobody stands in them.
                return null;
            default:
                return OfJson(entry);
        }
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(Plain));

    private byte[]? OfRecord(LogEntry entry)
    {
        JsonObject record = JsonNode.Parse(entry.Body)!.AsObject();
        JsonNode? mac = record["mac"]?.DeepClone();
        record.Remove("mac");
        if (!Replace(record))
        {
            return null;
        }

        record.Remove("erased");
        record.Add("erased", true);
        record.Add("mac", mac);
        byte[] body = Bytes(record);

        // Whoever forges a record can make it as long as it may be; what it claims is short.
        return RecordBody.Read(body) != null ? body : ClaimOf(entry);
    }

    // Bytes that are no record may hold anything. What they claim is all that the chain needs of them.
    private byte[]? OfBytes(LogEntry entry)
    {
        string text = Encoding.UTF8.GetString(entry.Body);
        if (!_word.IsMatch(text) && !_names.Any(name => text.Contains(name, StringComparison.Ordinal)) && !_badges.Any(badge => text.Contains(badge.Badge, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return ClaimOf(entry);
    }

    private static byte[] ClaimOf(LogEntry entry)
    {
        var left = new JsonObject();
        if (RecordClaim.Read(entry.Body, entry.Terminal) is { } claim)
        {
            left.Add("terminal", entry.Terminal);
            left.Add("epoch", claim.Epoch);
            left.Add("seq", claim.Seq);
            left.Add("erased", true);
            if (claim.Mac != null)
            {
                left.Add("mac", Convert.ToHexStringLower(claim.Mac));
            }
        }
        else
        {
            left.Add("erased", true);
        }

        return Bytes(left);
    }

    private byte[]? OfJson(LogEntry entry)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(entry.Body);
        }
        catch (JsonException)
        {
            return OfBytes(entry);
        }

        if (body is not JsonObject and not JsonArray)
        {
            return null;
        }

        bool changed = entry.Kind == LogKind.Roster && ClearPerson(body);
        changed |= Replace(body);
        return changed ? Bytes(body) : null;
    }

    private bool ClearPerson(JsonNode roster)
    {
        JsonObject? person = (roster["Staff"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(staff => staff["Id"] is JsonValue id && id.TryGetValue(out string? text) && string.Equals(text, _ids[0], StringComparison.Ordinal));
        if (person == null)
        {
            return false;
        }

        foreach (string member in person.Select(member => member.Key).Where(name => !KeptOfPerson.Contains(name)).ToArray())
        {
            person[member] = person[member] switch
            {
                JsonArray => new JsonArray(),
                JsonObject => new JsonObject(),
                JsonValue value when value.GetValueKind() == JsonValueKind.String => "",
                _ => person[member]?.DeepClone(),
            };
        }

        return true;
    }

    private bool Replace(JsonNode node)
    {
        bool changed = false;
        if (node is JsonObject members)
        {
            foreach ((string name, JsonNode? value) in members.ToArray())
            {
                if (Without(name) is { } other)
                {
                    members.Remove(name);
                    members[other] = value;
                    changed = true;
                }
            }

            foreach ((string name, JsonNode? value) in members.ToArray())
            {
                changed |= Replace(value, text => members[name] = text);
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                int at = i;
                changed |= Replace(items[i], text => items[at] = text);
            }
        }

        return changed;
    }

    private bool Replace(JsonNode? value, Action<string> put)
    {
        if (value is JsonValue text)
        {
            if (text.GetValueKind() != JsonValueKind.String || Without(text.GetValue<string>()) is not { } other)
            {
                return false;
            }

            put(other);
            return true;
        }

        return value != null && Replace(value);
    }

    // The text without him; null: he is not in it.
    private string? Without(string text)
    {
        string left = RecordBody.IsId(text)
            ? _ids.Contains(text, StringComparer.Ordinal) ? Pseudonym : text
            : _word.Replace(text, Pseudonym);
        foreach (string name in _names)
        {
            left = left.Replace(name, Pseudonym, StringComparison.Ordinal);
        }

        foreach ((string badge, string other) in _badges)
        {
            left = left.Replace(badge, other, StringComparison.OrdinalIgnoreCase);
        }

        return string.Equals(left, text, StringComparison.Ordinal) ? null : left;
    }
}
