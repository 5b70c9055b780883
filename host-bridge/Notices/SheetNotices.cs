using System;
using System.Globalization;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>What is written on sheets, and the holds, that somebody has to be told of.</summary>
public static class SheetNotices
{
    /// <summary>What an act on a sheet gives cause for.</summary>
    public static void Collect(PostState post, SheetAct act, LogEntry entry, SheetPlan plan, NoticeBoard board)
    {
        if (act.Act is "write" && plan.Sections.TryGetValue(act.Name, out PackSection? section) && section.Major)
        {
            Want("major-event", post, act.Staff, entry, board);
        }

        if (act.Act is "dispute")
        {
            Want("dispute", post, act.Staff, entry, board);
        }
    }

    /// <summary>What an act on a hold gives cause for.</summary>
    public static void Collect(PostState post, HoldAct act, LogEntry entry, NoticeBoard board)
    {
        if (act.Act is "open")
        {
            Want("hold-opened", post, act.Staff, entry, board);
        }
    }

    /// <summary>What a moment gives cause for: an item of the sheet that was not closed in time.</summary>
    public static void Collect(PostState post, DateTimeOffset now, NoticeBoard board)
    {
        foreach (SheetItem item in post.Book.Pending)
        {
            if (item.Details.Due is { } due && due <= now)
            {
                board.Want(new Notice(string.Create(CultureInfo.InvariantCulture, $"item-overdue/{post.Post}/{item.Id}"), "item-overdue", post.Post, "", post.Holder, now, []));
            }
        }
    }

    private static void Want(string topic, PostState post, string staff, LogEntry entry, NoticeBoard board)
    {
        board.Want(new Notice(string.Create(CultureInfo.InvariantCulture, $"{topic}/{post.Post}/{entry.Position}"), topic, post.Post, "", staff, entry.ReceivedAt, []));
    }
}
