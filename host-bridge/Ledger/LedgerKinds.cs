using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>What a row of the ledger may be about.</summary>
public static class LedgerKinds
{
    /// <summary>All of them, in the order in which they stand on one day.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["late", "absent", "early", "away-over", "unattended", "no-reminder", "clock-out-missing", "missed-handover", "grade"];

    /// <summary>
    /// Whether an excuse given at a moment is one that was given beforehand: before the shift starts for who would be late or not come, before it ends for
    /// everything else.
    /// </summary>
    public static bool IsBeforehand(string kind, RosterShift shift, DateTimeOffset at) => at < (kind is "late" or "absent" ? shift.Start : shift.End);
}
