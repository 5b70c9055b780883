using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>Which wire goes from where to where, for each board, and what each variant changes.</summary>
public static class WiringTable
{
    /// <summary>The page.</summary>
    public static string Render(PlanFile file)
    {
        var page = new StringBuilder();
        page.Append("# Wiring\n\n").Append(DerivedFiles.Notice).Append("\n\nA wire goes from each end of a row to the next one. `left` and `right` are the rows of the development board, counted from the antenna down.\n");
        foreach (BoardEntry board in file.Plan.Boards)
        {
            Build reference = file.Reference(board.Id);
            page.Append(CultureInfo.InvariantCulture, $"\n## {board.Title}\n\nFor: {board.Use}. Drawn in [wiring-{board.Id}.svg](wiring-{board.Id}.svg).\n\n| net | board | GPIO | nanoFramework | ends | colour |\n|---|---|---|---|---|---|\n");
            foreach (Wire wire in reference.Nets)
            {
                page.Append(Row(reference, wire));
            }

            foreach (Build build in file.Builds().Where(build => build.Board.Id == board.Id && !build.IsReference && Changed(build) == 1))
            {
                string[] known = [.. reference.Nets.Select(wire => Row(reference, wire))];
                string chosen = string.Join(", ", build.Choice.Where(choice => build.Plan.Variants[choice.Key][0] != choice.Value).Select(choice => $"`{choice.Key}: {choice.Value}`"));
                page.Append(CultureInfo.InvariantCulture, $"\n**With {chosen}** these rows take the place of those of the same name");
                string[] gone = [.. reference.Nets.Select(wire => wire.Net.Id).Except(build.Nets.Select(wire => wire.Net.Id), StringComparer.Ordinal)];
                page.Append(gone.Length == 0 ? ":\n" : $", and {string.Join(", ", gone)} is left out:\n");
                page.Append("\n| net | board | GPIO | nanoFramework | ends | colour |\n|---|---|---|---|---|---|\n");
                foreach (string row in build.Nets.Select(wire => Row(build, wire)).Except(known, StringComparer.Ordinal))
                {
                    page.Append(row);
                }
            }
        }

        return page.ToString();
    }

    private static int Changed(Build build) => build.Choice.Count(choice => build.Plan.Variants[choice.Key][0] != choice.Value);

    private static string Row(Build build, Wire wire)
    {
        string place = wire.Gpio is { } gpio
            ? build.Board.PlaceOf(gpio.ToString(CultureInfo.InvariantCulture))
            : string.Join(", ", wire.Ends.Where(end => end.IsBoard).Select(end => build.Board.PlaceOf(end.Pin) + (build.Board.Count(end.Pin) > 1 ? " and other " + end.Pin : "")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {wire.Net.Id} | {place} | {wire.Gpio} | {FunctionOf(wire.Net)} | {string.Join(" · ", wire.Ends.Where(end => !end.IsBoard).Select(end => $"{end.Part} {end.Pin}"))} | {wire.Net.Colour} |\n");
    }

    private static string FunctionOf(Net net) => net.Does switch
    {
        "spi-mosi" => $"`SPI{net.Bus}_MOSI`",
        "spi-miso" => $"`SPI{net.Bus}_MISO`",
        "spi-clock" => $"`SPI{net.Bus}_CLOCK`",
        "spi-select" => $"select of SPI {net.Bus}",
        "pwm" => $"`PWM{net.Channel}`",
        "output" => "output",
        "input-pull-up" => "input with pull-up",
        _ => net.Volts is { } volts ? FormattableString.Invariant($"{volts} V") : "",
    };
}
