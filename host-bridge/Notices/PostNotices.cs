using System;
using System.Globalization;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Which records, and which moments, somebody has to be told of.</summary>
public static class PostNotices
{
    /// <summary>A connection that comes back within this was never lost to anybody. With the broker's 45 s it makes 75 s.</summary>
    public static readonly TimeSpan LostPatience = TimeSpan.FromSeconds(30);

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
                Want("late-handover", string.Create(CultureInfo.InvariantCulture, $"{post.Post}/{record.Text("shift")}/{record.Number("step")}"), post.Holder);
                break;
            case "handover.confirmed" when record.Flag("hasty"):
                Want("hasty-handover", own, record.Id("incoming"));
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
            case "away.ended" when record.Flag("over"):
                Want("away-too-long", own, staff);
                break;
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

        if (UnattendedFrom(room, post, now) <= now)
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

            int limitMin = policy.Number("awayLimitMin");
            if (person.AwaySince is { } away && limitMin > 0 && now > away.AddMinutes(limitMin))
            {
                board.Want(new Notice($"away-too-long/{post.Post}/{staff}/{away:O}", "away-too-long", post.Post, "", staff, now, []));
                if (holds)
                {
                    board.Want(new Notice($"unattended/{post.Post}/{away:O}", "unattended", post.Post, "", staff, now, []));
                }
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
        if (terminal.State is "lost" && now >= terminal.Since + LostPatience)
        {
            board.Want(new Notice($"terminal-lost/{terminal.Id}/{terminal.Since:O}", "terminal-lost", terminal.Post, terminal.Id, "", now, []));
        }
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
