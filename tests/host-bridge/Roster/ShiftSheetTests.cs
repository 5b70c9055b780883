using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using System.Threading;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Shifts in Excel workbooks.</summary>
public sealed class ShiftSheetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        Imported<ShiftEntry> read = ShiftSheet.Read(bytes, Cancel);
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
        ]), Cancel);
        Assert.Equal(["line 3"], read.Faults.Select(fault => fault.Where));
    }

    /// <summary>What is no workbook, or unpacks to far more than a roster has, is refused before anything reads it.</summary>
    [Fact]
    public void WhatIsNoWorkbookIsRefused()
    {
        Assert.Single(ShiftSheet.Read(Encoding.UTF8.GetBytes("id,post,start,end,leader"), Cancel).Faults);
        Assert.Single(ShiftSheet.Read([], Cancel).Faults);
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
        Assert.Contains("far too much", Assert.Single(ShiftSheet.Read(bomb.ToArray(), Cancel).Faults).What, StringComparison.Ordinal);
    }

    /// <summary>Whatever is wrong within a workbook, it is a fault and nothing else.</summary>
    [Theory]
    [InlineData("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>999</v></c></row></sheetData></worksheet>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet>&a;</worksheet>")]
    [InlineData("no xml at all")]
    public void ABrokenSheetIsAFault(string sheet)
    {
        Assert.NotEmpty(ShiftSheet.Read(With(sheet), Cancel).Faults);
    }

    /// <summary>A sheet that says of itself, or of one of its cells, that it goes beyond any table is refused before the library makes the cells that are not there.</summary>
    [Theory]
    [InlineData("<dimension ref=\"A1:XFD200\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"200\"><c r=\"A200\"><v>1</v></c></row></sheetData>", "wide")]
    [InlineData("<dimension ref=\"A1:I20002\"/><sheetData/>", "high")]
    [InlineData("<sheetData><row r=\"1\"><c r=\"BM1\"><v>1</v></c></row></sheetData>", "wide")]
    [InlineData("<sheetData><row r=\"1048576\"><c><v>1</v></c></row></sheetData>", "high")]
    [InlineData("<sheetData><row r=\"1\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>", "high")]
    [InlineData("<sheetData><row r=\"1\"><c r=\"XFD1\"/></row></sheetData>", "wide")]
    [InlineData("<dimension ref=\"$a$1:$xfd$2\"/><sheetData/>", "wide")]
    [InlineData("<dimension ref=\"A1:ABCDEFG99999999999\"/><sheetData/>", "no-workbook")]
    [InlineData("<dimension ref=\"A1:BL20001\"/><sheetData><row r=\"1\"><c r=\"BL1\" t=\"str\"><v>id</v></c></row></sheetData>", "columns")]
    public void ASheetBeyondAnyTableIsRefused(string content, string word)
    {
        byte[] book = With($"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{content}</worksheet>");
        Assert.True(book.Length < 16_384);
        Assert.Equal(word, Assert.Single(ShiftSheet.Read(book, Cancel).Faults).Word);
    }

    // A workbook whose only sheet is this.
    private static byte[] With(string sheet)
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

        return stream.ToArray();
    }
}
