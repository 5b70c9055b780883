using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What an import does to one shift or person.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="What">Which one.</param>
/// <param name="How">What differs, or why it is refused; empty: nothing.</param>
public sealed record RosterChange(string Kind, string What, string How);

/// <summary>A roster into which entries were taken, and what that changes. What is not among the entries stays as it is.</summary>
/// <param name="Document">The roster as it would be.</param>
/// <param name="Changes">One for every entry.</param>
public sealed record RosterImport(RosterDocument Document, IReadOnlyList<RosterChange> Changes)
{
    private const int SameIdDays = 40;

    /// <summary>
    /// Takes shifts in. One that is over is refused unless nothing in it differs, wherever the import would move it: what has been is corrected by requests and
    /// not by a new roster.
    /// </summary>
    public static RosterImport Shifts(RosterModel roster, IReadOnlyList<ShiftEntry> shifts, DateTimeOffset now)
    {
        var written = roster.Document.Shifts.ToList();
        var changes = new List<RosterChange>();
        foreach (ShiftEntry shift in shifts)
        {
            string what = $"{shift.Post} {shift.Id} {shift.Start} - {shift.End}";
            DateTimeOffset start = MomentOf(roster, shift.Start);
            ShiftEntry? before = roster.Shift(shift.Post, shift.Id, start)?.Entry;
            string how = before == null ? "" : Differences(before, shift);
            if (before != null && how.Length == 0)
            {
                changes.Add(new RosterChange("unchanged", what, ""));
            }
            else if (MomentOf(roster, shift.End) <= now || (before != null && MomentOf(roster, before.End) <= now))
            {
                changes.Add(new RosterChange("refused", what, "it is over, and a roster does not change what has been: take it away, or request a correction"));
            }
            else
            {
                int at = written.FindIndex(other => string.Equals(other.Post, shift.Post, StringComparison.Ordinal) && string.Equals(other.Id, shift.Id, StringComparison.Ordinal)
                    && (MomentOf(roster, other.Start) - start).Duration() < TimeSpan.FromDays(SameIdDays));
                if (at < 0)
                {
                    written.Add(shift);
                }
                else
                {
                    written[at] = shift;
                }

                changes.Add(new RosterChange(before == null ? "added" : "changed", what, how));
            }
        }

        return new RosterImport(With(roster.Document, written, roster.Document.Staff), changes);
    }

    /// <summary>Takes people in. Which of a person's badges are blocked, and which are lent, stays as it is, for those that he still has, and so does what the table has no column for.</summary>
    public static RosterImport Staff(RosterModel roster, IReadOnlyList<StaffEntry> people)
    {
        var staff = roster.Document.Staff.ToList();
        var changes = new List<RosterChange>();
        foreach (StaffEntry person in people)
        {
            int at = staff.FindIndex(other => string.Equals(other.Id, person.Id, StringComparison.Ordinal));
            if (at < 0)
            {
                staff.Add(person);
                changes.Add(new RosterChange("added", person.Id, ""));
                continue;
            }

            string how = Differences(staff[at], person);
            person.Blocked = [.. staff[at].Blocked.Where(badge => person.Badges.Contains(badge, StringComparer.OrdinalIgnoreCase))];
            person.Until = staff[at].Until.Where(lent => person.Badges.Contains(lent.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.Ordinal);
            person.Mail = staff[at].Mail;
            staff[at] = how.Length > 0 ? person : staff[at];
            changes.Add(new RosterChange(how.Length > 0 ? "changed" : "unchanged", person.Id, how));
        }

        return new RosterImport(With(roster.Document, roster.Document.Shifts, staff), changes);
    }

    /// <summary>The same roster with other people.</summary>
    internal static RosterDocument WithStaff(RosterDocument document, List<StaffEntry> staff) => With(document, document.Shifts, staff);

    private static DateTimeOffset MomentOf(RosterModel roster, string civil) => roster.Moment(RosterModel.ParseCivil(civil)!.Value);

    private static string Differences(ShiftEntry before, ShiftEntry after) => Told(
        ("start", before.Start.Replace('T', ' '), after.Start),
        ("end", before.End.Replace('T', ' '), after.End),
        ("leader", before.Leader, after.Leader),
        ("deputies", string.Join(' ', before.Deputies), string.Join(' ', after.Deputies)),
        ("crew", string.Join(' ', before.Crew), string.Join(' ', after.Crew)),
        ("doubles", string.Join(' ', before.Doubles), string.Join(' ', after.Doubles)),
        ("supervisor", before.Supervisor, after.Supervisor));

    private static string Differences(StaffEntry before, StaffEntry after) => Told(
        ("name", before.Name, after.Name),
        ("role", before.Role, after.Role),
        ("badges", string.Join(' ', before.Badges), string.Join(' ', after.Badges)),
        ("qualified", before.Qualified ? "yes" : "no", after.Qualified ? "yes" : "no"));

    private static string Told(params (string Name, string Before, string After)[] values)
    {
        return string.Join("; ", values.Where(value => !string.Equals(value.Before, value.After, StringComparison.Ordinal)).Select(value => $"{value.Name} '{value.Before}' becomes '{value.After}'"));
    }

    private static RosterDocument With(RosterDocument document, List<ShiftEntry> shifts, List<StaffEntry> staff) => new()
    {
        Zone = document.Zone,
        Posts = document.Posts,
        Staff = staff,
        Shifts = shifts,
        Rotations = document.Rotations,
        Calendar = document.Calendar,
        Walking = document.Walking,

        // The packs stand in files of their own, and what the posts name has to be found when this is checked.
        Packs = document.Packs,
    };
}
