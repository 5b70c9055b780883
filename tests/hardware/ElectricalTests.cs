using System.Linq;
using DutyKiosk.TerminalKit.Electrical;
using DutyKiosk.TerminalKit.Plan;
using Xunit;

namespace DutyKiosk.Hardware.Tests;

/// <summary>The formulas, against figures that were worked out by hand.</summary>
public sealed class ElectricalTests
{
    private readonly Build _reference = TerminalFolder.Plan().Reference("esp32");

    [Fact]
    public void ALampsCurrentIsItsVoltageOverItsResistor()
    {
        LampCurrent green = LampCurrents.Of(_reference).Single(lamp => lamp.Lamp.Id == "H1");
        Assert.Equal((3.3 - 2.1) / 220 * 1000, green.Milliamperes, 6);
        Assert.Equal((2.64 - 2.1) / 220 * 1000, green.LeastMilliamperes, 6);
        Assert.Equal(3, LampCurrents.Of(_reference).Count);
        Assert.Equal(2, LampCurrents.Of(TerminalFolder.Plan().Builds().First(build => build.Choice["lamps"] == "rgb")).Count);
    }

    [Fact]
    public void TheTransistorIsDrivenHardEnough()
    {
        var drive = BuzzerDrive.Of(_reference);
        Assert.Equal(114.3, drive.CollectorMa, 1);
        Assert.Equal(57.1, drive.MeanMa, 1);
        Assert.Equal(5.32, drive.BaseMa, 2);
        Assert.Equal((5.319 - 0.08) / (114.29 / 85), drive.Overdrive, 2);
    }

    /// <summary>Everything that takes current is in the budget, once.</summary>
    [Fact]
    public void TheBudgetAddsUp()
    {
        var budget = SupplyBudget.Of(_reference);
        double lamps = ((3.3 - 2.1) + (3.3 - 2.0) + (3.3 - 1.9)) / 220 * 1000;
        Assert.Equal(379 + 119 + lamps + 5.319 + 20, budget.BoardMa, 1);
        Assert.Equal(budget.BoardMa + 114.29, budget.TotalMa, 1);
        Assert.Equal((5.1 * 0.97) - (budget.TotalMa / 1000 * 0.2) - 0.3, budget.LeastBoardV, 6);
        Assert.Equal(budget.LeastBoardV - 1.3, budget.LeastRailV, 6);
    }

    /// <summary>C = I · t / ΔV: what the buffer lasts and what an append needs are the same equation.</summary>
    [Fact]
    public void TheBufferLastsForAnAppend()
    {
        var hold = HoldUp.Of(_reference);
        Assert.Equal(70 + (17 * 0.8), hold.TypicalMs, 6);
        Assert.Equal((2 * 500) + (2 * 16 * 5), hold.MostMs, 6);
        Assert.Equal(hold.Milliamperes * hold.TypicalMs / (hold.FromV - hold.ToV), hold.TypicalMicrofarads, 6);
        Assert.Equal(hold.Buffer.Microfarads / hold.TypicalMicrofarads, hold.LastsMs / hold.TypicalMs, 6);
        Assert.True(hold.LastsMs >= hold.TypicalMs, $"C1 lasts {hold.LastsMs} ms, an append takes {hold.TypicalMs}");
    }

    [Fact]
    public void TheCableIsShortEnough()
    {
        var length = CableLength.Of(_reference.Plan, 5000000);
        Assert.Equal(5 * 0.2 / 6, length.ShortM, 6);
        Assert.Equal(5, length.RoundTripM, 6);
        Assert.True(length.ChosenM <= length.ShortM);
    }
}
