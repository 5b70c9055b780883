using System.Globalization;
using System.Text;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>What can be built otherwise, and what the terminal's configuration then says.</summary>
public static class VariantsPage
{
    // As many blocks as the roster, the messages, the configuration and the file system's own take beside the journal.
    private const int BlocksBeside = 35;

    /// <summary>The page.</summary>
    public static string Render(PlanFile file)
    {
        var page = new StringBuilder();
        page.Append("# Variants\n\n").Append(DerivedFiles.Notice)
            .Append("\n\nThe chip is known from its nanoFramework image. Everything else is said in `dutykiosk.json`; no code is edited.\n\n| member | value | what it is |\n|---|---|---|\n")
            .Append("| `lamps` | `\"three\"`, or left out | three lamps, each with a place of its own |\n")
            .Append("| | `\"rgb\"` | one lamp of two or three colours on the pins of green and red. Lamps that would burn together follow one another, half a second each, with half a second of dark behind the last: green, then amber (both colours), then red |\n")
            .Append("| `buzzer` | `\"passive\"`, or left out | plays the tunes |\n")
            .Append("| | `\"active\"` | has one tone of its own: notes become beeps, low ones twice as long, with 40 ms between them |\n")
            .Append("| `journalSegments` | 3 to 512 | blocks of 4 KB that the journal takes, by the table below |\n")
            .Append("| `updates` | `true` | 16 MB of flash and PSRAM: new firmware comes over the air (`firmware/UPDATE.md`) |\n")
            .Append("\nHow each signal looks and sounds with each of them: [signals.md](signals.md).\n\n## Flash\n\n| board | flash | file system | `journalSegments` | records of ordinary days that are kept while nothing is acknowledged |\n|---|---|---|---|---|\n");
        foreach (BoardEntry board in file.Plan.Boards)
        {
            double records = board.JournalSegments * (double)file.Plan.Journal.BlockBytes / file.Plan.Journal.BytesARecord;
            page.Append(CultureInfo.InvariantCulture, $"| {board.Title} | {board.FlashMb} MB | {board.FileSystemKb} KB, {board.FileSystemKb * 1024 / file.Plan.Journal.BlockBytes} blocks | {board.JournalSegments} | {records:#,0} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\nAt least {BlocksBeside} blocks stay for the roster, what the bridge has sent, Wi-Fi settings, certificates and the file system itself; on a board with 16 MB also for two images of an update. A record takes {file.Plan.Journal.BytesARecord} bytes on the whole (`tests/benchmarks` firmware).\n");
        return page.ToString();
    }
}
