using System;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.TerminalKit.Electrical;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>Why the parts have the values that they have: every number with its formula and where it comes from.</summary>
public static class ElectricalPage
{
    /// <summary>The page.</summary>
    public static string Render(PlanFile file)
    {
        var page = new StringBuilder();
        page.Append("# Electrical reasons\n\n").Append(DerivedFiles.Notice)
            .Append("\n\nComputed from the values of `board.yaml` and `chips/`. None of it has been measured on a terminal yet.\n");
        Lamps(page, file);
        Buzzer(page, file);
        Supply(page, file);
        Buffer(page, file);
        Reader(page, file);
        Sources(page, file);
        return page.ToString();
    }

    private static void Lamps(StringBuilder page, PlanFile file)
    {
        page.Append("\n## Lamps\n\nI = (V − Vf) / R, at most with the full 3.3 V on the pin, at least with the 0.8 · 3.3 V that the data sheet promises under load.\n\n")
            .Append("| board | lamp | Vf | R | current at most | at least | the lamp wants | the pin gives |\n|---|---|---|---|---|---|---|---|\n");
        foreach (Build build in file.Builds().Where(build => build.Choice["buzzer"] == build.Plan.Variants["buzzer"][0]))
        {
            foreach (LampCurrent lamp in LampCurrents.Of(build))
            {
                page.Append(CultureInfo.InvariantCulture, $"| {build.Board.Id} | {lamp.Lamp.Id} {lamp.Lamp.Title} | {lamp.Lamp.ForwardV:0.0} V | {lamp.Resistor.Id} {lamp.Resistor.Ohms} ohm | {lamp.Milliamperes:0.0} mA | {lamp.LeastMilliamperes:0.0} mA | {lamp.Lamp.MinMa} to {lamp.Lamp.MaxMa} mA | {build.Chip.PinOutMa} mA |\n");
            }
        }

        page.Append("\nA pin that gives 6 mA stays near its supply: its driver has some 33 ohm at the strength that nanoFramework leaves it (half of the 40 mA at 0.66 V of drop, DC characteristics), so the first column is what it comes to. The second is the bound; a pure green does not burn there at all, and is the first to look at when an RGB lamp's amber looks red.\n");
    }

    private static void Buzzer(StringBuilder page, PlanFile file)
    {
        page.Append("\n## Buzzer\n\nIc = (V − Vce) / R of the coil, or what the data sheet says of an active one; Ib needed = Ic / least gain; Ib = (3.3 − Vbe) / R4, less Vbe / R5. R5 keeps the base at ground while the chip starts and its pin floats.\n\n")
            .Append("| board | buzzer | while it conducts | mean while it sounds | base needed | base given | times | the pin gives |\n|---|---|---|---|---|---|---|---|\n");
        foreach (Build build in file.Builds().Where(build => build.Choice["lamps"] == build.Plan.Variants["lamps"][0]))
        {
            var drive = BuzzerDrive.Of(build);
            page.Append(CultureInfo.InvariantCulture, $"| {build.Board.Id} | {drive.Buzzer.Id} {drive.Buzzer.Title} | {drive.CollectorMa:0} mA | {drive.MeanMa:0} mA | {drive.NeededMa:0.00} mA | {drive.BaseMa:0.0} mA | {drive.Overdrive:0.0} | {build.Chip.PinOutMa} mA |\n");
        }

        page.Append("\nD1 carries the coil's current on when the transistor opens; without it the collector meets tens of volts at each edge.\n");
    }

    private static void Supply(StringBuilder page, PlanFile file)
    {
        page.Append("\n## Supply\n\nEverything at the same moment. A linear regulator takes what it gives. What is left: V · (1 − tolerance) − I · R of the cable − Vf of D2 − dropout.\n");
        foreach (BoardEntry board in file.Plan.Boards)
        {
            Build build = file.Reference(board.Id);
            var supply = SupplyBudget.Of(build);
            page.Append(CultureInfo.InvariantCulture, $"\n**{board.Title}**\n\n| taker | mA at most |\n|---|---|\n");
            foreach ((string who, double milliamperes) in supply.Takers)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {who} | {milliamperes:0.0} |\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"| together on 3.3 V ({board.Regulator.Title} gives {board.Regulator.MaxMa}) | **{supply.BoardMa:0}** |\n| the buzzer | {supply.BuzzerMa:0} |\n| together ({supply.Supply.Id} gives {supply.Supply.MaxMa}) | **{supply.TotalMa:0}** |\n\n")
                .Append(CultureInfo.InvariantCulture, $"| where | V at least |\n|---|---|\n| supply, {supply.Supply.Volts} V − {supply.Supply.TolerancePercent} % | {supply.LeastSupplyV:0.00} |\n")
                .Append(CultureInfo.InvariantCulture, $"| at the board, behind {supply.Supply.CableOhms} ohm of cable and {supply.Diode.ForwardV} V of {supply.Diode.Id} | {supply.LeastBoardV:0.00} |\n")
                .Append(CultureInfo.InvariantCulture, $"| 3.3 V, behind {board.Regulator.DropoutV} V of dropout | {supply.LeastRailV:0.00} |\n| the chip wants | {build.Chip.Supply.MinV:0.00} |\n")
                .Append(CultureInfo.InvariantCulture, $"| the chip resets itself below (brown-out) | {build.Chip.BrownOutV:0.00}, a margin of {supply.LeastRailV - build.Chip.BrownOutV:0.00} V |\n");
            double heat = (supply.LeastBoardV - build.Chip.Supply.NominalV + supply.Supply.Volts - supply.LeastSupplyV) * (build.Chip.ListeningMa + supply.BoardMa - build.Chip.RadioPeakMa) / 1000;
            page.Append(CultureInfo.InvariantCulture, $"| heat of the regulator while the radio listens | {heat:0.0} W |\n");
        }
    }

    private static void Buffer(StringBuilder page, PlanFile file)
    {
        page.Append("\n## Buffer\n\nThe journal survives a cut at any write (`firmware/JOURNAL.md`), so nothing that was shown as accepted needs this capacitor. With it, the tap that is being written when the supply ends is taken down, too. ")
            .Append("C = I · t / ΔV, from what the buffer has at least down to where the flash can be written.\n\n| board | while it lasts | from | down to | an append | needs | the longest append | needs | C1 lasts |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (BoardEntry board in file.Plan.Boards)
        {
            var hold = HoldUp.Of(file.Reference(board.Id));
            page.Append(CultureInfo.InvariantCulture, $"| {board.Id} | {hold.Milliamperes:0} mA | {hold.FromV:0.00} V | {hold.ToV:0.00} V | {hold.TypicalMs:0} ms | {hold.TypicalMicrofarads:#,0} µF | {hold.MostMs:#,0} ms | {hold.MostMicrofarads:#,0} µF | {hold.LastsMs:0} ms |\n");
        }

        FlashTimes flash = file.Plan.Flash;
        var supply = SupplyBudget.Of(file.Reference(file.Plan.Boards[0].Id));
        Part buffer = HoldUp.Of(file.Reference(file.Plan.Boards[0].Id)).Buffer;
        double fillMs = buffer.Microfarads / 1000 * supply.Supply.Volts / (supply.Supply.MaxMa / 1000);
        page.Append(CultureInfo.InvariantCulture, $"\nAn append: {flash.ErasesAnAppend} erase of {flash.SectorEraseTypicalMs} ms and {(flash.SectorBytes / flash.PageBytes) + 1} pages of {flash.PageTypicalMs} ms; the longest: {flash.WorstErasesAnAppend} of {flash.SectorEraseMostMs} ms and {flash.WorstErasesAnAppend * flash.SectorBytes / flash.PageBytes} pages of {flash.PageMostMs} ms ({flash.Source}). ")
            .Append(CultureInfo.InvariantCulture, $"The longest one would take a double-layer capacitor; it is rare, and the journal does not need it. An empty C1 takes all that the supply gives for {fillMs:0} ms: a supply that gives up in that time, or a computer's USB port, is the wrong one. ")
            .Append("D2 keeps C1 from feeding the supply and the buzzer.\n");
    }

    private static void Reader(StringBuilder page, PlanFile file)
    {
        Net clock = file.Plan.Nets.First(net => net.Does == "spi-clock");
        var length = CableLength.Of(file.Plan, clock.Hz);
        page.Append(CultureInfo.InvariantCulture, $"\n## The reader's cable\n\n| bound | formula | m |\n|---|---|---|\n| no reflections to speak of | edge {file.Plan.Cable.EdgeNs} ns · {file.Plan.Cable.SpeedMPerNs} m/ns / 6 | {length.ShortM:0.00} |\n")
            .Append(CultureInfo.InvariantCulture, $"| the answer is there half a clock later | (half of {1e9 / clock.Hz:0} ns − 50 ns of both chips) / 2 · {file.Plan.Cable.SpeedMPerNs} m/ns | {length.RoundTripM:0.0} |\n| **chosen** | | **{length.ChosenM:0.00}** |\n\n")
            .Append("The first bound is the one that counts. A longer cable wants 33 ohm in series at the chip's end of SCK and MOSI, ground between the wires, and a slower clock. C2 stands at the reader's end: its driver takes 100 mA in bursts.\n");
    }

    private static void Sources(StringBuilder page, PlanFile file)
    {
        page.Append("\n## Where the values come from\n\n| part | source |\n|---|---|\n");
        foreach (Part part in file.Plan.Parts.Where(part => part.Source.Length > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {part.Id} | {part.Source} |\n");
        }

        page.Append("| chips | the head of each file of `chips/`, and the comment before each value |\n");
    }
}
