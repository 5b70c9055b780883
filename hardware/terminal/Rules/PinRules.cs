using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Rules;

/// <summary>Which GPIO may do what (data sheet of the chip, sections on pins and strapping).</summary>
internal static class PinRules
{
    internal static IEnumerable<Violation> Check(PlanFile file, Build build)
    {
        return Missing(file, build).Concat(build.Nets.Where(wire => wire.Gpio != null).SelectMany(wire => OfPin(file, build, wire, wire.Gpio!.Value))).Concat(Twice(file, build));
    }

    private static IEnumerable<Violation> OfPin(PlanFile file, Build build, Wire wire, int pin)
    {
        Chip chip = build.Chip;
        if (!chip.Pins.Contains(pin))
        {
            yield return Tell(RuleNames.NoSuchPin, $"{chip.Title} has no GPIO {pin}");
            yield break;
        }

        if (chip.FlashPins.Contains(pin))
        {
            yield return Tell(RuleNames.FlashPin, $"the flash of {chip.Title} hangs on GPIO {pin}: whatever drives it stops the chip");
        }
        else if (build.Board.Psram && chip.PsramPins.Contains(pin))
        {
            yield return Tell(RuleNames.PsramPin, $"the PSRAM of {build.Board.Title} hangs on GPIO {pin}");
        }
        else if (build.Board.PlaceOf(pin.ToString(CultureInfo.InvariantCulture)).Length == 0)
        {
            yield return Tell(RuleNames.NotLedOut, $"{build.Board.Title} does not lead GPIO {pin} out");
        }

        if (chip.InputOnlyPins.Contains(pin) && (Drives(wire) || wire.Net.Does == "input-pull-up"))
        {
            yield return Tell(RuleNames.InputOnly, $"GPIO {pin} is an input without a driver and without pulls, and {wire.Net.Id} wants {wire.Net.Does}");
        }

        if (chip.ConsolePins.Contains(pin))
        {
            yield return Tell(RuleNames.ConsolePin, $"GPIO {pin} is the serial console's, by which the terminal is flashed");
        }

        StrappingPin? strapping = chip.StrappingPins.FirstOrDefault(strap => strap.Pin == pin);
        if (strapping != null && (!wire.Net.FitsStrapping || (wire.Net.AtBoot != strapping.Level && wire.Net.AtBoot != "open")))
        {
            yield return Tell(
                RuleNames.StrappingPin,
                $"GPIO {pin} must be {strapping.Level} when reset ends ({strapping.Reason}), and {wire.Net.Id} leaves it {wire.Net.AtBoot}; where that fits, the net says fitsStrapping: true");
        }

        if (chip.NoisyPins.Contains(pin) && Drives(wire))
        {
            yield return Tell(RuleNames.NoisyAtBoot, $"GPIO {pin} puts something out while the chip starts, and {wire.Net.Id} would show or sound it");
        }

        Violation Tell(string rule, string reason) => PlanCheck.At(file, build, rule, ["boards", build.Board.Id, "gpio", wire.Net.Id], reason + ".");
    }

    private static IEnumerable<Violation> Missing(PlanFile file, Build build)
    {
        foreach (string net in Needed(build).Where(net => build.Nets.All(wire => wire.Net.Id != net)))
        {
            yield return PlanCheck.At(file, build, RuleNames.NoPin, ["nets"], $"the firmware drives {net}, and nothing hangs on it.");
        }

        foreach (Wire wire in build.Nets.Where(wire => wire.Net.Does.Length > 0 && wire.Gpio == null))
        {
            yield return PlanCheck.At(file, build, RuleNames.NoPin, ["boards", build.Board.Id, "gpio"], $"{wire.Net.Id} has no GPIO on {build.Board.Id}.");
        }

        foreach (string net in build.Board.Gpio.Keys.Where(net => build.Plan.Nets.All(known => known.Id != net || known.Does.Length == 0)))
        {
            yield return PlanCheck.At(file, build, RuleNames.NoPin, ["boards", build.Board.Id, "gpio", net], $"{net} is no net that the chip works with.");
        }
    }

    private static IEnumerable<Violation> Twice(PlanFile file, Build build)
    {
        return build.Board.Gpio.GroupBy(given => given.Value).Where(group => group.Count() > 1).Select(group => PlanCheck.At(
            file, build, RuleNames.PinTwice, ["boards", build.Board.Id, "gpio", group.Last().Key], $"GPIO {group.Key} is given to {string.Join(" and to ", group.Select(given => given.Key))}."));
    }

    // What the firmware's board has pins for; of one lamp of several colours amber is both others.
    private static IEnumerable<string> Needed(Build build)
    {
        string[] lamps = build.Choice.GetValueOrDefault("lamps") == "rgb" ? ["lamp-green", "lamp-red"] : ["lamp-green", "lamp-amber", "lamp-red"];
        return ["reader-select", "reader-clock", "reader-mosi", "reader-miso", "reader-reset", "buzzer", "button", .. lamps];
    }

    private static bool Drives(Wire wire) => wire.Net.Does is "output" or "pwm" or "spi-mosi" or "spi-clock" or "spi-select";
}
