using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>What the forms of a sheet's page ask for.</summary>
public static class SheetForms
{
    private static readonly string[] Places = ["text", "due", "watch", "how", "cause", "course", "result", "reason"];

    /// <summary>
    /// Decides what a form asks for at a moment. What is meant for a sheet is not done to the next one: who was writing when the duty was handed over is told so. Refusals beside those of
    /// the requests: <c>no-time</c>, <c>unknown-kind</c>.
    /// </summary>
    public static Answer Decide(DutyRoom room, string post, int number, string staff, string act, IReadOnlyDictionary<string, string> fields, DateTimeOffset now)
    {
        var sheets = new SheetRequests(room, post, now);
        var holds = new HoldRequests(room, post, now);
        string Field(string name) => fields.GetValueOrDefault(name, "").Trim();
        switch (act)
        {
            case "hold-open":
                return holds.Open(staff, Field("kind"), Field("reason"));
            case "hold-clear":
                // Whoever lets a handover happen says why.
                return Field("reason").Length == 0 ? Answer.Refuse("no-text") : holds.Clear(staff, Field("kind"), Field("reason"));
            case "amend":
                return sheets.Amend(staff, Field("text"), number);
        }

        if (room.PostOf(post).Book.Current?.Number != number)
        {
            return Answer.Refuse(room.PostOf(post).Book.Numbered(number) == null ? "no-sheet" : "frozen");
        }

        return act switch
        {
            "write" => Details(room.Roster, fields) is { } details ? sheets.Write(staff, Field("section"), Field("text"), details, Field("draft")) : Answer.Refuse("no-time"),
            "item" => Reword(room, post, sheets, staff, fields),
            "nothing" => sheets.Nothing(staff, Field("section")),
            "something" => sheets.Something(staff, Field("section")),
            "close" => sheets.Close(staff, Id(fields)),
            "reopen" => sheets.Reopen(staff, Id(fields)),
            "count" => int.TryParse(Field("number"), NumberStyles.None, CultureInfo.InvariantCulture, out int counted) ? sheets.Count(staff, Field("name"), counted) : Answer.Refuse("no-number"),
            "tick" => sheets.Tick(staff, Field("name")),
            "untick" => sheets.Untick(staff, Field("name")),
            "read" => sheets.Read(staff, int.TryParse(Field("seen"), NumberStyles.None, CultureInfo.InvariantCulture, out int seen) ? seen : 0),
            "dispute" => sheets.Dispute(staff, Field("text")),
            "settle" => sheets.Settle(staff, Field("text")),
            _ => Answer.Refuse("unknown-kind"),
        };
    }

    /// <summary>What stood in a form that was refused.</summary>
    public static SheetKept Kept(string act, IReadOnlyDictionary<string, string> fields)
    {
        string of = act switch
        {
            "write" => fields.GetValueOrDefault("section", ""),
            "item" or "close" => fields.GetValueOrDefault("id", ""),
            "hold-clear" => fields.GetValueOrDefault("kind", ""),
            "count" => fields.GetValueOrDefault("name", ""),
            _ => "",
        };
        return new SheetKept(act is "close" ? "item" : act, of, fields);
    }

    private static long Id(IReadOnlyDictionary<string, string> fields) => long.TryParse(fields.GetValueOrDefault("id", ""), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : 0;

    private static ItemDetails? Details(RosterModel roster, IReadOnlyDictionary<string, string> fields)
    {
        var details = new ItemDetails();
        foreach (string place in Places.Skip(1))
        {
            string text = fields.GetValueOrDefault(place, "").Trim();
            if (place is "due" && text.Length > 0)
            {
                text = Moment(roster, text);
                if (text.Length == 0)
                {
                    return null;
                }
            }

            details = details.With(place, text);
        }

        return details;
    }

    // Only what the person has changed is written: what stands otherwise there by now has somebody else written.
    private static Answer Reword(DutyRoom room, string post, SheetRequests sheets, string staff, IReadOnlyDictionary<string, string> fields)
    {
        SheetItem? item = room.PostOf(post).Book.Current?.Items.Find(item => item.Id == Id(fields));
        var words = new List<(string Name, string Was, string Text)>();
        foreach (string place in Places)
        {
            string was = fields.GetValueOrDefault("was-" + place, "");
            if (!fields.TryGetValue(place, out string? text) || string.Equals(text.Trim(), was, StringComparison.Ordinal))
            {
                continue;
            }

            text = text.Trim();
            if (place is "due")
            {
                string moment = Moment(room.Roster, text);
                if (text.Length > 0 && moment.Length == 0)
                {
                    return Answer.Refuse("no-time");
                }

                // A field shows whole minutes, and the time that a section gives an item has seconds, too.
                string shown = item?.Details.Due is { } due ? SheetView.InField(room.Roster, due) : "";
                was = string.Equals(was, shown, StringComparison.Ordinal) ? item?.Get(place) ?? "" : Moment(room.Roster, was);
                text = moment;
            }

            words.Add((place, was, text));
        }

        return sheets.Reword(staff, Id(fields), words);
    }

    // A civil time of the house as the moment that the log keeps; empty: it is none.
    private static string Moment(RosterModel roster, string civil) =>
        RosterModel.ParseCivil(civil) is { } time ? roster.Moment(time).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) : "";
}
