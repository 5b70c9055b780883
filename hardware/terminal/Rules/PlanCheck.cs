using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Rules;

/// <summary>Looks through every terminal that a plan makes.</summary>
public static class PlanCheck
{
    /// <summary>What is wrong; empty: it can be built. The same fault in several terminals is told of the first one.</summary>
    /// <exception cref="PlanException">A board names a chip that is not known.</exception>
    public static IReadOnlyList<Violation> Check(PlanFile file)
    {
        return [.. file.Builds()
            .SelectMany(build => PinRules.Check(file, build).Concat(BusRules.Check(file, build)).Concat(WireRules.Check(file, build)).Concat(PowerRules.Check(file, build)))
            .DistinctBy(violation => (violation.Rule, violation.Place, violation.Reason))];
    }

    internal static Violation At(PlanFile file, Build build, string rule, IReadOnlyList<string> path, string reason) => new(rule, $"{file.Name}, line {file.LineOf([.. path])}", build.Name, reason);
}
