using System;
using System.Collections.Generic;
using System.Linq;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Puts a new rotation in the place of those that a post has, from a day on. Those end the day before: a shift that has begun is never made by another pattern than it was.</summary>
public static class RotationChange
{
    /// <summary>The first day on which a new rotation of a post may begin: tomorrow, or today where the post has none that runs.</summary>
    public static LocalDate Earliest(RosterModel roster, string post, DateTimeOffset now)
    {
        LocalDate today = roster.Civil(now).Date;
        return roster.Document.Rotations.Exists(rotation => string.Equals(rotation.Post, post, StringComparison.Ordinal) && DayOf(rotation.From) <= today) ? today.PlusDays(1) : today;
    }

    /// <summary>The roster with it. The one that it is given is changed.</summary>
    public static RosterDocument Into(RosterDocument document, RotationEntry rotation)
    {
        LocalDate first = DayOf(rotation.From);
        string before = LocalDatePattern.Iso.Format(first.PlusDays(-1));
        var rotations = new List<RotationEntry>();
        foreach (RotationEntry older in document.Rotations)
        {
            if (!string.Equals(older.Post, rotation.Post, StringComparison.Ordinal))
            {
                rotations.Add(older);
            }
            else if (DayOf(older.From) < first)
            {
                older.To = older.To.Length > 0 && DayOf(older.To) < first ? older.To : before;
                rotations.Add(older);
            }
        }

        document.Rotations = [.. rotations, rotation];
        return document;
    }

    private static LocalDate DayOf(string day) => LocalDatePattern.Iso.Parse(day).Value;
}
