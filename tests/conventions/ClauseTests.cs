using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>What a regulation says is kept by code and shown by a scenario: nothing is only written down.</summary>
public sealed partial class ClauseTests
{
    // It has a word for every parameter, and does nothing by any.
    private const string Words = "host-bridge/Web/RuleWords.cs";

    /// <summary>Every clause of every pack has a scenario that is tagged with it, or a feature that is.</summary>
    [Fact]
    public void EveryClauseHasAScenario()
    {
        HashSet<string> tags = Repository.Files("tests/rules", ".feature").SelectMany(Repository.Lines).Where(line => line.TrimStart().StartsWith('@'))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        string[] clauses = [.. Repository.Files("host-bridge/Rules/packs", ".yaml").SelectMany(Repository.Lines).Select(line => Clause().Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value)];
        Assert.Equal(130, clauses.Length);
        string[] missing = [.. clauses.Where(clause => !tags.Contains("@" + clause)).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"{missing.Length} clauses have no scenario in tests/rules that is tagged with them:\n{string.Join('\n', missing)}");
    }

    /// <summary>Every parameter is sent to the terminal or read by the bridge: one that nobody reads would promise what nobody keeps.</summary>
    [Fact]
    public void EveryParameterIsRead()
    {
        Match[] parameters = [.. Repository.Lines("host-bridge/Rules/ParameterList.cs").Select(line => Parameter().Match(line)).Where(match => match.Success)];
        Assert.True(parameters.Length > 60, $"only {parameters.Length} parameters were found in the list: it is written otherwise than this test reads it");
        string code = string.Join('\n', Repository.Files("host-bridge", ".cs").Where(file => !file.StartsWith("host-bridge/Rules/", StringComparison.Ordinal) && file is not Words).Select(Repository.Text));
        string[] unread = [.. parameters.Where(parameter => parameter.Groups["terminal"].Value is "false").Select(parameter => parameter.Groups["name"].Value).Where(name => !code.Contains($"\"{name}\"", StringComparison.Ordinal))];
        Assert.True(unread.Length == 0, $"{unread.Length} parameters are read nowhere in host-bridge outside Rules:\n{string.Join('\n', unread)}");
    }

    [GeneratedRegex(@"^  (?<id>R\d\d(\.\d+)+): \{ text: ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clause();

    [GeneratedRegex(@"^ +new\(""(?<name>\w+)"", ""[^""]*"", \w+, \w+, ""[^""]*"", (?<terminal>true|false), """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
