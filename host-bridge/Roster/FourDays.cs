using System;
using System.Collections.Generic;
using System.Linq;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Assignments of four days each. Where a person has at most one a month, a team whose leader had one that began in the same civil month is passed over for
/// the next team; when every team had one, the one whose turn it is has another, as the post is never left empty.
/// </summary>
internal sealed class FourDays(LocalDate first, LocalTime start, IReadOnlyList<TeamEntry> teams, bool oncePerMonth) : IShiftPattern
{
    private const int Days = 4;
    private readonly List<int> _turns = [];
    private readonly HashSet<string> _hadOne = new(StringComparer.Ordinal);
    private int _next;
    private int _month;

    /// <inheritdoc/>
    public int ReachDays => Days;

    /// <inheritdoc/>
    public IEnumerable<MadeShift> On(LocalDate day)
    {
        int number = Period.DaysBetween(first, day);
        if (number % Days == 0)
        {
            yield return new MadeShift(MadeId.Of("F", day), day + start, day.PlusDays(Days) + start, teams[oncePerMonth ? TurnOf(number / Days) : number / Days % teams.Count]);
        }
    }

    // Who is passed over depends on everybody before; it is reckoned once and kept. The roster is asked on several threads.
    private int TurnOf(int assignment)
    {
        lock (_turns)
        {
            while (_turns.Count <= assignment)
            {
                _turns.Add(Choose(first.PlusDays(_turns.Count * Days)));
            }

            return _turns[assignment];
        }
    }

    private int Choose(LocalDate day)
    {
        if (_month != day.Month)
        {
            _month = day.Month;
            _hadOne.Clear();
        }

        int chosen = Enumerable.Range(_next, teams.Count).Select(i => i % teams.Count).FirstOrDefault(i => !_hadOne.Contains(teams[i].Leader), _next);
        if (teams[chosen].Leader.Length > 0)
        {
            _hadOne.Add(teams[chosen].Leader);
        }

        _next = (chosen + 1) % teams.Count;
        return chosen;
    }
}
