using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Electrical;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Rules;

/// <summary>Currents and voltages at worst, as <see cref="Electrical"/> computes them.</summary>
internal static class PowerRules
{
    // A transistor that gets twice the base current that its least gain asks for conducts fully, warm or cold.
    private const double LeastOverdrive = 2;

    internal static IEnumerable<Violation> Check(PlanFile file, Build build)
    {
        var lamps = LampCurrents.Of(build);
        var buzzer = BuzzerDrive.Of(build);
        foreach (LampCurrent lamp in lamps)
        {
            if (lamp.Milliamperes > build.Chip.PinOutMa || lamp.Milliamperes > lamp.Lamp.MaxMa)
            {
                yield return Tell(RuleNames.PinCurrent, ["parts", lamp.Resistor.Id], FormattableString.Invariant($"{lamp.Resistor.Id} of {lamp.Resistor.Ohms} ohm lets {lamp.Milliamperes:0.0} mA through {lamp.Lamp.Id}; the pin gives {build.Chip.PinOutMa} mA, the lamp bears {lamp.Lamp.MaxMa}: take a greater one"));
            }
            else if (lamp.Milliamperes < lamp.Lamp.MinMa)
            {
                yield return Tell(RuleNames.LampCurrent, ["parts", lamp.Resistor.Id], FormattableString.Invariant($"{lamp.Resistor.Id} of {lamp.Resistor.Ohms} ohm lets {lamp.Milliamperes:0.0} mA through {lamp.Lamp.Id}, which is dark below {lamp.Lamp.MinMa}: take a smaller one"));
            }
        }

        if (buzzer.BaseMa > build.Chip.PinOutMa)
        {
            yield return Tell(RuleNames.PinCurrent, ["parts", buzzer.BaseResistor.Id], FormattableString.Invariant($"{buzzer.BaseResistor.Id} of {buzzer.BaseResistor.Ohms} ohm takes {buzzer.BaseMa:0.0} mA from a pin that gives {build.Chip.PinOutMa}: take a greater one"));
        }

        if (buzzer.Overdrive < LeastOverdrive)
        {
            yield return Tell(RuleNames.Transistor, ["parts", buzzer.BaseResistor.Id], FormattableString.Invariant($"{buzzer.BaseResistor.Id} of {buzzer.BaseResistor.Ohms} ohm gives {buzzer.Transistor.Id} {buzzer.Overdrive:0.0} times the base current that it needs, not {LeastOverdrive}: take a smaller one"));
        }

        if (buzzer.CollectorMa > buzzer.Transistor.MaxMa)
        {
            yield return Tell(RuleNames.Transistor, ["parts", buzzer.Transistor.Id], FormattableString.Invariant($"{buzzer.Transistor.Id} bears {buzzer.Transistor.MaxMa} mA, and {buzzer.Buzzer.Id} takes {buzzer.CollectorMa:0}"));
        }

        foreach (Part lamp in build.Parts.Where(part => part.Kind.StartsWith("led", StringComparison.Ordinal) && lamps.All(known => known.Lamp != part)))
        {
            yield return Tell(RuleNames.LampCurrent, ["parts", lamp.Id], $"no resistor leads from a GPIO to {lamp.Id}");
        }

        double all = lamps.Sum(lamp => lamp.Milliamperes) + buzzer.BaseMa;
        if (all > build.Chip.AllPinsMa)
        {
            yield return Tell(RuleNames.AllPinsCurrent, ["nets"], FormattableString.Invariant($"all pins give {all:0} mA together, and {build.Chip.Title} bears {build.Chip.AllPinsMa}"));
        }

        var supply = SupplyBudget.Of(build);
        if (supply.BoardMa > build.Board.Regulator.MaxMa)
        {
            yield return Tell(RuleNames.SupplyCurrent, ["boards", build.Board.Id, "regulator"], FormattableString.Invariant($"3.3 V has to give {supply.BoardMa:0} mA, and {build.Board.Regulator.Title} gives {build.Board.Regulator.MaxMa}"));
        }

        if (supply.TotalMa > supply.Supply.MaxMa)
        {
            yield return Tell(RuleNames.SupplyCurrent, ["parts", supply.Supply.Id], FormattableString.Invariant($"everything takes {supply.TotalMa:0} mA, and {supply.Supply.Id} gives {supply.Supply.MaxMa}"));
        }

        if (supply.LeastRailV < build.Chip.Supply.MinV)
        {
            yield return Tell(RuleNames.SupplyVoltage, ["parts", supply.Supply.Id], FormattableString.Invariant($"at worst {supply.LeastRailV:0.00} V are left for the chip, which wants {build.Chip.Supply.MinV}: a higher supply, a thicker cable, or a diode that loses less"));
        }

        Violation Tell(string rule, IReadOnlyList<string> path, string reason) => PlanCheck.At(file, build, rule, path, reason + ".");
    }
}
