using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Which role has which permissions. One table, so that whoever wonders looks here, and the tests go through all of it.</summary>
public static class Rights
{
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<Permission>> ByRole = new Dictionary<string, IReadOnlySet<Permission>>(StringComparer.Ordinal)
    {
        ["manager"] = Enum.GetValues<Permission>().ToHashSet(),
        ["supervisor"] = new HashSet<Permission>
        {
            Permission.ReadBoard, Permission.WatchWall, Permission.ReadSheets, Permission.ReadRecords, Permission.ReadPeople, Permission.ReadLedger, Permission.Export, Permission.Own,
            Permission.Acknowledge, Permission.ManageRoster, Permission.CommandTerminals,
        },
        ["leader"] = new HashSet<Permission> { Permission.ReadBoard, Permission.WatchWall, Permission.ReadSheets, Permission.ReadRecords, Permission.Own, Permission.Acknowledge },
        ["staff"] = new HashSet<Permission> { Permission.ReadBoard, Permission.WatchWall, Permission.ReadSheets, Permission.Own },
        ["auditor"] = new HashSet<Permission>
        {
            Permission.ReadBoard, Permission.WatchWall, Permission.ReadSheets, Permission.ReadRecords, Permission.ReadPeople, Permission.ReadLedger, Permission.ReadAudit, Permission.ReadMetrics, Permission.Export,
        },
    };

    /// <summary>The roles, the one with the most rights first.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["manager", "supervisor", "leader", "staff", "auditor"];

    /// <summary>The permissions of a role; none: there is no such role.</summary>
    public static IReadOnlySet<Permission> Of(string role) => ByRole.GetValueOrDefault(role) ?? new HashSet<Permission>();
}
