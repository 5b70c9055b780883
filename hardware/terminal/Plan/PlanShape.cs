using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>Whether a plan is one at all: nothing is empty, every name is there once, and every word is one that is known. Rules come after that.</summary>
internal static class PlanShape
{
    private static readonly string[] Kinds = ["reader", "led", "led-red", "led-green", "resistor", "buzzer", "transistor", "diode", "button", "supply", "buffer", "capacitor"];
    private static readonly string[] Uses = ["", "output", "input-pull-up", "spi-mosi", "spi-miso", "spi-clock", "spi-select", "pwm"];
    private static readonly string[] Levels = ["", "low", "high", "open"];

    /// <summary>What is wrong first: where, as <see cref="PlanFile.LineOf"/> takes it, and why; null: nothing is.</summary>
    internal static (string[] Path, string Reason)? FaultOf(TerminalPlan plan) => Faults(plan).Select(fault => ((string[], string)?)fault).FirstOrDefault();

    private static IEnumerable<(string[] Path, string Reason)> Faults(TerminalPlan plan)
    {
        foreach ((string name, object? value, int count) in new (string, object?, int)[] { ("variants", plan.Variants, plan.Variants?.Count ?? 0), ("boards", plan.Boards, plan.Boards?.Count ?? 0), ("parts", plan.Parts, plan.Parts?.Count ?? 0), ("nets", plan.Nets, plan.Nets?.Count ?? 0), ("cable", plan.Cable, 1), ("flash", plan.Flash, 1), ("journal", plan.Journal, 1) })
        {
            if (value == null || count == 0)
            {
                yield return ([name], "there is nothing in it");
            }
        }

        foreach ((string variant, List<string>? options) in plan.Variants!)
        {
            if (options is not { Count: > 0 })
            {
                yield return (["variants", variant], "it has no choice");
            }
        }

        IEnumerable<(string[], string)> all = Named("boards", plan.Boards!, board => board?.Id).Concat(Named("parts", plan.Parts!, part => part?.Id)).Concat(Named("nets", plan.Nets!, net => net?.Id));
        foreach ((string[], string) fault in all.Concat(plan.Boards!.SelectMany(Of)).Concat(plan.Parts!.SelectMany(part => Of(plan, part))).Concat(plan.Nets!.SelectMany(Of)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string[] Path, string Reason)> Named<T>(string list, List<T> entries, Func<T, string?> idOf)
    {
        foreach (IGrouping<string, T> group in entries.GroupBy(entry => idOf(entry) ?? "", StringComparer.Ordinal))
        {
            if (group.Key.Length == 0)
            {
                yield return ([list], "an entry has no id");
            }
            else if (group.Count() > 1)
            {
                yield return ([list, group.Key], $"there are {group.Count()} of this id");
            }
        }
    }

    private static IEnumerable<(string[] Path, string Reason)> Of(BoardEntry board)
    {
        if (board.Gpio == null || board.Left == null || board.Right == null || board.Regulator == null)
        {
            yield return (["boards", board.Id], "gpio, left, right or regulator is empty");
        }
        else if (board.Regulator.MaxMa <= 0 || board.Regulator.DropoutV <= 0 || board.FlashMb <= 0 || board.FileSystemKb <= 0 || board.JournalSegments <= 0)
        {
            yield return (["boards", board.Id], "regulator, flashMb, fileSystemKb and journalSegments must be more than 0");
        }
    }

    private static IEnumerable<(string[] Path, string Reason)> Of(TerminalPlan plan, Part part)
    {
        string[] path = ["parts", part.Id];
        if (part.Pins is not { Count: > 0 } || part.When == null || part.Unused == null)
        {
            yield return (path, "pins, when or unused is empty");
            yield break;
        }

        if (!Kinds.Contains(part.Kind, StringComparer.Ordinal))
        {
            yield return (path, $"its kind '{part.Kind}' is none of {string.Join(", ", Kinds)}");
        }

        foreach ((string variant, string option) in part.When)
        {
            if (!plan.Variants.TryGetValue(variant, out List<string>? options) || !options.Contains(option))
            {
                yield return (path, $"'{variant}: {option}' is no choice of a variant");
            }
        }

        string missing = part.Kind switch
        {
            "resistor" when part.Ohms <= 0 => "ohms",
            "led" or "led-red" or "led-green" when part.ForwardV <= 0 || part.MaxMa <= 0 || part.MinMa <= 0 => "forwardV, minMa and maxMa",
            "buzzer" when part.CoilOhms <= 0 && part.PeakMa <= 0 => "coilOhms or peakMa",
            "transistor" when part.GainMin <= 0 || part.MaxMa <= 0 || part.BaseV <= 0 => "gainMin, baseV and maxMa",
            "supply" when part.Volts <= 0 || part.MaxMa <= 0 || part.CableOhms < 0 || part.TolerancePercent < 0 => "volts and maxMa",
            "buffer" or "capacitor" when part.Microfarads <= 0 => "microfarads",
            "reader" when part.Supply == null || part.ClockMaxHz <= 0 => "supply and clockMaxHz",
            _ => "",
        };
        if (missing.Length > 0)
        {
            yield return (path, $"{missing} must be more than 0");
        }
    }

    private static IEnumerable<(string[] Path, string Reason)> Of(Net net)
    {
        string[] path = ["nets", net.Id];
        if (net.Ends is not { Count: > 0 } || net.Ends.Contains(null!))
        {
            yield return (path, "it has no ends");
        }
        else if (!Uses.Contains(net.Does, StringComparer.Ordinal))
        {
            yield return (path, $"what it does, '{net.Does}', is none of {string.Join(", ", Uses.Skip(1))}");
        }
        else if (!Levels.Contains(net.AtBoot, StringComparer.Ordinal) || (net.Does.Length > 0 && net.AtBoot.Length == 0))
        {
            yield return (path, "atBoot must be low, high or open");
        }
    }
}
