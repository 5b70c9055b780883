using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>One shift of somebody as his month has it.</summary>
/// <param name="Facts">How he came and went.</param>
/// <param name="WorkedMin">Minutes worked in it.</param>
public sealed record WorkedShift(ShiftFacts Facts, int WorkedMin);

/// <summary>One civil month of one person: his shifts, what the ledger says of them, and what people have added.</summary>
/// <param name="Staff">The person.</param>
/// <param name="Month">The month.</param>
/// <param name="Shifts">His shifts, by start.</param>
/// <param name="Begun">How many of them have begun, or were come for.</param>
/// <param name="Rows">The rows of the ledger, by day.</param>
/// <param name="Corrections">What he has asked to be corrected of this month.</param>
/// <param name="Confirmed">The newest confirmation; null: none.</param>
public sealed record PersonMonth(
    string Staff, YearMonth Month, IReadOnlyList<WorkedShift> Shifts, int Begun, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<Correction> Corrections, Confirmation? Confirmed)
{
    /// <summary>For how many shifts he came.</summary>
    public int Came => Shifts.Count(shift => shift.Facts.Came);

    /// <summary>How often he came on time, by the terminal or by a correction.</summary>
    public int OnTime => Shifts.Count(shift => shift.Facts is { Came: true, LateMin: 0 } facts && (facts.CorrectedIn != null || facts.Attendance?.Arrival is "on-time"));

    /// <summary>Minutes worked.</summary>
    public int WorkedMin => Shifts.Sum(shift => shift.WorkedMin);

    /// <summary>What the ledger proposes together.</summary>
    public int FineYuan => Rows.Sum(row => row.AmountYuan);

    /// <summary>How many rows were excused.</summary>
    public int Excused => Rows.Count(row => row.Excused);

    /// <summary>Whether something in it waits for a manager to confirm it.</summary>
    public bool IsProposed => Rows.Any(row => row.ConfirmedBy.Length == 0);

    /// <summary>The last grade that was reached; empty: none.</summary>
    public string Grade => Rows.LastOrDefault(row => row.Kind is "grade")?.Detail ?? "";

    /// <summary>How often there is a row of a kind.</summary>
    public int Count(string kind) => Rows.Count(row => string.Equals(row.Kind, kind, StringComparison.Ordinal));

    /// <summary>The minutes of the rows of a kind.</summary>
    public int Minutes(string kind) => Rows.Where(row => string.Equals(row.Kind, kind, StringComparison.Ordinal)).Sum(row => row.Minutes);
}

/// <summary>Who has to do with which posts in a month, so that nobody is looked for where he cannot be: the months of a whole house are made with it.</summary>
public sealed class MonthPeople
{
    // The shift before the first of the month may end with a handover to one of this month, and the last one may take days.
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);

    private readonly DutyRoom _room;
    private readonly YearMonth _month;
    private readonly DateTimeOffset _now;
    private readonly SortedDictionary<string, SortedSet<string>> _postsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RosterShift[]> _shiftsOf = new(StringComparer.Ordinal);

    /// <summary>Looks through the posts.</summary>
    public MonthPeople(DutyRoom room, YearMonth month, DateTimeOffset now)
    {
        _room = room;
        _month = month;
        _now = now;
        (DateTimeOffset from, DateTimeOffset to) = room.Roster.SpanOf(month);
        foreach (PostState state in room.Posts)
        {
            RosterShift[] shifts = [.. room.Roster.Shifts(state.Post, from - LongestShift, to + LongestShift)];
            _shiftsOf[state.Post] = [.. shifts.Where(shift => shift.Start >= from && shift.Start < to)];
            IEnumerable<string> people = shifts.SelectMany(shift => shift.People)
                .Concat(state.Attendance.Shifts.Where(attendance => attendance.Start >= from - LongestShift && attendance.Start < to + LongestShift).Select(attendance => attendance.Staff))
                .Concat(room.Ledger.Entries.Where(entry => string.Equals(entry.Post, state.Post, StringComparison.Ordinal)).Select(entry => entry.Staff));
            foreach (string staff in people)
            {
                (_postsOf.TryGetValue(staff, out SortedSet<string>? posts) ? posts : _postsOf[staff] = new(StringComparer.Ordinal)).Add(state.Post);
            }
        }
    }

    /// <summary>Everybody who has to do with a post, by id; of an empty one everybody at all.</summary>
    public IEnumerable<string> Around(string post) => _postsOf.Where(person => post.Length == 0 || person.Value.Contains(post)).Select(person => person.Key);

    /// <summary>The month of somebody.</summary>
    public PersonMonth Of(string staff)
    {
        PostState[] posts = [.. (_postsOf.GetValueOrDefault(staff) ?? []).Select(_room.PostOf)];
        var shifts = new List<WorkedShift>();
        foreach (PostState post in posts)
        {
            foreach (RosterShift shift in _shiftsOf[post.Post])
            {
                var facts = new ShiftFacts(_room, post, shift, staff);
                if (facts.Concerns)
                {
                    shifts.Add(new WorkedShift(facts, (int)MonthlyFigures.Worked(facts, _now).TotalMinutes));
                }
            }
        }

        (DateTimeOffset from, DateTimeOffset to) = _room.Roster.SpanOf(_month);
        string month = YearMonthPattern.Iso.Format(_month);
        return new PersonMonth(
            staff,
            _month,
            [.. shifts.OrderBy(shift => shift.Facts.Shift.Start)],
            shifts.Count(shift => shift.Facts.Shift.Start <= _now || shift.Facts.Came),
            MonthLedger.Of(_room, posts, staff, _month, _now),
            [.. _room.Ledger.Corrections.Where(correction => string.Equals(correction.Staff, staff, StringComparison.Ordinal) && correction.At >= from && correction.At < to)],
            _room.Ledger.Confirmations.FindLast(confirmation => string.Equals(confirmation.Staff, staff, StringComparison.Ordinal) && string.Equals(confirmation.Month, month, StringComparison.Ordinal)));
    }
}
