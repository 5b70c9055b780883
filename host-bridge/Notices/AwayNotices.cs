using System;
using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Duty;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Who is told of absences: each once, as soon as it is a fault, and afterwards when nobody could know before.</summary>
public static class AwayNotices
{
    /// <summary>What the end of an absence gives cause for.</summary>
    public static void Collect(DutyRoom room, PostState post, RecordView record, NoticeBoard board)
    {
        string staff = record.Id("staff");
        if (!post.In.TryGetValue(staff, out PresentPerson? person) || person.LastAway is not { } absence || absence.End != record.At)
        {
            if (record.Flag("over"))
            {
                // The bridge has not seen it begin; the terminal has measured it.
                board.Want(TooLong(post, staff, record.At, record.At));
            }

            return;
        }

        // The terminal measures by the limit alone, and by its ticks: its word counts where the pack has nothing but that.
        bool told = record.Flag("over") && absence.Verdict.FaultFrom != null && !new AwayJudgment(room.Roster.PolicyOf(post.Post), room.Roster.Zone).IsBeyondTheTerminal;
        if (told || absence.Verdict.OverMinutes > 0 || absence.Verdict.IsForbidden)
        {
            board.Want(TooLong(post, staff, absence.Start, record.At));
        }

        if (string.Equals(staff, post.Holder, StringComparison.Ordinal) && absence.UnattendedFrom <= record.At)
        {
            board.Want(Unattended(post, staff, absence.Start, record.At));
        }
    }

    /// <summary>What a moment gives cause for, of those who are away now.</summary>
    public static void Collect(DutyRoom room, PostState post, DateTimeOffset now, NoticeBoard board)
    {
        foreach ((Notice notice, DateTimeOffset at) in Of(room, post, now))
        {
            if (at <= now)
            {
                board.Want(notice);
            }
        }
    }

    /// <summary>What absences that go on give cause for, with its moment.</summary>
    public static IEnumerable<(Notice Notice, DateTimeOffset At)> Of(DutyRoom room, PostState post, DateTimeOffset now)
    {
        AwayJudgment? judgment = null;
        foreach ((string staff, PresentPerson person) in post.In)
        {
            if (person.AwaySince is not { } start)
            {
                continue;
            }

            judgment ??= new AwayJudgment(room.Roster.PolicyOf(post.Post), room.Roster.Zone);
            if (judgment.Of(start, now, person.AwaySeconds, person.Reason).FaultFrom is { } fault)
            {
                yield return (TooLong(post, staff, start, fault), fault);
            }

            if (string.Equals(staff, post.Holder, StringComparison.Ordinal) && judgment.UnattendedFrom(start, person.AwaySeconds, person.Reason) is { } unattended)
            {
                yield return (Unattended(post, staff, start, unattended), unattended);
            }
        }
    }

    // An absence is known by its beginning, so that it is told once, whether it was seen while it lasted or not.
    private static Notice TooLong(PostState post, string staff, DateTimeOffset start, DateTimeOffset at)
    {
        return new Notice(string.Create(CultureInfo.InvariantCulture, $"away-too-long/{post.Post}/{staff}/{start:O}"), "away-too-long", post.Post, "", staff, at, []);
    }

    private static Notice Unattended(PostState post, string staff, DateTimeOffset start, DateTimeOffset at)
    {
        return new Notice(string.Create(CultureInfo.InvariantCulture, $"unattended/{post.Post}/{start:O}"), "unattended", post.Post, "", staff, at, []);
    }
}
