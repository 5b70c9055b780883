using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Electrical;

/// <summary>What takes current at the same moment, at most, and what is then left of the voltage.</summary>
/// <param name="Supply">The supply.</param>
/// <param name="Diode">Between supply and buffer.</param>
/// <param name="Takers">Who takes how many mA of 3.3 V.</param>
/// <param name="BuzzerMa">What the buzzer takes of the supply.</param>
/// <param name="LeastSupplyV">What the supply gives at least.</param>
/// <param name="LeastBoardV">What comes to the board at least.</param>
/// <param name="LeastRailV">What its regulator makes of that at least.</param>
public sealed record SupplyBudget(Part Supply, Part Diode, IReadOnlyList<(string Who, double Milliamperes)> Takers, double BuzzerMa, double LeastSupplyV, double LeastBoardV, double LeastRailV)
{
    /// <summary>What the board takes: a linear regulator takes what it gives.</summary>
    public double BoardMa => Takers.Sum(taker => taker.Milliamperes);

    /// <summary>What the supply has to give.</summary>
    public double TotalMa => BoardMa + BuzzerMa;

    /// <summary>Of a terminal as it is built.</summary>
    /// <exception cref="PlanException">A part is missing.</exception>
    public static SupplyBudget Of(Build build)
    {
        Part supply = build.OneOf("supply") ?? throw new PlanException($"{build.Name}: there is no part of the kind supply.");
        Part diode = build.Parts.FirstOrDefault(part => part.Kind == "diode" && part.ForwardV > 0) ?? throw new PlanException($"{build.Name}: there is no diode between supply and buffer.");
        List<(string, double)> takers = [("the module while it sends", build.Chip.RadioPeakMa), .. Beside(build)];
        double buzzer = BuzzerDrive.Of(build).CollectorMa;
        double least = supply.Volts * (1 - (supply.TolerancePercent / 100));
        double atBoard = least - ((takers.Sum(taker => taker.Item2) + buzzer) / 1000 * supply.CableOhms) - diode.ForwardV;
        double rail = System.Math.Min(build.Chip.Supply.NominalV, atBoard - build.Board.Regulator.DropoutV);
        return new SupplyBudget(supply, diode, takers, buzzer, least, atBoard, rail);
    }

    /// <summary>What takes 3.3 V beside the module.</summary>
    internal static IEnumerable<(string Who, double Milliamperes)> Beside(Build build)
    {
        foreach (Part part in build.Parts.Where(part => part.Supply != null))
        {
            yield return ($"{part.Id}, {part.Title}", part.Supply!.PeakMa);
        }

        yield return ("all lamps", LampCurrents.Of(build).Sum(lamp => lamp.Milliamperes));
        yield return ("the transistor's base", BuzzerDrive.Of(build).BaseMa);
        yield return ("the development board itself", build.Board.OwnMa);
    }
}
