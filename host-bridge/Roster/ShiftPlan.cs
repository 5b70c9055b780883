using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>When a shift is and who is on it, as a planner sees it and wants it.</summary>
/// <param name="Start">First moment, <c>yyyy-MM-dd HH:mm</c>.</param>
/// <param name="End">First moment after it.</param>
/// <param name="Leader">Who leads it; empty: nobody.</param>
/// <param name="Deputies">The deputies.</param>
/// <param name="Crew">The crew.</param>
/// <param name="Doubles">Those whose double shift is approved.</param>
/// <param name="Supervisor">The supervisor on duty; empty: every supervisor.</param>
public sealed record ShiftPlan(string Start, string End, string Leader, string[] Deputies, string[] Crew, string[] Doubles, string Supervisor)
{
    /// <summary>Everybody who is on it.</summary>
    public IEnumerable<string> People() => Deputies.Concat(Crew).Prepend(Leader).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>How a shift is.</summary>
    public static ShiftPlan Of(ShiftEntry entry) => new(entry.Start.Replace('T', ' '), entry.End.Replace('T', ' '), entry.Leader, [.. entry.Deputies], [.. entry.Crew], [.. entry.Doubles], entry.Supervisor);

    /// <summary>Whether it says the same of time and people as another one. Who may work two shifts in a row follows from that, and the order of a crew says nothing.</summary>
    public bool SaysTheSameAs(ShiftPlan other)
    {
        return string.Equals(Start, other.Start, StringComparison.Ordinal) && string.Equals(End, other.End, StringComparison.Ordinal) && string.Equals(Leader, other.Leader, StringComparison.Ordinal)
            && Deputies.ToHashSet(StringComparer.Ordinal).SetEquals(other.Deputies) && Crew.ToHashSet(StringComparer.Ordinal).SetEquals(other.Crew) && string.Equals(Supervisor, other.Supervisor, StringComparison.Ordinal);
    }

    /// <summary>The same with each person once: who leads is no deputy, and a deputy is no crew.</summary>
    public ShiftPlan Tidy()
    {
        string[] deputies = [.. Deputies.Where(id => id.Length > 0 && !string.Equals(id, Leader, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        string[] crew = [.. Crew.Where(id => id.Length > 0 && !string.Equals(id, Leader, StringComparison.Ordinal)).Except(deputies, StringComparer.Ordinal)];
        return this with { Deputies = deputies, Crew = crew };
    }

    /// <summary>The same without somebody.</summary>
    public ShiftPlan Without(string staff) => this with
    {
        Leader = string.Equals(Leader, staff, StringComparison.Ordinal) ? "" : Leader,
        Deputies = [.. Deputies.Where(id => !string.Equals(id, staff, StringComparison.Ordinal))],
        Crew = [.. Crew.Where(id => !string.Equals(id, staff, StringComparison.Ordinal))],
    };

    /// <summary>The same with somebody in a role: <c>leader</c>, who takes the place of the one before, <c>deputy</c> or <c>crew</c>. Nobody has two.</summary>
    public ShiftPlan With(string staff, string role)
    {
        ShiftPlan without = Without(staff);
        return role switch
        {
            "leader" => without with { Leader = staff },
            "deputy" => without with { Deputies = [.. without.Deputies, staff] },
            _ => without with { Crew = [.. without.Crew, staff] },
        };
    }

    /// <summary>Which role somebody has: <c>leader</c>, <c>deputy</c> or <c>crew</c>; empty: none.</summary>
    public string RoleOf(string staff)
    {
        return staff.Length == 0 ? "" : string.Equals(Leader, staff, StringComparison.Ordinal) ? "leader" : Deputies.Contains(staff, StringComparer.Ordinal) ? "deputy" : Crew.Contains(staff, StringComparer.Ordinal) ? "crew" : "";
    }

    /// <summary>A shift that is so.</summary>
    internal ShiftEntry ToEntry(string id, string post) => new()
    {
        Id = id,
        Post = post,
        Start = Start,
        End = End,
        Leader = Leader,
        Deputies = [.. Deputies],
        Crew = [.. Crew],
        Doubles = [.. Doubles],
        Supervisor = Supervisor,
    };

    /// <summary>Whether it was read whole, wherever it comes from.</summary>
    internal static bool IsWhole(ShiftPlan plan)
    {
        return plan is { Start: not null, End: not null, Leader: not null, Deputies: not null, Crew: not null, Doubles: not null, Supervisor: not null }
            && plan.Deputies.Concat(plan.Crew).Concat(plan.Doubles).All(id => id != null);
    }
}
