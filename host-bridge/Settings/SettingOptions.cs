using System;
using System.Collections;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>The settings as options of a command line. What a value must be is not asked here but where all values are, so that every source is refused in the same words.</summary>
public sealed class SettingOptions
{
    private readonly Dictionary<Setting, Option> _options = [];

    /// <summary>Gives a command an option for each setting; those that its subcommands go by, too, are theirs as well.</summary>
    public SettingOptions(Command command)
    {
        foreach (Setting setting in SettingTable.All)
        {
            Option option = Make(setting);
            _options.Add(setting, option);
            command.Options.Add(option);
        }
    }

    /// <summary>Lets a subcommand take every option, and not only those that all of them go by.</summary>
    public void AddAllTo(Command subcommand)
    {
        foreach (Option option in _options.Values.Where(option => !option.Recursive))
        {
            subcommand.Options.Add(option);
        }
    }

    /// <summary>The settings under a command line of these options, in the environment of this process.</summary>
    /// <exception cref="StartupException">Something in it cannot be carried out.</exception>
    public SettingValues Read(ParseResult parsed) => Read(parsed, Environment.GetEnvironmentVariables());

    /// <summary>The settings under a command line of these options, in an environment.</summary>
    /// <exception cref="StartupException">Something in it cannot be carried out.</exception>
    public SettingValues Read(ParseResult parsed, IDictionary environment)
    {
        var given = new List<GivenValue>();
        foreach ((Setting setting, Option option) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            if (setting.IsPassword)
            {
                throw new StartupException($"Command line: {setting.Option} would be read by everybody on this machine: use {setting.InFile().Option}, {setting.Variable} or the settings file.");
            }

            string text = option is Option<bool> flag ? (parsed.GetValue(flag) ? "true" : "false") : string.Join(',', result.Tokens.Select(token => token.Value));
            given.Add(new GivenValue(setting, text, $"Command line: {setting.Option}"));
        }

        return SettingValues.Read(given, environment);
    }

    /// <summary>What is wrong with a command line, as one sentence; null: nothing is.</summary>
    public static string? FaultOf(ParseResult parsed)
    {
        string[] faults = [.. parsed.Errors.Select(error => Operations.Printable.Of(error.Message).TrimEnd('.')).Distinct(StringComparer.Ordinal)];
        return faults.Length == 0 ? null : $"Command line: {string.Join("; ", faults)}: --help lists what there is.";
    }

    private static Option Make(Setting setting)
    {
        string words = setting.Default.Length > 0 && !setting.Kind.IsFlag ? $"{setting.Description} [{setting.Default}]" : setting.Description;
        Option option = setting.Kind.IsFlag ? new Option<bool>(setting.Option)
            : setting.Kind.IsList ? new Option<string[]>(setting.Option) { HelpName = "NAME" }
            : new Option<string>(setting.Option) { HelpName = setting.Kind.IsPath ? "PATH" : "VALUE" };
        option.Description = words;
        option.Recursive = setting.IsForCommands;
        option.Hidden = setting.IsPassword;
        return option;
    }
}
