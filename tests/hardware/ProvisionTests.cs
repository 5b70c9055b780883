using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace DutyKiosk.Hardware.Tests;

/// <summary>Every command of nanoff that is told to somebody has documented options alone.</summary>
public sealed partial class ProvisionTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(TerminalFolder.Path, "..", ".."));

    /// <summary>Where people are told what to type.</summary>
    public static TheoryData<string> Sources { get; } = ["README.md", "hardware/terminal/PROVISION.md", "hardware/terminal/BUILD.md", "host-bridge/Terminals/EnrolmentKit.cs"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void EveryOptionIsDocumented(string source)
    {
        HashSet<string> known = [.. File.ReadAllLines(TerminalFolder.At("nanoff-options.txt")).Where(line => line.StartsWith("--", StringComparison.Ordinal))];
        string[] commands = [.. Command().Matches(File.ReadAllText(Path.Combine(Root, source))).Select(match => match.Value)];
        string[] unknown = [.. commands.SelectMany(command => Option().Matches(command).Select(match => match.Value)).Where(option => !known.Contains(option)).Distinct(StringComparer.Ordinal)];
        Assert.Empty(unknown);
        Assert.True(commands.Length > 0 || source.EndsWith("BUILD.md", StringComparison.Ordinal), $"{source} tells no command of nanoff.");
    }

    /// <summary>Without an address nanoff writes the program to where it is not found, and says that all is well (nanoframework/Home#1835).</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void ADeploymentNamesItsAddressOrAsksTheDevice(string source)
    {
        string[] deployments = [.. Command().Matches(File.ReadAllText(Path.Combine(Root, source))).Select(match => match.Value).Where(command => Regex.IsMatch(command, @"--deploy\b", RegexOptions.None, TimeSpan.FromSeconds(1)))];
        Assert.All(deployments, command => Assert.True(
            (command.Contains("--nanodevice", StringComparison.Ordinal) || command.Contains("--address", StringComparison.Ordinal)) && !command.Contains("--update", StringComparison.Ordinal), command));
    }

    [GeneratedRegex("nanoff --[^`\"\n#]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex("--[a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
