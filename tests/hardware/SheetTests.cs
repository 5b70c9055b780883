using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Resources;
using DutyKiosk.Core.Signals;
using DutyKiosk.TerminalKit.Pages;
using Xunit;

namespace DutyKiosk.Hardware.Tests;

/// <summary>The staff sheet says of each signal what the firmware shows, in the words that the bridge's pages have.</summary>
public sealed class SheetTests
{
    // What only a technician meets stands in the build guide.
    private static readonly string[] OfTechnicians = ["misconfigured", "formatted", "draining", "drained"];

    private static readonly IReadOnlyList<KeyValuePair<string, SignalText>> Rows = [.. SheetWords.All.Groups.SelectMany(group => group.Signals)];

    [Fact]
    public void EverySignalOfStaffStandsThereOnce()
    {
        IEnumerable<string> all = Enumerable.Range(0, SignalTable.Count).Select(row => SignalTable.Of((Signal)row).Word);
        Assert.Equal(all.Except(OfTechnicians, StringComparer.Ordinal).Order(StringComparer.Ordinal), Rows.Select(row => row.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheNamesAreThoseOfThePages()
    {
        IReadOnlyDictionary<string, string> zh = Words("Signal"), en = Words("Signal.en");
        Assert.All(Rows, row => Assert.Equal((zh[row.Key], en[row.Key]), (row.Value.Zh, row.Value.En)));
        Assert.All(Rows, row => Assert.True(row.Value.ZhDo.Length > 0 && row.Value.EnDo.Length > 0, row.Key));
    }

    /// <summary>Each row has the lamps and the tune of the firmware's table: a lamp that is lit has its colour, one that is not is hollow.</summary>
    [Fact]
    public void TheLampsAreTheFirmwares()
    {
        string page = StaffSheet.Render();
        foreach ((string word, SignalText text) in Rows)
        {
            SignalPattern pattern = StaffSheet.PatternOf(word)!;
            string row = page.Split("<tr>").Single(row => row.Contains($"<b>{text.Zh}</b>", StringComparison.Ordinal));
            Assert.Equal(pattern.Green != LampMode.Off, row.Contains("#1a8f3c", StringComparison.Ordinal));
            Assert.Equal(pattern.Amber != LampMode.Off, row.Contains("#e8930c", StringComparison.Ordinal));
            Assert.Equal(pattern.Red != LampMode.Off, row.Contains("#c8201e", StringComparison.Ordinal));
            string tune = row[row.IndexOf("class=\"tune\"", StringComparison.Ordinal)..row.IndexOf("<b>", StringComparison.Ordinal)];
            Assert.Equal(Enumerable.Range(0, pattern.Tune.Length / 2).Count(note => pattern.Tune[2 * note] > 0), tune.Split("<rect").Length - 1);
        }
    }

    private static Dictionary<string, string> Words(string name)
    {
        using Stream stream = typeof(SheetTests).Assembly.GetManifestResourceStream($"words/{name}.resources")!;
        using var reader = new ResourceReader(stream);
        return reader.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
    }
}
