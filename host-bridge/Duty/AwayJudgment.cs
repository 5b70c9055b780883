using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>What the rules say of one absence.</summary>
/// <param name="CountedSeconds">What of it counts against the allowance of the shift.</param>
/// <param name="OverMinutes">How long it was a fault, in whole minutes, rounded up; 0: never.</param>
/// <param name="IsForbidden">Whether it must not have begun when it did.</param>
/// <param name="FaultFrom">From when on it is a fault, or will be when it goes on; null: it never is.</param>
public sealed record AwayVerdict(long CountedSeconds, int OverMinutes, bool IsForbidden, DateTimeOffset? FaultFrom);

/// <summary>
/// Judges an absence by the parameters of its post. Free is what lies in the meal window, and on a Sunday what comes after the hour from which the
/// duty need not be kept in the room. With a meal window an absence that begins before it is forbidden, and counts as a fault until the window opens; what is
/// left is measured by the limit of one absence and the allowance of a shift. With a meal window and neither of the two nothing but the meal is allowed.
/// A reason that the pack knows makes it no fault.
/// </summary>
public sealed class AwayJudgment
{
    // Nobody is away for longer without that somebody else has taken the duty; the free spans of so many days are looked at.
    private const int MostDays = 8;
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly PolicyParameters _policy;
    private readonly DateTimeZone _zone;
    private readonly LocalTime? _mealFrom;
    private readonly LocalTime? _mealTo;
    private readonly LocalTime? _offSiteFrom;

    /// <summary>The judgement by the parameters of a post.</summary>
    public AwayJudgment(PolicyParameters policy, DateTimeZone zone)
    {
        _policy = policy;
        _zone = zone;
        _mealFrom = CivilClock.Parse(policy.Word("mealFrom"));
        _mealTo = CivilClock.Parse(policy.Word("mealTo"));
        _offSiteFrom = CivilClock.Parse(policy.Word("offSiteSunFrom"));
    }

    /// <summary>Whether the bridge knows more than the limit that the terminal has measured by.</summary>
    public bool IsBeyondTheTerminal => HasMeal || _offSiteFrom != null || _policy.Number("awayAllowanceMin") > 0;

    private bool HasMeal => _mealFrom != null && _mealTo != null;

    /// <summary>Judges an absence up to its end, or up to now. <paramref name="earlierSeconds"/> were counted of this person's earlier ones in this shift.</summary>
    public AwayVerdict Of(DateTimeOffset start, DateTimeOffset end, long earlierSeconds, string reason = "")
    {
        if (IsExcused(reason))
        {
            return new AwayVerdict(0, 0, false, null);
        }

        DateTimeOffset? opens = ForbiddenUntil(start);
        DateTimeOffset measured = opens ?? start;
        TimeSpan counted = Counted(measured, end);
        TimeSpan fault = opens is { } until ? (end < until ? end : until) - start : TimeSpan.Zero;
        TimeSpan? budget = Budget(earlierSeconds);
        fault += counted > budget ? counted - budget.Value : TimeSpan.Zero;
        return new AwayVerdict((long)counted.TotalSeconds, (int)Math.Ceiling(fault.TotalMinutes), opens != null, opens != null ? start : budget is { } left ? Spent(start, left) : null);
    }

    /// <summary>
    /// From when on a desk counts as unattended whose holder has stepped away; null: never. Where the pack measures absences it is that measure, else
    /// the one for a desk that nobody has taken.
    /// </summary>
    public DateTimeOffset? UnattendedFrom(DateTimeOffset start, long earlierSeconds, string reason = "")
    {
        return IsExcused(reason) ? null
            : ForbiddenUntil(start) != null ? start
            : Spent(start, Budget(earlierSeconds) ?? _policy.Minutes("unattendedAfterMin"));
    }

    /// <summary>Whether the desk may be empty at a moment, as the duty need not be kept in the room then.</summary>
    public bool IsOffSite(DateTimeOffset at)
    {
        LocalDateTime civil = Civil(at);
        return _offSiteFrom is { } from && civil.DayOfWeek == IsoDayOfWeek.Sunday && civil.TimeOfDay >= from;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Sooner(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private bool IsExcused(string reason)
    {
        return reason.Length > 0 && _policy.List("awayReasons").Contains(reason, StringComparer.OrdinalIgnoreCase);
    }

    // When the meal window opens that an absence has not waited for; null: it needed to wait for none. A window over midnight has no before.
    private DateTimeOffset? ForbiddenUntil(DateTimeOffset start)
    {
        if (!HasMeal || _mealFrom >= _mealTo || IsOffSite(start))
        {
            return null;
        }

        LocalDateTime civil = Civil(start);
        return civil.TimeOfDay < _mealFrom ? Moment(civil.Date + _mealFrom.Value) : null;
    }

    // How much may be counted until it is too much; null: there is no bound.
    private TimeSpan? Budget(long earlierSeconds)
    {
        int limit = _policy.Number("awayLimitMin"), allowance = _policy.Number("awayAllowanceMin");
        if (limit == 0 && allowance == 0)
        {
            return HasMeal ? TimeSpan.Zero : null;
        }

        long left = Math.Min(limit > 0 ? limit * 60L : long.MaxValue, allowance > 0 ? Math.Max(0, (allowance * 60L) - Math.Max(0, earlierSeconds)) : long.MaxValue);
        return TimeSpan.FromSeconds(left);
    }

    private TimeSpan Counted(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start)
        {
            return TimeSpan.Zero;
        }

        TimeSpan counted = end - start;
        DateTimeOffset reached = start;
        foreach ((DateTimeOffset from, DateTimeOffset to) in Free(start).TakeWhile(span => span.From < end))
        {
            DateTimeOffset begin = Later(from, reached), stop = Sooner(to, end);
            if (stop > begin)
            {
                counted -= stop - begin;
                reached = stop;
            }
        }

        return counted;
    }

    // The first moment at which more than so much is counted.
    private DateTimeOffset Spent(DateTimeOffset start, TimeSpan budget)
    {
        DateTimeOffset reached = start;
        foreach ((DateTimeOffset from, DateTimeOffset to) in Free(start))
        {
            if (from > reached)
            {
                if (from - reached > budget)
                {
                    break;
                }

                budget -= from - reached;
            }

            reached = Later(reached, to);
        }

        return reached + budget + Instant;
    }

    // The free spans that end after a moment, by their start.
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Free(DateTimeOffset after)
    {
        LocalDate first = Civil(after).Date.PlusDays(-1);
        for (int i = 0; i < MostDays; i++)
        {
            LocalDate day = first.PlusDays(i);
            if (_mealFrom is { } from && _mealTo is { } to)
            {
                DateTimeOffset end = Moment((to > from ? day : day.PlusDays(1)) + to);
                if (end > after)
                {
                    yield return (Moment(day + from), end);
                }
            }

            if (_offSiteFrom is { } off && day.DayOfWeek == IsoDayOfWeek.Sunday && Moment(day.PlusDays(1).AtMidnight()) is var midnight && midnight > after)
            {
                yield return (Moment(day + off), midnight);
            }
        }
    }

    private LocalDateTime Civil(DateTimeOffset at) => NodaTime.Instant.FromDateTimeOffset(at).InZone(_zone).LocalDateTime;

    private DateTimeOffset Moment(LocalDateTime civil) => civil.InZoneLeniently(_zone).ToDateTimeOffset();
}
