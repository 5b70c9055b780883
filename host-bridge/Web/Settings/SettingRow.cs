using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Settings;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A setting as it is in force.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which of a secret is not shown.</param>
/// <param name="Place">Who says so.</param>
public sealed record SettingRow(string Name, string Value, string Place)
{
    /// <summary>All of them; none: nobody knows who has set what.</summary>
    public static IReadOnlyList<SettingRow> Of(Language t, SettingValues? values)
    {
        return values == null ? [] : [.. SettingTable.All.Where(setting => setting.HoldsSecretOf == null && setting.Name is not "config").Select(setting =>
        {
            GivenValue? given = values.Given(setting.Name);
            bool isHidden = setting.IsSecret || (setting.Kind.IsLink && values.Text(setting.Name).Contains('@', System.StringComparison.Ordinal));
            string value = given == null && values.Text(setting.Name).Length == 0 ? t["settings.not-set"] : isHidden ? t["settings.hidden"] : Printable.Of(values.Text(setting.Name));
            return new SettingRow(setting.Name, value, given == null ? t["settings.by-default"] : given.Place);
        })];
    }
}
