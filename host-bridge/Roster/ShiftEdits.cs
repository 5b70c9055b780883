using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What a planner wants of one shift.</summary>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Planned">Its start as the roster has it; of one that is to be added the start that it is to have.</param>
/// <param name="Seen">How it was when he looked; null: there was none, and one is to be added.</param>
/// <param name="Wanted">How it is to be; null: it is to take place no more.</param>
public sealed record ShiftEdit(string Post, string Shift, string Planned, ShiftPlan? Seen, ShiftPlan? Wanted);

/// <summary>Why something that a planner wants cannot be.</summary>
/// <param name="Edit">What he wants.</param>
/// <param name="Refusal">
/// <c>changed-meanwhile</c>, <c>begun-shift</c>, <c>no-post</c>, <c>no-time</c>, <c>unknown-staff</c>, <c>unqualified</c>, <c>double-shift</c> or <c>own-shift</c>.
/// </param>
/// <param name="Now">How the shift is now; null: there is none.</param>
/// <param name="Staff">The person it is about; empty: nobody.</param>
public sealed record EditFault(ShiftEdit Edit, string Refusal, ShiftPlan? Now, string Staff = "");

/// <summary>What becomes of what a planner wants: all of it, or, with a fault, nothing.</summary>
/// <param name="Faults">Why not.</param>
/// <param name="Act">What is appended; null: with a fault, or where everything is so already.</param>
public sealed record EditOutcome(IReadOnlyList<EditFault> Faults, PlanAct? Act);

/// <summary>Decides on what planners want. Pure: what is accepted comes to be when it is appended. Only what has not begun can be planned.</summary>
public static class ShiftEdits
{
    /// <summary>The most shifts that are changed at once: a year of a house with several posts. Every one lies over the roster from then on.</summary>
    public const int Most = 5_000;

    /// <summary>The refusal of what is not any more as the planner saw it.</summary>
    public const string ChangedMeanwhile = "changed-meanwhile";

    private const int LongestDays = 14;

    /// <summary>Decides on all of them together, so that two people may change places.</summary>
    public static EditOutcome Decide(RosterModel roster, DateTimeOffset now, string by, IReadOnlyList<ShiftEdit> edits)
    {
        var faults = new List<EditFault>();
        var changes = new List<ShiftChange>();
        var open = new List<(ShiftEdit Edit, RosterShift? Was)>();
        // In the order of their posts and times, as shifts that lie near each other are made together.
        foreach (ShiftEdit edit in edits.OrderBy(edit => edit.Post, StringComparer.Ordinal).ThenBy(edit => edit.Planned, StringComparer.Ordinal))
        {
            RosterShift? shift = roster.PlannedShift(edit.Post, edit.Shift, edit.Planned);
            ShiftPlan? current = shift == null ? null : ShiftPlan.Of(shift.Entry);
            if (Same(current, edit.Wanted))
            {
                continue;
            }

            if (FaultOf(roster, now, by, edit, shift, current) is { } fault)
            {
                faults.Add(fault);
                continue;
            }

            changes.Add(ChangeOf(edit));
            open.Add((edit, shift));
        }

        if (changes.Count > 0)
        {
            RosterModel after = roster.Over(changes);
            var neighbours = new NeighbourShifts(after);
            var doubles = new HashSet<ShiftChange>();
            foreach ((ShiftEdit edit, RosterShift? was) in open.Where(item => item.Edit.Wanted != null))
            {
                AllowDoubles(after, edit, was, neighbours, doubles, faults);
            }

            changes.AddRange(doubles);
        }

        if (faults.Count > 0 || changes.Count == 0)
        {
            return new EditOutcome(faults, null);
        }

        ShiftEdit first = open[0].Edit;
        bool onePost = open.TrueForAll(item => string.Equals(item.Edit.Post, first.Post, StringComparison.Ordinal));
        string last = open.Max(item => item.Edit.Planned)!;
        return new EditOutcome([], new PlanAct(PlanActKind.ShiftsPlanned, onePost ? first.Post : "", open.Count == 1 ? first.Shift : "", last, by, "", "", "", [.. changes]));
    }

    /// <summary>When the first of the shifts begins that edits are about, as it is or as it is to be.</summary>
    public static DateTimeOffset BeginOf(RosterModel roster, IEnumerable<ShiftEdit> edits)
    {
        return edits.SelectMany(edit => new[] { edit.Seen?.Start, edit.Wanted?.Start }).OfType<string>().Select(RosterModel.ParseCivil).OfType<LocalDateTime>().Select(roster.Moment)
            .Append(DateTimeOffset.MaxValue).Min();
    }

    /// <summary>What edits make of a roster, for whoever looks before they are decided on; those whose times are none are left out.</summary>
    public static RosterModel Preview(RosterModel roster, IEnumerable<ShiftEdit> edits)
    {
        return roster.Over([.. edits.Where(edit => RosterModel.ParseCivil(edit.Planned) != null && (edit.Wanted == null || Times(edit.Wanted) != null)).Select(ChangeOf)]);
    }

    /// <summary>An id for a shift that is added at a post: the day's, with a letter that no other shift near has.</summary>
    public static string FreeId(RosterModel roster, string post, LocalDateTime start, IEnumerable<string> taken)
    {
        HashSet<string> ids = [.. roster.Shifts(post, roster.Moment(start.PlusDays(-60)), roster.Moment(start.PlusDays(60))).Select(shift => shift.Id), .. taken];
        string day = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"X{start.Month:00}{start.Day:00}");
        return Enumerable.Range(0, ids.Count + 1).Select(i => i == 0 ? day : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day}-{i + 1}")).First(id => !ids.Contains(id));
    }

    private static ShiftChange ChangeOf(ShiftEdit edit)
    {
        ShiftChangeKind kind = edit.Wanted == null ? ShiftChangeKind.Cancelled : edit.Seen == null ? ShiftChangeKind.Added : ShiftChangeKind.Planned;
        return new ShiftChange(edit.Post, edit.Shift, edit.Planned, kind, Plan: edit.Wanted?.Tidy());
    }

    private static EditFault? FaultOf(RosterModel roster, DateTimeOffset now, string by, ShiftEdit edit, RosterShift? shift, ShiftPlan? current)
    {
        bool isPost = roster.Document.Posts.Exists(post => string.Equals(post.Id, edit.Post, StringComparison.Ordinal));
        string? refusal = !isPost ? "no-post"
            : !Same(current, edit.Seen) ? ChangedMeanwhile
            : shift != null && shift.Start <= now ? "begun-shift"
            : current != null && OwnPresence.IsLess(by, current, edit.Wanted) ? OwnPresence.Refusal
            : !RecordBody.IsId(edit.Shift) || RosterModel.ParseCivil(edit.Planned) == null ? "no-shift"
            : null;
        if (refusal != null || edit.Wanted is not { } wanted)
        {
            return refusal == null ? null : new EditFault(edit, refusal, current, refusal is OwnPresence.Refusal ? by : "");
        }

        if (Times(wanted) is not { } times || roster.Moment(times.Start) <= now || (edit.Seen == null && !string.Equals(wanted.Start, edit.Planned, StringComparison.Ordinal)))
        {
            return new EditFault(edit, "no-time", current);
        }

        string? unknown = wanted.People().Concat(wanted.Doubles).Append(wanted.Supervisor).FirstOrDefault(id => id.Length > 0 && roster.Person(id) == null);
        string? unqualified = wanted.People().Except(edit.Seen?.People() ?? [], StringComparer.Ordinal).FirstOrDefault(id => roster.Person(id) is { Qualified: false });
        return unknown != null ? new EditFault(edit, "unknown-staff", current, unknown) : unqualified != null ? new EditFault(edit, "unqualified", current, unqualified) : null;
    }

    // Who plans somebody straight after another shift approves that, where the rules leave it to anybody: he was warned of it.
    private static void AllowDoubles(RosterModel after, ShiftEdit edit, RosterShift? was, NeighbourShifts neighbours, HashSet<ShiftChange> doubles, List<EditFault> faults)
    {
        RosterShift shift = after.PlannedShift(edit.Post, edit.Shift, edit.Planned)!;
        bool sameTime = was != null && was.Start == shift.Start && was.End == shift.End;
        bool isRefused = after.PolicyOf(edit.Post).Word("doubleShift") is "refuse";
        foreach (string staff in shift.People.Where(id => !sameTime || !was!.People.Contains(id, StringComparer.Ordinal)))
        {
            foreach (RosterShift adjacent in neighbours.Of(shift, staff))
            {
                RosterShift later = adjacent.Start < shift.Start ? shift : adjacent;
                if (isRefused)
                {
                    faults.Add(new EditFault(edit, "double-shift", was == null ? null : ShiftPlan.Of(was.Entry), staff));
                    break;
                }

                if (!later.Entry.Doubles.Contains(staff, StringComparer.Ordinal))
                {
                    doubles.Add(new ShiftChange(later.Post, later.Id, later.Planned, ShiftChangeKind.Double, staff));
                }
            }
        }
    }

    private static (LocalDateTime Start, LocalDateTime End)? Times(ShiftPlan plan)
    {
        return RosterModel.ParseCivil(plan.Start) is { } start && RosterModel.ParseCivil(plan.End) is { } end && start < end && end <= start.PlusDays(LongestDays)
            && SaneTime.HoldsYear(start.Year) && SaneTime.HoldsYear(end.Year) ? (start, end) : null;
    }

    private static bool Same(ShiftPlan? a, ShiftPlan? b) => a == null ? b == null : b != null && a.SaysTheSameAs(b);

    // The shifts of each person by the days around one, found once for all that lie there: a table may put somebody on thousands.
    private sealed class NeighbourShifts(RosterModel roster)
    {
        private static readonly TimeSpan Bucket = TimeSpan.FromDays(4), Before = TimeSpan.FromDays(2), Behind = TimeSpan.FromDays(LongestDays + 2);
        private readonly Dictionary<long, ILookup<string, RosterShift>> _near = [];

        internal IEnumerable<RosterShift> Of(RosterShift shift, string staff)
        {
            long bucket = shift.Start.UtcTicks / Bucket.Ticks;
            if (!_near.TryGetValue(bucket, out ILookup<string, RosterShift>? near))
            {
                var begin = new DateTimeOffset(bucket * Bucket.Ticks, TimeSpan.Zero);
                near = roster.Document.Posts.SelectMany(post => roster.Shifts(post.Id, begin - Before, begin + Bucket + Behind))
                    .SelectMany(other => other.People.Select(id => (Staff: id, Shift: other))).ToLookup(own => own.Staff, own => own.Shift, StringComparer.Ordinal);
                _near[bucket] = near;
            }

            return near[staff].Where(other => RosterModel.IsAdjacent(shift, other));
        }
    }
}
