using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Which records, and which moments, somebody has to be told of.</summary>
public static class PostNotices
{
    // So long a broker waits for a terminal that has fallen silent: one and a half times its keep-alive.
    private const int BrokerSeconds = 45;
    private const int SupervisorStep = 3;

    /// <summary>What a record gives cause for.</summary>
    public static void Collect(DutyRoom room, PostState post, RecordView record, NoticeBoard board)
    {
        string terminal = record.Entry.Terminal;
        string own = string.Create(CultureInfo.InvariantCulture, $"{terminal}/{record.Entry.Epoch}/{record.Entry.Seq}");
        string staff = record.Id("staff");
        switch (record.Type)
        {
            case "handover.late" when record.Number("step") >= SupervisorStep:
                // Ids of shifts come again, every year at the latest, and so must the alarm: since when the holder has held tells one from the other.
                Want("late-handover", string.Create(CultureInfo.InvariantCulture, $"{post.Post}/{record.Text("shift")}/{post.HolderPosition}/{record.Number("step")}"), post.Holder);
                break;
            case "tap.refused" when record.Text("reason") is "unknown-badge":
                Want("unknown-badge", string.Create(CultureInfo.InvariantCulture, $"{terminal}/{record.Text("badge")}/{record.At:yyyyMMddHH}"), "");
                break;
            case "duty.clock-in" when record.Text("crossPost").Length > 0:
                Want("cross-post", own, staff);
                break;
            case "tap.refused" when record.Text("reason") is "cross-post":
                Want("cross-post", own, staff);
                break;
            case "release.opened":
                Want("release-opened", own, staff);
                break;
            case "terminal.reader-fault":
                Want("reader-fault", own, "");
                break;
            case "terminal.journal-near-full":
                Want("journal-near-full", own, "");
                break;
            case "check.missed":
                Want("check-missed", own, staff);
                break;
            case "handover.confirmed" when TakenOver(room.Roster, post, record):
                Want("taken-over", own, record.Id("incoming"));
                break;
            case "away.ended":
                AwayNotices.Collect(room, post, record, board);
                break;
        }

        if (record.Type is "handover.confirmed" && record.Flag("hasty"))
        {
            Want("hasty-handover", own, record.Id("incoming"));
        }

        void Want(string topic, string key, string about) => board.Want(new Notice($"{topic}/{key}", topic, post.Post, terminal, about, record.At, []));
    }

    /// <summary>What a moment gives cause for, at a post: nobody but the bridge can know what a silent terminal does not say.</summary>
    public static void Collect(DutyRoom room, PostState post, DateTimeOffset now, NoticeBoard board)
    {
        PolicyParameters policy = room.Roster.PolicyOf(post.Post);
        if (post.Holder.Length > 0 && post.Until is { } end && now >= end + policy.Minutes("missedAfterMin") && Follows(room, post, end))
        {
            board.Want(new Notice($"missed-handover/{post.Post}/{post.HolderShift}/{end:O}", "missed-handover", post.Post, "", post.Holder, now, []));
        }

        if (UnattendedFrom(room, post, now) <= now && !new AwayJudgment(policy, room.Roster.Zone).IsOffSite(now))
        {
            board.Want(new Notice(string.Create(CultureInfo.InvariantCulture, $"unattended/{post.Post}/{post.HolderPosition}"), "unattended", post.Post, "", "", now, []));
        }

        foreach ((string staff, PresentPerson person) in post.In)
        {
            bool holds = string.Equals(staff, post.Holder, StringComparison.Ordinal);
            if (!holds && person.ShiftEnd is { } over && now >= over + policy.Minutes("lapseMin"))
            {
                board.Want(new Notice($"clock-out-missing/{post.Post}/{staff}/{over:O}", "clock-out-missing", post.Post, "", staff, now, []));
            }
        }
    }

    /// <summary>
    /// From when on the running shift of a post is told to be unattended, should nobody take the duty until then; null: somebody has it, or no shift
    /// runs, or its holder has closed the service before the end, as he may while the window is open.
    /// </summary>
    public static DateTimeOffset? UnattendedFrom(DutyRoom room, PostState post, DateTimeOffset now)
    {
        if (post.Holder.Length > 0 || room.RosterPosition == 0 || room.Roster.Covering(post.Post, now) is not { } running)
        {
            return null;
        }

        PolicyParameters policy = room.Roster.PolicyOf(post.Post);
        bool wasHeld = post.HolderPosition > 0;
        if (wasHeld && post.Since > running.Start && post.Since >= running.End - policy.Minutes("windowMin"))
        {
            return null;
        }

        DateTimeOffset vacant = running.Start > room.RosterSince ? running.Start : room.RosterSince;
        vacant = wasHeld && post.Since > vacant ? post.Since : vacant;
        return vacant + policy.Minutes("unattendedAfterMin");
    }

    /// <summary>What a moment gives cause for, at a terminal.</summary>
    public static void Collect(DutyRoom room, TerminalState terminal, DateTimeOffset now, NoticeBoard board)
    {
        if (terminal.State is "lost" && now >= LostFrom(room, terminal))
        {
            board.Want(new Notice($"terminal-lost/{terminal.Id}/{terminal.Since:O}", "terminal-lost", terminal.Post, terminal.Id, "", now, []));
        }
    }

    /// <summary>From when on a terminal that is lost is told to be: a connection that comes back until then was never lost to anybody.</summary>
    public static DateTimeOffset LostFrom(DutyRoom room, TerminalState terminal)
    {
        return terminal.Since.AddSeconds(Math.Max(0, room.Roster.PolicyOf(terminal.Post).Number("faultDetectionS") - BrokerSeconds));
    }

    // In the absent holder's stead, or, under a release, by somebody who is not on the shift.
    private static bool TakenOver(RosterModel roster, PostState post, RecordView record)
    {
        return record.Id("incoming") is { Length: > 0 } incoming
            && (record.Flag("absent") || roster.Shift(post.Post, record.Id("to"), record.At)?.People.Contains(incoming, StringComparer.Ordinal) == false);
    }

    private static bool Follows(DutyRoom room, PostState post, DateTimeOffset end)
    {
        TimeSpan gap = room.Roster.PolicyOf(post.Post).Minutes("serviceGapMin");
        foreach (RosterShift shift in room.Roster.Shifts(post.Post, end.AddDays(-1), end + gap + TimeSpan.FromMinutes(1)))
        {
            if (shift.End > end && shift.Start <= end + gap)
            {
                return true;
            }
        }

        return false;
    }
}
