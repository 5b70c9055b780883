using System;
using DutyKiosk.HostBridge.Roster;
using NodaTime;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>The hours of each day in which a channel tells alarms alone, in civil time of the house; they may go over midnight.</summary>
/// <param name="From">The first minute of them, counted from midnight, 0 to 1439.</param>
/// <param name="To">The first minute behind them, counted in the same way.</param>
public sealed record QuietHours(int From, int To)
{
    /// <summary>When the quiet hours that a moment lies in end; null: it lies in none.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset now, RosterModel roster)
    {
        LocalDateTime civil = roster.Civil(now);
        int time = (civil.Hour * 60) + civil.Minute;
        bool overMidnight = To <= From;
        bool inside = overMidnight ? time >= From || time < To : time >= From && time < To;
        if (!inside)
        {
            return null;
        }

        // An hour that summer time skips ends them at the moment behind it, which must not be the moment that has just passed.
        LocalDate day = overMidnight && time >= From ? civil.Date.PlusDays(1) : civil.Date;
        DateTimeOffset end = roster.MomentOf(day, To);
        return end > now ? end : null;
    }
}
