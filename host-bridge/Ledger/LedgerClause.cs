using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>The clause that a row of the ledger goes by.</summary>
/// <param name="Pack">The pack of the post.</param>
/// <param name="Id">The clause's id; empty: the pack has none that speaks of it, and the row goes by what holds for every pack.</param>
/// <param name="Text">What it says, in the regulation's own words.</param>
public sealed record LedgerClause(string Pack, string Id, string Text)
{
    // The parameter that names the consequence comes first, then the one by which it is measured.
    private static readonly Dictionary<string, string[]> Parameters = new(StringComparer.Ordinal)
    {
        ["late"] = ["lateFineYuan", "requiredLeadMin", "graceMin"],
        ["early"] = ["earlyFineYuan"],
        ["away-over"] = ["awayLimitMin", "awayAllowanceMin", "mealFrom", "away"],
        ["unattended"] = ["unattendedFineYuan", "unattendedAfterMin"],
        ["no-reminder"] = ["noReminderFineYuan"],
        ["missed-handover"] = ["missedAfterMin"],
        ["grade"] = ["grades"],
    };

    private static readonly Dictionary<string, string[]> Mechanisms = new(StringComparer.Ordinal)
    {
        ["late"] = ["ARRIVE", "LEDGER"],
        ["absent"] = ["ARRIVE", "LEDGER", "STAY"],
        ["early"] = ["STAY", "ARRIVE", "LEDGER"],
        ["away-over"] = ["AWAY", "POST"],
        ["unattended"] = ["POST", "STAY", "AWAY"],
        ["no-reminder"] = ["REMIND"],
        ["clock-out-missing"] = ["PAIR", "ARRIVE"],
        ["missed-handover"] = ["HASTY", "PAIR", "STAY"],
        ["grade"] = ["LEDGER"],
    };

    /// <summary>The clause of a row at a post of a roster.</summary>
    public static LedgerClause Of(RosterModel roster, string post, string kind)
    {
        Pack pack = roster.Packs.Get(roster.PolicyOf(post).Pack, post);
        string id = Parameters.GetValueOrDefault(kind, []).Select(name => ClauseOf(pack, name)).FirstOrDefault(clause => clause.Length > 0)
            ?? Mechanisms.GetValueOrDefault(kind, []).Select(mechanism => pack.Clauses.FirstOrDefault(clause => clause.Value.Mechanisms.Contains(mechanism, StringComparer.Ordinal)).Key).FirstOrDefault(clause => clause != null)
            ?? "";
        return new LedgerClause(pack.Name, id, id.Length == 0 ? "" : pack.Clauses[id].Text);
    }

    // A pack may write a parameter by another of its names.
    private static string ClauseOf(Pack pack, string name)
    {
        return pack.Parameters.FirstOrDefault(parameter => string.Equals(ParameterList.Find(parameter.Key)?.Name, name, StringComparison.Ordinal)).Value?.Clause ?? "";
    }
}
