using System;
using System.IO;
using System.Linq;
using DutyKiosk.VirtualRoom.Rehearsal;
using Xunit;

namespace DutyKiosk.Rehearsal;

/// <summary>Rotations as a feature file gives them.</summary>
public sealed class RotationStepTests : IDisposable
{
    private const string Givens = """
        Feature: rotations
          Scenario: one
            Given staff:
              | id  | name | badge    | role     | qualified |
              | S01 | 王芳   | 04A1B2C3 | leader   | yes       |
              | S02 | 李强   | 04A1B2C4 | leader   | yes       |
              | S03 | 陈静   | 04A1B2C5 | operator | no        |
            And the calendar:
              | day        | kind    |
              | 2026-03-04 | holiday |
            And the time is "2026-03-03 12:00"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-features-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, true);

    /// <summary>The patterns and their parameters are taken by the names that people use.</summary>
    [Theory]
    [InlineData("even-day", "| Day start | 8:00 |\n| order | S01 S02 |", "the roster warns of \"longest-stretch\" for \"S02\" on \"2026-03-04\"")]
    [InlineData("four-day-cycle", "| teams | S01+S03, S02 |", "the calendar of \"S03\" shows shift \"F0302\"")]
    [InlineData("weekdays", "| leaders | S01 |\n| Mon-Fri | 07:00-21:00 |\n| Saturday | 07:00-20:30 |", "the calendar of \"S01\" does not show shift \"W0304\"")]
    [InlineData("weekdays", "| leaders | S01 |\n| hours | 07:00-21:00; Sat 07:00-20:30 |\n| holidays | 10:00-12:00 |", "the calendar of \"S01\" shows shift \"W0304\"")]
    [InlineData("after-hours", "| staff | S01 S02 |\n| hours | 08:30-17:30 |", "the calendar of \"S01\" shows shift \"A0304\"")]
    [InlineData("12h", "| people | S01 S02 |\n| until | 2026-03-03 |\n| crew | S03 |", "the calendar of \"S03\" does not show shift \"D0304\"")]
    public void NamesAreForgiven(string pattern, string parameters, string then)
    {
        (RehearsalResult result, string[] lines) = Run($"And the rotation \"{pattern}\" from \"2026-03-02\" with:\n| parameter | value |\n{parameters}\nThen {then}");
        Assert.True(result.Passed == 1, string.Join('\n', lines.Where(line => line.StartsWith("FAIL", StringComparison.Ordinal))));
    }

    /// <summary>A parameter that is none fails and tells those that are.</summary>
    [Fact]
    public void UnknownOnesFail()
    {
        (RehearsalResult result, string[] lines) = Run("And the rotation \"12h\" from \"2026-03-02\" with:\n| parameter | value |\n| colour | red |");
        Assert.Equal(0, result.Passed);
        Assert.Contains(lines, line => line.Contains("a rotation has no parameter 'colour'; known are post, start, to, leaders", StringComparison.Ordinal));
    }

    private (RehearsalResult Result, string[] Lines) Run(string steps)
    {
        string file = Path.Combine(_folder, "one.feature");
        File.WriteAllText(file, Givens + "\n" + steps + "\n");
        using var output = new StringWriter();
        RehearsalResult result = new Rehearser(output, TextWriter.Null).Run([file]);
        return (result, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
