using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Ledger;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>What planners change of shifts, whatever makes them: all of it or nothing, and never over another one's work.</summary>
public sealed class ShiftEditTests
{
    /// <summary>A shift that is planned anew is so for everybody, whatever lay over it before, and stays so behind a restart.</summary>
    [Fact]
    public void AShiftIsPlannedAnew()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S06", "S03", "N2")));
        Assert.Empty(Save(bench, Edit(bench, "N2", plan => plan.With("S08", "leader").With("S06", "crew") with { Start = "2026-03-02 21:00" })));
        Assert.Equal("21:00 S08 | | S05 S06", Shown(bench, "N2"));
        bench.Bridge.Restart();
        Assert.Equal("21:00 S08 | | S05 S06", Shown(bench, "N2"));
    }

    /// <summary>A shift is added, is changed like any other, and is cancelled; one that was cancelled can be planned again.</summary>
    [Fact]
    public void ShiftsAreAddedAndCancelled()
    {
        using var bench = new LedgerBench();
        var plan = new ShiftPlan("2026-03-04 08:00", "2026-03-04 20:00", "S08", [], ["S05"], [], "");
        Assert.Empty(Save(bench, new ShiftEdit("hotline", "X0304", plan.Start, null, plan)));
        Assert.Equal("08:00 S08 | | S05", Shown(bench, "X0304"));
        Assert.Empty(Save(bench, Edit(bench, "X0304", was => was.With("S02", "deputy"))));
        Assert.Equal("08:00 S08 | S02 | S05", Shown(bench, "X0304"));
        Assert.Empty(Save(bench, Edit(bench, "X0304", _ => null), Edit(bench, "D2", _ => null)));
        Assert.Equal("", Shown(bench, "X0304"));
        Assert.Equal("", Shown(bench, "D2"));
        bench.Bridge.Restart();
        Assert.Equal("", Shown(bench, "D2"));
        Assert.Empty(Save(bench, new ShiftEdit("hotline", "D2", "2026-03-03 08:00", null, plan with { Start = "2026-03-03 08:00", End = "2026-03-03 18:00" })));
        Assert.Equal("08:00 S08 | | S05", Shown(bench, "D2"));
        Assert.Single(bench.Bridge.Core.Read((room, _) => room.Roster.Shifts("hotline", At("2026-03-03T00:00:00Z"), At("2026-03-03T09:00:00Z"))), shift => shift.Id is "D2");
    }

    /// <summary>Who saves second over what he has not seen is told how it is by now, and nothing of his is taken; the first one's stays.</summary>
    [Fact]
    public void WhoSavesSecondIsToldWhatChanged()
    {
        using var bench = new LedgerBench();
        ShiftEdit first = Edit(bench, "N2", plan => plan.With("S08", "leader")), second = Edit(bench, "N2", plan => plan.With("S06", "leader")), other = Edit(bench, "D2", plan => plan.With("S06", "crew"));
        Assert.Empty(Save(bench, first));
        EditFault fault = Assert.Single(Save(bench, other, second));
        Assert.Equal(("changed-meanwhile", "S08"), (fault.Refusal, fault.Now!.Leader));
        Assert.Equal("20:00 S08 | | S05", Shown(bench, "N2"));
        Assert.Equal("08:00 S01 | | S05", Shown(bench, "D2"));
        Assert.Empty(Save(bench, other, second with { Seen = fault.Now }));
        Assert.Equal("20:00 S06 | | S05", Shown(bench, "N2"));

        // Who wanted the same as the first one has it already.
        Assert.Empty(Save(bench, second));
    }

    /// <summary>What cannot be is refused with a word for it, and nothing of the rest is taken either.</summary>
    [Theory]
    [InlineData("D1", "S08", "", "", "begun-shift")]
    [InlineData("N2", "S99", "", "", "unknown-staff")]
    [InlineData("N2", "S07", "", "", "unqualified")]
    [InlineData("N2", "S08", "2026-03-03 09:00", "", "no-time")]
    [InlineData("N2", "S08", "2026-03-02 07:00", "", "no-time")]
    [InlineData("N2", "S08", "soon", "", "no-time")]
    [InlineData("N2", "S08", "", "2026-04-30 09:00", "no-time")]
    [InlineData("N2", "S08", "", "", "")]
    public void WhatCannotBeIsRefused(string shift, string leader, string start, string end, string refusal)
    {
        using var bench = new LedgerBench();
        EditFault[] faults = [.. Save(bench, Edit(bench, "D2", plan => plan.With("S06", "crew")), Edit(bench, shift, plan => plan.With(leader, "leader") with { Start = start.Length > 0 ? start : plan.Start, End = end.Length > 0 ? end : plan.End }))];
        Assert.Equal(refusal, string.Join(' ', faults.Select(fault => fault.Refusal)));
        Assert.Equal(refusal.Length == 0 ? "08:00 S01 | | S05 S06" : "08:00 S01 | | S05", Shown(bench, "D2"));
    }

    /// <summary>Two shifts in a row are refused where the pack refuses them, and are approved by whoever plans them elsewhere. Two people who change places have none.</summary>
    [Theory]
    [InlineData("refuse", "double-shift")]
    [InlineData("warn", "")]
    public void TwoShiftsInARowAreRefusedOrApproved(string rule, string refusal)
    {
        using var bench = new LedgerBench("doubleShift=" + rule);
        Assert.Equal(refusal, string.Join(' ', Save(bench, Edit(bench, "N2", plan => plan.With("S02", "leader"))).Select(fault => fault.Refusal)));
        Assert.Equal(refusal.Length == 0, bench.Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", "N2", bench.Bridge.Time.GetUtcNow())!.Entry.Doubles.Contains("S02")));
        using var other = new LedgerBench("doubleShift=" + rule);
        Assert.Empty(Save(other, Edit(other, "N2", plan => plan.Without("S05").With("S01", "leader")), Edit(other, "D2", plan => plan.Without("S05").With("S03", "leader"))));
    }

    /// <summary>A change of a shift that a rotation makes lies over that shift alone, and another rotation leaves none behind.</summary>
    [Fact]
    public void AShiftOfARotationIsChangedAlone()
    {
        using var bench = new LedgerBench();
        RosterDocument roster = bench.Bridge.Core.Read((room, _) => room.Roster.Document.Copy());
        roster.Shifts.Clear();
        roster.Rotations.Add(new RotationEntry { Pattern = "two-12h", Post = "hotline", From = "2026-03-02", Teams = [new TeamEntry { Leader = "S01" }, new TeamEntry { Leader = "S02" }, new TeamEntry { Leader = "S03" }] });
        bench.Bridge.Core.SetRoster(roster);
        Assert.Empty(Save(bench, Edit(bench, "D0305", _ => null), Edit(bench, "N0305", plan => plan.With("S08", "leader"))));
        string[] Ids(string day) => bench.Bridge.Core.Read((room, _) => room.Roster.Shifts("hotline", At(day + "T01:00:00Z"), At(day + "T23:00:00Z")).Select(shift => $"{shift.Id} {shift.Entry.Leader}").ToArray());
        Assert.Equal(["N0305 S08"], Ids("2026-03-05"));
        Assert.Equal(["D0306 S03", "N0306 S01"], Ids("2026-03-06"));
        RosterDocument anew = RotationChange.Into(roster.Copy(), new RotationEntry { Pattern = "three-8h", Post = "hotline", From = "2026-03-04", Teams = roster.Rotations[0].Teams });
        bench.Bridge.Core.SetRoster(anew);
        Assert.Equal(["M0305 S01", "E0305 S02"], Ids("2026-03-05").Take(2));
        Assert.Equal(["D0303 S03", "N0303 S01"], Ids("2026-03-03"));
    }

    /// <summary>A table is a plan of what is ahead: what differs is changed whatever made it, what is over is refused, and with the whole plan in it the rest is cancelled.</summary>
    [Fact]
    public void ATableIsAPlan()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S03", "N2")));
        ShiftEntry[] table =
        [
            new() { Id = "N1", Post = "hotline", Start = "2026-03-01 20:00", End = "2026-03-02 08:00", Leader = "S03" },
            new() { Id = "N2", Post = "hotline", Start = "2026-03-02 20:00", End = "2026-03-03 08:00", Leader = "S03", Crew = ["S05"] },
            new() { Id = "D9", Post = "hotline", Start = "2026-03-03 09:00", End = "2026-03-03 20:00", Leader = "S02" },
        ];
        IReadOnlyList<ImportLine> Lines(bool isWhole) => bench.Bridge.Core.Read((room, _) => ShiftImport.Plan(room.Roster, bench.Bridge.Time.GetUtcNow(), "", table, isWhole));
        Assert.Equal(["refused N1 begun-shift", "changed N2 ", "added D9 "], Lines(false).Select(line => $"{line.Kind} {line.Edit.Shift} {line.Refusal}"));
        Assert.Contains("removed D2", Lines(true).Select(line => $"{line.Kind} {line.Edit.Shift}"));
        Assert.Empty(Save(bench, [.. ShiftImport.EditsOf(Lines(true))]));
        Assert.Equal("20:00 S03 | | S05", Shown(bench, "N2"));
        Assert.Equal("", Shown(bench, "D2"));
        Assert.All(Lines(true).Skip(1), line => Assert.Equal("unchanged", line.Kind));
    }

    /// <summary>Nobody plans himself off a shift, cancels it or makes it shorter; another one may do that to him, and he may do it to others, take another part or come earlier.</summary>
    [Theory]
    [InlineData("S03", "off", "own-shift")]
    [InlineData("S03", "cancel", "own-shift")]
    [InlineData("S03", "later", "own-shift")]
    [InlineData("S03", "shorter", "own-shift")]
    [InlineData("S05", "off", "")]
    [InlineData("S09", "off", "")]
    [InlineData("", "cancel", "")]
    [InlineData("S03", "crew", "")]
    [InlineData("S03", "earlier", "")]
    public void NobodySendsHimselfHome(string by, string how, string refusal)
    {
        using var bench = new LedgerBench();
        ShiftEdit edit = Edit(bench, "N2", plan => how switch
        {
            "off" => plan.Without("S03"),
            "cancel" => null,
            "later" => plan with { Start = "2026-03-02 20:30" },
            "shorter" => plan with { End = "2026-03-03 07:00" },
            "crew" => plan.With("S03", "crew"),
            _ => plan with { Start = "2026-03-02 19:00" },
        });
        EditOutcome outcome = bench.Bridge.Core.Read((room, _) => ShiftEdits.Decide(room.Roster, bench.Bridge.Time.GetUtcNow(), by, [edit]));
        Assert.Equal(refusal, string.Join(' ', outcome.Faults.Select(fault => fault.Refusal)));
        Assert.Equal(refusal.Length > 0, outcome.Act == null);
        if (edit.Wanted is { } wanted)
        {
            ImportLine line = bench.Bridge.Core.Read((room, _) => ShiftImport.Plan(room.Roster, bench.Bridge.Time.GetUtcNow(), by, [new ShiftEntry { Id = "N2", Post = "hotline", Start = wanted.Start, End = wanted.End, Leader = wanted.Leader, Deputies = [.. wanted.Deputies], Crew = [.. wanted.Crew] }], false))[0];
            Assert.Equal(refusal, line.Refusal);
        }
    }

    /// <summary>A new rotation leaves whoever plans it all of his duty, be it in other shifts, or says which shift he would lose.</summary>
    [Theory]
    [InlineData("S03", "N2")]
    [InlineData("S01", "")]
    [InlineData("S09", "")]
    [InlineData("", "")]
    public void ARotationLeavesThePlannerHisDuty(string by, string lost)
    {
        using var bench = new LedgerBench();
        RosterModel roster = bench.Bridge.Core.Read((room, _) => room.Roster);
        RosterDocument document = roster.Document.Copy();
        document.Shifts.RemoveAll(shift => shift.Id is "N2" or "D2");
        document.Shifts.Add(new ShiftEntry { Id = "M2", Post = "hotline", Start = "2026-03-03 08:00", End = "2026-03-03 14:00", Leader = "S01" });
        document.Shifts.Add(new ShiftEntry { Id = "E2", Post = "hotline", Start = "2026-03-03 14:00", End = "2026-03-03 22:00", Leader = "S02", Crew = ["S01"] });
        Assert.Equal(lost, OwnPresence.FirstLost(roster, roster.Anew(document), "hotline", by, bench.Bridge.Time.GetUtcNow())?.Id ?? "");
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);

    private static ShiftEdit Edit(LedgerBench bench, string shift, Func<ShiftPlan, ShiftPlan?> want)
    {
        return bench.Bridge.Core.Read((room, _) =>
        {
            RosterShift found = room.Roster.Shift("hotline", shift, bench.Bridge.Time.GetUtcNow())!;
            var plan = ShiftPlan.Of(found.Entry);
            return new ShiftEdit("hotline", shift, found.Planned, plan, want(plan));
        });
    }

    private static IReadOnlyList<EditFault> Save(LedgerBench bench, params ShiftEdit[] edits)
    {
        EditOutcome? outcome = null;
        bench.Bridge.Core.Ask("hotline", (room, now) =>
        {
            outcome = ShiftEdits.Decide(room.Roster, now, "S09", edits);
            return outcome.Act != null ? Answer.Accept(LogKind.Plan, outcome.Act) : Answer.Refuse("");
        });
        return outcome!.Faults;
    }

    private static string Shown(LedgerBench bench, string shift)
    {
        return bench.Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", shift, bench.Bridge.Time.GetUtcNow()) is { } found
            ? $"{found.Entry.Start[11..]} {found.Entry.Leader} | {string.Join(' ', found.Entry.Deputies)} | {string.Join(' ', found.Entry.Crew)}".Replace("|  |", "| |", StringComparison.Ordinal) : "");
    }
}
