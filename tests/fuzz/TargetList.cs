using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Fuzz.Targets;

namespace DutyKiosk.Fuzz;

/// <summary>Every reader of bytes from outside.</summary>
public static class TargetList
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } = [.. FirmwareTargets.All, .. WireTargets.All, .. HouseTargets.All, .. BridgeTargets.All, .. WebTargets.All];

    /// <summary>The target of a name; null: there is none.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.Ordinal));
}
