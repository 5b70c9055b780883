using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Electrical;

/// <summary>How long the buffer has to last for one append to the journal: C = I · t / ΔV.</summary>
/// <param name="Buffer">The capacitor.</param>
/// <param name="Milliamperes">What the board takes meanwhile; the radio listens, and the buzzer hangs before the diode.</param>
/// <param name="FromV">What the buffer has at least when the supply ends.</param>
/// <param name="ToV">Down to where the flash can be written.</param>
/// <param name="TypicalMs">How long an append takes, typically.</param>
/// <param name="MostMs">How long it takes at most.</param>
public sealed record HoldUp(Part Buffer, double Milliamperes, double FromV, double ToV, double TypicalMs, double MostMs)
{
    /// <summary>What a typical append needs, in µF.</summary>
    public double TypicalMicrofarads => Needed(TypicalMs);

    /// <summary>What the longest one needs, in µF.</summary>
    public double MostMicrofarads => Needed(MostMs);

    /// <summary>How long the chosen buffer lasts, in ms.</summary>
    public double LastsMs => Buffer.Microfarads / 1000 * (FromV - ToV) / (Milliamperes / 1000);

    /// <summary>Of a terminal as it is built.</summary>
    /// <exception cref="PlanException">A part is missing.</exception>
    public static HoldUp Of(Build build)
    {
        Part buffer = build.OneOf("buffer") ?? throw new PlanException($"{build.Name}: there is no part of the kind buffer.");
        var supply = SupplyBudget.Of(build);
        double taken = build.Chip.ListeningMa + SupplyBudget.Beside(build).Sum(taker => taker.Milliamperes);

        // Before the supply ends the terminal does what it does most of the time: it listens.
        double from = supply.LeastSupplyV - (taken / 1000 * supply.Supply.CableOhms) - supply.Diode.ForwardV;
        FlashTimes flash = build.Plan.Flash;
        double pages = (double)flash.SectorBytes / flash.PageBytes;
        return new HoldUp(
            buffer,
            taken,
            from,
            flash.LeastV + build.Board.Regulator.DropoutV,
            (flash.ErasesAnAppend * flash.SectorEraseTypicalMs) + ((pages + 1) * flash.PageTypicalMs),
            (flash.WorstErasesAnAppend * flash.SectorEraseMostMs) + (flash.WorstErasesAnAppend * pages * flash.PageMostMs));
    }

    // mA times ms are µC, and µC a volt are µF.
    private double Needed(double ms) => Milliamperes * ms / (FromV - ToV);
}
