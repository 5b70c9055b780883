using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>What is to be bought for a terminal.</summary>
public static class BillOfMaterials
{
    /// <summary>The page.</summary>
    public static string Render(PlanFile file)
    {
        var page = new StringBuilder();
        page.Append("# Bill of materials\n\n").Append(DerivedFiles.Notice).Append("\n\nFor one terminal. Take one development board, and of each variant one choice.\n\n## Development board\n\n| quantity | part | for | flash |\n|---|---|---|---|\n");
        foreach (BoardEntry board in file.Plan.Boards)
        {
            page.Append(CultureInfo.InvariantCulture, $"| 1 | {board.Title} | {board.Use} | {board.FlashMb} MB |\n");
        }

        page.Append("\nThe pins of another board of the same chip stand elsewhere: then the wiring table's GPIOs count, not its rows.\n");
        Table(page, "Always", file.Plan.Parts.Where(part => part.When.Count == 0));
        foreach ((string variant, List<string> options) in file.Plan.Variants)
        {
            foreach (string option in options)
            {
                Table(page, $"With `{variant}: {option}`", file.Plan.Parts.Where(part => part.When.TryGetValue(variant, out string? wanted) && wanted == option));
            }
        }

        page.Append("\n## Beside the circuit\n\n| quantity | part | note |\n|---|---|---|\n")
            .Append("| 1 | printed case, base and lid, with its carrier, sockets, inserts and screws | [enclosure](../enclosure/README.md#parts) |\n")
            .Append("| 1 | labels of the lamps | [labels.svg](labels.svg), printed at 100 % |\n")
            .Append("| 1 | staff sheet | [staff-sheet.html](staff-sheet.html), A4, beside the terminal |\n")
            .Append("| 2 m | stranded wire 0.25 mm² (24 AWG) in the colours of the wiring table | |\n")
            .Append(CultureInfo.InvariantCulture, $"| 1 | ribbon of 7 wires, {file.Plan.Cable.ChosenM * 100:0} cm, for the reader | no longer, see [electrical.md](electrical.md) |\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, string title, IEnumerable<Part> parts)
    {
        // What is the same but for its name is one row, and what sits in another part's case is bought with it.
        IGrouping<(string, string), Part>[] rows = [.. parts.Where(part => part.PartOf.Length == 0).GroupBy(part => (TitleOf(part), part.Rating))];
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| quantity | names | part | rating | may be replaced by |\n|---|---|---|---|---|\n");
        foreach (IGrouping<(string, string), Part> row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {row.Count()} | {string.Join(", ", row.Select(part => part.Id))} | {row.Key.Item1} | {row.Key.Item2} | {row.First().Substitutes} |\n");
        }
    }

    private static string TitleOf(Part part) => part.Kind switch
    {
        "resistor" => FormattableString.Invariant($"Resistor {part.Ohms:#,0} ohm"),
        "buffer" or "capacitor" => FormattableString.Invariant($"{part.Title}, {part.Microfarads:#,0} µF"),
        _ => part.Title,
    };
}
