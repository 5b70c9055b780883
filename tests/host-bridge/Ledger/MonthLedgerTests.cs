using System.Linq;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ledger;

/// <summary>What stands in somebody's ledger: rows, fines, grades, and what mends them.</summary>
public sealed class MonthLedgerTests
{
    /// <summary>A started step counts, or only a full one, as the pack says.</summary>
    [Theory]
    [InlineData("started", 1, 100)]
    [InlineData("started", 10, 100)]
    [InlineData("started", 11, 200)]
    [InlineData("full", 9, 0)]
    [InlineData("full", 10, 100)]
    [InlineData("full", 19, 100)]
    public void AFineGoesByTheStep(string rounding, int minutes, int yuan)
    {
        using var bench = new LedgerBench("lateFineYuan=100", "fineRounding=" + rounding);
        bench.ComesLate(minutes);
        Assert.Equal([$"late {minutes} {yuan}"], bench.Words("S02"));
    }

    /// <summary>A month never proposes more than the cap.</summary>
    [Fact]
    public void TheCapHolds()
    {
        using var bench = new LedgerBench("lateFineYuan=100", "fineCapYuan=250");
        bench.ComesLate(45);
        Assert.Equal(["late 45 250"], bench.Words("S02"));
    }

    /// <summary>The cap is one for the whole month: what an earlier row has taken of it is gone.</summary>
    [Fact]
    public void TheCapIsOfTheMonth()
    {
        using var bench = new LedgerBench("lateFineYuan=100", "earlyFineYuan=100", "fineCapYuan=250");
        bench.ComesLate(11);
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-60", "2026-03-02T11:00:00.000Z");
        Assert.Equal(["late 11 200", "early 60 50"], bench.Words("S02"));
    }

    /// <summary>Who is called in when the shift runs already is not late for it: nobody could have been in time.</summary>
    [Fact]
    public void WhoIsCalledInIsNotLate()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        bench.Until("2026-03-02T02:00:00Z");
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S02", "D1")));
        bench.Record("duty.clock-in", "\"staff\":\"S08\",\"shift\":\"D1\",\"arrival\":\"late\",\"minutes\":150,\"holder\":true", "2026-03-02T02:15:00.000Z");
        Assert.Empty(bench.Rows("S08"));

        // Who was called in the day before could.
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S06", "S03", "N2")));
        bench.Record("duty.clock-in", "\"staff\":\"S06\",\"shift\":\"N2\",\"arrival\":\"late\",\"minutes\":20", "2026-03-02T12:05:00.000Z");
        Assert.Equal(["late 20 200"], bench.Words("S06"));
    }

    /// <summary>Who is sent home in the midst of a shift has worked until then and was late before, and his going is excused: somebody has put another in his place.</summary>
    [Fact]
    public void WhoIsSentHomeKeepsWhatHeDid()
    {
        using var bench = new LedgerBench("lateFineYuan=100", "earlyFineYuan=100");
        bench.ComesLate(30);
        bench.Until("2026-03-02T02:00:00Z");
        Assert.Equal("", bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S02", "D1")));
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-570", "2026-03-02T02:30:00.000Z");
        bench.Until("2026-03-02T13:00:00Z");
        Assert.Equal(["late 30 300", "early 570 0 excused"], bench.Words("S02"));
        MonthlyFigures figures = bench.Bridge.Core.Read((room, _) => MonthlyFigures.Of(room, "S02", new YearMonth(2026, 3), bench.Bridge.Time.GetUtcNow()));
        Assert.Equal((1, 120), (figures.Shifts, figures.WorkedMin));
    }

    /// <summary>Whom a supervisor let hand over to the next shift before its time goes early with leave.</summary>
    [Theory]
    [InlineData(",\"releasedBy\":\"S09\"", "early 119 0 excused")]
    [InlineData("", "early 119 1200")]
    public void WhoIsReleasedToTheNextShiftGoesWithLeave(string released, string row)
    {
        using var bench = new LedgerBench("earlyFineYuan=100");
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\"", "2026-03-02T00:00:10.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\"" + released, "2026-03-02T10:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-119", "2026-03-02T10:01:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-119", "2026-03-02T10:01:00.000Z");
        bench.Until("2026-03-02T10:02:00Z");
        Assert.Equal([row], bench.Words("S02"));
        Assert.Equal(["early 119 1200"], bench.Words("S05"));
    }

    /// <summary>A holder who stays away leaves the desk unattended, also where the pack measures no absences; of anybody else nobody asks it there.</summary>
    [Fact]
    public void AnEmptyDeskIsUnattendedWhereNothingMeasuresAbsences()
    {
        using var bench = new LedgerBench("away=true", "unattendedFineYuan=100");
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\"", "2026-03-02T00:00:10.000Z");
        bench.Record("away.started", "\"staff\":\"S05\"", "2026-03-02T01:00:00.000Z");
        bench.Record("away.ended", "\"staff\":\"S05\"", "2026-03-02T01:30:00.000Z");
        bench.Record("away.started", "\"staff\":\"S02\"", "2026-03-02T02:00:00.000Z");
        bench.Record("away.ended", "\"staff\":\"S02\"", "2026-03-02T02:04:00.000Z");
        bench.Until("2026-03-02T02:59:00Z");
        Assert.Empty(bench.Rows("S02"));
        bench.Record("away.started", "\"staff\":\"S02\"", "2026-03-02T03:00:00.000Z");
        bench.Record("away.ended", "\"staff\":\"S02\"", "2026-03-02T03:30:00.000Z");
        bench.Until("2026-03-02T03:31:00Z");
        Assert.Equal(["unattended 25 100"], bench.Words("S02"));
        Assert.Empty(bench.Rows("S05"));
    }

    /// <summary>A corrected time is measured like one of the terminal: with the grace of the pack.</summary>
    [Theory]
    [InlineData(4, "")]
    [InlineData(6, "late 6 0")]
    public void ACorrectedTimeHasTheGrace(int minutes, string row)
    {
        using var bench = new LedgerBench("requiredLeadMin=0", "graceMin=5");
        bench.ComesLate(30);
        bench.Until("2026-03-02T01:00:00Z");
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S02", "clock-in", new System.DateTimeOffset(2026, 3, 2, 0, minutes, 0, System.TimeSpan.Zero), "the reader was dark")));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", true)));
        Assert.Equal(row.Length == 0 ? [] : [row], bench.Words("S02"));
    }

    /// <summary>Who works two shifts in a row and has one arrival corrected has come for that one only.</summary>
    [Fact]
    public void ACorrectedArrivalIsOfOneShift()
    {
        using var bench = new LedgerBench();
        bench.Until("2026-03-02T13:00:00Z");
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S05", "clock-in", new System.DateTimeOffset(2026, 3, 2, 11, 40, 0, System.TimeSpan.Zero), "the reader was dark")));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S05", true)));
        Assert.Equal(["absent 720 0"], bench.Words("S05"));
        bench.Until("2026-03-02T23:00:00Z");
        Assert.Equal(["absent 720 0"], bench.Words("S05"));
    }

    /// <summary>Who went home without badging has no clock-out, until one is corrected; that is of the shift that he was here for, and not of his next one, which runs by then.</summary>
    [Fact]
    public void AMissingClockOutIsMendedByACorrection()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\"", "2026-03-02T00:00:00.000Z");
        bench.Until("2026-03-02T16:00:00Z");
        Assert.Equal("clock-out-missing 0 0", bench.Words("S05")[0]);
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S05", "clock-out", new System.DateTimeOffset(2026, 3, 2, 12, 1, 0, System.TimeSpan.Zero), "the reader was dark")));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S05", true)));
        Assert.Empty(bench.Rows("S05"));
    }

    /// <summary>Who came for a shift has not come for another of the same id.</summary>
    [Fact]
    public void AnIdThatComesAgainIsAnotherShift()
    {
        using var bench = new LedgerBench();
        bench.Bridge.Core.SetRoster(WithShifts(("X", "2026-03-02 08:00", "2026-03-02 20:00", "S02"), ("X", "2026-03-20 08:00", "2026-03-20 20:00", "S02")));
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"X\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"X\",\"leaving\":\"on-time\",\"holder\":true", "2026-03-02T12:00:00.000Z");
        bench.Until("2026-03-20T12:00:00Z");
        Assert.Equal(["absent 720 0"], bench.Words("S02"));
        Assert.Equal(20, bench.Rows("S02")[0].Day.Day);
    }

    /// <summary>Who waits for a relief that does not come has not missed the handover: who did not come has.</summary>
    [Fact]
    public void WhoWaitsHasMissedNothing()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Until("2026-03-02T14:00:00Z");
        Assert.Empty(bench.Rows("S02"));
        Assert.Equal(["missed-handover 120 0"], bench.Words("S03"));
    }

    /// <summary>A handover that was signed on paper, and approved as such, was not missed.</summary>
    [Fact]
    public void AHandoverOnPaperIsNotMissed()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Until("2026-03-02T14:00:00Z");
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S03", "handover", new System.DateTimeOffset(2026, 3, 2, 12, 5, 0, System.TimeSpan.Zero), "the power was out")));
        Assert.Equal(["missed-handover 120 0"], bench.Words("S03"));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S03", true)));
        Assert.Empty(bench.Rows("S03"));
    }

    /// <summary>A corrected leaving is of the shift whose leaving no record has, also when the person came for the next one meanwhile.</summary>
    [Fact]
    public void ACorrectedLeavingIsTheOneThatIsMissing()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\"", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"N2\",\"arrival\":\"on-time\"", "2026-03-02T11:40:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"N2\",\"leaving\":\"early\"", "2026-03-02T13:00:00.000Z");
        bench.Until("2026-03-02T16:00:00Z");
        Assert.Equal(["clock-out-missing 0 0", "early 660 0"], bench.Words("S05").Order(System.StringComparer.Ordinal));
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S05", "clock-out", new System.DateTimeOffset(2026, 3, 2, 12, 1, 0, System.TimeSpan.Zero), "the reader was dark")));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S05", true)));
        Assert.Equal(["early 660 0"], bench.Words("S05"));
    }

    /// <summary>Where no shift follows there is no handover to miss, however late the service is closed.</summary>
    [Fact]
    public void WhereNoShiftFollowsNoHandoverIsMissed()
    {
        using var bench = new LedgerBench();
        bench.Bridge.Core.SetRoster(WithShifts(("D1", "2026-03-02 08:00", "2026-03-02 20:00", "S02"), ("D2", "2026-03-03 08:00", "2026-03-03 20:00", "S03")));
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"stayed-over\",\"holder\":true", "2026-03-02T14:30:00.000Z");
        bench.Until("2026-03-02T15:00:00Z");
        Assert.Empty(bench.Rows("S02"));
        Assert.Empty(bench.Rows("S03"));
    }

    /// <summary>An assignment of several days is one shift, however often its person goes home and comes back.</summary>
    [Fact]
    public void AnAssignmentOfDaysIsOneShift()
    {
        using var bench = new LedgerBench();
        bench.Bridge.Core.SetRoster(WithShifts(("F1", "2026-03-02 08:00", "2026-03-06 08:00", "S03")));
        bench.Record("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"F1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S03\",\"shift\":\"F1\",\"leaving\":\"early\",\"holder\":true", "2026-03-02T12:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"F1\",\"arrival\":\"returned\",\"holder\":true", "2026-03-03T11:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S03\",\"shift\":\"F1\",\"leaving\":\"on-time\",\"holder\":true", "2026-03-06T00:00:00.000Z");
        bench.Until("2026-03-06T00:01:00Z");
        Assert.Empty(bench.Rows("S03"));
        MonthlyFigures figures = bench.Bridge.Core.Read((room, _) => MonthlyFigures.Of(room, "S03", new YearMonth(2026, 3), bench.Bridge.Time.GetUtcNow()));
        Assert.Equal((12 + 61) * 60, figures.WorkedMin);
    }

    /// <summary>A shift that begins in a month and ends days into the next is of the first one, with the handover that ended it too late.</summary>
    [Fact]
    public void ALongShiftAtTheEndOfTheMonthIsOfThatMonth()
    {
        using var bench = new LedgerBench();
        bench.Bridge.Core.SetRoster(WithShifts(("E1", "2026-03-30 08:00", "2026-04-02 08:00", "S02"), ("E2", "2026-04-02 08:00", "2026-04-04 08:00", "S03")));
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"E1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-30T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"E2\",\"arrival\":\"on-time\"", "2026-04-01T23:45:00.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"E1\",\"to\":\"E2\",\"latenessSeconds\":7200", "2026-04-02T02:00:00.000Z");
        bench.Until("2026-04-02T03:00:00Z");
        Assert.Equal(["missed-handover 120 0"], bench.Words("S02"));
    }

    /// <summary>Whoever never came is absent once the shift is over and its terminal has spoken; before that nobody can say so.</summary>
    [Fact]
    public void WhoNeverCameIsAbsent()
    {
        using var bench = new LedgerBench();
        bench.Until("2026-03-02T11:59:00Z");
        Assert.Empty(bench.Rows("S02"));
        bench.Until("2026-03-02T12:00:00Z");
        Assert.Equal(["absent 720 0"], bench.Words("S02"));
        bench.Bridge.Say("state", """{"state":"lost","session":1}""");
        bench.Until("2026-03-03T00:00:00Z");
        Assert.Empty(bench.Rows("S03"));
    }

    /// <summary>A leader need not come when a deputy of his has; the deputy need not either.</summary>
    [Fact]
    public void ADeputyStandsInForTheLeader()
    {
        using var bench = new LedgerBench();
        Assert.Equal("", bench.Plan(plan => plan.NameDeputy("S02", "S06", "D1")));
        bench.Until("2026-03-02T12:00:00Z");
        Assert.Equal(["absent 720 0"], bench.Words("S02"));
        Assert.Empty(bench.Rows("S06"));
        bench.Record("duty.clock-in", "\"staff\":\"S06\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"holder\":true", "2026-03-02T00:00:00.000Z");
        Assert.Empty(bench.Rows("S02"));
    }

    /// <summary>Only the last leaving counts: who came back in the same shift has not left early.</summary>
    [Fact]
    public void OnlyTheLastLeavingCounts()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-119", "2026-03-02T10:00:30.000Z");
        bench.Until("2026-03-02T10:01:00Z");
        Assert.Equal(["early 120 0"], bench.Words("S05"));
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"returned\"", "2026-03-02T10:20:00.000Z");
        Assert.Empty(bench.Rows("S05"));
        bench.Record("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"D1\",\"leaving\":\"on-time\",\"minutes\":0", "2026-03-02T12:00:00.000Z");
        Assert.Empty(bench.Rows("S05"));
    }

    /// <summary>An absence ends with the shift: who went home without badging is not away longer every day. Who holds on is away until somebody has relieved him.</summary>
    [Fact]
    public void AnAbsenceEndsWithTheShift()
    {
        using var bench = new LedgerBench("away=true", "awayLimitMin=5");
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0,\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0", "2026-03-02T00:00:10.000Z");
        bench.Record("away.started", "\"staff\":\"S05\"", "2026-03-02T11:30:00.000Z");
        bench.Record("away.started", "\"staff\":\"S02\"", "2026-03-02T11:55:00.000Z");
        bench.Until("2026-03-02T12:20:00Z");
        Assert.Equal(["away-over 25 0"], bench.Words("S05"));
        Assert.Equal(["away-over 20 0"], bench.Words("S02"));
        bench.Record("away.ended", "\"staff\":\"S02\",\"seconds\":1800,\"over\":true", "2026-03-02T12:25:00.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S01\",\"from\":\"D1\",\"to\":\"N2\"", "2026-03-02T12:30:00.000Z");
        bench.Until("2026-03-20T00:00:00Z");
        Assert.Equal("away-over 25 0", bench.Words("S02")[0]);
        Assert.Contains("away-over 55 0", bench.Words("S05"));
    }

    /// <summary>So many entries of a month make one grade, and the next so many the next.</summary>
    [Fact]
    public void SoManyEntriesMakeAGrade()
    {
        using var bench = new LedgerBench("grades=警告,记过", "gradeEvery=2");
        bench.ComesLate(30);
        Assert.Equal(["late 30 0"], bench.Words("S02"));
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-60", "2026-03-02T11:00:00.000Z");
        Assert.Equal(["late 30 0", "early 60 0", "grade 0 0"], bench.Words("S02"));
    }

    /// <summary>What is excused is no entry that makes a grade.</summary>
    [Fact]
    public void GradesGoByTheNumberOfEntries()
    {
        using var bench = new LedgerBench("grades=警告,记过", "gradeEvery=1");
        Assert.Equal("", bench.Ask(ledger => ledger.Excuse("S09", "S03", "absent", "2026-03-02")));
        bench.Until("2026-03-03T00:00:00Z");
        Assert.Equal(["absent 720 0 excused"], bench.Words("S03"));
        Assert.Equal(["absent 720 0", "grade 0 0"], bench.Words("S02"));
        Assert.Equal("警告", bench.Rows("S02")[1].Detail);
    }

    /// <summary>An excuse counts when it was given beforehand, and from nobody who is not a supervisor or is the person himself.</summary>
    [Fact]
    public void AnExcuseCountsBeforehandOnly()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        Assert.Equal("too-late", bench.Ask(ledger => ledger.Excuse("S09", "S02", "late", "2026-03-02")));
        Assert.Equal("not-entitled", bench.Ask(ledger => ledger.Excuse("S01", "S02", "late", "2026-03-03")));
        Assert.Equal("not-entitled", bench.Ask(ledger => ledger.Excuse("S09", "S09", "late", "2026-03-03")));
        Assert.Equal("unknown-kind", bench.Ask(ledger => ledger.Excuse("S09", "S02", "tired", "2026-03-03")));
        Assert.Equal("no-day", bench.Ask(ledger => ledger.Excuse("S09", "S02", "late", "tomorrow")));
        Assert.Equal("", bench.Ask(ledger => ledger.Excuse("S09", "S03", "late", "2026-03-02")));
        bench.Record("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"N2\",\"arrival\":\"late\",\"minutes\":21,\"holder\":true", "2026-03-02T12:21:00.000Z");
        Assert.Equal(["late 21 0 excused"], bench.Words("S03"));
    }

    /// <summary>A correction counts once it is approved, by somebody else who may; the record stays.</summary>
    [Fact]
    public void ACorrectionCountsWhenItIsApproved()
    {
        using var bench = new LedgerBench();
        bench.ComesLate(30);
        bench.Until("2026-03-02T01:00:00Z");
        var came = new System.DateTimeOffset(2026, 3, 2, 0, 10, 0, System.TimeSpan.Zero);
        Assert.Equal("no-time", bench.Ask(ledger => ledger.RequestCorrection("S02", "clock-in", came.AddDays(1), "the reader was dark")));
        Assert.Equal("unknown-kind", bench.Ask(ledger => ledger.RequestCorrection("S02", "clock", came, "the reader was dark")));
        Assert.Equal("no-correction", bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", true)));
        Assert.Equal("", bench.Ask(ledger => ledger.RequestCorrection("S02", "clock-in", came, "the reader was dark")));
        Assert.Equal(["late 30 0"], bench.Words("S02"));
        Assert.Equal("not-entitled", bench.Ask(ledger => ledger.DecideCorrection("S02", "S02", true)));
        Assert.Equal("", bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", true)));

        // The pack wants him there a quarter of an hour before eight.
        Assert.Equal(["late 25 0"], bench.Words("S02"));
        Assert.Equal("2026-03-02T00:30:00.000Z", bench.Bridge.Core.Log.ReadRecords("T1", 0, 10)[0] is var entry ? System.Text.Json.JsonDocument.Parse(entry.Body).RootElement.GetProperty("at").GetString() : "");
    }

    /// <summary>What the ledger says is a proposal until a manager confirms it; what comes later is one again.</summary>
    [Fact]
    public void AManagerConfirms()
    {
        using var bench = new LedgerBench();
        bench.ComesLate(30);
        bench.Until("2026-03-02T01:00:00Z");
        Assert.Equal("not-entitled", bench.Ask(ledger => ledger.Confirm("S09", "S02", "2026-03")));
        Assert.Equal("", bench.Rows("S02")[0].ConfirmedBy);
        Assert.Equal("", bench.Ask(ledger => ledger.Confirm("S10", "S02", "2026-03")));
        Assert.Equal("S10", bench.Rows("S02")[0].ConfirmedBy);
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-60", "2026-03-02T11:00:00.000Z");
        Assert.Equal(["S10", ""], bench.Rows("S02").Select(row => row.ConfirmedBy));
    }

    /// <summary>A month is confirmed once it has begun, and no month that nobody lives in.</summary>
    [Theory]
    [InlineData("2026-03", "")]
    [InlineData("2026-02", "")]
    [InlineData("2026-04", "no-month")]
    [InlineData("2199-07", "no-month")]
    [InlineData("9998-07", "no-month")]
    [InlineData("-9998-01", "no-month")]
    [InlineData("2019-12", "no-month")]
    [InlineData("March", "no-month")]
    public void OnlyAMonthThatHasBegunIsConfirmed(string month, string refusal)
    {
        using var bench = new LedgerBench();
        Assert.Equal(refusal, bench.Ask(ledger => ledger.Confirm("S10", "S02", month)));
    }

    /// <summary>Waiting for a late relief is work, staying on of one's own will is none, and neither is coming earlier than one has to.</summary>
    [Fact]
    public void HoursCountWhatOneHadToWork()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":-40,\"holder\":true", "2026-03-01T23:05:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0", "2026-03-01T23:45:00.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\",\"latenessSeconds\":1800", "2026-03-02T12:30:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"D1\",\"leaving\":\"stayed-over\",\"minutes\":90", "2026-03-02T13:30:00.000Z");
        bench.Until("2026-03-02T14:00:00Z");
        MonthlyFigures figures = bench.Bridge.Core.Read((room, _) => MonthlyFigures.Of(room, "S02", new YearMonth(2026, 3), bench.Bridge.Time.GetUtcNow()));

        // From 07:45 to 20:30.
        Assert.Equal(765, figures.WorkedMin);
        Assert.Equal(1, figures.Shifts);
        Assert.Empty(bench.Rows("S02"));
    }

    /// <summary>Nothing of it is kept: proving and folding everything again comes to the same ledger.</summary>
    [Fact]
    public void ARebuildComesToTheSame()
    {
        using var bench = new LedgerBench("lateFineYuan=100");
        bench.ComesLate(30);
        bench.Ask(ledger => ledger.Excuse("S09", "S03", "late", "2026-03-02"));
        bench.Plan(plan => plan.NameSubstitute("S09", "S08", "S03", "N2"));
        bench.Until("2026-03-03T12:30:00Z");
        string before = string.Join('\n', new[] { "S01", "S02", "S03", "S08", "S05" }.SelectMany(bench.Words));
        bench.Bridge.Core.Rebuild();
        Assert.Equal(before, string.Join('\n', new[] { "S01", "S02", "S03", "S08", "S05" }.SelectMany(bench.Words)));
        bench.Bridge.Restart();
        Assert.Equal(before, string.Join('\n', new[] { "S01", "S02", "S03", "S08", "S05" }.SelectMany(bench.Words)));
    }

    /// <summary>A terminal may sign any number of minutes and any time: no fine comes of it that is below nothing, and the month can be looked at.</summary>
    [Fact]
    public void AbsurdMinutesMakeNoAbsurdFine()
    {
        using var bench = new LedgerBench("lateFineYuan=10000", "earlyFineYuan=10000", "fineStepMin=1");
        foreach (string shift in new[] { "D1", "D3" })
        {
            bench.Record("duty.clock-in", $"\"staff\":\"S02\",\"shift\":\"{shift}\",\"arrival\":\"late\",\"minutes\":9223372036854775807", shift is "D1" ? "2026-03-02T00:30:00.000Z" : "2026-03-04T00:30:00.000Z");
        }

        bench.Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-out", "\"staff\":\"S05\",\"shift\":\"D1\",\"leaving\":\"early\",\"minutes\":-119", "2020-01-02T10:00:30.000Z");
        Assert.Equal(["late 527040 1000000"], bench.Words("S02"));
        Assert.Equal(["early 3241560 1000000"], bench.Words("S05"));
    }

    /// <summary>Who never clocked out of a shift of last year was not relieved by the handover of this year's shift of the same id.</summary>
    [Fact]
    public void AHandoverRelievesNobodyOfLastYear()
    {
        using var bench = new LedgerBench();
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":0,\"holder\":true", "2026-03-02T00:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S03\",\"shift\":\"N2\",\"arrival\":\"on-time\",\"minutes\":0,\"holder\":true", "2026-03-02T12:00:00.000Z");
        bench.Until("2027-03-02T12:00:00Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S08\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\"", "2027-03-02T12:00:00.000Z");
        Assert.Equal(720, bench.Bridge.Core.Read((room, _) => MonthlyFigures.Of(room, "S02", new YearMonth(2026, 3), bench.Bridge.Time.GetUtcNow())).WorkedMin);
    }

    /// <summary>What a sheet says of somebody stands in his ledger and in nobody's whose id or name is a part of his.</summary>
    [Theory]
    [InlineData("S010 was late with the report", "S010")]
    [InlineData("报告迟交:S01", "S01")]
    [InlineData("张伟明迟交", "S010")]
    [InlineData("张伟迟交，张伟明未到", "S01")]
    [InlineData("XS01 and S0", "")]
    public void ATextNamesOnePerson(string text, string expected)
    {
        StaffEntry[] staff = [new() { Id = "S01", Name = "张伟" }, new() { Id = "S010", Name = "张伟明" }];
        Assert.Equal(expected, Named.In(text, staff)?.Id ?? "");
    }

    private static RosterDocument WithShifts(params (string Id, string Start, string End, string Leader)[] shifts)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Shifts = [.. shifts.Select(shift => new ShiftEntry { Id = shift.Id, Post = "hotline", Start = shift.Start, End = shift.End, Leader = shift.Leader })];
        return roster;
    }
}
