using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// The shifts that were over when a roster was changed, as they were then. What is written later changes none of them: what was worked was worked.
/// </summary>
public sealed class PastShifts
{
    private readonly List<RosterShift> _shifts;

    private PastShifts(List<RosterShift> shifts, DateTimeOffset until)
    {
        _shifts = shifts;
        Until = until;
    }

    /// <summary>No shift is over yet.</summary>
    public static PastShifts None { get; } = new([], DateTimeOffset.MinValue);

    /// <summary>Shifts that ended up to this moment are kept here.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The shifts of a post that ended behind a moment, in the order in which they ended.</summary>
    public IEnumerable<RosterShift> Of(string post, DateTimeOffset from)
    {
        return from >= Until ? [] : _shifts.Where(shift => shift.End > from && string.Equals(shift.Post, post, StringComparison.Ordinal));
    }

    /// <summary>These, and those of a roster that were over at a moment. Nothing that ended up to <paramref name="since"/> was ever in force.</summary>
    public PastShifts With(RosterModel roster, DateTimeOffset since, DateTimeOffset now)
    {
        DateTimeOffset from = since > Until ? since : Until;
        if (now <= from)
        {
            return this;
        }

        IEnumerable<RosterShift> over = roster.Document.Posts.SelectMany(post => roster.Shifts(post.Id, from, now)).Where(shift => shift.End > from && shift.End <= now);
        return new PastShifts([.. _shifts, .. over.OrderBy(shift => shift.End).ThenBy(shift => shift.Id, StringComparer.Ordinal)], now);
    }
}
