using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>One page in the menu.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Key">The key of its name.</param>
/// <param name="AnyOf">Who has one of these sees it.</param>
public sealed record NavigationEntry(string Path, string Key, params Permission[] AnyOf);

/// <summary>The menu: every page that somebody may open, in the order of the day's work.</summary>
public static class Navigation
{
    private static readonly NavigationEntry[] Entries =
    [
        new("/", "frame.board", Permission.ReadBoard),
        new("/sheets", "frame.sheets", Permission.ReadSheets),
        new("/my", "frame.my", Permission.Own),
        new("/roster", "frame.roster", Permission.ReadBoard),
        new("/people", "frame.people", Permission.ReadPeople),
        new("/terminals", "frame.terminals", Permission.ReadBoard),
        new("/records", "frame.records", Permission.ReadRecords),
        new("/ledger", "frame.ledger", Permission.ReadLedger),
        new("/rules", "frame.rules", Permission.ReadBoard),
        new("/settings", "frame.settings", Permission.ManageChannels, Permission.ManageUsers, Permission.ManageKeys, Permission.ManageStore, Permission.ReadAudit),
    ];

    /// <summary>What somebody finds in it.</summary>
    public static IEnumerable<NavigationEntry> Of(Viewer viewer) => Entries.Where(entry => entry.AnyOf.Any(viewer.May));

    /// <summary>Whether a page is the one of an entry, or one below it.</summary>
    public static bool IsCurrent(NavigationEntry entry, string path) => entry.Path.Length == 1 ? path is "/" : path == entry.Path || path.StartsWith(entry.Path + "/", System.StringComparison.Ordinal);
}
