using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsCheck;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using Xunit;
using static DutyKiosk.HostBridge.Tests.Roster.RosterOfTests;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>The patterns that make shifts.</summary>
public sealed class RotationTests
{
    /// <summary>Every pattern without gaps covers every moment once, whoever asks for whatever span, over month ends, a leap day and summer time.</summary>
    [Theory]
    [InlineData("two-12h")]
    [InlineData("three-8h")]
    [InlineData("even-days")]
    [InlineData("four-day")]
    public void CoversEveryMomentOnce(string pattern)
    {
        RotationEntry rotation = Rotation(pattern, "2026-12-30", "S01", "S02", "S03");
        rotation.Start = "02:30";
        RosterModel model = RosterModel.Of(Document("Europe/Berlin", rotation, ("oncePerMonth", "true")));
        DateTimeOffset first = new(2027, 1, 2, 0, 0, 0, TimeSpan.Zero);
        Gen.Select(Gen.Int[0, 800 * 24 * 60], Gen.Int[0, 100], Gen.Int[1, 100]).Sample((minute, hoursBefore, hoursBehind) =>
        {
            DateTimeOffset at = first.AddMinutes(minute);
            return model.Shifts("hotline", at.AddHours(-hoursBefore), at.AddHours(hoursBehind)).Count(shift => shift.Start <= at && at < shift.End) == 1;
        });
    }

    /// <summary>An even-day duty goes on over the 31st, over the leap day and over the end of the year; the teams take turns without a jump.</summary>
    [Fact]
    public void EvenDaysGoOnOverOddEnds()
    {
        RosterModel model = RosterModel.Of(Document("Asia/Shanghai", Rotation("even-days", "2027-12-27", "S01", "S02", "S03")));
        Assert.Equal(
            ["E1228 12-28 08:00 - 12-30 08:00 S01", "E1230 12-30 08:00 - 01-02 08:00 S02", "E0102 01-02 08:00 - 01-04 08:00 S03", "E0104 01-04 08:00 - 01-06 08:00 S01"],
            model.Begun("2027-12-20", "2028-01-04"));
        Assert.Equal(["E0228 02-28 08:00 - 03-02 08:00 S01", "E0302 03-02 08:00 - 03-04 08:00 S02"], model.Begun("2028-02-28", "2028-03-02"));
        Assert.Equal(TimeSpan.FromDays(3), model.Covering("hotline", model.At("2028-02-29 12:00"))!.End - model.Covering("hotline", model.At("2028-02-29 12:00"))!.Start);
        Assert.Equal(["E0228 02-28 08:00 - 03-02 08:00"], model.Begun("2029-02-27", "2029-03-01").Select(shift => shift[..^4]));

        string[] leaders = [.. model.Shifts("hotline", model.At("2027-12-28 08:00"), model.At("2031-01-01 00:00")).Select(shift => shift.Entry.Leader)];
        Assert.All(Enumerable.Range(0, leaders.Length), i => Assert.Equal($"S0{(i % 3) + 1}", leaders[i]));
    }

    /// <summary>Four days each, over the end of a month; the shift is found from within its last day.</summary>
    [Fact]
    public void FourDaysEach()
    {
        RosterModel model = RosterModel.Of(Document("Asia/Shanghai", Rotation("four-day-cycle", "2028-02-22", "S01", "S02")));
        Assert.Equal(["F0222 02-22 08:00 - 02-26 08:00 S01", "F0226 02-26 08:00 - 03-01 08:00 S02", "F0301 03-01 08:00 - 03-05 08:00 S01"], model.Begun("2028-02-01", "2028-03-04"));
        Assert.Equal("F0226", model.Covering("hotline", model.At("2028-03-01 07:59"))!.Id);
    }

    /// <summary>Nobody has a second assignment in a month while somebody is left who had none, and the post is never empty.</summary>
    [Fact]
    public void OnceAMonthPassesOver()
    {
        RotationEntry rotation = Rotation("four-day", "2026-03-01", "S01", "S02", "S01", "S03");
        RosterModel model = RosterModel.Of(Document("Asia/Shanghai", rotation, ("oncePerMonth", "true")));
        string[] leaders = [.. model.Begun("2026-03-01", "2026-04-01").Select(shift => shift[^3..])];

        // 1, 5 and 9 March: the third team is led by the first leader again and is passed over; from the 13th on everybody had one.
        Assert.Equal(["S01", "S02", "S03"], leaders[..3]);
        Assert.Equal(8, leaders.Length);
        string[] free = [.. RosterModel.Of(Document("Asia/Shanghai", rotation)).Begun("2026-03-01", "2026-03-09").Select(shift => shift[^3..])];
        Assert.Equal(["S01", "S02", "S01"], free);

        // Every month begins anew.
        Assert.All(Enumerable.Range(4, 9), month =>
        {
            string[] first = [.. model.Begun($"2026-{month:00}-01", $"2026-{month:00}-12").Select(shift => shift[^3..])];
            Assert.Equal(3, first.Distinct().Count());
        });
    }

    /// <summary>A written shift takes the place of the made one of its name, and of none a year away whose id is the same.</summary>
    [Fact]
    public void AWrittenShiftReplacesTheNearOne()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("two-12h", "2026-03-01", "S01"));
        document.Shifts.Add(Shift("D0302", "2026-03-02 09:00", "2026-03-02 20:00", "S03"));
        RosterModel model = RosterModel.Of(document);
        Assert.Equal(["D0302 03-02 09:00 - 03-02 20:00 S03", "N0302 03-02 20:00 - 03-03 08:00 S01"], model.Begun("2026-03-02", "2026-03-02"));
        Assert.Equal(["D0302 03-02 08:00 - 03-02 20:00 S01", "N0302 03-02 20:00 - 03-03 08:00 S01"], model.Begun("2027-03-02", "2027-03-02"));
    }

    /// <summary>What is asked first does not matter to who comes when.</summary>
    [Fact]
    public void TurnsDoNotDependOnWhoAsks()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("four-day", "1990-01-01", "S01", "S02", "S01", "S03", "S04"), ("oncePerMonth", "true"));
        RosterModel early = RosterModel.Of(document), late = RosterModel.Of(document);
        IReadOnlyList<string> year = early.Begun("2026-01-01", "2026-12-31");
        Assert.Equal(late.Begun("2026-12-01", "2026-12-31"), year.Where(shift => shift.StartsWith("F12", StringComparison.Ordinal)));
    }

    /// <summary>Hours by weekday: the newsroom's week, with a holiday and a day that makes up for it.</summary>
    [Fact]
    public void HoursFollowTheWeekday()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("hours-by-weekday", "2026-03-02", "S01", "S02").WithHours(("Mon-Fri", "07:00-21:00"), ("Wed", "off"), ("Saturday", "07:00–20:30")));
        document.Calendar = [new CalendarEntry { Day = "2026-03-06", Kind = "holiday" }, new CalendarEntry { Day = "2026-03-08", Kind = "make-up" }, new CalendarEntry { Day = "2026-03-11", Kind = "workday" }];
        RosterModel model = RosterModel.Of(document);
        Assert.Equal(
            [
                "W0302 03-02 07:00 - 03-02 21:00 S01", "W0303 03-03 07:00 - 03-03 21:00 S02", "W0305 03-05 07:00 - 03-05 21:00 S01", "W0307 03-07 07:00 - 03-07 20:30 S01",
                "W0308 03-08 07:00 - 03-08 21:00 S02", "W0309 03-09 07:00 - 03-09 21:00 S02", "W0310 03-10 07:00 - 03-10 21:00 S01", "W0311 03-11 07:00 - 03-11 21:00 S02",
            ],
            model.Begun("2026-03-01", "2026-03-11"));
    }

    /// <summary>A holiday has its own hours where they are named, and its weekday's where rest days are withdrawn.</summary>
    [Theory]
    [InlineData("kept", null, "")]
    [InlineData("withdrawn", null, "W0306 03-06 07:00 - 03-06 21:00 S01")]
    [InlineData("withdrawn", "10:00-12:00", "W0306 03-06 10:00 - 03-06 12:00 S01")]
    [InlineData("kept", "22:00-06:00", "W0306 03-06 22:00 - 03-07 06:00 S01")]
    [InlineData("withdrawn", "off", "")]
    public void HolidaysHaveTheirHours(string restDays, string? hours, string expected)
    {
        RotationEntry rotation = Rotation("weekday-hours", "2026-03-02", "S01").WithHours(("daily", "07:00-21:00"));
        rotation.Hours["holiday"] = hours!;
        RosterDocument document = Document("Asia/Shanghai", rotation, ("restDays", restDays));
        document.Calendar = [new CalendarEntry { Day = "2026-03-06", Kind = "rest-day" }];
        Assert.Equal(expected, string.Join(';', RosterModel.Of(document).Begun("2026-03-06", "2026-03-06")));
    }

    /// <summary>Without hours of its own the shift has those that the post is to be covered.</summary>
    [Fact]
    public void CoverHoursAreTheDefault()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("weekday-hours", "2026-03-02", "S01"), ("coverFrom", "07:00"), ("coverTo", "21:00"), ("coverToSat", "20:30"), ("coverToSun", "07:00"));
        Assert.Equal(["W0306 03-06 07:00 - 03-06 21:00 S01", "W0307 03-07 07:00 - 03-07 20:30 S01", "W0309 03-09 07:00 - 03-09 21:00 S01"], RosterModel.Of(document).Begun("2026-03-06", "2026-03-09"));
    }

    /// <summary>After hours: from the end of work to the next start of work, a weekend cut where work would start.</summary>
    [Fact]
    public void AfterHoursFillTheRest()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("after-hours", "2026-03-05", "S01", "S02"));
        document.Calendar = [new CalendarEntry { Day = "2026-03-09", Kind = "holiday" }, new CalendarEntry { Day = "2026-03-14", Kind = "make-up" }];
        RosterModel model = RosterModel.Of(document);
        Assert.Equal(
            [
                "A0305 03-05 17:30 - 03-06 08:30 S01", "A0306 03-06 17:30 - 03-07 08:30 S02", "A0307 03-07 08:30 - 03-08 08:30 S01", "A0308 03-08 08:30 - 03-09 08:30 S02",
                "A0309 03-09 08:30 - 03-10 08:30 S01", "A0310 03-10 17:30 - 03-11 08:30 S02",
            ],
            model.Begun("2026-03-01", "2026-03-10"));
        Assert.Equal(["A0313 03-13 17:30 - 03-14 08:30", "A0314 03-14 17:30 - 03-15 08:30"], model.Begun("2026-03-13", "2026-03-14").Select(shift => shift[..^4]));
    }

    /// <summary>No after-hours duty is longer than a day of the calendar and none overlaps work, whatever the hours of the week are.</summary>
    [Fact]
    public void AfterHoursAreNeverLongerThanADay()
    {
        Gen.Select(Gen.Int[6 * 60, 12 * 60].Array[7], Gen.Int[12 * 60, 24 * 60].Array[7], Gen.Bool.Array[7], Gen.Int[0, 6].Array[3]).Sample((starts, ends, works, restDays) =>
        {
            RotationEntry rotation = Rotation("after-hours", "2026-03-02", "S01");
            for (int day = 0; day < 7; day++)
            {
                rotation.Hours[((NodaTime.IsoDayOfWeek)(day + 1)).ToString()] = works[day] || day == 0 ? $"{starts[day] / 60:00}:{starts[day] % 60:00}-{ends[day] / 60:00}:{ends[day] % 60:00}" : "off";
            }

            RosterDocument document = Document("Asia/Shanghai", rotation);
            document.Calendar = [.. restDays.Distinct().Select(day => new CalendarEntry { Day = $"2026-03-{9 + day:00}", Kind = "holiday" })];
            RosterModel model = RosterModel.Of(document);
            RosterShift[] shifts = [.. model.Shifts("hotline", model.At("2026-03-04 00:00"), model.At("2026-03-24 00:00"))];
            return shifts.All(shift => shift.End - shift.Start <= TimeSpan.FromDays(1)) && shifts.Zip(shifts.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
        });
    }

    /// <summary>A shift through the night in which the clock is set back or on lies between the same two readings of the clock.</summary>
    [Fact]
    public void SummerTimeMovesNoHandover()
    {
        RosterModel model = RosterModel.Of(Document("Europe/Berlin", Rotation("two-12h", "2026-03-01", "S01", "S02")));
        RosterShift spring = model.Covering("hotline", model.At("2026-03-29 01:00"))!, autumn = model.Covering("hotline", model.At("2026-10-25 01:00"))!;
        Assert.Equal(("2026-03-28 20:00", "2026-03-29 08:00", 11.0), (spring.Entry.Start, spring.Entry.End, (spring.End - spring.Start).TotalHours));
        Assert.Equal(("2026-10-24 20:00", "2026-10-25 08:00", 13.0), (autumn.Entry.Start, autumn.Entry.End, (autumn.End - autumn.Start).TotalHours));
    }

    /// <summary>One rotation ends where the next begins, without a gap and without an overlap.</summary>
    [Fact]
    public void OneRotationFollowsAnother()
    {
        RotationEntry before = Rotation("two-12h", "2017-09-01", "S01", "S02");
        before.To = "2017-10-11";
        RosterDocument document = Document("Asia/Shanghai", before);
        document.Rotations.Add(Rotation("even-days", "2017-10-12", "S03"));
        Assert.Equal(["N1011 10-11 20:00 - 10-12 08:00 S02", "E1012 10-12 08:00 - 10-14 08:00 S03"], RosterModel.Of(document).Begun("2017-10-11", "2017-10-13").Skip(1));
    }

    /// <summary>What people call a pattern is kept as its one name, in a file too.</summary>
    [Theory]
    [InlineData("12h", "two-12h")]
    [InlineData("Two Shift", "two-12h")]
    [InlineData("8h", "three-8h")]
    [InlineData("three-shift", "three-8h")]
    [InlineData("even-day", "even-days")]
    [InlineData("four-day-cycle", "four-day")]
    [InlineData("hours-by-weekday", "weekday-hours")]
    [InlineData("weekdays", "weekday-hours")]
    [InlineData("after hours", "after-hours")]
    [InlineData("odd-days", "odd-days")]
    public void PatternsHaveOneName(string name, string expected) => Assert.Equal(expected, new RotationEntry { Pattern = name }.Pattern);

    /// <summary>A rotation with hours stands in a file as people write it.</summary>
    [Fact]
    public void HoursStandInAFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "posts:\n- id: hotline\nstaff:\n- id: S01\nrotations:\n- pattern: weekdays\n  post: hotline\n  from: 2026-03-02\n  to: 2026-03-03\n  hours:\n    Mon-Fri: 07:00-21:00\n    Sat:\n  teams:\n  - leader: S01\n");
            RosterDocument document = DataFolder.ReadRoster(path);
            Assert.Equal("weekday-hours", document.Rotations[0].Pattern);
            Assert.Equal(["W0302 03-02 07:00 - 03-02 21:00 S01", "W0303 03-03 07:00 - 03-03 21:00 S01"], RosterModel.Of(document).Begun("2026-03-01", "2026-03-09"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What makes no shifts is refused with the place and the remedy.</summary>
    [Theory]
    [InlineData("odd-days", "", "", "", "the pattern is none of two-12h")]
    [InlineData("even-days", "2026-02-28", "", "", "to '2026-02-28' is no day")]
    [InlineData("even-days", "tomorrow", "", "", "to 'tomorrow' is no day")]
    [InlineData("even-days", "", "Mon", "07:00-21:00", "this pattern has no hours")]
    [InlineData("weekday-hours", "", "Monday-Xday", "07:00-21:00", "'Monday-Xday' is no day: write Mon to Sun")]
    [InlineData("weekday-hours", "", "Mo", "07:00-21:00", "'Mo' is no day")]
    [InlineData("weekday-hours", "", "Mon", "7 to 9", "'7 to 9' are none: write two times of day")]
    [InlineData("weekday-hours", "", "Mon", "07:00-25:00", "'07:00-25:00' are none")]
    [InlineData("weekday-hours", "", "Mon", "off", "no day has hours")]
    [InlineData("after-hours", "", "Mon-Fri", "22:00-06:00", "must lie within the day")]
    public void FaultsAreNamed(string pattern, string to, string day, string hours, string expected)
    {
        RotationEntry rotation = Rotation(pattern, "2026-03-01", "S01");
        rotation.To = to;
        if (day.Length > 0)
        {
            rotation.Hours[day] = hours;
        }

        string message = Assert.Throws<RosterException>(() => RosterModel.Of(Document("Asia/Shanghai", rotation))).Message;
        Assert.StartsWith($"rotations: {pattern} of hotline: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    /// <summary>A day cannot have two kinds of hours, and a rotation cannot be of a post that does not exist.</summary>
    [Fact]
    public void ContradictionsAreNamed()
    {
        RotationEntry rotation = Rotation("weekday-hours", "2026-03-01", "S01").WithHours(("Mon-Wed", "07:00-21:00"), ("Wed-Fri", "08:00-21:00"));
        Assert.Contains("Wednesday has two kinds of hours", Assert.Throws<RosterException>(() => RosterModel.Of(Document("Asia/Shanghai", rotation))).Message, StringComparison.Ordinal);
        RotationEntry elsewhere = Rotation("two-12h", "2026-03-01", "S01");
        elsewhere.Post = "boiler";
        Assert.Contains("post 'boiler' is not among the posts", Assert.Throws<RosterException>(() => RosterModel.Of(Document("Asia/Shanghai", elsewhere))).Message, StringComparison.Ordinal);
    }
}
