using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Store;

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

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Time(Until);
        writer.Each(_shifts, shift =>
        {
            writer.Text(shift.Id);
            writer.Text(shift.Post);
            writer.Time(shift.Start);
            writer.Time(shift.End);
            writer.Text(shift.Planned);
            writer.Text(shift.Entry.Id);
            writer.Text(shift.Entry.Post);
            writer.Text(shift.Entry.Start);
            writer.Text(shift.Entry.End);
            writer.Text(shift.Entry.Leader);
            writer.Texts(shift.Entry.Deputies);
            writer.Texts(shift.Entry.Crew);
            writer.Texts(shift.Entry.Doubles);
            writer.Text(shift.Entry.Supervisor);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal static PastShifts Load(StateReader reader)
    {
        DateTimeOffset until = reader.Time();
        return new PastShifts(reader.Each(() => Shift(reader.Text(), reader.Text(), reader.Time(), reader.Time(), reader.Text())), until);

        RosterShift Shift(string id, string post, DateTimeOffset start, DateTimeOffset end, string planned) => new(id, post, start, end, new ShiftEntry
        {
            Id = reader.Text(),
            Post = reader.Text(),
            Start = reader.Text(),
            End = reader.Text(),
            Leader = reader.Text(),
            Deputies = reader.Texts(),
            Crew = reader.Texts(),
            Doubles = reader.Texts(),
            Supervisor = reader.Text(),
        }) { Planned = planned };
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
