using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>What a row of the ledger may be about.</summary>
public static class LedgerKinds
{
    private static readonly string[] Kinds =
        ["late", "absent", "early", "away-over", "unattended", "no-reminder", "clock-out-missing", "missed-handover", "grade"];

    /// <summary>All of them, in the order in which they stand on one day.</summary>
    public static IReadOnlyList<string> All => Kinds;

    /// <summary>Where one stands among them.</summary>
    public static int PlaceOf(string kind) => Array.IndexOf(Kinds, kind);

    /// <summary>
    /// Whether an excuse given at a moment is one that was given beforehand: before the shift starts for who would be late or not come, before it ends for
    /// everything else.
    /// </summary>
    public static bool IsBeforehand(string kind, RosterShift shift, DateTimeOffset at) => at < (kind is "late" or "absent" ? shift.Start : shift.End);
}
