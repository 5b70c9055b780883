using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>A few seeds of what <c>dotnet run --project tests/simulation -- soak</c> does at length.</summary>
public sealed class SoakTests
{
    /// <summary>Whatever fails, the history is complete.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheHistoryIsComplete(int seed)
    {
        using var soak = new Soak(seed);
        SoakResult result = soak.Run(2);
        Assert.Equal(1000, result.Taps);
        Assert.True(result.Faults.Count > 0);
    }
}
