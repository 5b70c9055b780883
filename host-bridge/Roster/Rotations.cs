using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Store;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>The shifts that the rotations of a roster make.</summary>
public sealed class Rotations(RosterModel roster)
{
    // A rotation may have run for long before there was a terminal.
    private const int EarliestYear = 1970;
    private const int MinutesADay = 1440;
    private static readonly LocalTimePattern Times = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm");
    private static readonly Dictionary<string, string> UsualWork = new(StringComparer.Ordinal) { ["workdays"] = "08:30-17:30" };
    private readonly ConcurrentDictionary<RotationEntry, IShiftPattern> _patterns = new(ReferenceEqualityComparer.Instance);

    // Nearly all posts of a house change over at the same times: what their shifts say alike is kept once.
    private readonly ConcurrentDictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly List<string> _noDoubles = [];

    /// <summary>Checks a rotation, all but its people.</summary>
    /// <exception cref="RosterException">It makes no shifts; the message says why and what to write.</exception>
    public void Check(RotationEntry rotation)
    {
        string where = Where(rotation);
        if (!RotationPatterns.All.Contains(rotation.Pattern, StringComparer.Ordinal))
        {
            throw new RosterException($"{where}: the pattern is none of {string.Join(", ", RotationPatterns.All)}.");
        }

        if (roster.Document.Posts.TrueForAll(post => !string.Equals(post.Id, rotation.Post, StringComparison.Ordinal)))
        {
            throw new RosterException($"{where}: post '{rotation.Post}' is not among the posts: add it or correct the id.");
        }

        ParseResult<LocalDate> from = LocalDatePattern.Iso.Parse(rotation.From);
        if (!from.Success || from.Value.Year < EarliestYear || from.Value.Year >= SaneTime.End.Year)
        {
            throw new RosterException($"{where}: from '{rotation.From}' is no day on which it can begin: write yyyy-MM-dd.");
        }

        if (rotation.To.Length > 0 && LastDay(rotation) is var last && (last == null || last < from.Value))
        {
            throw new RosterException($"{where}: to '{rotation.To}' is no day on which its last shift can begin: write yyyy-MM-dd, not before {rotation.From}, or leave it out.");
        }

        if (!Times.Parse(rotation.Start).Success)
        {
            throw new RosterException($"{where}: start '{rotation.Start}' is no time of day: write HH:mm.");
        }

        if (rotation.Teams.Count == 0)
        {
            throw new RosterException($"{where}: it has no teams: name at least one leader.");
        }

        if (rotation.Hours.Count > 0 && rotation.Pattern is not (RotationPatterns.WeekdayHours or RotationPatterns.AfterHours))
        {
            throw new RosterException($"{where}: this pattern has no hours: take them away, or use {RotationPatterns.WeekdayHours} or {RotationPatterns.AfterHours}.");
        }

        _ = PatternOf(rotation);
    }

    /// <summary>The shifts of a rotation that may touch a span of time.</summary>
    public IEnumerable<ShiftEntry> Expand(RotationEntry rotation, DateTimeOffset from, DateTimeOffset to)
    {
        IShiftPattern pattern = PatternOf(rotation);
        LocalDate day = LocalDate.Max(FirstDay(rotation), roster.Civil(from).Date.PlusDays(-pattern.ReachDays));
        LocalDate last = LocalDate.Min(LastDay(rotation) ?? LocalDate.MaxIsoValue, roster.Civil(to).Date.PlusDays(1));
        for (; day <= last; day = day.PlusDays(1))
        {
            foreach (MadeShift shift in pattern.On(day))
            {
                yield return new ShiftEntry
                {
                    Id = Shared(shift.Id),
                    Post = rotation.Post,
                    Start = Shared(Minutes.Format(shift.Begin)),
                    End = Shared(Minutes.Format(shift.End)),
                    Leader = shift.Team.Leader,
                    Deputies = shift.Team.Deputies,
                    Crew = shift.Team.Crew,
                    Doubles = _noDoubles,
                    Supervisor = rotation.Supervisor,
                };
            }
        }
    }

    /// <summary>
    /// Whether a post's own hours follow the calendar on a day which that makes a holiday or a rest day; then these are the hours that are left, null: none.
    /// A post that is staffed round the clock by another pattern knows no holidays.
    /// </summary>
    public bool IsHoliday(string post, LocalDate day, out DayHours? hours)
    {
        hours = null;
        foreach (RotationEntry rotation in roster.Document.Rotations.Where(rotation => string.Equals(rotation.Post, post, StringComparison.Ordinal)))
        {
            if (PatternOf(rotation) is WeekdayShifts pattern && day >= FirstDay(rotation) && !(LastDay(rotation) < day) && pattern.IsHoliday(day, out hours))
            {
                return true;
            }
        }

        return false;
    }

    private static string Where(RotationEntry rotation) => $"rotations: {rotation.Pattern} of {rotation.Post}";

    private static LocalDate FirstDay(RotationEntry rotation) => LocalDatePattern.Iso.Parse(rotation.From).Value;

    private static LocalDate? LastDay(RotationEntry rotation) => LocalDatePattern.Iso.Parse(rotation.To) is { Success: true } day ? day.Value : null;

    private IShiftPattern PatternOf(RotationEntry rotation) => _patterns.GetOrAdd(rotation, Make);

    private IShiftPattern Make(RotationEntry rotation)
    {
        LocalDate first = FirstDay(rotation);
        LocalTime start = Times.Parse(rotation.Start).Value;
        return rotation.Pattern switch
        {
            RotationPatterns.TwoTwelve => new EqualShifts("DN", first, start, rotation.Teams),
            RotationPatterns.ThreeEight => new EqualShifts("MEN", first, start, rotation.Teams),
            RotationPatterns.EvenDays => new EvenDays(first, start, rotation.Teams),
            RotationPatterns.FourDay => new FourDays(first, start, rotation.Teams, roster.PolicyOf(rotation.Post).Flag("oncePerMonth")),
            RotationPatterns.WeekdayHours => new WeekdayShifts(first, HoursOf(rotation), rotation.Teams),
            _ => new AfterHours(first, WorkOf(rotation), rotation.Teams),
        };
    }

    // Whoever names no hours means those that the post is to be covered, or the usual ones of work.
    private OpenHours HoursOf(RotationEntry rotation)
    {
        PolicyParameters policy = roster.PolicyOf(rotation.Post);
        bool after = rotation.Pattern is RotationPatterns.AfterHours;
        WeekHours week = rotation.Hours.Count == 0 && !after
            ? WeekHours.OfCover(policy)
            : WeekHours.Read(rotation.Hours.Count == 0 ? UsualWork : rotation.Hours, policy.Word("weekends") is "work", Where(rotation));
        return week.All.Any()
            ? new OpenHours(week, WorkCalendar.Of(roster, rotation.Post), policy.Word("restDays") is "withdrawn")
            : throw new RosterException($"{Where(rotation)}: no day has hours: write some, such as Mon-Fri: 07:00-21:00.");
    }

    private string Shared(string word) => _words.GetOrAdd(word, word);

    // Work that starts on one day later than it ends on another would leave a duty of more than a day between them.
    private OpenHours WorkOf(RotationEntry rotation)
    {
        OpenHours work = HoursOf(rotation);
        return work.LatestStart <= work.EarliestEnd && work.LatestEnd <= MinutesADay
            ? work
            : throw new RosterException($"{Where(rotation)}: the hours of work must lie within the day and overlap with those of every other day: the duty runs between them.");
    }
}
