using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>The twenty regulations as packs.</summary>
public sealed class PackTests
{
    private static readonly Dictionary<string, string> NoOverrides = new(StringComparer.Ordinal);

    /// <summary>Every pack's name.</summary>
    public static TheoryData<string> Names => [.. PackLibrary.Names];

    /// <summary>There is one for each regulation.</summary>
    [Fact]
    public void ThereIsOneForEachRegulation()
    {
        string[] regulations = PackLibrary.Names.Select(name => PackLibrary.Get(name, "test").Regulation).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"R{number:00}"), regulations);
    }

    /// <summary>Its values are possible, and each stands with a clause of its own regulation.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ItsValuesArePossible(string name)
    {
        Pack pack = PackLibrary.Get(name, "test");
        Assert.Equal(name, pack.Name);
        Assert.NotEmpty(pack.Title);
        Assert.NotEmpty(pack.Parameters);
        Assert.All(pack.Parameters.Values, parameter => Assert.StartsWith(pack.Regulation + ".", parameter.Clause, StringComparison.Ordinal));
        PolicyParameters resolved = PackLibrary.Resolve(name, NoOverrides, "test");
        Assert.All(pack.Parameters, parameter => Assert.Equal(parameter.Value.Value, resolved.Word(ParameterList.Find(parameter.Key)!.Name)));
    }
}
