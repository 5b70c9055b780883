using System;
using DutyKiosk.HostBridge.Duty;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Duty;

/// <summary>From a clock-in to a clock-out.</summary>
public sealed class StintTests
{
    private static readonly DateTimeOffset Came = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8));

    /// <summary>It is the same moment, in whatever zone it was told, and there is no end before somebody has left.</summary>
    [Fact]
    public void ItBeginsWhenSomebodyComes()
    {
        var stint = new Stint(Came, null, 7);
        Assert.Equal((Came, TimeSpan.Zero, null, 7, 0), (stint.From, stint.From.Offset, stint.To, stint.CamePosition, stint.LeftPosition));
        Assert.Equal(new Stint(Came.ToUniversalTime(), null, 7), stint);
    }

    /// <summary>It ends when somebody leaves, be it in the moment in which he came, and its beginning stays.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(480)]
    public void ItEndsWhenHeLeaves(int minutes)
    {
        Stint stint = new Stint(Came, null, 7).Left(Came.AddMinutes(minutes), 9);
        Assert.Equal((Came, Came.AddMinutes(minutes), 7, 9), (stint.From, stint.To, stint.CamePosition, stint.LeftPosition));
    }
}
