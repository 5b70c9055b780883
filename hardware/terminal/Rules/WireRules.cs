using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Rules;

/// <summary>What is connected to what, and at which voltage.</summary>
internal static class WireRules
{
    internal static IEnumerable<Violation> Check(PlanFile file, Build build) => Connected(file, build).Concat(BoardEnds(file, build)).Concat(Voltages(file, build)).Concat(Polarities(file, build));

    private static IEnumerable<Violation> Connected(PlanFile file, Build build)
    {
        foreach (Net net in build.Plan.Nets)
        {
            foreach (PinRef end in net.Ends.Select(PinRef.Of))
            {
                Part? part = build.Plan.Parts.FirstOrDefault(known => known.Id == end.Part);
                if (end.IsBoard ? build.Board.PlaceOf(end.Pin).Length == 0 : part == null || !part.Pins.Contains(end.Pin))
                {
                    yield return Tell(net.Id, $"there is no {end}");
                }
            }
        }

        foreach (Part part in build.Parts)
        {
            foreach (string pin in part.Pins.Where(pin => !part.Unused.Contains(pin)))
            {
                int wires = build.Nets.Count(wire => wire.Ends.Contains(new PinRef(part.Id, pin)));
                if (wires != 1)
                {
                    yield return PlanCheck.At(file, build, RuleNames.Connected, ["parts", part.Id], $"{part.Id}.{pin} is connected {(wires == 0 ? "to nothing" : $"to {wires} nets")}.");
                }
            }
        }

        foreach (Wire wire in build.Nets.Where(wire => wire.Gpio == null && wire.Ends.Count < 2))
        {
            yield return Tell(wire.Net.Id, $"{wire.Net.Id} has one end only");
        }

        Violation Tell(string net, string reason) => PlanCheck.At(file, build, RuleNames.Connected, ["nets", net], reason + ".");
    }

    // The board's own pins: each supply is what it is, and GPIOs are given to nets by the board, where their rules are looked at.
    private static IEnumerable<Violation> BoardEnds(PlanFile file, Build build)
    {
        foreach (IGrouping<string, (Net Net, string Pin)> pin in build.Nets.SelectMany(wire => wire.Ends.Where(end => end.IsBoard).Select(end => (wire.Net, end.Pin))).GroupBy(end => end.Pin, StringComparer.Ordinal))
        {
            Net net = pin.Last().Net;
            if (pin.Count() > 1)
            {
                yield return PlanCheck.At(file, build, RuleNames.Connected, ["nets", net.Id], $"BOARD.{pin.Key} is on {string.Join(" and on ", pin.Select(end => end.Net.Id))}.");
            }

            double? volts = pin.Key switch
            {
                "3V3" => build.Chip.Supply.NominalV,
                "5V" => 5,
                "GND" => 0,
                _ => null,
            };
            if (volts == null)
            {
                yield return PlanCheck.At(file, build, RuleNames.Connected, ["nets", net.Id], $"BOARD.{pin.Key} is no supply: a GPIO is given to a net by the board's gpio.");
            }

            foreach (Net other in pin.Select(end => end.Net).Where(other => volts != null && !other.Volts.Equals(volts)))
            {
                yield return PlanCheck.At(file, build, RuleNames.Voltage, ["nets", other.Id], FormattableString.Invariant($"BOARD.{pin.Key} has {volts} V, and {other.Id} {other.Volts?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}."));
            }
        }
    }

    // A lamp's current ends in ground; a buffer's plus is where the voltage is; a diode across a coil leads to the supply and not from it.
    private static IEnumerable<Violation> Polarities(PlanFile file, Build build)
    {
        foreach (Part part in build.Parts)
        {
            double? At(string pin) => build.NetOf(new PinRef(part.Id, pin))?.Net.Volts;
            bool isWrong = part.Kind switch
            {
                "led" or "led-red" or "led-green" => !At("K").Equals(0.0),
                "diode" => At("K") is null or 0 || (At("A") is { } from && from > At("K")),
                "buffer" or "supply" => !At("-").Equals(0.0) || At("+") is null or 0,
                "buzzer" => At("+") is null or 0,
                "transistor" => !At("E").Equals(0.0),
                _ => false,
            };
            if (isWrong)
            {
                yield return PlanCheck.At(file, build, RuleNames.Polarity, ["parts", part.Id], $"{part.Id} is the wrong way round: {string.Join(", ", part.Pins.Select(pin => FormattableString.Invariant($"{pin} at {build.NetOf(new PinRef(part.Id, pin))?.Net.Id}")))}.");
            }

            // A supply may give a little more than its net is named for, and never less or much more.
            if (part.Kind == "supply" && At("+") is { } named && (part.Volts < named || part.Volts > named * 1.1))
            {
                yield return PlanCheck.At(file, build, RuleNames.Voltage, ["parts", part.Id], FormattableString.Invariant($"{part.Id} gives {part.Volts} V to what is made for {named} V."));
            }
        }
    }

    // A GPIO bears no more than the chip's supply. What could bring more to it stands behind the parts of its net, as far as they pass a voltage on.
    private static IEnumerable<Violation> Voltages(PlanFile file, Build build)
    {
        foreach (Wire wire in build.Nets.Where(wire => wire.Gpio != null || wire.Ends.Any(end => end.IsBoard && end.Pin == "3V3")))
        {
            foreach ((string through, double volts) in Reached(build, wire).Where(reached => reached.Volts > build.Chip.Supply.MaxV))
            {
                yield return PlanCheck.At(
                    file, build, RuleNames.Voltage, ["nets", wire.Net.Id], FormattableString.Invariant($"{wire.Net.Id} meets {volts} V {through}, and the chip bears {build.Chip.Supply.MaxV} V."));
            }
        }

        foreach (Part part in build.Parts)
        {
            if (part.Supply is { } supply)
            {
                double? volts = build.NetOf(new PinRef(part.Id, supply.Pin))?.Net.Volts;
                if (volts is not { } fed || fed < supply.MinV || fed > supply.MaxV)
                {
                    yield return PlanCheck.At(
                        file, build, RuleNames.Voltage, ["parts", part.Id], FormattableString.Invariant($"{part.Id} wants {supply.MinV} to {supply.MaxV} V at {supply.Pin} and has {(volts == null ? "none" : FormattableString.Invariant($"{volts} V"))}."));
                }
            }

            foreach (Wire wire in build.Nets.Where(wire => part.MaxV > 0 && wire.Net.Volts > part.MaxV && wire.Ends.Any(end => end.Part == part.Id)))
            {
                yield return PlanCheck.At(
                    file, build, RuleNames.Voltage, ["nets", wire.Net.Id], FormattableString.Invariant($"{part.Id} bears {part.MaxV} V, and {wire.Net.Id} has {wire.Net.Volts} V."));
            }
        }
    }

    private static IEnumerable<(string Through, double Volts)> Reached(Build build, Wire from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from.Net.Id };
        var next = new Queue<(Wire Wire, string Through)>([(from, "itself")]);
        while (next.TryDequeue(out (Wire Wire, string Through) at))
        {
            if (at.Wire.Net.Volts is { } volts)
            {
                // Beyond a supply nothing more is met.
                yield return (at.Through, volts);
                continue;
            }

            foreach (PinRef end in at.Wire.Ends)
            {
                if (build.PartOf(end.Part) is not { } part || !Passes(part, end.Pin))
                {
                    continue;
                }

                foreach (string pin in part.Pins.Where(pin => pin != end.Pin && Passes(part, pin)))
                {
                    if (build.NetOf(new PinRef(part.Id, pin)) is { } beyond && seen.Add(beyond.Net.Id))
                    {
                        next.Enqueue((beyond, $"through {part.Id}"));
                    }
                }
            }
        }
    }

    // A transistor's base is no way for the collector's voltage, and a module's pins are told by its own limits.
    private static bool Passes(Part part, string pin) => part.Kind is not ("reader" or "supply") && (part.Kind != "transistor" || pin is not "C");
}
