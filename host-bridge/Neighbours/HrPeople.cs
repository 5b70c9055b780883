using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>A person as a system for staff knows him. What is null was not said, and stays as it is.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">One of the roster's roles.</param>
/// <param name="Badges">The UIDs of the badges in hex, or what the roster has of one that was enrolled by tapping.</param>
/// <param name="Mail">The mail address; empty: there is none any more.</param>
/// <param name="LeftOn">The first day on which the person does not belong to the house any more.</param>
public sealed record HrPerson(string Id, string Name, string? Role, IReadOnlyList<string>? Badges, string? Mail, LocalDate? LeftOn);

/// <summary>What is wrong in a list of people.</summary>
/// <param name="Pointer">Where, as a JSON pointer (RFC 6901).</param>
/// <param name="Words">What, and the remedy.</param>
public sealed record HrFault(string Pointer, string Words);

/// <summary>Reads a list of people, and says of everything that is wrong in it where that is.</summary>
public static class HrPeople
{
    /// <summary>The most people at a time.</summary>
    public const int Most = 5000;

    private const int MostFaults = 100;
    /// <summary>The longest name.</summary>
    internal const int LongestName = 80;

    private const int LongestMail = 254;
    private const int LongestEcho = 40;
    private static readonly string[] Members = ["id", "name", "role", "badges", "mail", "leftOn"];

    /// <summary>Reads it. With a fault nothing of it is to be used.</summary>
    /// <exception cref="JsonException">It is no JSON, or a member stands in an object twice.</exception>
    public static (IReadOnlyList<HrPerson> People, IReadOnlyList<HrFault> Faults) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadList(body);
        }
        catch (InvalidOperationException exception)
        {
            // That a text in it is no text, as half a character is none, shows only when it is asked for.
            throw new JsonException("A text in it is none.", exception);
        }
    }

    private static (IReadOnlyList<HrPerson> People, IReadOnlyList<HrFault> Faults) ReadList(ReadOnlyMemory<byte> body)
    {
        using JsonDocument json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
        var faults = new List<HrFault>();
        var people = new List<HrPerson>();
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            return ([], [new HrFault("", "It is no list: send an array of people.")]);
        }

        if (json.RootElement.GetArrayLength() is 0 or > Most)
        {
            return ([], [new HrFault("", string.Create(CultureInfo.InvariantCulture, $"It has {json.RootElement.GetArrayLength()} people: send 1 to {Most} at a time."))]);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var badges = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int index = 0;
        foreach (JsonElement item in json.RootElement.EnumerateArray())
        {
            HrPerson? person = new Reader(string.Create(CultureInfo.InvariantCulture, $"/{index++}"), item, faults).Person(ids, badges);
            if (person != null)
            {
                people.Add(person);
            }

            if (faults.Count >= MostFaults)
            {
                // Behind so many the list is of another kind altogether.
                break;
            }
        }

        return (people, faults);
    }

    /// <summary>Whether a text may be a mail address.</summary>
    internal static bool IsMail(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= LongestMail && at > 0 && at < text.Length - 1 && text.IndexOf('@', at + 1) < 0 && !text.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign is '<' or '>' or ',' or ';');
    }

    private static string Cut(string text) => text.Length <= LongestEcho ? text : text[..LongestEcho] + "…";

    private sealed class Reader(string place, JsonElement item, List<HrFault> faults)
    {
        private readonly int _before = faults.Count;

        internal HrPerson? Person(HashSet<string> ids, HashSet<string> badges)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new HrFault(place, "It is no object: a person has id and name."));
                return null;
            }

            foreach (string unknown in item.EnumerateObject().Select(member => member.Name).Where(name => !Members.Contains(name, StringComparer.Ordinal)))
            {
                Fault("/" + Cut(unknown).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), $"There is no such member: a person has {string.Join(", ", Members)}.");
            }

            string? id = Text("id"), name = Text("name")?.Trim(), role = Text("role"), mail = Text("mail"), left = Text("leftOn");
            if (id == null || !RecordBody.IsId(id))
            {
                Fault("/id", "It is no id: use 1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }
            else if (!ids.Add(id))
            {
                Fault("/id", $"{id} stands in the list twice: send each person once.");
            }

            if (string.IsNullOrEmpty(name) || name.Length > LongestName || name.Any(char.IsControl))
            {
                Fault("/name", $"It must be 1 to {LongestName} characters on one line.");
            }

            if (role != null && !RosterModel.Roles.Contains(role, StringComparer.Ordinal))
            {
                Fault("/role", $"'{Cut(role)}' is none of {string.Join(", ", RosterModel.Roles)}.");
            }

            if (mail is { Length: > 0 } && !IsMail(mail))
            {
                Fault("/mail", "It is no mail address: write name@house.example, or an empty text for none.");
            }

            LocalDate? day = null;
            if (left != null)
            {
                ParseResult<LocalDate> parsed = LocalDatePattern.Iso.Parse(left);
                day = parsed.Success ? parsed.Value : null;
                if (!parsed.Success)
                {
                    Fault("/leftOn", $"'{Cut(left)}' is no day: write yyyy-MM-dd.");
                }
            }

            IReadOnlyList<string>? own = Badges(badges);
            return faults.Count == _before ? new HrPerson(id!, name!, role, own, mail, day) : null;
        }

        private IReadOnlyList<string>? Badges(HashSet<string> taken)
        {
            if (!item.TryGetProperty("badges", out JsonElement list) || list.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Badge.MostAPerson)
            {
                Fault("/badges", $"It must be a list of at most {Badge.MostAPerson} UIDs.");
                return null;
            }

            var badges = new List<string>();
            foreach (JsonElement entry in list.EnumerateArray())
            {
                string where = string.Create(CultureInfo.InvariantCulture, $"/badges/{badges.Count}");
                string uid = entry.ValueKind == JsonValueKind.String ? TextOf(entry) ?? "" : "";
                badges.Add(uid);
                if (!Badge.Is(uid))
                {
                    Fault(where, $"It is no UID: {Badge.Wanted}, as a text.");
                }
                else if (Badge.IsRandom(uid))
                {
                    Fault(where, "It is a random UID, as telephones draw one at each tap: nobody can be known by it, so give the person a card.");
                }
                else if (!taken.Add(uid))
                {
                    Fault(where, "This badge is given twice in the list: a badge belongs to one person.");
                }
            }

            return badges;
        }

        private string? Text(string name)
        {
            if (!item.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            string? text = value.ValueKind == JsonValueKind.String ? TextOf(value) : null;
            if (text == null && name is not ("id" or "name"))
            {
                Fault("/" + name, "It must be a text.");
            }

            return text;
        }

        // Half a pair of surrogates is no text, and shows only when it is asked for.
        private static string? TextOf(JsonElement value)
        {
            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        private void Fault(string member, string words) => faults.Add(new HrFault(place + member, words));
    }
}
