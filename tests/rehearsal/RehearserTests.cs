using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using DutyKiosk.VirtualRoom.Rehearsal;
using Xunit;

namespace DutyKiosk.Rehearsal;

/// <summary>What the rehearsal promises of itself.</summary>
public sealed class RehearserTests : IDisposable
{
    private const string Givens = """
        Feature: rehearsal
          Background:
            Given the zone "Asia/Shanghai"
            And staff:
              | id  | name | badge    | role       |
              | S01 | 王芳   | 04A1B2C3 | leader     |
              | S02 | 李强   | 04A1B2C4 | leader     |
              | S05 | 陈静   | 04A1B2C5 | operator   |
              | S09 | 周主任  | 04A1B2C9 | supervisor |
            And shifts:
              | id | start            | end              | leader | crew |
              | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  |
              | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      |
            And the sheets are complete
            And the time is "2026-03-02 07:40"
            And "S01" holds the duty

          Scenario: one
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-features-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, true);

    /// <summary>A wrong expectation fails with the line, what was expected and what was there.</summary>
    [Fact]
    public void AWrongExpectationIsToldWithItsLine()
    {
        (RehearsalResult result, string[] lines) = Run("Then \"S02\" holds the duty");
        string failure = Assert.Single(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Contains(".feature:19 ", failure, StringComparison.Ordinal);
        Assert.Contains("expected 'S02', was 'S01'", failure, StringComparison.Ordinal);
        Assert.Equal(new RehearsalResult(1, 0), result);
        Assert.Equal("1 scenarios, 0 passed, 1 failed", lines[^1]);
    }

    /// <summary>A scenario gives again, with an id of its background, what is different there; within one table an id stands once.</summary>
    [Fact]
    public void AScenarioGivesAgainWhatItsBackgroundHasGiven()
    {
        const string shifts = "Given shifts:\n      | id | start | end | leader |\n      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S05 |\n    ";
        const string staff = "Given staff:\n      | id | name | badge | role |\n      | S05 | 陈静 | 04A1B2C7 | leader |\n    ";
        const string taps = "When \"S05\" taps at \"07:45\"\n    And \"S01\" taps at \"07:55\"\n    And badge \"04A1B2C7\" taps at \"07:55:05\"\n    Then \"S05\" holds the duty\n    And there are 2 records \"duty.clock-in\"";
        Assert.Equal(new RehearsalResult(1, 1), Run(shifts + staff + taps).Result);
        Assert.Equal(new RehearsalResult(1, 0), Run(staff.Replace("| leader |\n", "| leader |\n      | S05 | 陈静 | 04A1B2C8 | leader |\n", StringComparison.Ordinal) + taps).Result);
    }

    /// <summary>One parameter changed, without a line of code, and the same taps come to something else.</summary>
    [Theory]
    [InlineData(10, false)]
    [InlineData(15, true)]
    public void AParameterChangesTheOutcome(int windowMin, bool handedOver)
    {
        string with = $"Given the policy pack \"hotline-handover\" with:\n      | parameter | value |\n      | window | {windowMin} |\n    And the zone";
        string taps = "When \"S02\" taps at \"07:45\"\n    And \"S01\" taps at \"07:47\"\n    And \"S02\" taps at \"07:47:05\"\n    Then \"S02\" holds the duty";
        (RehearsalResult result, _) = RunText(Givens.Replace("Given the zone", with, StringComparison.Ordinal) + "\n    " + taps + "\n");
        Assert.Equal(handedOver ? 1 : 0, result.Passed);
    }

    /// <summary>What scenarios print comes out in the order of the files, however many run at once, and a line a regulation tells what was shown.</summary>
    [Fact]
    public void ScenariosSideBySidePrintInOrder()
    {
        string scenarios = string.Concat(Enumerable.Range(1, 12).Select(i => $"  @R20.{(i % 3) + 1}\n  Scenario: number {i}\n    When the time is \"07:{41 + i}\"\n    Then \"S01\" holds the duty\n"));
        (RehearsalResult result, string[] lines) = RunText(Givens.Replace("  Scenario: one", scenarios, StringComparison.Ordinal));
        Assert.Equal(new RehearsalResult(12, 12), result);
        string[] times = [.. lines.Where(line => line.StartsWith("ok", StringComparison.Ordinal) && line.Contains(" When the time is \"07:", StringComparison.Ordinal))];
        Assert.Equal(12, times.Length);
        Assert.Equal(times, times.OrderBy(line => line[^6..], StringComparer.Ordinal));
        Assert.Contains("R20 热线交接班管理规定: 3 of 10 clauses, 12 scenarios, 12 passed", lines);
    }

    /// <summary>A step that nobody defined fails, and so does a table that differs in one field.</summary>
    [Theory]
    [InlineData("When \"S01\" dances", "this step is not defined")]
    [InlineData("Then the last record is \"duty.clock-in\" with:\n  | field | value |\n  | staff | S07 |", "staff: expected 'S07', was 'S01'")]
    [InlineData("Then a notice about \"missed-handover\" reaches \"S09\" by \"07:50\"", "expected 'missed-handover' to S09 by 07:50, were ''")]
    [InlineData("When \"S77\" completes the sheet", "there is no staff S77")]
    [InlineData("When \"S01\" counts \"keys\" as 99999999999", "99999999999 is no number")]
    [InlineData("When \"S01\" writes \"x\" under \"other\" due \"noon\"", "'noon' is no time")]
    [InlineData("Then the sheet of shift \"X9\" is frozen", "there is no sheet of shift X9; there are N1")]
    [InlineData("Then the sheet of shift \"N1\" is frozen", "state of the sheet: expected 'frozen', was 'incomplete; section work log;")]
    [InlineData("Then the sheet of shift \"N1\" carries over \"pump 3 leaks\"", "items carried over: expected 'pump 3 leaks', was ''")]
    [InlineData("Then the sheet of shift \"N1\" shows the amendment \"x\"", "amendments: expected 'x', was ''")]
    [InlineData("When \"S01\" opens the hold \"incident\" with \"line down\"\n    Then the hold \"incident\" is cleared", "hold: expected 'cleared', was 'open'")]
    [InlineData("When \"S01\" opens the hold \"weather\" with \"rain\"\n    Then the bridge refuses with \"not-entitled\"", "refusal: expected 'not-entitled', was 'unknown-hold'")]
    public void AFaultIsNamed(string step, string message)
    {
        (RehearsalResult result, string[] lines) = Run(step);
        Assert.Equal(0, result.Passed);
        Assert.Contains(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal));
    }

    /// <summary>Records are printed as the JSON lines of the wire, in order and without a gap.</summary>
    [Fact]
    public void RecordsArePrintedAsJson()
    {
        (RehearsalResult _, string[] lines) = Run("When the time is \"08:05\"");
        JsonElement[] records = lines.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Enumerable.Range(1, records.Length), records.Select(record => record.GetProperty("seq").GetInt32()));
        Assert.Equal("handover.late", records[^1].GetProperty("type").GetString());
    }

    /// <summary>The same feature gives the same bytes.</summary>
    [Fact]
    public void TheSameFeatureGivesTheSameRun()
    {
        const string Step = "When \"S02\" taps at \"07:44\"\n    And \"S01\" taps at \"07:55\"\n    And \"S02\" taps at \"07:55:10\"";
        Assert.Equal(Run(Step).Lines, Run(Step).Lines);
    }

    /// <summary>Each of these things can happen in a rehearsal, and the history stays complete.</summary>
    [Theory]
    [InlineData("the network of \"T1\" is lost at \"07:45\"", "the network of \"T1\" is back at \"08:10\"")]
    [InlineData("the power of \"T1\" fails at \"07:45\"", "the power of \"T1\" returns at \"07:52\"")]
    [InlineData("the bridge stops at \"07:45\"", "the bridge starts at \"08:10\"")]
    [InlineData("the reader of \"T1\" fails at \"07:45\"", "the reader of \"T1\" recovers at \"07:47\"")]
    [InlineData("the clock of \"T1\" jumps by \"+30 s\" at \"07:45\"", "the clock of \"T1\" jumps by \"-30 s\" at \"07:47\"")]
    [InlineData("a backup is made at \"07:45\"", "the backup is restored at \"08:10\"")]
    public void NothingIsLost(string fault, string repair)
    {
        string repairAfter = repair.Contains("08:10", StringComparison.Ordinal) ? "" : $"When {repair}\n    ";
        string late = repairAfter.Length == 0 ? $"\n    When {repair}" : "";
        (RehearsalResult result, string[] lines) = Run(
            $"When {fault}\n    {repairAfter}When \"S01\" taps at \"07:55\"\n    And \"S02\" taps at \"07:55:10\"{late}\n    When the time is \"08:15\"\n    Then \"S02\" holds the duty\n    And the history of \"T1\" is complete\n    And the archive of \"2026-03-02\" holds 1 record \"release.opened\"");

        // The last step is there to fail: everything before it must have passed.
        Assert.Equal(0, result.Passed);
        string failure = Assert.Single(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Contains("expected '1', was '0'", failure, StringComparison.Ordinal);
    }

    /// <summary>
    /// A post's second terminal takes clock-ins and clock-outs only; the handover terminal knows of them, and the second one of the holder.
    /// </summary>
    [Fact]
    public void TheSecondTerminalOfAPostKnowsWhoIsThere()
    {
        (RehearsalResult result, string[] lines) = Run("""
            When "S02" taps on "T2" at "07:44"
                Then "S02" is in
                And the signal of "T2" is "accepted"
                When "S01" taps on "T2" at "07:56"
                Then the last record of "T2" is "tap.refused" with:
                  | field  | value         |
                  | reason | window-closed |
                When "S02" taps at "07:57"
                Then the last record is "handover.started" with:
                  | field | value    |
                  | side  | incoming |
                When "S01" taps at "07:57:05"
                Then "S02" holds the duty
                And the history of "T2" is complete
            """, "Given terminals:\n      | id | post    |\n      | T1 | hotline |\n      | T2 | hotline |\n    And ");
        Assert.True(result.Passed == 1, string.Join('\n', lines.Where(line => !line.StartsWith("ok", StringComparison.Ordinal))));
    }

    /// <summary>An incomplete sheet refuses the first tap, unless the scenario says that the sheets are complete, or nothing of sheets at all.</summary>
    [Theory]
    [InlineData(true, "Then the signal is \"waiting-for-second\"")]
    [InlineData(false, "Then the tap is refused as \"sheet-incomplete\"")]
    [InlineData(false, "Then the signal is \"waiting-for-second\"")]
    public void SheetsBindUnlessTheyAreGivenAsComplete(bool given, string outcome)
    {
        string steps = "When \"S01\" taps at \"07:55\"\n    " + outcome;
        (RehearsalResult result, string[] lines) = Run(steps, keepSheets: !given);
        Assert.True(result.Passed == 1, string.Join('\n', lines));
    }

    /// <summary>A terminal that falls silent is told within two minutes, one that blinks is not.</summary>
    [Fact]
    public void ALostTerminalIsTold()
    {
        (RehearsalResult lost, string[] lines) = Run("When the power of \"T1\" fails at \"07:45\"\n    Then a notice about \"terminal-lost\" reaches \"S09\" by \"07:47\"");
        Assert.True(lost.Passed == 1, string.Join('\n', lines));
        (RehearsalResult blink, lines) = Run("When the power of \"T1\" fails at \"07:45\"\n    And the power of \"T1\" returns at \"07:45:10\"\n    And the time is \"07:55\"\n    Then no notice about \"terminal-lost\" is sent");
        Assert.True(blink.Passed == 1, string.Join('\n', lines));
    }

    private (RehearsalResult Result, string[] Lines) Run(string steps, string firstGiven = "Given ", bool keepSheets = false)
    {
        string givens = Givens.Replace("Given the zone", firstGiven + "the zone", StringComparison.Ordinal);
        givens = keepSheets ? givens.Replace("    And the sheets are complete\n", "", StringComparison.Ordinal) : givens;
        return RunText(givens + "\n    " + steps + "\n");
    }

    private (RehearsalResult Result, string[] Lines) RunText(string feature)
    {
        string path = Path.Combine(_folder, "one.feature");
        File.WriteAllText(path, feature);
        using var output = new StringWriter();
        RehearsalResult result = new Rehearser(output, TextWriter.Null).Run([path]);
        return (result, output.ToString().TrimEnd().Split('\n'));
    }
}
