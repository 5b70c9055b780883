using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>Who was where when a piece of the week begins.</summary>
/// <param name="At">When.</param>
/// <param name="Holder">Who held the duty; empty: nobody.</param>
/// <param name="In">Who was in.</param>
public sealed record Standing(DateTimeOffset At, string Holder, IReadOnlyList<KeyValuePair<string, PresentPerson>> In);

/// <summary>Everything that a rehearsal of one post goes by, taken out of the bridge at one moment.</summary>
/// <param name="Roster">The roster.</param>
/// <param name="Post">The post.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment behind it.</param>
/// <param name="Shifts">The shifts around that, as they were, by start.</param>
/// <param name="Records">The records of the post's terminals around that, in order, with their terminals.</param>
/// <param name="Gates">What stood before handovers, and since when.</param>
/// <param name="Standings">Who was where in the middle of each shift: where one piece ends and the next begins.</param>
/// <param name="Excuses">The excuses.</param>
/// <param name="Corrections">The corrections.</param>
/// <param name="IsCut">Whether there were more records than may be played.</param>
public sealed record RehearsalInput(
    RosterModel Roster, PostEntry Post, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<RosterShift> Shifts, IReadOnlyList<(string Terminal, PlayedRecord Record)> Records,
    IReadOnlyList<(DateTimeOffset At, Gate Gate)> Gates, IReadOnlyList<Standing> Standings, IReadOnlyList<Excuse> Excuses, IReadOnlyList<Correction> Corrections, bool IsCut)
{
    /// <summary>How long the past is that is played.</summary>
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private const int MostRecords = 20_000;
    private const int PageRecords = 1000;
    private const int MostGates = 2000;

    // What came before the week is not played, but folded: who came for a shift that the week begins with.
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);

    /// <summary>Takes the last week of a post out of the bridge; null: the roster has no such post.</summary>
    public static RehearsalInput? Of(BridgeCore core, string post)
    {
        core.ProveAll();
        DateTimeOffset to = core.Time.GetUtcNow(), from = to - Week;
        (RehearsalInput? taken, string[] terminals) = core.Read((room, _) =>
        {
            PostEntry? entry = room.Roster.Document.Posts.Find(known => string.Equals(known.Id, post, StringComparison.Ordinal));
            if (entry == null)
            {
                return ((RehearsalInput?)null, Array.Empty<string>());
            }

            RosterShift[] shifts = [.. room.Roster.Shifts(post, from - Before, to + Before)];
            PostState state = room.PostOf(post);
            Standing[] standings = [.. shifts.Select(shift => shift.Start + ((shift.End - shift.Start) / 2)).Where(at => at >= from && at < to).Append(to).Order().Distinct().Select(at => At(state.Attendance, at))];
            return ((RehearsalInput?)new RehearsalInput(room.Roster, entry, from, to, shifts, [], [], standings, [.. room.Ledger.Excuses], [.. room.Ledger.Corrections], false), room.TerminalsOf(state).Select(terminal => terminal.Id).ToArray());
        });
        if (taken == null)
        {
            return null;
        }

        var records = new List<(string Terminal, PlayedRecord Record)>();
        bool cut = false;
        long after = 0;
        for (List<LogEntry> page = Page(); page.Count > 0 && !(cut = records.Count >= MostRecords); page = Page())
        {
            after = page[^1].Position;
            LogEntry[] proved = core.Read((_, chain) => page.Where(entry => entry.Kind == LogKind.Record && terminals.Contains(entry.Terminal, StringComparer.Ordinal) && chain.ProofOf(entry.Position) == Proof.Ok).ToArray());
            records.AddRange(proved.Select(entry => (entry.Terminal, PlayedRecord.Of(entry))));
        }

        return taken with { Records = records, Gates = GatesOf(core.Log, post, from - Before), IsCut = cut };

        List<LogEntry> Page() => core.Log.ReadRecords(from - Before, to.AddSeconds(1), after, long.MaxValue, PageRecords);
    }

    // What is written at that very moment is played.
    private static Standing At(AttendanceBook book, DateTimeOffset at)
    {
        DutySpan? held = book.Spans.FindLast(span => span.Since < at && (span.Until == null || span.Until >= at));
        IEnumerable<KeyValuePair<string, PresentPerson>> present = book.Shifts.Where(attendance => attendance.Start > at - Week && attendance.Start < at + Week)
            .SelectMany(attendance => attendance.Stints.Where(stint => stint.From < at && (stint.To == null || stint.To >= at)).Select(stint => KeyValuePair.Create(attendance.Staff, new PresentPerson(attendance.Shift, stint.From, null, null))));
        return new Standing(at, held?.Staff ?? "", [.. present.DistinctBy(person => person.Key, StringComparer.Ordinal)]);
    }

    private static (DateTimeOffset At, Gate Gate)[] GatesOf(Log log, string post, DateTimeOffset from)
    {
        return [.. log.ReadKindBackwards(LogKind.Gate, long.MaxValue, MostGates).Where(entry => !entry.IsAltered && string.Equals(entry.Terminal, post, StringComparison.Ordinal))
            .Where(entry => entry.ReceivedAt >= from).OrderBy(entry => entry.Position).Select(entry => (entry.ReceivedAt, LoggedGate.Of(entry).Gate))];
    }
}
