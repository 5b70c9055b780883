using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>One terminal as it is built: a board, a choice of variants, the parts that it then has and what is connected.</summary>
public sealed class Build
{
    private readonly Dictionary<string, Part> _parts;

    /// <summary>The terminal of a plan with a board and a choice of variants.</summary>
    public Build(TerminalPlan plan, BoardEntry board, Chip chip, IReadOnlyDictionary<string, string> choice)
    {
        Plan = plan;
        Board = board;
        Chip = chip;
        Choice = choice;
        Parts = [.. plan.Parts.Where(part => part.When.All(wanted => choice.TryGetValue(wanted.Key, out string? chosen) && chosen == wanted.Value))];
        _parts = Parts.ToDictionary(part => part.Id, StringComparer.Ordinal);
        Nets = [.. plan.Nets
            .Select(net => new Wire(net, board.Gpio.TryGetValue(net.Id, out int gpio) ? gpio : null, [.. net.Ends.Select(PinRef.Of).Where(end => end.IsBoard || _parts.ContainsKey(end.Part))]))
            .Where(wire => wire.Ends.Any(end => !end.IsBoard))];
    }

    /// <summary>The plan.</summary>
    public TerminalPlan Plan { get; }

    /// <summary>The development board.</summary>
    public BoardEntry Board { get; }

    /// <summary>Its chip.</summary>
    public Chip Chip { get; }

    /// <summary>What was chosen of each variant.</summary>
    public IReadOnlyDictionary<string, string> Choice { get; }

    /// <summary>The parts beside the board.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>What is connected.</summary>
    public IReadOnlyList<Wire> Nets { get; }

    /// <summary>In words, such as <c>esp32, lamps three, buzzer passive</c>.</summary>
    public string Name => string.Join(", ", Choice.Select(chosen => $"{chosen.Key} {chosen.Value}").Prepend(Board.Id));

    /// <summary>Whether everything chosen is the reference.</summary>
    public bool IsReference => Choice.All(chosen => Plan.Variants[chosen.Key][0] == chosen.Value);

    /// <summary>A part by its name; null: it is not there.</summary>
    public Part? PartOf(string id) => _parts.GetValueOrDefault(id);

    /// <summary>The net that an end is on; null: on none.</summary>
    public Wire? NetOf(PinRef end) => Nets.FirstOrDefault(wire => wire.Ends.Contains(end));

    /// <summary>The one part of a kind; null: there is none.</summary>
    public Part? OneOf(string kind) => Parts.FirstOrDefault(part => part.Kind == kind);
}

/// <summary>An end of a wire.</summary>
/// <param name="Part">The part, or <c>BOARD</c>.</param>
/// <param name="Pin">Its pin.</param>
public sealed record PinRef(string Part, string Pin)
{
    /// <summary>What the development board is called in ends.</summary>
    public const string BoardName = "BOARD";

    /// <summary>Whether it is the development board's.</summary>
    public bool IsBoard => Part == BoardName;

    /// <summary>Of <c>PART.PIN</c>; a pin's name may have a dot, as <c>3.3V</c> has.</summary>
    public static PinRef Of(string end)
    {
        int dot = end.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new PinRef(end, "") : new PinRef(end[..dot], end[(dot + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Part}.{Pin}";
}

/// <summary>A net of a terminal as it is built.</summary>
/// <param name="Net">What is asked of it.</param>
/// <param name="Gpio">The GPIO that it hangs on; null: on none.</param>
/// <param name="Ends">What hangs on it.</param>
public sealed record Wire(Net Net, int? Gpio, IReadOnlyList<PinRef> Ends);
