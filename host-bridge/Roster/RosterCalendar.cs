using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Shifts as iCalendar, both ways. An event is a shift: its id and its post stand in properties of our own, or else in its summary and its location, where people read names. The leader is the chair or stands in a property of our own,
/// the crew are optional participants, and the other attendees are deputies. An attendee is named by id and no address is given away: a calendar that is passed
/// on must not write to anybody.
/// </summary>
public static class RosterCalendar
{
    private const string Chair = "CHAIR", Deputy = "REQ-PARTICIPANT", Crew = "OPT-PARTICIPANT";
    private const string LeaderProperty = "X-DUTYKIOSK-LEADER", DoublesProperty = "X-DUTYKIOSK-DOUBLES", SupervisorProperty = "X-DUTYKIOSK-SUPERVISOR", IdParameter = "X-DUTYKIOSK-ID", ShiftProperty = "X-DUTYKIOSK-SHIFT", PostProperty = "X-DUTYKIOSK-POST";
    private const string NobodysAddress = "@dutykiosk.invalid";
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm");

    /// <summary>Writes shifts with their people, under names where somebody gives them some.</summary>
    public static string Write(IEnumerable<RosterShift> shifts, Func<RosterShift, ShiftName>? nameOf = null)
    {
        var calendar = new Calendar { ProductId = "-//DutyKiosk//roster//EN" };
        foreach (RosterShift shift in shifts)
        {
            CalendarEvent written = EventOf(shift, nameOf?.Invoke(shift));

            // A shift without a leader says so, or its first deputy would be read as one.
            written.AddProperty(LeaderProperty, shift.Entry.Leader);
            Name(written, SupervisorProperty, shift.Entry.Supervisor);
            Name(written, DoublesProperty, string.Join(' ', shift.Entry.Doubles));
            string[] leader = shift.Entry.Leader.Length > 0 ? [shift.Entry.Leader] : [];
            written.Attendees = [.. leader.Select(id => Attendee(id, Chair)), .. shift.Entry.Deputies.Select(id => Attendee(id, Deputy)), .. shift.Entry.Crew.Select(id => Attendee(id, Crew))];
            calendar.Events.Add(written);
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>The event of a shift, without its people. The same shift gives the same text whenever it is asked for.</summary>
    internal static CalendarEvent EventOf(RosterShift shift, ShiftName? name)
    {
        var written = new CalendarEvent
        {
            Uid = $"{shift.Post}-{shift.Id}-{shift.Start:yyyyMMdd}@dutykiosk",
            Summary = name?.Title ?? shift.Id,
            Location = name?.Place ?? shift.Post,
            DtStamp = new CalDateTime(shift.Start.UtcDateTime),
            Start = new CalDateTime(shift.Start.UtcDateTime),
            End = new CalDateTime(shift.End.UtcDateTime),
        };
        if (name != null)
        {
            written.AddProperty(ShiftProperty, shift.Id);
            written.AddProperty(PostProperty, shift.Post);
        }

        return written;
    }

    /// <summary>Reads shifts, or says in which events it cannot. Times without a zone are civil times of the house.</summary>
    public static Imported<ShiftEntry> Read(ReadOnlySpan<byte> bytes, DateTimeZone zone)
    {
        var shifts = new ShiftGathering();
        CalendarEvent[] events;
        if (bytes.Length > ImportBounds.Bytes)
        {
            shifts.Fault("file", $"it is longer than {ImportBounds.Bytes / 1024} KiB: split it by month.", "long");
            return shifts.Result;
        }

        try
        {
            string text = new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF');
            events = [.. CalendarCollection.Load(text).SelectMany(calendar => calendar.Events)];
        }
        catch (Exception exception)
        {
            // Whatever another program has written: the library throws what it likes, and who asked is told that it is no calendar.
            shifts.Fault("file", $"it cannot be read as iCalendar in UTF-8 ({exception.Message.ReplaceLineEndings(" ")}): export it anew.", "no-calendar");
            return shifts.Result;
        }

        if (events.Length is 0 or > ImportBounds.Rows)
        {
            shifts.Fault("file", events.Length == 0 ? "there is no event in it: pick a calendar with a VEVENT for every shift." : $"there are more than {ImportBounds.Rows} events: split it by month.", events.Length == 0 ? "no-event" : "rows");
            return shifts.Result;
        }

        for (int i = 0; i < events.Length && !shifts.IsHopeless; i++)
        {
            string where = $"event {i + 1} ({events[i].Summary})";
            try
            {
                Take(shifts, where, events[i], zone);
            }
            catch (Exception exception)
            {
                // A zone that nobody knows and the like come to light only when they are asked for.
                shifts.Fault(where, $"it cannot be read ({exception.Message.ReplaceLineEndings(" ")}): correct it or take it away.", "no-calendar");
            }
        }

        return shifts.Result;
    }

    private static void Take(ShiftGathering shifts, string where, CalendarEvent read, DateTimeZone zone)
    {
        CalDateTime? start = read.DtStart;
        CalDateTime? end = read.DtEnd ?? (start != null && read.Duration is { } duration ? start.Add(duration) : null);
        (string What, string Word)? fault = start is not { HasTime: true } || end is not { HasTime: true } ? ("it has no start and end with times of day: give it both.", "no-times")
            : read.RecurrenceRule != null || read.RecurrenceDates.GetAllDates().Any() ? ("it repeats itself: write every shift as an event of its own, or use a rotation.", "repeats")
            : string.Equals(read.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase) ? ("it is cancelled: take it away.", "cancelled")
            : null;
        if (fault is { } wrong)
        {
            shifts.Fault(where, wrong.What, wrong.Word);
            return;
        }

        var people = read.Attendees.Select(attendee => (Id: IdOf(attendee), Role: (attendee.Role ?? Deputy).ToUpperInvariant())).ToList();
        string leader = Named(read, LeaderProperty);
        if (!read.Properties.ContainsKey(LeaderProperty))
        {
            // Who is no chair in anybody's calendar is the leader when he stands first.
            leader = people.Find(person => person.Role is Chair).Id ?? people.Find(person => person.Role is not Crew).Id ?? "";
        }

        shifts.Add(where, new ShiftEntry
        {
            Id = Named(read, ShiftProperty) is { Length: > 0 } id ? id : (read.Summary ?? "").Trim(),
            Post = Named(read, PostProperty) is { Length: > 0 } post ? post : (read.Location ?? "").Trim(),
            Start = Civil(start!, zone),
            End = Civil(end!, zone),
            Leader = leader,
            Deputies = [.. people.Where(person => person.Role is not (Crew or Chair) && !string.Equals(person.Id, leader, StringComparison.Ordinal)).Select(person => person.Id)],
            Crew = [.. people.Where(person => person.Role is Crew).Select(person => person.Id)],
            Doubles = Csv.Ids(Named(read, DoublesProperty)),
            Supervisor = Named(read, SupervisorProperty),
        });
    }

    private static string Civil(CalDateTime time, DateTimeZone zone)
    {
        LocalDateTime civil = time.IsFloating
            ? LocalDateTime.FromDateTime(time.Value)
            : Instant.FromDateTimeUtc(DateTime.SpecifyKind(time.AsUtc, DateTimeKind.Utc)).InZone(zone).LocalDateTime;
        return Minutes.Format(civil);
    }

    private static Attendee Attendee(string id, string role)
    {
        var attendee = new Attendee("mailto:" + id + NobodysAddress) { Role = role, CommonName = id };
        attendee.Parameters.Add(new CalendarParameter(IdParameter, id));
        return attendee;
    }

    // Ours say it in a parameter; others are known by the name before the at sign, or by what they are called, where that is an id.
    private static string IdOf(Attendee attendee)
    {
        string address = attendee.Value?.OriginalString ?? "";
        string local = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('@')[0];
        string name = attendee.CommonName ?? "";
        return attendee.Parameters.Get(IdParameter) is { Length: > 0 } id ? id : RecordBody.IsId(local) || !RecordBody.IsId(name) ? local : name;
    }

    private static void Name(CalendarEvent written, string property, string value)
    {
        if (value.Length > 0)
        {
            written.AddProperty(property, value);
        }
    }

    private static string Named(CalendarEvent read, string property) => (read.Properties[property]?.Value as string ?? "").Trim();
}
