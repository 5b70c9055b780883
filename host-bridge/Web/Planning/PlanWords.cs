using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>A plan of a shift in words.</summary>
public static class PlanWords
{
    /// <summary>What a shift is called in a calendar: by its post and kind and, for somebody who is on it, by his part.</summary>
    public static ShiftName NameOf(Language t, RosterModel roster, RosterShift shift, string staff = "")
    {
        string post = PostOrder.NameOf(roster, shift.Post), word = RosterGrid.KindOf(shift), role = ShiftPlan.Of(shift.Entry).RoleOf(staff);
        string kind = t.Has($"planning.kind-{word}") ? t[$"planning.kind-{word}"] : shift.Id;
        return new ShiftName(role.Length > 0 ? t["planning.event-of", post, kind, t[$"planning.part-{role}"]] : t["planning.event", post, kind], post);
    }

    /// <summary>When it is and who is on it; that it does not take place where there is none.</summary>
    public static string Of(Language t, RosterModel roster, ShiftPlan? plan)
    {
        if (plan == null)
        {
            return t["planning.no-shift"];
        }

        IEnumerable<string> people = plan.People().Select(id => plan.RoleOf(id) is "crew" ? roster.NameOf(id) : $"{roster.NameOf(id)} {t[$"planning.role-{plan.RoleOf(id)}"]}");
        string names = t.List(people);
        return $"{plan.Start[5..]}–{(plan.Start[..10] == plan.End[..10] ? plan.End[11..] : plan.End[5..])} {(names.Length > 0 ? names : t["planning.nobody"])}";
    }
}
