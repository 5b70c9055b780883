using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Shifts in Excel workbooks.</summary>
public sealed class ShiftSheetTests
{
    /// <summary>What is written is read back the same, and what a spreadsheet would take for a formula is text with an apostrophe before it.</summary>
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        ShiftEntry[] shifts =
        [
            new() { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01", Deputies = ["S02"], Crew = ["S05", "S06"], Doubles = ["S05"], Supervisor = "S09" },
            new() { Id = "-1", Post = "hotline", Start = "2026-03-03 08:00", End = "2026-03-03 20:00", Leader = "" },
        ];
        byte[] bytes = ShiftSheet.Write(shifts);
        Imported<ShiftEntry> read = ShiftSheet.Read(bytes);
        Assert.Empty(read.Faults);
        Assert.Equal(ShiftCsv.Write(shifts), ShiftCsv.Write(read.Entries));
        using var archive = new ZipArchive(new MemoryStream(bytes));
        string sheet = string.Concat(archive.Entries.Where(entry => entry.FullName.Contains("sheet1", StringComparison.Ordinal) || entry.FullName.Contains("sharedStrings", StringComparison.Ordinal)).Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
        Assert.Contains("'-1", System.Net.WebUtility.HtmlDecode(sheet), StringComparison.Ordinal);
        Assert.DoesNotContain("<x:f>", sheet, StringComparison.Ordinal);
    }

    /// <summary>Faults name their row.</summary>
    [Fact]
    public void FaultsNameTheirRow()
    {
        Imported<ShiftEntry> read = ShiftSheet.Read(ShiftSheet.Write(
        [
            new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01" },
            new ShiftEntry { Id = "D2", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-01 20:00", Leader = "S01" },
        ]));
        Assert.Equal(["line 3"], read.Faults.Select(fault => fault.Where));
    }

    /// <summary>What is no workbook, or unpacks to far more than a roster has, is refused before anything reads it.</summary>
    [Fact]
    public void WhatIsNoWorkbookIsRefused()
    {
        Assert.Single(ShiftSheet.Read(Encoding.UTF8.GetBytes("id,post,start,end,leader")).Faults);
        Assert.Single(ShiftSheet.Read([]).Faults);
        using var bomb = new MemoryStream();
        using (var archive = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream part = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 40; i++)
            {
                part.Write(nothing);
            }
        }

        Assert.True(bomb.Length < ImportBounds.Bytes);
        Assert.Contains("far too much", Assert.Single(ShiftSheet.Read(bomb.ToArray()).Faults).What, StringComparison.Ordinal);
    }

    /// <summary>Whatever is wrong within a workbook, it is a fault and nothing else.</summary>
    [Theory]
    [InlineData("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>999</v></c></row></sheetData></worksheet>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet>&a;</worksheet>")]
    [InlineData("no xml at all")]
    public void ABrokenSheetIsAFault(string sheet)
    {
        byte[] good = ShiftSheet.Write([new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01" }]);
        using var stream = new MemoryStream();
        stream.Write(good);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.Entries.First(part => part.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
            string name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(sheet);
        }

        Assert.NotEmpty(ShiftSheet.Read(stream.ToArray()).Faults);
    }
}
