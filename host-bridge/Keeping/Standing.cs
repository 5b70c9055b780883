using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Everything that a bridge shows as being so now, and everything of the time that is kept: who holds, who is in, open items and holds, gates, plan, roster,
/// terminals, breaks. When old entries go it must stay the same.
/// </summary>
internal static class Standing
{
    /// <summary>That of a post, as text to be compared.</summary>
    internal static string Of(DutyRoom room, PostState post, DateTimeOffset now, DateTimeOffset before)
    {
        var present = post.PresentAt(now, room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).ToArray();
        return JsonSerializer.Serialize(new
        {
            post.Holder,
            post.HolderShift,
            post.Since,
            post.Until,
            post.HolderPosition,
            post.LadderStep,
            Late = post.LadderStep > 0 ? post.LateFrom : before,
            Present = present,
            post.PolicyMembers,
            post.PolicyVersion,
            post.Gate,
            post.Book.Current,
            Sheets = post.Book.Forgotten + post.Book.Sheets.Count,
            Pending = post.Book.Pending.ToArray(),
            Holds = post.Book.OpenHolds.ToArray(),
            Attendance = post.Attendance.Shifts.Where(shift => shift.Start >= before).ToArray(),
            Spans = post.Attendance.Spans.Where(span => span.Since >= before).ToArray(),
        });
    }

    /// <summary>What is so of the whole house, as text to be compared.</summary>
    internal static string Of(DutyRoom room, Chain chain, DateTimeOffset before)
    {
        return JsonSerializer.Serialize(new
        {
            room.Roster.Document,
            room.RosterPosition,
            room.RosterVersion,
            room.RosterWindow,
            room.RosterSince,
            room.StartedAt,
            Terminals = room.Terminals.ToArray(),
            Commands = room.CommandVersions.OrderBy(command => command.Key, StringComparer.Ordinal).ToArray(),
            Firmware = room.FirmwareOffers.OrderBy(offered => offered.Key, StringComparer.Ordinal).ToArray(),
            Swaps = room.Plan.Swaps.Where(swap => swap.AskedAt >= before).ToArray(),
            Leaves = room.Plan.Leaves.Where(leave => leave.AskedAt >= before).ToArray(),
            Excuses = room.Ledger.Excuses.Where(excuse => excuse.At >= before).ToArray(),
            Corrections = room.Ledger.Corrections.Where(correction => correction.RequestedAt >= before || correction.State == Roster.RequestState.Asked).ToArray(),
            Entries = room.Ledger.Entries.Where(entry => entry.At >= before).ToArray(),
            Notices = room.Notices.All.Where(sent => sent.SentAt >= before).ToArray(),
            Chains = chain.Terminals.Order(StringComparer.Ordinal).Select(terminal => new KeyValuePair<string, object>(terminal, new { Breaks = chain.BreaksOf(terminal), Journals = chain.JournalsOf(terminal).Select(journal => $"{journal.Epoch} {journal.StoredUpTo} {chain.IsClosed(terminal, journal.Epoch)}") })).ToArray(),
        });
    }
}
