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
        string[] regulations = PackLibrary.Names.Select(name => PackLibrary.Find(name)!.Regulation).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"R{number:00}"), regulations);
    }

    /// <summary>Its values are possible, and each stands with a clause of its own regulation.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ItsValuesArePossible(string name)
    {
        Pack pack = PackLibrary.Find(name)!;
        Assert.Equal(name, pack.Name);
        Assert.NotEmpty(pack.Title);
        Assert.NotEmpty(pack.Parameters);
        Assert.All(pack.Parameters.Values, parameter => Assert.Contains(parameter.Clause, pack.Clauses.Keys));
        PolicyParameters resolved = PackShelf.Carried.Resolve(name, NoOverrides, "test");
        Assert.All(pack.Parameters, parameter => Assert.Equal(parameter.Value.Value, resolved.Word(ParameterList.Find(parameter.Key)!.Name)));
    }

    /// <summary>Every clause that a duty room can keep is in its pack.</summary>
    [Fact]
    public void EveryClauseIsThere()
    {
        string[] clauses = PackLibrary.Names.SelectMany(name => PackLibrary.Find(name)!.Clauses.Keys).ToArray();
        Assert.Equal(130, clauses.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(130, clauses.Length);
    }

    /// <summary>A clause that is kept by a sheet is in a pack that has one, where what is open has a place, and so have orders and the rest.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void APackWithASheetHasTheUsualSections(string name)
    {
        Pack pack = PackLibrary.Find(name)!;
        bool sheet = pack.Clauses.Values.Any(clause => clause.Mechanisms.Contains("SHEET", StringComparer.Ordinal));
        Assert.Equal(sheet, pack.Sections.Count > 0);
        Assert.True(sheet || pack.Ticks.Count + pack.Counts.Count == 0);
        SheetPlan plan = PackShelf.Carried.Resolve(name, NoOverrides, "test").Sheet;
        Assert.All(sheet ? new[] { "unfinished", "open items", "unsolved", "remaining", "instructions", "orders", "other" } : [], said => Assert.NotNull(plan.Section(said)));
    }

    /// <summary>A terminal is told a number as JSON has it, whatever passes for one elsewhere: with a sign, zeros in front or zero bytes behind.</summary>
    [Theory]
    [InlineData("+12")]
    [InlineData("0012")]
    [InlineData("12\0\0")]
    public void ANumberIsToldAsJsonHasIt(string written)
    {
        PolicyParameters policy = PackShelf.Carried.Resolve("hotline-handover", new Dictionary<string, string>(StringComparer.Ordinal) { ["comingMin"] = written }, "posts: hotline");
        Assert.Equal("12", policy.Word("comingMin"));
    }
}
