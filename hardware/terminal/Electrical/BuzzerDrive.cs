using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Electrical;

/// <summary>The buzzer behind its transistor.</summary>
/// <param name="Buzzer">The buzzer.</param>
/// <param name="Transistor">The transistor.</param>
/// <param name="BaseResistor">Between pin and base.</param>
/// <param name="PullDown">Between base and ground.</param>
/// <param name="CollectorMa">What the buzzer takes while the transistor conducts.</param>
/// <param name="MeanMa">What it takes on average while it sounds; a passive one is switched on half of the time.</param>
/// <param name="BaseMa">What the pin gives.</param>
/// <param name="NeededMa">What the base needs with the least gain.</param>
public sealed record BuzzerDrive(Part Buzzer, Part Transistor, Part BaseResistor, Part PullDown, double CollectorMa, double MeanMa, double BaseMa, double NeededMa)
{
    /// <summary>How many times the base current is what is needed, less what the resistor to ground takes of it.</summary>
    public double Overdrive => (BaseMa - (Transistor.BaseV / PullDown.Ohms * 1000)) / NeededMa;

    /// <summary>Of a terminal as it is built.</summary>
    /// <exception cref="PlanException">There is no buzzer behind a transistor.</exception>
    public static BuzzerDrive Of(Build build)
    {
        Part buzzer = build.OneOf("buzzer") ?? throw new PlanException($"{build.Name}: there is no part of the kind buzzer.");
        Part transistor = build.OneOf("transistor") ?? throw new PlanException($"{build.Name}: there is no part of the kind transistor.");
        Part supply = build.OneOf("supply") ?? throw new PlanException($"{build.Name}: there is no part of the kind supply.");
        Part[] atBase = [.. (build.NetOf(new PinRef(transistor.Id, "B"))?.Ends ?? []).Select(end => build.PartOf(end.Part)).OfType<Part>().Where(part => part.Kind == "resistor")];
        Part series = atBase.FirstOrDefault(part => part.Pins.Any(pin => build.NetOf(new PinRef(part.Id, pin))?.Gpio != null))
            ?? throw new PlanException($"{build.Name}: no resistor leads from a GPIO to {transistor.Id}.B.");
        Part down = atBase.FirstOrDefault(part => part != series) ?? throw new PlanException($"{build.Name}: no resistor leads from {transistor.Id}.B to ground.");
        double collector = buzzer.CoilOhms > 0 ? (supply.Volts - transistor.SaturationV) / buzzer.CoilOhms * 1000 : buzzer.PeakMa;
        double mean = buzzer.CoilOhms > 0 ? collector / 2 : collector;
        return new BuzzerDrive(buzzer, transistor, series, down, collector, mean, (build.Chip.Supply.NominalV - transistor.BaseV) / series.Ohms * 1000, collector / transistor.GainMin);
    }
}
