using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Electrical;

/// <summary>What a lamp burns with: I = (V − Vf) / R.</summary>
/// <param name="Net">The net that the chip drives.</param>
/// <param name="Resistor">Its resistor.</param>
/// <param name="Lamp">The lamp.</param>
/// <param name="Milliamperes">With the full supply on the pin, which is the most.</param>
/// <param name="LeastMilliamperes">With the lowest level that the data sheet promises as high.</param>
public sealed record LampCurrent(Net Net, Part Resistor, Part Lamp, double Milliamperes, double LeastMilliamperes);

/// <summary>The lamps' currents.</summary>
public static class LampCurrents
{
    /// <summary>Of each resistor between a GPIO and a lamp.</summary>
    public static IReadOnlyList<LampCurrent> Of(Build build)
    {
        var found = new List<LampCurrent>();
        foreach (Wire wire in build.Nets.Where(wire => wire.Gpio != null))
        {
            foreach (Part resistor in wire.Ends.Select(end => build.PartOf(end.Part)).OfType<Part>().Where(part => part.Kind == "resistor"))
            {
                string? other = resistor.Pins.FirstOrDefault(pin => !wire.Ends.Contains(new PinRef(resistor.Id, pin)));
                Part? lamp = other == null ? null : build.NetOf(new PinRef(resistor.Id, other))?.Ends.Select(end => build.PartOf(end.Part)).OfType<Part>().FirstOrDefault(part => part.Kind.StartsWith("led", System.StringComparison.Ordinal));
                if (lamp != null)
                {
                    double volts = build.Chip.Supply.NominalV;
                    found.Add(new LampCurrent(wire.Net, resistor, lamp, Through(volts), Through(volts * build.Chip.HighLevelPart)));
                    double Through(double high) => System.Math.Max(0, (high - lamp.ForwardV) / resistor.Ohms * 1000);
                }
            }
        }

        return found;
    }
}
