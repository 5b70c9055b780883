using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;
using DutyKiosk.TerminalKit.Rules;
using Xunit;

namespace DutyKiosk.Hardware.Tests;

/// <summary>The plan breaks no rule of its chips, and a copy that does is refused with the rule's name and the line.</summary>
public sealed class RuleTests
{
    [Fact]
    public void ThePlanBreaksNoRule()
    {
        Assert.Empty(PlanCheck.Check(TerminalFolder.Plan()));
        Assert.Equal(8, TerminalFolder.Plan().Builds().Count());
    }

    /// <summary>Pins of the ESP32 that cannot be what they are to be.</summary>
    [Theory]
    [InlineData("lamp-green: 25", "lamp-green: 24", "no-such-pin")]
    [InlineData("lamp-green: 25", "lamp-green: 6", "flash-pin")]
    [InlineData("reader-clock: 18", "reader-clock: 11", "flash-pin")]
    [InlineData("lamp-green: 25", "lamp-green: 34", "input-only")]
    [InlineData("button: 33", "button: 39", "input-only")]
    [InlineData("lamp-red: 27", "lamp-red: 12", "strapping-pin")]
    [InlineData("reader-select: 21", "reader-select: 5", "strapping-pin")]
    [InlineData("button: 33", "button: 0", "strapping-pin")]
    [InlineData("button: 33", "button: 3", "console-pin")]
    [InlineData("buzzer: 32", "buzzer: 14", "noisy-at-boot")]
    [InlineData("lamp-amber: 26", "lamp-amber: 25", "pin-twice")]
    [InlineData("    button: 33\n", "", "no-pin")]
    [InlineData("    button: 33\n", "    button: 33\n    display: 13\n", "no-pin")]
    public void AWrongPinIsRefused(string from, string to, string rule) => Refused(TerminalFolder.Changed(from, to), rule);

    /// <summary>Pins of the ESP32-S3, whose flash, PSRAM and strapping pins are others.</summary>
    [Theory]
    [InlineData("lamp-green: 4", "lamp-green: 27", "flash-pin")]
    [InlineData("lamp-green: 4", "lamp-green: 35", "psram-pin")]
    [InlineData("lamp-green: 4", "lamp-green: 45", "strapping-pin")]
    [InlineData("lamp-green: 4", "lamp-green: 22", "no-such-pin")]
    [InlineData("lamp-green: 4", "lamp-green: 48", "noisy-at-boot")]
    [InlineData("button: 15", "button: 19", "console-pin")]
    public void AWrongPinOfTheOtherChipIsRefused(string from, string to, string rule) => Refused(TerminalFolder.Changed(from, to), rule);

    /// <summary>Voltages, currents, buses and channels.</summary>
    [Theory]
    [InlineData("ends: [BOARD.3V3, U1.3.3V, C2.1]", "ends: [BOARD.3V3, C2.1]", "connected")]
    [InlineData("BOARD.5V]", "BOARD.5V, U1.3.3V]", "voltage")]
    [InlineData("id: 3V3, volts: 3.3", "id: 3V3, volts: 5", "voltage")]
    [InlineData("ends: [S1.1] }", "ends: [S1.1, R5.2] }", "connected")]
    [InlineData("  ohms: 220\n", "  ohms: 39\n", "pin-current")]
    [InlineData("  ohms: 220\n", "  ohms: 2200\n", "lamp-current")]
    [InlineData("  ohms: 470\n", "  ohms: 100\n", "pin-current")]
    [InlineData("  ohms: 470\n", "  ohms: 4700\n", "transistor")]
    [InlineData("  coilOhms: 42\n", "  coilOhms: 8\n", "transistor")]
    [InlineData("  maxMa: 1500\n", "  maxMa: 500\n", "supply-current")]
    [InlineData("  volts: 5.1\n", "  volts: 4.5\n", "supply-voltage")]
    [InlineData("channel: 1", "channel: 17", "pwm-channel")]
    [InlineData("does: spi-mosi, bus: 1", "does: spi-mosi, bus: 3", "spi-bus")]
    [InlineData("does: spi-mosi, bus: 1", "does: spi-mosi, bus: 2", "spi-bus")]
    [InlineData("hz: 5000000", "hz: 20000000", "spi-bus")]
    [InlineData("ends: [R4.1] }", "ends: [R4.1, D9.1] }", "connected")]
    public void AWrongValueIsRefused(string from, string to, string rule) => Refused(TerminalFolder.Changed(from, to), rule);

    /// <summary>What would burn, or never work: the board's own pins, parts the wrong way round, nets that are missing.</summary>
    [Theory]
    [InlineData("ends: [BOARD.3V3, U1.3.3V, C2.1]", "ends: [BOARD.5V, U1.3.3V, C2.1]", "voltage")]
    [InlineData("ends: [BOARD.GND, PS1.-", "ends: [BOARD.GND, BOARD.3V3, PS1.-", "connected")]
    [InlineData("BOARD.5V]", "BOARD.5V, BOARD.13]", "connected")]
    [InlineData("BOARD.5V]", "BOARD.5V, BOARD.EN]", "connected")]
    [InlineData("  volts: 5.1\n", "  volts: 9\n", "voltage")]
    [InlineData("ends: [R1.2, H1.A]", "ends: [R1.2, H1.K]", "connected")]
    [InlineData("ends: [R3.1, R6.1] }", "ends: [R6.1] }", "no-pin")]
    [InlineData("ends: [R1.1, R7.1] }", "ends: [R1.1, R1.2, R7.1] }", "connected")]
    public void WhatWouldBurnOrNeverWorkIsRefused(string from, string to, string rule) => Refused(TerminalFolder.Changed(from, to), rule);

    /// <summary>A part whose two pins have changed places.</summary>
    [Theory]
    [InlineData("H1", "A", "K")]
    [InlineData("H4", "R", "K")]
    [InlineData("D1", "A", "K")]
    [InlineData("C1", "+", "-")]
    [InlineData("BZ1", "+", "-")]
    [InlineData("PS1", "+", "-")]
    [InlineData("Q1", "C", "E")]
    public void APartTheWrongWayRoundIsRefused(string part, string one, string other)
    {
        PlanFile file = TerminalFolder.Plan();
        foreach (Net net in file.Plan.Nets)
        {
            net.Ends = [.. net.Ends.Select(end => end == $"{part}.{one}" ? $"{part}.{other}" : end == $"{part}.{other}" ? $"{part}.{one}" : end)];
        }

        Refused(file, RuleNames.Polarity);
    }

    /// <summary>What is empty, double, or in words that nobody knows is told with its line, and is no plan.</summary>
    [Theory]
    [InlineData("  lamps: [three, rgb]", "  lamps: []", "lamps")]
    [InlineData("when: { lamps: three }", "when: { lamps: tree }", "tree")]
    [InlineData("  coilOhms: 42\n", "", "coilOhms")]
    [InlineData("does: output, atBoot: low", "does: ouput, atBoot: low", "ouput")]
    [InlineData("atBoot: low", "atBoot: lo", "atBoot")]
    [InlineData("- id: R2\n", "- id: R1\n", "2 of this id")]
    [InlineData("  kind: reader\n", "  kind: radar\n", "radar")]
    [InlineData("  pins: [B, C, E]\n", "  pins:\n", "pins")]
    [InlineData("ends: [R4.1] }", "ends: }", "ends")]
    public void WhatIsOddIsToldByName(string from, string to, string named)
    {
        PlanException told = Assert.Throws<PlanException>(() => TerminalFolder.Changed(from, to));
        Assert.Contains(named, told.Message, StringComparison.Ordinal);
        Assert.Matches("^board.yaml, line [0-9]+: ", told.Message);
    }

    /// <summary>A supply of 5 V behind a resistor comes to a pin all the same.</summary>
    [Fact]
    public void FiveVoltsThroughAResistorAreFound()
    {
        PlanFile file = TerminalFolder.Changed("ends: [R1.2, H1.A]", "ends: [H1.A]");
        Assert.Contains(PlanCheck.Check(file), violation => violation.Rule == RuleNames.Connected);
        file = TerminalFolder.Changed("PS1.+, D2.A, BZ1.+, BZ2.+, D1.K]", "PS1.+, D2.A, BZ1.+, BZ2.+, D1.K, R1.2]");
        Assert.Contains(PlanCheck.Check(file), violation => violation.Rule == RuleNames.Voltage && violation.Reason.Contains("lamp-green", StringComparison.Ordinal));
    }

    /// <summary>A level that fits lets a strapping pin pass, if somebody says that he has seen it.</summary>
    [Theory]
    [InlineData("open", true)]
    [InlineData("high", true)]
    [InlineData("low", false)]
    public void AStrappingPinMayBeUsedWhereItsLevelFits(string level, bool fits)
    {
        // GPIO 5 must be high.
        PlanFile file = TerminalFolder.Changed("reader-reset, does: output, atBoot: open,", $"reader-reset, does: input-pull-up, atBoot: {level}, fitsStrapping: true,");
        file.Plan.Boards[0].Gpio["reader-reset"] = 5;
        Assert.Equal(!fits, PlanCheck.Check(file).Any(violation => violation.Rule == RuleNames.StrappingPin));
    }

    /// <summary>What is no plan is told with its line.</summary>
    [Theory]
    [InlineData("variants:", "variants: [", 6)]
    [InlineData("  kind: reader\n", "  sort: reader\n", 62)]
    public void WhatIsNoPlanIsTold(string from, string to, int about)
    {
        PlanException told = Assert.Throws<PlanException>(() => TerminalFolder.Changed(from, to));
        int line = int.Parse(told.Message.Split("line ")[1].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(line, about - 15, about + 15);
    }

    private static void Refused(PlanFile file, string rule)
    {
        IReadOnlyList<Violation> found = PlanCheck.Check(file);
        Violation violation = Assert.Single(found.Where(violation => violation.Rule == rule).Take(1));
        Assert.Matches("^board.yaml, line [0-9]+$", violation.Place);
    }
}
