using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>What is asked for and decided about the plan that somebody has to be told of.</summary>
public static class PlanNotices
{
    /// <summary>
    /// What an act gives cause for: who is asked is told of it, the supervisor when the other person is willing, both people what was decided.
    /// </summary>
    public static void Collect(DutyRoom room, PlanAct act, LogEntry entry, NoticeBoard board)
    {
        string[] to = act.Kind switch
        {
            PlanActKind.SwapAsked => [act.Other],
            PlanActKind.SwapAccepted => [act.Staff, .. new Recipients(room.Roster).OnDuty(act.Post, entry.ReceivedAt)],
            PlanActKind.SwapDeclined => [act.Staff],
            PlanActKind.SwapApproved or PlanActKind.SwapRejected or PlanActKind.SubstituteNamed => [act.Staff, act.Other],
            _ => [],
        };
        if (to.Length > 0)
        {
            board.Want(new Notice(string.Create(CultureInfo.InvariantCulture, $"swap/{act.Post}/{entry.Position}"), "swap", act.Post, "", act.Staff, entry.ReceivedAt, to.Distinct().ToArray(), act.Shift));
        }
    }
}
