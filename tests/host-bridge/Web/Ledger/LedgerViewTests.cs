using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Tests.Ledger;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Ledger;
using MiniExcelLibs;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Ledger;

/// <summary>The ledger as its pages and tables have it.</summary>
public sealed class LedgerViewTests
{
    private static readonly YearMonth March = new(2026, 3);

    /// <summary>A month has everybody who was rostered or came, with figures that agree with the ledger's own.</summary>
    [Fact]
    public void AMonthHasEverybody()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        bench.ComesLate(12);
        bench.Until("2026-03-02T03:00:00Z");
        LedgerView view = Look(bench, "");
        Assert.Equal(("2026-03", "2026-02", ""), (view.Month, view.Previous, view.Next));
        LedgerLine line = view.Lines.Single(line => line.Month.Staff is "S02");
        Assert.Equal((1, 0, 1, 12, 200), (line.Month.Came, line.Month.OnTime, line.Month.Count("late"), line.Month.Minutes("late"), line.Month.FineYuan));
        Assert.True(line.Month.IsProposed);
        Assert.Equal(200, view.FineYuan);
        foreach (LedgerLine other in view.Lines)
        {
            MonthlyFigures figures = bench.Bridge.Core.Read((room, _) => MonthlyFigures.Of(room, other.Month.Staff, March, bench.Bridge.Time.GetUtcNow()));
            Assert.Equal((figures.Shifts, figures.Late, figures.LateMin, figures.FineYuan, figures.Absent, figures.Early), (other.Month.Came, other.Month.Count("late"), other.Month.Minutes("late"), other.Month.FineYuan, other.Month.Count("absent"), other.Month.Count("early")));
            Assert.InRange(other.Month.WorkedMin, figures.WorkedMin - other.Month.Shifts.Count, figures.WorkedMin);
        }

        Assert.DoesNotContain(view.Lines, other => other.Month.Staff is "S09");
        Assert.Equal(view.Lines.Count, Look(bench, "hotline").Lines.Count);
    }

    /// <summary>A row says by which clause it is, where that stands, and which record it stems from; what was confirmed says by whom.</summary>
    [Fact]
    public void ARowHasItsClauseAndItsRecord()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        bench.ComesLate(12);
        bench.Until("2026-03-02T03:00:00Z");
        Assert.Equal("", bench.Ask(requests => requests.Confirm("S10", "S02", "2026-03")));
        PersonLedgerView view = bench.Bridge.Core.Read((room, _) => PersonLedgerView.Of(room, "S02", March, bench.Bridge.Time.GetUtcNow()));
        RowLine row = Assert.Single(view.Rows);
        Assert.Equal(("R20.3", "/rules#R20.3", "S10"), (row.Clause.Id, row.ClauseAddress, row.ConfirmedBy));
        Assert.Contains("\"S02\"", Encoding.UTF8.GetString(bench.Bridge.Core.Log.Read(row.Row.Position - 1, 1)[0].Body), StringComparison.Ordinal);
        ShiftLine shift = view.Shifts.Single(shift => shift.Shift is "D1");
        Assert.Equal(("late", 12, row.Row.Position), (shift.Arrival, shift.LateMin, shift.CamePosition));
    }

    /// <summary>Every kind of row finds a clause in the packs whose regulations speak of it.</summary>
    [Theory]
    [InlineData("late", "R15.3.2")]
    [InlineData("early", "R15.3.2")]
    [InlineData("unattended", "R15.5.2")]
    [InlineData("no-reminder", "R15.3.3")]
    [InlineData("away-over", "R15.5.1")]
    public void ClausesAreThoseOfThePack(string kind, string clause)
    {
        var roster = DutyKiosk.HostBridge.Roster.RosterModel.Of(new() { Posts = [new() { Id = "news", Pack = "newsroom" }] });
        Assert.Equal(clause, LedgerClause.Of(roster, "news", kind).Id);
    }

    /// <summary>The tables open in a spreadsheet, and nothing that somebody calls himself is a formula there.</summary>
    [Fact]
    public void TablesOpenAndHaveNoFormulas()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        bench.Bridge.Core.ChangeRoster(roster =>
        {
            DutyKiosk.HostBridge.Roster.RosterDocument changed = roster.Copy();
            changed.Staff.Find(staff => staff.Id is "S02")!.Name = "=cmd|' /C calc'!A0";
            return changed;
        });
        bench.ComesLate(12);
        LedgerTables tables = bench.Bridge.Core.Read((room, _) => LedgerTables.Of(Language.English, room, March, "", bench.Bridge.Time.GetUtcNow()));
        string csv = Encoding.UTF8.GetString(LedgerTables.ToCsv(tables.Entries));
        Assert.Contains("S02,'=cmd", csv, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFF" + "Id,Name,", csv, StringComparison.Ordinal);
        using var excel = new MemoryStream(tables.ToExcel());
        Assert.Equal(["By person", "Entries"], MiniExcel.GetSheetNames(excel));
        List<IDictionary<string, object>> rows = [.. excel.Query(sheetName: "Entries").Cast<IDictionary<string, object>>()];
        Assert.Equal("Minutes", rows[0]["E"]);
        Assert.Equal(12.0, Convert.ToDouble(rows.Single(row => row["A"] is "S02")["E"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("'=cmd|' /C calc'!A0", rows.Single(row => row["A"] is "S02")["B"]);
    }

    private static LedgerView Look(LedgerBench bench, string post) => bench.Bridge.Core.Read((room, _) => LedgerView.Of(room, March, post, bench.Bridge.Time.GetUtcNow()));
}
