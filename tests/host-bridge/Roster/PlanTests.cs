using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Ledger;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Swaps, leave, deputies, substitutes and moved shifts: who may, and what they change.</summary>
public sealed class PlanTests
{
    /// <summary>A swap counts when the other one has accepted it and a supervisor approved it, not before.</summary>
    [Fact]
    public void ASwapNeedsAllThree()
    {
        using var bench = new LedgerBench();
        Assert.Equal("not-on-shift", bench.Plan(plan => plan.AskSwap("S01", "S08", "N2")));
        Assert.Equal("unqualified", bench.Plan(plan => plan.AskSwap("S03", "S07", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S03", "S08", "N2")));
        Assert.Equal("already-asked", bench.Plan(plan => plan.AskSwap("S03", "S06", "N2")));
        Assert.Equal("not-accepted", bench.Plan(plan => plan.ApproveSwap("S09", "N2")));
        Assert.Equal("not-entitled", bench.Plan(plan => plan.AcceptSwap("S06", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S08", "N2")));
        Assert.Contains("S03", bench.People("N2"));
        Assert.Equal("not-entitled", bench.Plan(plan => plan.ApproveSwap("S01", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.ApproveSwap("S09", "N2")));
        Assert.Equal(["S08", "S05"], bench.People("N2"));
        Assert.Equal("no-swap", bench.Plan(plan => plan.ApproveSwap("S09", "N2")));
    }

    /// <summary>Of two swaps of one shift the one is approved, or answered, that was read, and neither the newest one nor one that has come in its place.</summary>
    [Fact]
    public void TheSwapThatWasReadIsDecidedOn()
    {
        using var bench = new LedgerBench();
        SeenRequest Seen(string from, string to) => bench.Bridge.Core.Read((room, _) => new SeenRequest(from, to, SeenRequest.MarkOf(room.Plan.Swaps.Last(swap => swap.From == from).AskedAt)));
        string Approve(SeenRequest seen) => bench.Bridge.Core.Ask("", (room, now) => new PlanRequests(room, now) { Meant = seen }.ApproveSwap("S09", "N2"));
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S03", "S08", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S05", "S08", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S08", "N2", "S03")));
        Assert.Equal("no-swap", Approve(Seen("S03", "S06")));
        Assert.Equal("not-accepted", Approve(Seen("S05", "S08")));
        Assert.Equal("", Approve(Seen("S03", "S08")));
        Assert.Equal(["S08", "S05"], bench.People("N2"));

        // Whoever looks at a request that was declined and asked anew since has not read the new one.
        SeenRequest old = Seen("S05", "S08");
        Assert.Equal("", bench.Plan(plan => plan.DeclineSwap("S08", "N2")));
        bench.Until("2026-03-02T02:00:00Z");
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S05", "S06", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S06", "N2")));
        Assert.Equal("no-swap", Approve(old));
        Assert.Equal("no-swap", bench.Bridge.Core.Ask("", (room, now) => new PlanRequests(room, now) { Meant = old }.RejectSwap("S09", "N2")));
        Assert.Equal("", Approve(Seen("S05", "S06")));
    }

    /// <summary>A leave that was refused and asked for anew is not allowed by whoever has read the first one alone.</summary>
    [Fact]
    public void TheLeaveThatWasReadIsDecidedOn()
    {
        using var bench = new LedgerBench();
        SeenRequest Seen() => bench.Bridge.Core.Read((room, _) => new SeenRequest("S03", "", SeenRequest.MarkOf(room.Plan.Leaves[^1].AskedAt)));
        string Approve(SeenRequest seen) => bench.Bridge.Core.Ask("", (room, now) => new PlanRequests(room, now) { Meant = seen }.ApproveLeave("S09", "S03", "N2"));
        Assert.Equal("", bench.Plan(plan => plan.RequestLeave("S03", "N2", "ill")));
        SeenRequest old = Seen();
        Assert.Equal("", bench.Plan(plan => plan.RejectLeave("S09", "S03", "N2")));
        bench.Until("2026-03-02T02:00:00Z");
        Assert.Equal("", bench.Plan(plan => plan.RequestLeave("S03", "N2", "tired")));
        Assert.Equal("no-leave", Approve(old));
        Assert.Equal("", Approve(Seen()));
    }

    /// <summary>Nobody approves a swap that he is a side of, also when he supervises.</summary>
    [Fact]
    public void NobodyApprovesHisOwnSwap()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S03", "S09", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S09", "N2")));
        Assert.Equal("not-entitled", bench.Plan(plan => plan.ApproveSwap("S09", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.ApproveSwap("S10", "N2")));
    }

    /// <summary>Two posts with the same pattern have shifts of the same ids: what was asked of one of them is answered and decided for that one.</summary>
    [Fact]
    public void TheSameIdAtAnotherPostIsAnotherShift()
    {
        using var bench = new LedgerBench();
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Posts.Add(new PostEntry { Id = "desk" });
        roster.Staff.Add(new StaffEntry { Id = "S08", Role = "leader" });
        roster.Shifts.Add(new ShiftEntry { Id = "N2", Post = "desk", Start = "2026-03-02 20:00", End = "2026-03-03 08:00", Leader = "S08" });
        bench.Bridge.Core.SetRoster(roster);
        string[] AtDesk() => bench.Bridge.Core.Read((room, _) => room.Roster.Shift("desk", "N2", bench.Bridge.Time.GetUtcNow())!.People.ToArray());
        Assert.Equal("", bench.Plan(plan => plan.AskSwap("S08", "S06", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.AcceptSwap("S06", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.ApproveSwap("S09", "N2")));
        Assert.Equal(["S06"], AtDesk());
        Assert.Equal(["S03", "S05"], bench.People("N2"));
        Assert.Equal("", bench.Plan(plan => plan.RequestLeave("S06", "N2", "ill")));
        Assert.Equal("", bench.Plan(plan => plan.ApproveLeave("S09", "S06", "N2")));
        Assert.Empty(AtDesk());
    }

    /// <summary>Who takes a shift straight after his own works a double shift: forbidden where the pack says so, approved with the swap elsewhere.</summary>
    [Theory]
    [InlineData("refuse", "double-shift")]
    [InlineData("warn", "")]
    public void ADoubleShiftIsRefusedOrApproved(string rule, string refusal)
    {
        using var bench = new LedgerBench("doubleShift=" + rule);
        Assert.Equal(refusal, bench.Plan(plan => plan.NameSubstitute("S09", "S02", "S03", "N2")));
        Assert.Equal(refusal.Length == 0, bench.Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", "N2", bench.Bridge.Time.GetUtcNow())!.Entry.Doubles.Contains("S02", StringComparer.Ordinal)));
    }

    /// <summary>Only the leader of a shift and supervisors name its deputies.</summary>
    [Fact]
    public void TheLeaderNamesDeputies()
    {
        using var bench = new LedgerBench();
        Assert.Equal("not-entitled", bench.Plan(plan => plan.NameDeputy("S01", "S06", "D1")));
        Assert.Equal("unqualified", bench.Plan(plan => plan.NameDeputy("S02", "S07", "D1")));
        Assert.Equal("unknown-staff", bench.Plan(plan => plan.NameDeputy("S02", "S99", "D1")));
        Assert.Equal("no-shift", bench.Plan(plan => plan.NameDeputy("S02", "S06", "D9")));
        Assert.Equal("", bench.Plan(plan => plan.NameDeputy("S02", "S06", "D1")));
        Assert.Equal("already-on-shift", bench.Plan(plan => plan.NameDeputy("S02", "S06", "D1")));
        Assert.Equal(["S02", "S06", "S05"], bench.People("D1"));
    }

    /// <summary>Leave takes one off the shift when a supervisor approves it; nobody approves his own.</summary>
    [Fact]
    public void LeaveNeedsApproval()
    {
        using var bench = new LedgerBench();
        Assert.Equal("no-leave", bench.Plan(plan => plan.ApproveLeave("S09", "S03", "N2")));
        Assert.Equal("no-text", bench.Plan(plan => plan.RequestLeave("S03", "N2", " ")));
        Assert.Equal("", bench.Plan(plan => plan.RequestLeave("S03", "N2", "ill")));
        Assert.Contains("S03", bench.People("N2"));
        Assert.Equal("not-entitled", bench.Plan(plan => plan.ApproveLeave("S03", "S03", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.ApproveLeave("S09", "S03", "N2")));
        Assert.Equal(["S05"], bench.People("N2"));
    }

    /// <summary>Where rest days are withdrawn nobody asks for leave from a shift that takes one up, be it the first day of several or a later one.</summary>
    [Theory]
    [InlineData("withdrawn", "2026-03-06", "rest-days-withdrawn")]
    [InlineData("withdrawn", "2026-03-09", "rest-days-withdrawn")]
    [InlineData("withdrawn", "2026-03-10", "")]
    [InlineData("kept", "2026-03-09", "")]
    public void AWithdrawnRestDayIsNoLeave(string restDays, string day, string refusal)
    {
        using var bench = new LedgerBench();
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Posts[0].Parameters["restDays"] = restDays;
        roster.Calendar.Add(new CalendarEntry { Day = day, Kind = "rest-day" });
        roster.Shifts.Add(new ShiftEntry { Id = "F1", Post = "hotline", Start = "2026-03-06 08:00", End = "2026-03-10 08:00", Leader = "S03" });
        bench.Bridge.Core.SetRoster(roster);
        Assert.Equal(refusal, bench.Plan(plan => plan.RequestLeave("S03", "F1", "ill")));
    }

    /// <summary>What was worked stays worked: neither a change nor a roster that is written anew touches a shift that is over.</summary>
    [Fact]
    public void ThePastStays()
    {
        using var bench = new LedgerBench();
        bench.Until("2026-03-02T12:30:00Z");
        Assert.Equal("past-shift", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S02", "D1")));
        Assert.Equal("past-shift", bench.Plan(plan => plan.Move("S09", "D1", false, "21:00")));
        RosterDocument other = SampleRosterOfTests.Hotline();
        other.Shifts.ForEach(shift => shift.Leader = "S06");
        other.Posts[0].Name = "another hand";
        bench.Bridge.Core.SetRoster(other);
        Assert.Equal(["S02", "S05"], bench.People("D1"));
        Assert.Equal(["S06", "S05"], bench.People("N2"));
        bench.Bridge.Core.Rebuild();
        Assert.Equal(["S02", "S05"], bench.People("D1"));
    }

    /// <summary>A roster that is written anew does not undo what people have agreed on.</summary>
    [Fact]
    public void AChangeLiesOverEveryRoster()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S03", "N2")));
        RosterDocument again = SampleRosterOfTests.Hotline();
        again.Staff.Add(new StaffEntry { Id = "S08", Role = "leader" });
        again.Posts[0].Name = "renamed";
        bench.Bridge.Core.SetRoster(again);
        Assert.Equal(["S08", "S05"], bench.People("N2"));
    }

    /// <summary>A moved shift keeps its name, and what was changed of it before.</summary>
    [Fact]
    public void AMovedShiftIsTheSame()
    {
        using var bench = new LedgerBench();
        Assert.Equal("no-time", bench.Plan(plan => plan.Move("S09", "N2", true, "25:00")));
        Assert.Equal("", bench.Plan(plan => plan.Move("S09", "N2", true, "21:00")));
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S03", "N2")));
        RosterShift moved = bench.Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", "N2", bench.Bridge.Time.GetUtcNow())!);
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero), "S08", "2026-03-02 20:00"), (moved.Start, moved.Entry.Leader, moved.Planned));
    }

    /// <summary>A supervisor who is on a shift himself does not put another in his own place; another supervisor does.</summary>
    [Fact]
    public void NobodySendsHimselfHome()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S09", "S03", "N2")));
        Assert.Equal("not-entitled", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S09", "N2")));
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S10", "S08", "S09", "N2")));
    }

    /// <summary>A shift that is moved while somebody holds the duty for it ends for him when it ends now.</summary>
    [Fact]
    public void AMovedEndHoldsForWhoIsThere()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        Assert.Equal("", bench.Plan(plan => plan.Move("S09", "D1", false, "21:00")));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero), bench.Bridge.Core.Read((room, _) => room.PostOf("hotline").Until));
    }

    /// <summary>Who takes the leader's place and was on the shift already stands on it once.</summary>
    [Fact]
    public void WhoTakesAnothersPlaceLeavesHisOwn()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S05", "S03", "N2")));
        ShiftEntry entry = bench.Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", "N2", bench.Bridge.Time.GetUtcNow())!.Entry);
        Assert.Equal("S05", entry.Leader);
        Assert.Empty(entry.Crew);
    }
}
