using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>What a regulation says is kept by code and shown by a scenario: nothing is only written down.</summary>
public sealed partial class ClauseTests
{
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

    [GeneratedRegex(@"^  (?<id>R\d\d(\.\d+)+): \{ text: ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clause();
}
