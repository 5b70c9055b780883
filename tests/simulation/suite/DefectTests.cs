using System;
using System.Linq;
using DutyKiosk.Simulation.Defects;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>The deliberate defects, which <c>dotnet run --project tests/simulation -- defects</c> switches on one after the other.</summary>
public sealed class DefectTests
{
    /// <summary>Each can be put into the sources as they stand: whoever changes such a text changes the table, too.</summary>
    [Fact]
    public void EachStandsOnceInItsSource()
    {
        string root = Weaving.FindRoot() ?? throw new InvalidOperationException("The tests run in the repository.");
        Assert.Empty(Weaving.Faults(root));
        Assert.True(DefectTable.All.Count >= 14);
        Assert.Equal(DefectTable.All.Count, DefectTable.All.Select(defect => defect.Name).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The product has none of them in it.</summary>
    [Fact]
    public void TheProductHasNoSwitch() => Assert.False(DefectSwitch.Exists);
}
