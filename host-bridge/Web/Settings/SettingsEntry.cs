using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>One part of the settings.</summary>
/// <param name="Path">The path of its page.</param>
/// <param name="Key">The key of its name.</param>
/// <param name="Hint">The key of what can be done there.</param>
/// <param name="Needs">What one needs for it.</param>
public sealed record SettingsEntry(string Path, string Key, string Hint, Permission Needs)
{
    private static readonly SettingsEntry[] All =
    [
        new("/settings/users", "settings.users", "settings.users-hint", Permission.ManageUsers),
        new("/settings/channels", "settings.channels", "settings.channels-hint", Permission.ManageChannels),
        new("/settings/keys", "settings.keys", "settings.keys-hint", Permission.ManageKeys),
        new("/settings/store", "settings.store", "settings.store-hint", Permission.ManageStore),
        new("/settings/audit", "settings.audit", "settings.audit-hint", Permission.ReadAudit),
    ];

    /// <summary>Those that somebody may open.</summary>
    public static IEnumerable<SettingsEntry> Of(Viewer viewer) => All.Where(entry => viewer.May(entry.Needs));
}
