using System.Collections.Generic;
using System.Linq;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Rules;

/// <summary>SPI buses and PWM channels as nanoFramework counts them (nanoFramework.Hardware.Esp32, <c>DeviceFunction</c>).</summary>
internal static class BusRules
{
    private static readonly string[] Lines = ["spi-clock", "spi-mosi", "spi-miso"];

    internal static IEnumerable<Violation> Check(PlanFile file, Build build) => Spi(file, build).Concat(Pwm(file, build));

    private static IEnumerable<Violation> Spi(PlanFile file, Build build)
    {
        Wire[] lines = [.. build.Nets.Where(wire => wire.Net.Does.StartsWith("spi-", System.StringComparison.Ordinal))];
        foreach (Wire wire in lines.Where(wire => !build.Chip.SpiBuses.Contains(wire.Net.Bus)))
        {
            yield return Tell(wire, $"nanoFramework has the SPI buses {string.Join(" and ", build.Chip.SpiBuses)} on {build.Chip.Id}, not {wire.Net.Bus}");
        }

        foreach (IGrouping<int, Wire> bus in lines.GroupBy(wire => wire.Net.Bus))
        {
            foreach (string line in Lines.Where(line => bus.Count(wire => wire.Net.Does == line) != 1))
            {
                yield return Tell(bus.First(), $"SPI bus {bus.Key} must have one {line}");
            }

            if (bus.All(wire => wire.Net.Does != "spi-select"))
            {
                yield return Tell(bus.First(), $"SPI bus {bus.Key} has no select line");
            }

            foreach (Wire clock in bus.Where(wire => wire.Net.Does == "spi-clock"))
            {
                foreach (Part part in clock.Ends.Select(end => build.PartOf(end.Part)).OfType<Part>().Where(part => clock.Net.Hz > part.ClockMaxHz || clock.Net.Hz <= 0))
                {
                    yield return Tell(clock, $"{part.Id} takes a clock of at most {part.ClockMaxHz} Hz, not {clock.Net.Hz}");
                }
            }
        }

        Violation Tell(Wire wire, string reason) => PlanCheck.At(file, build, RuleNames.SpiBus, ["nets", wire.Net.Id], reason + ".");
    }

    private static IEnumerable<Violation> Pwm(PlanFile file, Build build)
    {
        Wire[] channels = [.. build.Nets.Where(wire => wire.Net.Does == "pwm")];
        foreach (Wire wire in channels.Where(wire => wire.Net.Channel < 1 || wire.Net.Channel > build.Chip.PwmChannels))
        {
            yield return Tell(wire, $"{build.Chip.Title} has the PWM channels 1 to {build.Chip.PwmChannels}, not {wire.Net.Channel}");
        }

        // Channels 1 and 2, 3 and 4 and so on have one timer, and what sets its frequency last sets it for both.
        foreach (IGrouping<int, Wire> timer in channels.GroupBy(wire => (wire.Net.Channel - 1) / 2).Where(timer => timer.Count() > 1))
        {
            yield return Tell(timer.Last(), $"{string.Join(" and ", timer.Select(wire => wire.Net.Id))} share the timer of PWM channel {timer.First().Net.Channel}, and so one frequency");
        }

        Violation Tell(Wire wire, string reason) => PlanCheck.At(file, build, RuleNames.PwmChannel, ["nets", wire.Net.Id], reason + ".");
    }
}
