using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Operations;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>The settings that stand in the environment. An empty variable says the same as none: whatever passes variables on often cannot leave one out.</summary>
public static class SettingVariables
{
    /// <summary>The values in an environment, as the system gives it.</summary>
    /// <exception cref="StartupException">A variable with the bridge's prefix is no setting: it would be thought to be in force.</exception>
    public static IReadOnlyList<GivenValue> Read(IDictionary environment)
    {
        var values = new List<GivenValue>();
        foreach (string name in environment.Keys.OfType<string>().Where(name => name.StartsWith(Setting.VariablePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Setting setting = SettingTable.All.FirstOrDefault(candidate => string.Equals(candidate.Variable, name, StringComparison.Ordinal)) ?? throw new StartupException(
                $"Environment: there is no setting {Printable.Of(name)}{SettingTable.Nearest(name, SettingTable.All.Select(known => known.Variable))}: correct or unset it, 'host-bridge settings' lists all.");
            if (environment[name] is string { Length: > 0 } text)
            {
                values.Add(new GivenValue(setting, text, $"Environment: {name}"));
            }
        }

        return values;
    }
}
