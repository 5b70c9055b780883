using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The steps about the ledger: excuses, corrections, absences explained, what the ledger shows; and about what is taken out of the house.</summary>
internal static class LedgerSteps
{
    private const int Minutes = 2;

    private static readonly string[] Columns = ["day", "kind", "minutes", "amount", "excused"];

    internal static void Define(StepBook book)
    {
        book.When("\"([^\"]+)\" excuses \"([^\"]+)\" from \"([^\"]+)\" on \"([^\"]+)\"", (script, words, _) => Ask(script, "", ledger => ledger.Excuse(script.Known(words[0]), script.Known(words[1]), words[2], words[3])));
        book.When("\"([^\"]+)\" requests the correction \"([^\"]+)\" of \"([^\"]+)\" with \"([^\"]+)\"", (script, words, _) => Ask(script, "", ledger => ledger.RequestCorrection(script.Known(words[0]), words[1], script.Today(words[2]), words[3])));
        book.When("\"([^\"]+)\" (approves|rejects) the correction of \"([^\"]+)\"", (script, words, _) => Ask(script, "", ledger => ledger.DecideCorrection(script.Known(words[0]), script.Known(words[2]), words[1] is "approves")));
        book.When("\"([^\"]+)\" confirms the ledger of \"([^\"]+)\" for \"([^\"]+)\"", (script, words, _) => Ask(script, "", ledger => ledger.Confirm(script.Known(words[0]), script.Known(words[1]), words[2])));
        book.When("\"([^\"]+)\" gives the reason \"([^\"]+)\"", (script, words, _) =>
        {
            string post = SheetSteps.PostOf(script, words[0], _ => false);
            Ask(script, post, ledger => ledger.ExplainAbsence(post, words[0], words[1]));
        });
        book.When("\"([^\"]+)\" exports the records of \"([^\"]+)\"", (script, words, _) => Export(script, script.Known(words[0]), Day(words[1])));

        book.Then("the ledger of \"([^\"]+)\" for \"([^\"]+)\" shows:", (script, words, table) => Shows(script, words, StepTable.Of(table)));
        book.Then("the ledger of \"([^\"]+)\" for \"([^\"]+)\" is empty", (script, words, _) => ThenSteps.Expect("ledger", "empty", Rows(script, words) is { Count: > 0 } rows ? Written(rows.Select(Cells)) : "empty"));
        book.Then("the ledger of \"([^\"]+)\" for \"([^\"]+)\" is (a proposal|confirmed by \"[^\"]+\")", (script, words, _) =>
        {
            IReadOnlyList<LedgerRow> rows = Rows(script, words);
            string were = string.Join(", ", rows.Select(row => row.ConfirmedBy.Length == 0 ? "a proposal" : $"confirmed by \"{row.ConfirmedBy}\"").Distinct());
            ThenSteps.Expect("ledger", words[2], rows.Count == 0 ? "empty" : were);
        });
        book.Then("the ledger of \"([^\"]+)\" for \"([^\"]+)\" proposes the grades? \"([^\"]+)\"", (script, words, _) => ThenSteps.Expect("grades", words[2], string.Join(", ", Rows(script, words).Where(row => row.Kind is "grade").Select(row => row.Detail))));
        book.Then("the figures of \"([^\"]+)\" for \"([^\"]+)\" show:", (script, words, table) => Figures(script, words, StepTable.Of(table)));
        book.Then("the export of \"([^\"]+)\" is logged with (\\d+) records?", (script, words, _) =>
        {
            string[] counts = script.Bridge.Read((room, _) => room.Exports.Where(export => string.Equals(export.By, script.Known(words[0]), StringComparison.Ordinal)).Select(export => export.Count.ToString(CultureInfo.InvariantCulture)).ToArray());
            if (!counts.Contains(words[1], StringComparer.Ordinal))
            {
                throw new StepFailedException($"exports of {words[0]}: expected one of {words[1]} records, were '{string.Join(", ", counts)}'");
            }
        });
        book.Then("no record shows the badge of \"([^\"]+)\"", (script, words, _) => NoBadge(script, Convert.ToHexString(script.BadgeOf(words[0]))));
    }

    private static void Ask(Script script, string post, Func<LedgerRequests, Answer> ask)
    {
        script.Ask(post, (room, now) => ask(new LedgerRequests(room, now)));
    }

    private static LocalDate Day(string text)
    {
        ParseResult<LocalDate> day = LocalDatePattern.Iso.Parse(text);
        return day.Success ? day.Value : throw new StepFailedException($"'{text}' is no day: write yyyy-MM-dd");
    }

    private static YearMonth Month(string text)
    {
        ParseResult<YearMonth> month = YearMonthPattern.Iso.Parse(text);
        return month.Success ? month.Value : throw new StepFailedException($"'{text}' is no month: write yyyy-MM");
    }

    private static void Export(Script script, string by, LocalDate day)
    {
        DateTimeOffset from = day.AtMidnight().InZoneLeniently(script.Zone).ToDateTimeOffset();
        DateTimeOffset to = day.PlusDays(1).AtMidnight().InZoneLeniently(script.Zone).ToDateTimeOffset();
        var lines = new List<string>();
        bool may = script.Bridge.Read((room, _) => Rights.Of(room.Roster.Person(by)?.Role ?? "").Contains(Permission.Export));
        script.Refusal = may ? "" : "not-entitled";
        if (may)
        {
            lines.AddRange(script.Bridge.Export(by, from, to).Select(record => Encoding.UTF8.GetString(record.Body)));
        }

        script.Stage.WakeBridge();
    }

    private static IReadOnlyList<LedgerRow> Rows(Script script, IReadOnlyList<string> words)
    {
        string staff = script.Known(words[0]);
        YearMonth month = Month(words[1]);
        return script.Bridge.Read((room, _) => MonthLedger.Of(room, staff, month, script.Stage.Now));
    }

    private static string[] Cells(LedgerRow row)
    {
        return
        [
            LocalDatePattern.Iso.Format(row.Day),
            row.Kind,
            row.Minutes.ToString(CultureInfo.InvariantCulture),
            row.AmountYuan.ToString(CultureInfo.InvariantCulture),
            row.Excused ? "yes" : "no",
        ];
    }

    // An empty cell says that there is nothing: no fine, no excuse. Empty minutes are not looked at where the time is no measure of what happened, but
    // only how long the shift was or how late somebody looked. A column that is left out is not looked at, and neither is the order of the rows.
    private static void Shows(Script script, IReadOnlyList<string> words, StepTable table)
    {
        int[] looked = [.. Enumerable.Range(0, Columns.Length).Where(column => table.Has(Columns[column]))];
        string[] empty = ["", "", "0", "0", "no"];
        HashSet<string> unmeasured = [.. table.Rows(Columns).Where(row => row("minutes").Length == 0 && row("kind") is ("absent" or "missed-handover")).Select(row => row("day") + row("kind"))];
        string expected = Written(table.Rows(Columns).Select(row => looked.Select(column => row(Columns[column]) is { Length: > 0 } cell ? cell : empty[column]).ToArray()));
        ThenSteps.Expect("ledger", expected, Written(Rows(script, words).Select(row => Cells(row) is var cells ? looked.Select(column => column == Minutes && unmeasured.Contains(cells[0] + cells[1]) ? empty[column] : cells[column]).ToArray() : [])));
    }

    private static string Written(IEnumerable<string[]> rows) => string.Join("; ", rows.Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal));

    private static void Figures(Script script, IReadOnlyList<string> words, StepTable table)
    {
        string staff = script.Known(words[0]);
        YearMonth month = Month(words[1]);
        MonthlyFigures figures = script.Bridge.Read((room, _) => MonthlyFigures.Of(room, staff, month, script.Stage.Now));
        foreach ((string name, string value) in table.Pairs("figure"))
        {
            int was = name switch
            {
                "shifts" => figures.Shifts,
                "late" => figures.Late,
                "late minutes" => figures.LateMin,
                "early" => figures.Early,
                "absent" => figures.Absent,
                "fines" => figures.FineYuan,
                "worked minutes" => figures.WorkedMin,
                _ => throw new StepFailedException($"there is no figure '{name}'; there are shifts, late, late minutes, early, absent, fines, worked minutes"),
            };
            ThenSteps.Expect(name, value, was.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void NoBadge(Script script, string uid)
    {
        IEnumerable<string> journals = script.Stage.Terminals.Terminals.SelectMany(terminal => script.Stage.JournalOf(terminal.Id).Records);
        IEnumerable<string> stored = script.Bridge.Log.ReadRecords(null, 0, 100000).Select(entry => Encoding.UTF8.GetString(entry.Body));
        if (journals.Concat(stored).FirstOrDefault(record => record.Contains(uid, StringComparison.OrdinalIgnoreCase)) is { } shown)
        {
            throw new StepFailedException($"the badge stands in {shown}");
        }
    }
}
