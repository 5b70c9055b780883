using System;
using System.IO;
using System.Linq;
using DutyKiosk.VirtualRoom.Rehearsal;
using Xunit;

namespace DutyKiosk.Rules;

/// <summary>Every feature file under this folder holds.</summary>
public sealed class FeatureTests
{
    /// <summary>The feature files, by their path from this folder.</summary>
    public static TheoryData<string> Features => [.. Directory.GetFiles(AppContext.BaseDirectory, "*.feature", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(AppContext.BaseDirectory, path)).Order(StringComparer.Ordinal)];

    /// <summary>Every scenario of a feature passes.</summary>
    [Theory]
    [MemberData(nameof(Features))]
    public void EveryScenarioPasses(string feature)
    {
        using var output = new StringWriter();
        RehearsalResult result = new Rehearser(output, TextWriter.Null).Run([Path.Combine(AppContext.BaseDirectory, feature)]);
        string[] failures = output.ToString().Split('\n').Where(line => line.StartsWith("FAIL", StringComparison.Ordinal)).ToArray();
        Assert.Empty(failures);
        Assert.NotEqual(0, result.Scenarios);
        Assert.Equal(result.Scenarios, result.Passed);
    }
}
