using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>What somebody has written into the form by which records are found.</summary>
/// <param name="Post">The post's id; empty: any.</param>
/// <param name="Person">A person, by id or name; empty: anybody.</param>
/// <param name="Type">The type; empty: any.</param>
/// <param name="From">The first day; empty: any.</param>
/// <param name="To">The last day; empty: any.</param>
/// <param name="Before">The place that the page stands before; empty: the newest.</param>
/// <param name="After">The place that the page stands behind; empty: it goes by the one before.</param>
public sealed record RecordForm(string Post, string Person, string Type, string From, string To, string Before = "", string After = "")
{
    /// <summary>How many days a span has at most: a quarter. Of every day of it the index is gone through.</summary>
    public const int MostDays = 92;

    private const int LongestField = 80;

    /// <summary>That of a request.</summary>
    public static RecordForm Of(HttpRequest request)
    {
        // A link to one day names that alone.
        string day = Field("day");
        return Spanned(new RecordForm(Field("post"), Field("person"), Field("type"), day.Length > 0 ? day : Field("from"), day.Length > 0 ? day : Field("to"), Field("before"), Field("after")));

        string Field(string name) => request.Query[name].ToString().Trim() is { Length: <= LongestField } text ? text : "";
    }

    /// <summary>What it asks for, or why that cannot be asked, in words.</summary>
    public (RecordQuery Query, string Fault) ToQuery(Language t, RosterModel roster)
    {
        (string? person, string fault) = PersonOf(t, roster);
        (int? first, int? last) = (null, null);
        if (From.Length > 0 || To.Length > 0)
        {
            LocalDate? from = DayOf(From), to = DayOf(To);
            fault = from == null || to == null ? t["records.bad-day", from == null ? From : To]
                : to < from ? t["records.bad-span", From, To]
                : Period.DaysBetween(from.Value, to.Value) >= MostDays ? t["records.long-span", MostDays]
                : fault;
            (first, last) = (from is { } begin ? RecordFacts.NumberOf(begin) : null, to is { } end ? RecordFacts.NumberOf(end) : null);
        }

        if (Type.Length > 0 && !RecordTypes.All.Contains(Type, StringComparer.Ordinal))
        {
            fault = t["records.bad-type", Type];
        }

        if (!IsPlace(Before, out long? before) || !IsPlace(After, out long? after))
        {
            return (new RecordQuery(), t["records.bad-place"]);
        }

        return (new RecordQuery(Post.Length > 0 ? Post : null, person, Type.Length > 0 ? Type : null, first) { LastDay = last, Before = before, After = after }, fault);
    }

    /// <summary>The address of this search at some path, from a place on.</summary>
    /// <param name="path">The path.</param>
    /// <param name="place">The parameter that names the place; empty: from the newest on.</param>
    /// <param name="position">The place.</param>
    public string Address(string path, string place = "", long position = 0)
    {
        (string day, string from, string to) = string.Equals(From, To, StringComparison.Ordinal) ? (From, "", "") : ("", From, To);
        IEnumerable<(string Name, string Value)> fields = [("post", Post), ("person", Person), ("type", Type), ("day", day), ("from", from), ("to", to), (place, place.Length > 0 ? position.ToString(CultureInfo.InvariantCulture) : "")];
        string query = string.Join('&', fields.Where(field => field.Value.Length > 0).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    // Of a span with one end the other is filled in, so that whoever looks sees which days he is shown.
    private static RecordForm Spanned(RecordForm form)
    {
        return form.From.Length == 0 && DayOf(form.To) is { } to ? form with { From = LocalDatePattern.Iso.Format(to.PlusDays(1 - MostDays)) }
            : form.To.Length == 0 && DayOf(form.From) is { } from ? form with { To = LocalDatePattern.Iso.Format(from.PlusDays(MostDays - 1)) }
            : form;
    }

    private static LocalDate? DayOf(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 1970 and < 9000 } day } ? day : null;

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
