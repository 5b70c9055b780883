using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Who may hold the duty in a shift, and who is on it all the same. Where a post refuses the unqualified, one who is written as leader or deputy counts as crew:
/// he comes in and goes by badge like the others, and no tap of his makes him the holder.
/// </summary>
/// <param name="Leader">The leader; empty: none, or one who must not hold.</param>
/// <param name="Deputies">The deputies who may hold.</param>
/// <param name="Crew">Everybody else.</param>
public sealed record Entitlement(string Leader, IReadOnlyList<string> Deputies, IReadOnlyList<string> Crew)
{
    /// <summary>Everybody who may hold, the leader first.</summary>
    public IReadOnlyList<string> Holders => Leader.Length > 0 ? [Leader, .. Deputies] : Deputies;

    /// <summary>That of a shift of a roster.</summary>
    public static Entitlement Of(RosterModel roster, RosterShift shift)
    {
        ShiftEntry entry = shift.Entry;
        string[] refused = roster.PolicyOf(shift.Post).Word("unqualified") is "refuse"
            ? [.. entry.Deputies.Prepend(entry.Leader).Where(staff => roster.Person(staff)?.Qualified == false).Distinct(StringComparer.Ordinal)]
            : [];
        bool leads = !refused.Contains(entry.Leader, StringComparer.Ordinal);
        return new Entitlement(
            leads ? entry.Leader : "",
            [.. entry.Deputies.Except(refused, StringComparer.Ordinal).Where(staff => staff.Length > 0)],
            [.. entry.Crew.Union(refused, StringComparer.Ordinal)]);
    }
}
