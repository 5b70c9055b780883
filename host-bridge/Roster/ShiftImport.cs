using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What a table of shifts would do to one shift.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c>, <c>removed</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="Edit">The shift, as it is and as it would be.</param>
/// <param name="Refusal">Why it is refused; empty: it is not.</param>
/// <param name="Staff">The person it is refused for; empty: nobody.</param>
public sealed record ImportLine(string Kind, ShiftEdit Edit, string Refusal = "", string Staff = "");

/// <summary>
/// Reads a table of shifts as a plan of what is ahead: every shift in it is to be as it says, whatever makes it now, a rotation, a line of the roster or a swap that was approved. What has
/// begun stays as it is.
/// </summary>
public static class ShiftImport
{
    /// <summary>What it would do, in the order of the table; what would be removed comes last. What is refused is told of as many as can be changed at once.</summary>
    /// <param name="roster">The roster in force.</param>
    /// <param name="now">The time.</param>
    /// <param name="by">Who wants it, as the roster knows him; empty: nobody of it.</param>
    /// <param name="shifts">What the table holds.</param>
    /// <param name="isWhole">Whether shifts of its posts within its span that it does not have are to be removed.</param>
    public static IReadOnlyList<ImportLine> Plan(RosterModel roster, DateTimeOffset now, string by, IReadOnlyList<ShiftEntry> shifts, bool isWhole)
    {
        var met = new HashSet<(string Post, string Shift, string Planned)>();

        // In the order of time, as shifts that lie near each other are made together; they are told in that of the table.
        var lines = new List<ImportLine>(new ImportLine[shifts.Count]);
        foreach ((int at, ShiftEntry entry) in shifts.Index().OrderBy(row => row.Item.Post, StringComparer.Ordinal).ThenBy(row => row.Item.Start, StringComparer.Ordinal))
        {
            var wanted = ShiftPlan.Of(entry);
            RosterShift? before = roster.Shift(entry.Post, entry.Id, roster.Moment(RosterModel.ParseCivil(entry.Start)!.Value));
            string planned = before?.Planned ?? entry.Start;
            met.Add((entry.Post, entry.Id, planned));
            ShiftPlan? seen = before == null ? null : ShiftPlan.Of(before.Entry);
            lines[at] = new ImportLine(seen == null ? "added" : seen.SaysTheSameAs(wanted) ? "unchanged" : "changed", new ShiftEdit(entry.Post, entry.Id, planned, seen, wanted));
        }

        if (isWhole && shifts.Count > 0)
        {
            DateTimeOffset from = shifts.Min(entry => roster.Moment(RosterModel.ParseCivil(entry.Start)!.Value)), to = shifts.Max(entry => roster.Moment(RosterModel.ParseCivil(entry.End)!.Value));
            lines.AddRange(shifts.Select(entry => entry.Post).Distinct(StringComparer.Ordinal).SelectMany(post => roster.Shifts(post, from, to))
                .Where(shift => shift.Start > now && shift.Start >= from && shift.Start < to && !met.Contains((shift.Post, shift.Id, shift.Planned)))
                .Select(shift => new ImportLine("removed", new ShiftEdit(shift.Post, shift.Id, shift.Planned, ShiftPlan.Of(shift.Entry), null))));
        }

        ShiftEdit[] edits = [.. EditsOf(lines)];
        if (edits.Length > ShiftEdits.Most)
        {
            // Nobody is to decide on so much, and to look through it takes long.
            return lines;
        }

        ILookup<(string Post, string Shift, string Planned), EditFault> faults = ShiftEdits.Decide(roster, now, by, edits).Faults.ToLookup(fault => (fault.Edit.Post, fault.Edit.Shift, fault.Edit.Planned));
        return [.. lines.Select(line => faults[(line.Edit.Post, line.Edit.Shift, line.Edit.Planned)].FirstOrDefault() is { } fault ? line with { Kind = "refused", Refusal = fault.Refusal, Staff = fault.Staff } : line)];
    }

    /// <summary>What is to be decided on when it is applied.</summary>
    public static IEnumerable<ShiftEdit> EditsOf(IEnumerable<ImportLine> lines) => lines.Where(line => line.Kind is "added" or "changed" or "removed").Select(line => line.Edit);
}
