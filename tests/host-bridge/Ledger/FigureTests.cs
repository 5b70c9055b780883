using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ledger;

/// <summary>The figures of handovers and of alarms.</summary>
public sealed class FigureTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Handovers are counted where they were due, and late is what was confirmed after the end.</summary>
    [Fact]
    public void HandoversAreCountedWhereTheyWereDue()
    {
        HandoverFact[] handovers = [Fact(0, 8, 0), Fact(0, 20, 90), Fact(1, 8, 0), Fact(7, 8, 600), Fact(7, 20, 0, hasty: true), Fact(8, 8, 0, absent: true)];
        var pattern = PunctualityPattern.Of(handovers, Civil);
        Assert.Equal(new Punctuality(6, 4, 345, 600, 1, 1), pattern.All);
        Assert.Equal(67, pattern.All.Percent);
        Assert.Equal((2, 50), (pattern.Cells[(IsoDayOfWeek.Monday, 8)].Count, pattern.Cells[(IsoDayOfWeek.Monday, 8)].Percent));
        Assert.Equal((2, 50), (pattern.Cells[(IsoDayOfWeek.Monday, 20)].Count, pattern.Cells[(IsoDayOfWeek.Monday, 20)].Percent));
        Assert.Equal(100, pattern.Cells[(IsoDayOfWeek.Tuesday, 8)].Percent);
        Assert.Equal([(new LocalDate(2026, 3, 2), 3), (new LocalDate(2026, 3, 9), 3)], pattern.Weeks.Select(week => (week.Monday, week.Figures.Count)));
        Assert.Equal(0, PunctualityPattern.Of([], Civil).All.Percent);
    }

    /// <summary>The bound is one in ten minutes: two in one piece are above it, one in each of two is not.</summary>
    [Fact]
    public void TheBoundIsOneInTenMinutes()
    {
        var rate = AlarmRate.Of([Monday.AddMinutes(1), Monday.AddMinutes(11), Monday.AddMinutes(25), Monday.AddMinutes(26), Monday.AddMinutes(29), Monday.AddMinutes(60)], Monday, Monday.AddHours(1));
        Assert.Equal((5, 6L, 3), (rate.Count, rate.Pieces, rate.Busiest));
        Assert.Equal(Monday.AddMinutes(20), rate.BusiestAt);
        Assert.Equal([(Monday.AddMinutes(20), 3)], rate.Above);
        Assert.Equal(100.0 / 6, rate.PercentAbove, 6);
        Assert.False(rate.IsAbove);
        Assert.True(AlarmRate.Of(Enumerable.Range(0, 13).Select(minute => Monday.AddMinutes(minute * 4)), Monday, Monday.AddHours(1)).IsAbove);
    }

    /// <summary>Of a span without time, and of one without alarms, there is nothing to say.</summary>
    [Fact]
    public void NothingIsNothing()
    {
        Assert.Equal((0, 0L, 0.0, 0.0), (AlarmRate.Of([], Monday, Monday).Count, AlarmRate.Of([], Monday, Monday).Pieces, AlarmRate.Of([], Monday, Monday).Mean, AlarmRate.Of([], Monday, Monday).PercentAbove));
        Assert.Null(AlarmRate.Of([], Monday, Monday.AddDays(1)).BusiestAt);
    }

    /// <summary>The fold keeps of a handover when it was due, and of alarms when they were.</summary>
    [Fact]
    public void TheFoldKeepsThem()
    {
        using var bench = new LedgerBench();
        bench.Record("handover.due", "\"shift\":\"N1\",\"step\":1,\"minutes\":0", "2026-03-02T00:00:00.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":120,\"hasty\":true", "2026-03-02T00:02:00.000Z");
        (HandoverFact[] handovers, AlarmFact[] alarms) = bench.Bridge.Core.Read((room, _) => (room.PostOf("hotline").Handovers.Handovers.ToArray(), room.PostOf("hotline").Handovers.Alarms.ToArray()));
        HandoverFact fact = Assert.Single(handovers);
        Assert.Equal((Moment("2026-03-02T00:00:00Z"), 120, true, false), (fact.DueAt, fact.LateSeconds, fact.IsHasty, fact.IsAbsent));
        Assert.Equal("handover.due", Assert.Single(alarms).Type);
        bench.Bridge.Restart();
        Assert.Equal(handovers, bench.Bridge.Core.Read((room, _) => room.PostOf("hotline").Handovers.Handovers.ToArray()));
    }

    private static HandoverFact Fact(int day, int hour, int late, bool hasty = false, bool absent = false) => new(0, Monday.AddDays(day).AddHours(hour), Monday.AddDays(day).AddHours(hour).AddSeconds(late), late, hasty, absent, false);

    private static LocalDateTime Civil(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InUtc().LocalDateTime;

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
