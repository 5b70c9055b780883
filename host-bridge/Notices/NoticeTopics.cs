using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>What a notice may be about.</summary>
public static class NoticeTopics
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "late-handover", "missed-handover", "hasty-handover", "unattended", "away-too-long", "check-missed", "cross-post", "terminal-lost",
        "reader-fault", "journal-near-full", "hold-opened", "dispute", "coverage-gap", "headcount", "double-shift", "unqualified", "prepare-sheet", "next-shift",
        "item-overdue", "major-event", "release-opened", "daily-feedback", "monthly-hand-in", "unknown-badge", "clock-out-missing", "taken-over", "swap", "history-broken",
        "delivery-failed", "terminal-cloned", "badge-cloned",
    ];
}
