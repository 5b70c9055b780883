using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Http;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>What somebody has written into the form by which records are found.</summary>
/// <param name="Post">The post's id; empty: any.</param>
/// <param name="Person">A person, by id or name; empty: anybody.</param>
/// <param name="Type">The type; empty: any.</param>
/// <param name="Day">The day; empty: any.</param>
/// <param name="Before">The place that the page stands before; empty: the newest.</param>
/// <param name="After">The place that the page stands behind; empty: it goes by the one before.</param>
public sealed record RecordForm(string Post, string Person, string Type, string Day, string Before = "", string After = "")
{
    private const int LongestField = 80;

    /// <summary>That of a request.</summary>
    public static RecordForm Of(HttpRequest request)
    {
        return new RecordForm(Field("post"), Field("person"), Field("type"), Field("day"), Field("before"), Field("after"));

        string Field(string name) => request.Query[name].ToString().Trim() is { Length: <= LongestField } text ? text : "";
    }

    /// <summary>What it asks for, or why that cannot be asked, in words.</summary>
    public (RecordQuery Query, string Fault) ToQuery(Language t, RosterModel roster)
    {
        (string? person, string fault) = PersonOf(t, roster);
        int? day = null;
        if (Day.Length > 0)
        {
            if (LocalDatePattern.Iso.Parse(Day) is { Success: true, Value: { Year: > 1970 and < 9000 } found })
            {
                day = RecordFacts.NumberOf(found);
            }
            else
            {
                fault = t["records.bad-day", Day];
            }
        }

        if (Type.Length > 0 && !RecordTypes.All.Contains(Type, StringComparer.Ordinal))
        {
            fault = t["records.bad-type", Type];
        }

        if (!IsPlace(Before, out long? before) || !IsPlace(After, out long? after))
        {
            return (new RecordQuery(), t["records.bad-place"]);
        }

        return (new RecordQuery(Post.Length > 0 ? Post : null, person, Type.Length > 0 ? Type : null, day) { Before = before, After = after }, fault);
    }

    /// <summary>The address of this search at some path, from a place on.</summary>
    /// <param name="path">The path.</param>
    /// <param name="place">The parameter that names the place; empty: from the newest on.</param>
    /// <param name="position">The place.</param>
    public string Address(string path, string place = "", long position = 0)
    {
        IEnumerable<(string Name, string Value)> fields = [("post", Post), ("person", Person), ("type", Type), ("day", Day), (place, place.Length > 0 ? position.ToString(CultureInfo.InvariantCulture) : "")];
        string query = string.Join('&', fields.Where(field => field.Value.Length > 0).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private static bool IsPlace(string text, out long? place)
    {
        place = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        return text.Length == 0 || place != null;
    }

    // People know each other by name. Whoever stands in the roster no more is found by the id.
    private (string? Id, string Fault) PersonOf(Language t, RosterModel roster)
    {
        if (Person.Length == 0)
        {
            return (null, "");
        }

        if (roster.Person(Person) != null)
        {
            return (Person, "");
        }

        string[] named = [.. roster.Document.Staff.Where(staff => string.Equals(staff.Name, Person, StringComparison.OrdinalIgnoreCase)).Select(staff => staff.Id)];
        return named.Length switch
        {
            1 => (named[0], ""),
            > 1 => (null, t["records.many-named", Person, t.List(named)]),
            _ => RecordBody.IsId(Person) ? (Person, "") : (null, t["records.nobody-named", Person]),
        };
    }
}
