using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.People;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.People;

/// <summary>The staff go out as a workbook and come back as they were; what is no workbook is told from one.</summary>
public sealed class StaffTableTests
{
    /// <summary>A workbook that went out changes nothing when it comes in: zeros, several badges and a name that a spreadsheet would take for a formula stay as they are.</summary>
    [Fact]
    public void AWorkbookComesBackAsItWas()
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff[0].Name = "=cmd()";
        roster.Staff[0].Badges = ["00A1B2C3", "tap:0123456789abcdef"];
        byte[] csv = StaffTable.CsvOf(StaffTable.Excel(roster.Staff), TestContext.Current.CancellationToken).Csv;
        var view = ImportView.Of(csv, RosterModel.Of(roster), _ => { });
        Assert.Empty(view.Faults);
        Assert.All(view.Changes, change => Assert.Equal("unchanged", change.Kind));
        Assert.False(view.Differs);
    }

    /// <summary>What changes is told, and nothing of it is in the roster yet.</summary>
    [Fact]
    public void AChangeIsToldBeforeItIsMade()
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        var view = ImportView.Of("id,name,role\r\nS90,New,leader\r\nS05,Chen,operator\r\n"u8.ToArray(), RosterModel.Of(roster), _ => { });
        Assert.Equal((1, 1, true, ImportView.BasisOf(roster)), (view.Count("added"), view.Count("changed"), view.Differs, view.Basis));
        Assert.DoesNotContain(roster.Staff, person => person.Id is "S90");
        Assert.Equal("", roster.Staff.Single(person => person.Id is "S05").Name);
    }

    /// <summary>A badge of somebody who is not in the table is a fault of the whole, as is what the site keys tell.</summary>
    [Fact]
    public void ABadgeOfSomebodyElseIsAFault()
    {
        RosterModel roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        Assert.Single(ImportView.Of("id,name,badges\r\nS90,New,04A1B2C3\r\n"u8.ToArray(), roster, _ => { }).Faults);
        Assert.Single(ImportView.Of("id,name\r\nS90,New\r\n"u8.ToArray(), roster, _ => throw new RosterException("taken")).Faults);
    }

    /// <summary>A workbook that is cut off, or that unpacks to more than any table has, is none.</summary>
    [Fact]
    public void WhatIsNoWorkbookIsRefused()
    {
        byte[] book = StaffTable.Excel(SampleRosterOfTests.Hotline().Staff);
        Assert.Equal("no-workbook", StaffTable.CsvOf(book[..(book.Length / 2)], TestContext.Current.CancellationToken).Fault!.Word);
        using var bomb = new MemoryStream();
        using (var archive = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 40; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Equal("no-workbook", StaffTable.CsvOf(bomb.ToArray(), TestContext.Current.CancellationToken).Fault!.Word);
    }
}
