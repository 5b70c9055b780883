using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>
/// Where each person's badge was tapped last, to find one that was at two posts sooner than anybody walks from one to the other. Only taps count whose time is
/// sure, and only by that time: a terminal that was without a network sends yesterday's records today. What says nothing of a badge counts for somebody with one
/// badge alone, as two badges may be in two places.
/// </summary>
public sealed class BadgeSightings
{
    // Whoever taps more often in the time that one walks stands at one post.
    private const int MostAPerson = 24;

    // A terminal steps its clock when it is two seconds off, and two terminals are two clocks.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, List<Sighting>> _people = new(StringComparer.Ordinal);

    /// <summary>Takes a record in; returns what it gives cause for.</summary>
    /// <param name="roster">The roster in force.</param>
    /// <param name="post">The post at which it was written.</param>
    /// <param name="record">The record.</param>
    public IReadOnlyList<Notice> Take(RosterModel roster, string post, RecordView record)
    {
        // What was written because time passed, or because the bridge said so, was no tap; nor is the leaving of somebody whom a handover has clocked out, as he has tapped some time before.
        string badge = record.Text("badge");
        switch (record.Type)
        {
            case "duty.clock-in" or "duty.clock-out" or "tap.refused" or "handover.refused" when badge.Length > 0:
            case "duty.continued" or "handover.started" or "away.started" or "away.ended" or "check.answered" or "hold.released" or "handover.silenced":
                return See(roster, record.Id("staff"), post, record, badge, record.SureTime());
            case "handover.confirmed":
                return [.. See(roster, record.Id("outgoing"), post, record, "", record.SureTime("outgoingAt")), .. See(roster, record.Id("incoming"), post, record, "", record.SureTime("incomingAt"))];
            default:
                return [];
        }
    }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(_people, person =>
        {
            writer.Text(person.Key);
            writer.Each(person.Value, seen =>
            {
                writer.Text(seen.Terminal);
                writer.Text(seen.Post);
                writer.Text(seen.Badge);
                writer.Time(seen.At);
            });
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        reader.Times(() => _people.Add(reader.Text(), reader.Each(() => new Sighting(reader.Text(), reader.Text(), reader.Text(), reader.Time()))));
    }

    private IReadOnlyList<Notice> See(RosterModel roster, string staff, string post, RecordView record, string badge, DateTimeOffset? at)
    {
        // Badges of nobody are a matter of their own, and there is no end of them.
        if (at is not { } sure || roster.Person(staff) is not { } person)
        {
            return [];
        }

        if (!_people.TryGetValue(person.Id, out List<Sighting>? known))
        {
            known = [];
            _people.Add(person.Id, known);
        }

        var seen = new Sighting(record.Entry.Terminal, post, badge, sure);
        List<Notice>? found = null;
        foreach (Sighting other in known)
        {
            if (IsTwice(roster, person, seen, other))
            {
                (found ??= []).Add(NoticeOf(staff, seen, other));
            }
        }

        Keep(known, seen);
        return found ?? [];
    }

    private static bool IsTwice(RosterModel roster, StaffEntry person, Sighting one, Sighting other)
    {
        bool same = person.Badges.Count <= 1 || (one.Badge.Length > 0 && string.Equals(one.Badge, other.Badge, StringComparison.Ordinal));
        return same && !string.Equals(one.Post, other.Post, StringComparison.Ordinal) && (one.At - other.At).Duration() < roster.Walk(one.Post, other.Post) - ClockSlack;
    }

    private static Notice NoticeOf(string staff, Sighting one, Sighting other)
    {
        (Sighting first, Sighting last) = one.At < other.At ? (one, other) : (other, one);

        // The pair is the same whichever of them came second.
        string[] pair = [first.Terminal, last.Terminal];
        Array.Sort(pair, StringComparer.Ordinal);
        string key = string.Create(CultureInfo.InvariantCulture, $"badge-cloned/{staff}/{pair[0]}/{pair[1]}/{last.At.UtcDateTime:yyyyMMddHH}");
        return new Notice(key, "badge-cloned", last.Post, last.Terminal, staff, last.At, [], first.Terminal);
    }

    private static void Keep(List<Sighting> known, Sighting seen)
    {
        int place = known.Count;
        while (place > 0 && known[place - 1].At > seen.At)
        {
            place--;
        }

        if (known.Count == known.Capacity)
        {
            // Everybody's list comes to have as many as it may: room for twice as many would stay empty.
            known.Capacity = Math.Min(Math.Max(4, known.Count * 2), MostAPerson + 1);
        }

        known.Insert(place, known.Count > 0 ? InWordsOf(known[^1], seen) : seen);
        if (known.Count > MostAPerson)
        {
            known.RemoveAt(0);
        }
    }

    // Nearly always it is the same badge at the same terminal as before: their texts are kept once.
    private static Sighting InWordsOf(Sighting before, Sighting seen) => seen with { Terminal = Either(before.Terminal, seen.Terminal), Badge = Either(before.Badge, seen.Badge) };

    private static string Either(string known, string same) => string.Equals(known, same, StringComparison.Ordinal) ? known : same;

    // Kept by the dozen of everybody, side by side.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sighting(string Terminal, string Post, string Badge, DateTimeOffset At);
}
