using System;
using System.CommandLine;
using System.IO;
using DutyKiosk.HostBridge.Operations;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>The command line's <c>settings</c>: every setting, what it is here and who says so. Secrets are told to be set and not shown.</summary>
public static class SettingsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(SettingOptions options)
    {
        var command = new Command("settings", "Tells every setting: its value, where that comes from, what it may be. Secrets are not shown.");
        options.AddAllTo(command);
        command.SetAction(parsed =>
        {
            Write(options.Read(parsed), Console.Out);
            return 0;
        });
        return command;
    }

    /// <summary>Writes them.</summary>
    public static void Write(SettingValues values, TextWriter output)
    {
        output.WriteLine(values.SettingsFile.Length > 0 ? $"Settings file: {values.SettingsFile}" : $"Settings file: none ({Path.Combine(values.DataFolder, SettingsFile.Name)} is not there)");
        foreach (Setting setting in SettingTable.All)
        {
            output.WriteLine();
            output.WriteLine(setting.HoldsSecretOf == null ? $"{setting.Name} = {Shown(values, setting)}" : setting.Name);
            output.WriteLine($"    {char.ToUpperInvariant(setting.Description[0])}{setting.Description[1..]}. {char.ToUpperInvariant(setting.Kind.Range[0])}{setting.Kind.Range[1..]}.");
            output.WriteLine($"    {setting.Variable}{(setting.IsPassword ? "" : $", {setting.Option}")}{(setting.Default.Length > 0 ? $"; default {setting.Default}" : "")}");
        }
    }

    private static string Shown(SettingValues values, Setting setting)
    {
        GivenValue? given = values.Given(setting.Name);
        string value = setting.IsSecret ? (given == null ? "(not set)" : "(set, not shown)") : Printable.Of(values.Text(setting.Name));
        return given == null ? value : $"{value}    ({given.Place})";
    }
}
