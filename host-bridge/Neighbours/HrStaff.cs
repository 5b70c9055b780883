using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using NodaTime;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>What became of one person of a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Outcome"><c>added</c>, <c>changed</c>, <c>unchanged</c>, <c>left</c>, or <c>skipped</c>: who left was not here.</param>
/// <param name="Leaves">The day on which he will have left, as a text, when that is to come: nothing is kept of it, so it is to be sent again then; null: none.</param>
public sealed record HrOutcome(string Id, string Outcome, string? Leaves);

/// <summary>A roster into which a list of people was taken.</summary>
/// <param name="Document">The roster as it would be; null: nothing changes, or there are faults.</param>
/// <param name="Outcomes">What became of each, in the order of the list.</param>
/// <param name="Faults">What does not fit the roster.</param>
public sealed record HrStaff(RosterDocument? Document, IReadOnlyList<HrOutcome> Outcomes, IReadOnlyList<HrFault> Faults)
{
    /// <summary>Everybody of whom the list says that he has left, whether or not the roster knew that, or him.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>
    /// Takes people in. Who is not in the list stays as he is. Who has left is not removed, as past records and shifts name him: all of his badges are blocked, and he
    /// may not be rostered any more. What is blocked stays blocked, whatever is sent: who lost a badge is not let in by a list of yesterday.
    /// </summary>
    /// <param name="roster">The roster, which is left as it is.</param>
    /// <param name="people">The people, each id and each badge once.</param>
    /// <param name="today">The day of the house.</param>
    public static HrStaff Take(RosterDocument roster, IReadOnlyList<HrPerson> people, LocalDate today)
    {
        var staff = roster.Staff.ToList();
        Dictionary<string, int> places = staff.Select((person, index) => (person.Id, index)).ToDictionary(StringComparer.Ordinal);
        var outcomes = new List<HrOutcome>();
        foreach (HrPerson person in people)
        {
            bool left = person.LeftOn <= today;
            string? leaves = left ? null : person.LeftOn?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
            StaffEntry? before = places.TryGetValue(person.Id, out int place) ? staff[place] : null;
            if (before == null && left)
            {
                outcomes.Add(new HrOutcome(person.Id, "skipped", null));
                continue;
            }

            StaffEntry after = With(before ?? new StaffEntry { Id = person.Id }, person, left);
            bool same = before != null && IsSame(before, after);
            outcomes.Add(new HrOutcome(person.Id, same ? "unchanged" : left ? "left" : before == null ? "added" : "changed", leaves));
            if (before == null)
            {
                places.Add(person.Id, staff.Count);
                staff.Add(after);
            }
            else
            {
                staff[place] = after;
            }
        }

        List<HrFault> faults = SharedBadges(staff, people);
        bool changes = outcomes.Exists(outcome => outcome.Outcome is not ("unchanged" or "skipped"));
        return faults.Count > 0 ? new HrStaff(null, [], faults) : new HrStaff(changes ? RosterImport.WithStaff(roster, staff) : null, outcomes, []) { Left = [.. people.Where(person => person.LeftOn <= today).Select(person => person.Id)] };
    }

    private static StaffEntry With(StaffEntry before, HrPerson person, bool left)
    {
        // Another system knows the cards that it has given out, and none that somebody has enrolled at a terminal.
        List<string> badges = person.Badges == null ? before.Badges : [.. person.Badges, .. before.Badges.Where(badge => Badge.IsTap(badge) && !person.Badges.Contains(badge, StringComparer.OrdinalIgnoreCase))];
        return new StaffEntry
        {
            Id = before.Id,
            Name = person.Name,
            Role = person.Role ?? before.Role,
            Badges = badges,
            Blocked = left ? badges : [.. before.Blocked.Where(badge => badges.Contains(badge, StringComparer.OrdinalIgnoreCase))],
            Until = before.Until.Where(lent => badges.Contains(lent.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.Ordinal),
            Mail = person.Mail ?? before.Mail,
            Qualified = before.Qualified && !left,
        };
    }

    private static bool IsSame(StaffEntry one, StaffEntry other)
    {
        return string.Equals(one.Name, other.Name, StringComparison.Ordinal) && string.Equals(one.Role, other.Role, StringComparison.Ordinal) && string.Equals(one.Mail, other.Mail, StringComparison.Ordinal)
            && one.Qualified == other.Qualified && one.Badges.SequenceEqual(other.Badges, StringComparer.OrdinalIgnoreCase) && one.Blocked.SequenceEqual(other.Blocked, StringComparer.OrdinalIgnoreCase);
    }

    // A badge may pass from one person of the list to another; whom the list does not name keeps his.
    private static List<HrFault> SharedBadges(List<StaffEntry> staff, IReadOnlyList<HrPerson> people)
    {
        var faults = new List<HrFault>();
        ILookup<string, string> owners = staff.SelectMany(person => person.Badges.Select(badge => (badge, person.Id))).ToLookup(pair => pair.badge, pair => pair.Id, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < people.Count; i++)
        {
            for (int k = 0; k < (people[i].Badges?.Count ?? 0); k++)
            {
                if (owners[people[i].Badges![k]].FirstOrDefault(owner => !string.Equals(owner, people[i].Id, StringComparison.Ordinal)) is { } other)
                {
                    faults.Add(new HrFault(string.Create(CultureInfo.InvariantCulture, $"/{i}/badges/{k}"), $"This badge is {other}'s: a badge belongs to one person, so send both of them."));
                }
            }
        }

        return faults;
    }
}
