using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Ledger;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Planning;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Planning;

/// <summary>What the pages of the roster show.</summary>
public sealed class RosterViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Everybody who is on a shift has a row with his shifts by the day on which they begin; shifts of one time of day stand in one row.</summary>
    [Fact]
    public void PeopleAndShiftsHaveRows()
    {
        var roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        RosterGrid grid = RosterGrid.Of(Language.English, roster, Now, "hotline", new LocalDate(2026, 3, 2), 7, byPerson: true);
        Assert.Equal(["S01", "S02", "S03", "S05"], grid.People.Select(person => person.Id));
        Assert.Equal(["D1 leader"], grid.People[1].Days[0].Select(shift => $"{shift.Shift.Shift.Id} {shift.Role}"));
        Assert.Equal((3, "36"), (grid.People[3].Count, grid.People[3].Hours));
        Assert.Equal(["D 08:00–20:00", "N 20:00–08:00"], grid.Slots.Select(row => $"{row.Letter} {row.Hours}"));
        Assert.Equal(["D1", "D2", ""], grid.Slots[0].Cells.Take(3).Select(card => card?.Shift.Id ?? ""));
        Assert.Equal("running", grid.Slots[0].Cells[0]!.State);
        Assert.True(grid.Days[0].IsToday);
    }

    /// <summary>Warnings that are not over say what and when, and lead to a place that is on the page; nobody behind the last shift is one.</summary>
    [Fact]
    public void WarningsLeadToTheirPlace()
    {
        var roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        RosterGrid grid = RosterGrid.Of(Language.English, roster, Now, "hotline", new LocalDate(2026, 3, 2), 7, byPerson: true);
        Assert.Contains(("coverage-gap", "day-2026-03-03"), grid.Warnings.Select(line => (line.Topic, line.Anchor)));
        Assert.Contains(("double-shift", "p-S05-2026-03-02"), grid.Warnings.Select(line => (line.Topic, line.Anchor)));
        RosterGrid week = RosterGrid.Of(Language.Chinese, roster, Now, "hotline", new LocalDate(2026, 3, 2), 7, byPerson: false);
        Assert.Contains(week.Warnings.First(line => line.Topic is "double-shift").Anchor, week.Shifts.Select(shift => shift.Anchor));
        Assert.Empty(RosterGrid.Of(Language.English, roster, Now, "hotline", new LocalDate(2026, 2, 20), 7, byPerson: true).Warnings);
    }

    /// <summary>What was looked at is said, from now on; days behind today on which nobody was planned are told where the month has shifts, and of a span that is over nothing is promised.</summary>
    [Fact]
    public void WhatWasLookedAtIsSaid()
    {
        var roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        DateTimeOffset later = Now.AddDays(8);
        RosterGrid month = RosterGrid.Of(Language.English, roster, later, "hotline", new LocalDate(2026, 3, 1), 31, byPerson: true);
        Assert.Equal("03-10 08:00 to 04-01 00:00", month.Looked);
        Assert.Equal(["day-2026-03-04"], month.Warnings.Where(line => line.Topic is "no-shift").Select(line => line.Anchor));
        Assert.Contains("from 03-04 to 03-09", month.Warnings.First(line => line.Topic is "no-shift").Words, StringComparison.Ordinal);
        Assert.Equal("", RosterGrid.Of(Language.English, roster, later, "hotline", new LocalDate(2026, 2, 1), 28, byPerson: true).Looked);
        RosterGrid over = RosterGrid.Of(Language.English, roster, later.AddMonths(2), "hotline", new LocalDate(2026, 3, 2), 7, byPerson: true);
        Assert.Equal("No shifts from 03-04 to 03-08", Assert.Single(over.Warnings).Words);
    }

    /// <summary>A file that would change more than a year of shifts at once is told to be split before anything else is made of it.</summary>
    [Fact]
    public void AFileThatChangesTooMuchIsToldSo()
    {
        var roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        ShiftEntry[] shifts = [.. Enumerable.Range(0, ShiftEdits.Most + 1).Select(i => new ShiftEntry { Id = FormattableString.Invariant($"Z{i}"), Post = "hotline", Start = "2026-04-01 08:00", End = "2026-04-01 20:00", Leader = "S01" })];
        var view = ImportView.Of(Language.English, roster, Now, "", "big.csv", new Imported<ShiftEntry>(shifts, []), false);
        Assert.Contains("5001", Assert.Single(view.Faults).What, StringComparison.Ordinal);
        Assert.Empty(view.Rows);
    }

    /// <summary>A request waits while its shift is ahead, says what it would bring, and lapses with the shift.</summary>
    [Fact]
    public void RequestsWaitUntilTheirShiftIsOver()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S03", "S02", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.RequestLeave("S01", "D2", "ill")));
        RequestsView View() => bench.Bridge.Core.Read((room, _) => RequestsView.Of(Language.English, room.Roster, room.Plan, bench.Bridge.Time.GetUtcNow()));
        int Waiting() => bench.Bridge.Core.Read((room, _) => RequestsView.Waiting(room.Roster, room.Plan, bench.Bridge.Time.GetUtcNow()));
        Assert.Equal(["swap asked False", "leave asked True"], View().Open.Select(line => $"{line.Kind} {line.State} {line.MayApprove}"));
        Assert.Equal(["asked 03-02 20:00", "asked-leave 03-03 08:00"], View().Open.Select(line => $"{line.StateWord} {line.Until}{line.Latest}"));
        Assert.Equal(1, Waiting());
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S02", "N2")));
        Assert.True(View().Open[0].MayApprove);
        Assert.Contains(View().Open[0].Warnings, words => words.Contains("two shifts in a row", StringComparison.Ordinal));
        Assert.Equal(2, Waiting());
        bench.Until("2026-03-03T00:01:00Z");
        Assert.Equal(["03-03 08:00 until 03-03 20:00"], View().Open.Select(line => $"{line.Until} until {line.Latest}"));
        bench.Until("2026-03-05T00:00:00Z");
        Assert.Empty(View().Open);
        Assert.Equal(["lapsed", "lapsed"], View().Past.Select(line => line.State));
    }

    /// <summary>A draft remembers how a shift was when it was first touched, takes steps back, and forgets what is as it was. As text it is the same; what is none is refused.</summary>
    [Fact]
    public void ADraftCanBeTakenBack()
    {
        var was = new ShiftPlan("2026-03-03 08:00", "2026-03-03 20:00", "S01", [], ["S05"], [], "");
        var edit = new ShiftEdit("hotline", "D2", "2026-03-03 08:00", was, was.With("S02", "leader"));
        var draft = new EditDraft();
        draft.Want(edit);
        draft.Want(edit with { Seen = edit.Wanted, Wanted = edit.Wanted!.With("S06", "crew") });
        Assert.Equal("S01", Assert.Single(draft.Edits).Seen!.Leader);
        Assert.Equal(draft.Text, EditDraft.Read(draft.Text)!.Text);
        draft.Undo();
        Assert.Equal(["S05"], Assert.Single(draft.Edits).Wanted!.Crew);
        draft.Want(edit with { Wanted = was });
        Assert.Empty(draft.Edits);
        draft.Undo();
        draft.Insist(draft.Edits[0], null);
        Assert.Null(Assert.Single(draft.Edits).Seen);
        Assert.All(["", "{}", "[{}]", "[null]", """[{"Post":"a","Shift":"b","Planned":"c","Seen":{}}]"""], text => Assert.Null(EditDraft.Read(text)));
    }

    /// <summary>The wizard says what is wrong in the reader's language before anything is tried, and shows six weeks otherwise.</summary>
    [Theory]
    [InlineData("2026-03-01", "08:00", "S01", false)]
    [InlineData("2026-03-03", "8", "S01", false)]
    [InlineData("2026-03-03", "08:00", "", false)]
    [InlineData("2026-03-03", "08:00", "S99", false)]
    [InlineData("2026-03-03", "08:00", "S01", true)]
    public void TheWizardShowsOrSaysWhyNot(string first, string start, string leader, bool shows)
    {
        var roster = RosterModel.Of(SampleRosterOfTests.Hotline());
        var form = new WizardForm(new RotationEntry { Post = "hotline", Pattern = "two-12h", From = first, Start = start, Teams = [new TeamEntry { Leader = leader }, new TeamEntry { Leader = "S02" }] }, "");
        (WizardView view, string fault) = WizardView.Of(Language.English, roster, Now, form, shows: true);
        Assert.Equal(shows, view.Preview != null);
        Assert.Equal(shows, fault.Length == 0);
        Assert.Equal(shows ? 42 : 0, view.Preview?.Days.Count ?? 0);

        // D2 is written out and stays under every rotation; of N2 the one who plans is not to lose his part either.
        Assert.Equal(fault, WizardView.Of(Language.English, roster, Now, form, shows: true, "S03").Fault);
    }
}
