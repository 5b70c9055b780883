using System;
using CsCheck;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using Xunit;
using static DutyKiosk.HostBridge.Tests.Roster.RosterOfTests;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Which days are workdays.</summary>
public sealed class WorkCalendarTests
{
    /// <summary>The calendar has the say over the weekday, and a plain weekend is no holiday.</summary>
    [Fact]
    public void TheCalendarHasTheSay()
    {
        WorkCalendar calendar = WorkCalendar.Of(RosterModel.Of(Spring("Asia/Shanghai")), "hotline");
        Assert.True(calendar.IsWorkday(new LocalDate(2026, 2, 13)));
        Assert.True(calendar.IsWorkday(new LocalDate(2026, 2, 14)));
        Assert.False(calendar.IsWorkday(new LocalDate(2026, 2, 15)));
        Assert.False(calendar.IsWorkday(new LocalDate(2026, 2, 16)));
        Assert.True(calendar.IsHoliday(new LocalDate(2026, 2, 17)));
        Assert.True(calendar.IsHoliday(new LocalDate(2026, 2, 16)));
        Assert.False(calendar.IsHoliday(new LocalDate(2026, 2, 15)));
        WorkCalendar always = WorkCalendar.Of(RosterModel.Of(Spring("Asia/Shanghai", ("weekends", "work"))), "hotline");
        Assert.True(always.IsWorkday(new LocalDate(2026, 2, 15)));
        Assert.False(always.IsWorkday(new LocalDate(2026, 2, 17)));
    }

    /// <summary>Two workdays later at the same time of day; rest days on the way do not count, and make-up days do.</summary>
    [Theory]
    [InlineData("2026-02-11 16:00", 2, "2026-02-13 16:00")]
    [InlineData("2026-02-12 16:00", 2, "2026-02-14 16:00")]
    [InlineData("2026-02-13 16:00", 2, "2026-02-18 16:00")]
    [InlineData("2026-02-15 09:30", 1, "2026-02-18 09:30")]
    [InlineData("2026-02-15 09:30", 0, "2026-02-15 09:30")]
    [InlineData("2026-12-31 23:59", 1, "2027-01-01 23:59")]
    public void WorkdaysAreAdded(string from, int workdays, string expected)
    {
        RosterModel model = RosterModel.Of(Spring("Asia/Shanghai"));
        Assert.Equal(model.At(expected), WorkCalendar.Of(model, "hotline").AddWorkdays(model.At(from), workdays));
    }

    /// <summary>Over the change to summer time the time of day stays, and one that is skipped gives the moment behind it.</summary>
    [Fact]
    public void SummerTimeKeepsTheTimeOfDay()
    {
        RosterModel model = RosterModel.Of(Document("Europe/Berlin", ("weekends", "work")));
        WorkCalendar calendar = WorkCalendar.Of(model, "hotline");
        Assert.Equal(model.At("2026-03-29 12:00"), calendar.AddWorkdays(model.At("2026-03-28 12:00"), 1));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), calendar.AddWorkdays(model.At("2026-03-28 02:30"), 1).ToUniversalTime());
    }

    /// <summary>Adding workdays one by one is adding them at once, and the last day is always one.</summary>
    [Fact]
    public void AddingIsAdditive()
    {
        RosterModel model = RosterModel.Of(Spring("Asia/Shanghai"));
        WorkCalendar calendar = WorkCalendar.Of(model, "hotline");
        Gen.Select(Gen.Int[0, 60 * 24 * 60], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((minute, first, second) =>
        {
            DateTimeOffset at = model.At("2026-01-20 00:00").AddMinutes(minute);
            DateTimeOffset sum = calendar.AddWorkdays(at, first + second);
            return sum == calendar.AddWorkdays(calendar.AddWorkdays(at, first), second) && calendar.IsWorkday(model.Civil(sum).Date) && sum > at;
        });
    }

    /// <summary>What is no day of a calendar is refused.</summary>
    [Theory]
    [InlineData("2026-02-30", "holiday", "calendar: number 4: '2026-02-30' is no day")]
    [InlineData("2026-02-20", "feast", "calendar: 2026-02-20: kind 'feast' is none of workday, rest-day, holiday, make-up")]
    [InlineData("2026-02-17", "workday", "calendar: 2026-02-17 stands there twice")]
    public void FaultsAreNamed(string day, string kind, string expected)
    {
        RosterDocument document = Spring("Asia/Shanghai");
        document.Calendar.Add(new CalendarEntry { Day = day, Kind = kind });
        Assert.StartsWith(expected, Assert.Throws<RosterException>(() => RosterModel.Of(document)).Message, StringComparison.Ordinal);
    }

    private static RosterDocument Spring(string zone, params (string Name, string Value)[] parameters)
    {
        RosterDocument document = Document(zone, parameters);
        document.Calendar =
        [
            new CalendarEntry { Day = "2026-02-14", Kind = "make-up" }, new CalendarEntry { Day = "2026-02-16", Kind = "rest-day" }, new CalendarEntry { Day = "2026-02-17", Kind = "holiday" },
        ];
        return document;
    }
}
