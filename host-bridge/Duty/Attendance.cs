using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>One absence during a shift.</summary>
/// <param name="From">When the person stepped away.</param>
/// <param name="To">When the person came back; null: has not.</param>
/// <param name="Held">Whether the person held the duty then.</param>
/// <param name="Reason">What the person gave as the reason; empty: nothing.</param>
/// <param name="Position">The place of the record with which it began; 0: none.</param>
public sealed record AwaySpan(DateTimeOffset From, DateTimeOffset? To, bool Held, string Reason = "", long Position = 0);

/// <summary>From a clock-in to the clock-out that belongs to it. A house has thousands a day and keeps them for years, so it is kept small: moments are those of UTC.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Stint
{
    private const long NotYet = -1;

    private readonly long _fromTicks;
    private readonly long _toTicks;

    /// <summary>A stint.</summary>
    /// <param name="from">The clock-in, or the moment at which a new shift was taken on.</param>
    /// <param name="to">The clock-out; null: none yet.</param>
    /// <param name="camePosition">The place of the record that it began with; 0: none.</param>
    /// <param name="leftPosition">The place of the record that it ended with; 0: none.</param>
    public Stint(DateTimeOffset from, DateTimeOffset? to, long camePosition = 0, long leftPosition = 0)
    {
        _fromTicks = from.UtcTicks;
        _toTicks = to?.UtcTicks ?? NotYet;
        CamePosition = camePosition;
        LeftPosition = leftPosition;
    }

    /// <summary>The clock-in, or the moment at which a new shift was taken on.</summary>
    public DateTimeOffset From => new(_fromTicks, TimeSpan.Zero);

    /// <summary>The clock-out; null: none yet.</summary>
    public DateTimeOffset? To => _toTicks == NotYet ? null : new DateTimeOffset(_toTicks, TimeSpan.Zero);

    /// <summary>The place of the record that it began with; 0: none.</summary>
    public long CamePosition { get; }

    /// <summary>The place of the record that it ended with; 0: none.</summary>
    public long LeftPosition { get; }

    /// <summary>The same when the person has left.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="position">The place of the record.</param>
    public Stint Left(DateTimeOffset at, long position) => new(From, at, CamePosition, position);
}

/// <summary>What the records say of one person's coming and going for one shift.</summary>
public sealed class ShiftAttendance(string staff, string shift, DateTimeOffset start)
{
    /// <summary>The person.</summary>
    public string Staff { get; } = staff;

    /// <summary>The shift's id; empty: none.</summary>
    public string Shift { get; } = shift;

    /// <summary>
    /// When the shift starts, as the roster had it when the person came, by which it is told from another of the same id. Where the roster does not know the shift
    /// it is when the person came.
    /// </summary>
    public DateTimeOffset Start { get; } = start;

    /// <summary>How the terminal classified the arrival: <c>on-time</c>, <c>late</c>, <c>unrostered</c>; empty: it could not, or the person took the shift on while in.</summary>
    public string Arrival { get; set; } = "";

    /// <summary>Whole minutes after the required arrival, as the terminal has them.</summary>
    public int ArrivalMin { get; set; }

    /// <summary>How it classified the last leaving; empty: it could not, or the person has not left.</summary>
    public string Leaving { get; set; } = "";

    /// <summary>Whether a supervisor allowed the handover with which the person was relieved before the end.</summary>
    public bool ReleasedEarly { get; set; }

    /// <summary>When somebody took the duty over from the person's shift; null: nobody yet.</summary>
    public DateTimeOffset? RelievedAt { get; set; }

    /// <summary>The stints, in order.</summary>
    public List<Stint> Stints { get; } = [];

    /// <summary>The absences, in order.</summary>
    public List<AwaySpan> Absences { get; } = [];

    /// <summary>Whether the person is here for it, as far as the records say.</summary>
    public bool IsOpen => Stints.Count > 0 && Stints[^1].To == null;

    /// <summary>The last leaving; null: none yet.</summary>
    public DateTimeOffset? LeftAt => Stints.Count == 0 ? null : Stints[^1].To;

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Text(Staff);
        writer.Text(Shift);
        writer.Time(Start);
        writer.Text(Arrival);
        writer.Number(ArrivalMin);
        writer.Text(Leaving);
        writer.Flag(ReleasedEarly);
        writer.MaybeTime(RelievedAt);
        writer.Number(Stints.Count);
        foreach (Stint stint in Stints)
        {
            writer.Time(stint.From);
            writer.MaybeTime(stint.To);
            writer.Number(stint.CamePosition);
            writer.Number(stint.LeftPosition);
        }

        writer.Each(Absences, absence =>
        {
            writer.Time(absence.From);
            writer.MaybeTime(absence.To);
            writer.Flag(absence.Held);
            writer.Text(absence.Reason);
            writer.Number(absence.Position);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal static ShiftAttendance Load(StateReader reader)
    {
        var attendance = new ShiftAttendance(reader.Text(), reader.Text(), reader.Time())
        {
            Arrival = reader.Text(),
            ArrivalMin = (int)reader.Number(),
            Leaving = reader.Text(),
            ReleasedEarly = reader.Flag(),
            RelievedAt = reader.MaybeTime(),
        };
        attendance.Stints.AddRange(reader.Each(() => new Stint(reader.Time(), reader.MaybeTime(), reader.Number(), reader.Number())));
        attendance.Absences.AddRange(reader.Each(() => new AwaySpan(reader.Time(), reader.MaybeTime(), reader.Flag(), reader.Text(), reader.Number())));
        return attendance;
    }
}

/// <summary>One span of time in which one person held the duty for one shift.</summary>
/// <param name="Staff">The person.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">Until when; null: still.</param>
public sealed record DutySpan(string Staff, string Shift, DateTimeOffset Since, DateTimeOffset? Until = null);

/// <summary>Who came and went, and who held the duty, at one post, in the order in which the records were folded.</summary>
public sealed class AttendanceBook
{
    // Ids of shifts come again, on the next day at the soonest, and a shift may be moved by some hours after somebody came for it.
    private static readonly TimeSpan Near = TimeSpan.FromHours(24);

    // Nobody is on one shift for longer than this: who is noted as here for one of last year was never noted as gone.
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);

    private readonly Dictionary<string, ShiftAttendance> _current = new(StringComparer.Ordinal);

    // Those of a shift's id, as everybody's of all years are too many to be looked through at every record.
    private readonly Dictionary<string, List<ShiftAttendance>> _ofShift = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Staff, string Shift), List<ShiftAttendance>> _ofPerson = [];

    /// <summary>Everybody's shifts, in the order in which they began.</summary>
    public List<ShiftAttendance> Shifts { get; } = [];

    /// <summary>The spans in which somebody held the duty, in order.</summary>
    public List<DutySpan> Spans { get; } = [];

    /// <summary>The attendance of a person for a shift that starts at a time; null: none.</summary>
    public ShiftAttendance? Of(string staff, string shift, DateTimeOffset start)
    {
        return _ofPerson.GetValueOrDefault((staff, shift))?.FindLast(attendance => (attendance.Start - start).Duration() < Near);
    }

    /// <summary>Those who are here for a shift at a time, as far as the records say.</summary>
    public IEnumerable<ShiftAttendance> Open(string shift, DateTimeOffset at)
    {
        return (_ofShift.GetValueOrDefault(shift) ?? []).Where(attendance => attendance.IsOpen && (attendance.Start - at).Duration() < LongestShift);
    }

    /// <summary>Somebody comes for a shift that starts at a time, or takes one on while he is here.</summary>
    public ShiftAttendance Come(string staff, string shift, DateTimeOffset start, DateTimeOffset at, long position)
    {
        ShiftAttendance? known = Of(staff, shift, start);
        if (known == null)
        {
            known = new ShiftAttendance(staff, shift, start);
            Shifts.Add(known);
            Index(known);
        }

        if (!known.IsOpen)
        {
            known.Stints.Add(new Stint(at, null, position));
            known.Leaving = "";
        }

        _current[staff] = known;
        return known;
    }

    /// <summary>Somebody takes on another shift than the one he is here for: that one is over for him.</summary>
    public void TakeOn(string staff, string shift, DateTimeOffset start, DateTimeOffset at, long position)
    {
        if (Current(staff) is { } before)
        {
            if (string.Equals(before.Shift, shift, StringComparison.Ordinal))
            {
                return;
            }

            // Whoever came for the shift that he takes over, but was noted for another, has come for this one from the beginning.
            Leave(staff, at, position);
            before.RelievedAt ??= at;
        }

        Come(staff, shift, start, at, position);
    }

    /// <summary>Somebody leaves.</summary>
    public ShiftAttendance? Leave(string staff, DateTimeOffset at, long position)
    {
        if (Current(staff) is not { } attendance)
        {
            return null;
        }

        Back(staff, at);
        attendance.Stints[^1] = attendance.Stints[^1].Left(at, position);
        _current.Remove(staff);
        return attendance;
    }

    /// <summary>Somebody steps away.</summary>
    public void StepAway(string staff, DateTimeOffset at, bool holds, long position)
    {
        Current(staff)?.Absences.Add(new AwaySpan(at, null, holds, Position: position));
    }

    /// <summary>Somebody is back.</summary>
    public void Back(string staff, DateTimeOffset at)
    {
        if (Current(staff) is { Absences: [.., { To: null } open] } attendance)
        {
            attendance.Absences[^1] = open with { To = at };
        }
    }

    /// <summary>Gives the reason of the newest absence of somebody who is here.</summary>
    public void Explain(string staff, string reason)
    {
        if (Current(staff) is { Absences: [.., { } newest] } attendance)
        {
            attendance.Absences[^1] = newest with { Reason = reason };
        }
    }

    /// <summary>The duty passes to somebody, or to nobody.</summary>
    public void Hold(string staff, string shift, DateTimeOffset at)
    {
        if (Spans is [.., { Until: null } held])
        {
            Spans[^1] = held with { Until = at };
        }

        if (staff.Length > 0)
        {
            Spans.Add(new DutySpan(staff, shift, at));
        }
    }

    /// <summary>Writes it into folded state. The house's years are in it: whatever grows with every record has a form of its own here.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(Shifts, shift => shift.Save(writer));
        writer.Each(Spans, span =>
        {
            writer.Text(span.Staff);
            writer.Text(span.Shift);
            writer.Time(span.Since);
            writer.MaybeTime(span.Until);
        });
        writer.Each([.. _current.OrderBy(current => current.Key, StringComparer.Ordinal)], current =>
        {
            writer.Text(current.Key);
            writer.Number(Shifts.LastIndexOf(current.Value));
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        Shifts.AddRange(reader.Each(() => ShiftAttendance.Load(reader)));
        foreach (ShiftAttendance shift in Shifts)
        {
            Index(shift);
        }

        Spans.AddRange(reader.Each(() => new DutySpan(reader.Text(), reader.Text(), reader.Time(), reader.MaybeTime())));
        reader.Times(() => _current.Add(reader.Text(), Shifts[(int)reader.Number()]));
    }

    /// <summary>What somebody is here for; null: he is not.</summary>
    public ShiftAttendance? Current(string staff) => _current.GetValueOrDefault(staff);

    private void Index(ShiftAttendance attendance)
    {
        Among(_ofShift, attendance.Shift).Add(attendance);
        Among(_ofPerson, (attendance.Staff, attendance.Shift)).Add(attendance);
    }

    private static List<ShiftAttendance> Among<TKey>(Dictionary<TKey, List<ShiftAttendance>> index, TKey key)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out List<ShiftAttendance>? found))
        {
            found = [];
            index.Add(key, found);
        }

        return found;
    }
}
