using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Electrical;

/// <summary>How long the reader's cable may be.</summary>
/// <param name="ShortM">Up to here it is electrically short, and needs nothing: a sixth of the way that a signal comes during an edge.</param>
/// <param name="RoundTripM">Up to here what the reader answers is there at the next edge of the clock.</param>
/// <param name="ChosenM">What the guide takes.</param>
public sealed record CableLength(double ShortM, double RoundTripM, double ChosenM)
{
    private const double Sixth = 6;

    // What the two chips take of half a clock's period: the reader's output and the way through the chip's pin matrix.
    private const double ChipsNs = 50;

    /// <summary>Of a plan, at a clock.</summary>
    public static CableLength Of(TerminalPlan plan, int hz)
    {
        double halfNs = 1e9 / hz / 2;
        return new CableLength(plan.Cable.EdgeNs * plan.Cable.SpeedMPerNs / Sixth, (halfNs - ChipsNs) / 2 * plan.Cable.SpeedMPerNs, plan.Cable.ChosenM);
    }
}
