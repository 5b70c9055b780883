using System;
using System.Collections.Generic;
using System.Linq;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>One presence check: the holder answers it by tapping.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Due">When it is due.</param>
public sealed record PresenceCheck(string Id, DateTimeOffset Due);

/// <summary>The presence checks of a post, as its parameter <c>checks</c> has them by time of day.</summary>
public static class PresenceChecks
{
    // More no terminal takes.
    private const int Most = 1000;

    /// <summary>
    /// Those that a shift is there for, in a span of time, by when they are due. One that is due already may still be answered, so those of the answer
    /// time before are among them; a terminal makes none of them twice.
    /// </summary>
    public static IReadOnlyList<PresenceCheck> Of(RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        string[] daily = roster.PolicyOf(post).List("checks");
        if (daily.Length == 0)
        {
            return [];
        }

        DateTimeOffset first = from - roster.PolicyOf(post).Minutes("checkAnswerMin");
        IReadOnlyList<RosterShift> shifts = roster.Shifts(post, first, to);
        var checks = new List<PresenceCheck>();
        for (LocalDate day = roster.Civil(first).Date.PlusDays(-1); day <= roster.Civil(to).Date; day = day.PlusDays(1))
        {
            checks.AddRange(Daily(daily).Select(check => new PresenceCheck(check.Id, roster.MomentOf(day, check.Minute))));
        }

        return checks.Where(check => check.Due > first && check.Due < to && shifts.Any(shift => shift.Start <= check.Due && check.Due < shift.End))
            .OrderBy(check => check.Due).ThenBy(check => check.Id, StringComparer.Ordinal).Take(Most).ToArray();
    }

    private static IEnumerable<(string Id, int Minute)> Daily(string[] checks)
    {
        foreach (string check in checks)
        {
            string[] words = check.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return (words[0], CivilClock.MinuteOf(words[1])!.Value);
        }
    }
}
