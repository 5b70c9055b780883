using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Rules;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>Absences: what the rules say of them, and who is told when.</summary>
public sealed class AwayNoticeTests
{
    private const string Meal = "mealFrom=11:15;mealTo=12:00;awayAllowanceMin=45";

    /// <summary>An absence is judged by limit, meal window and allowance; 2026-03-02 is a Monday, 2026-03-08 a Sunday.</summary>
    [Theory]
    [InlineData("awayLimitMin=5", "2026-03-02 10:00", "10:05", 0, 0, false, 300, "10:05:00.001")]
    [InlineData("awayLimitMin=5", "2026-03-02 10:00", "10:06", 0, 1, false, 360, "10:05:00.001")]
    [InlineData("", "2026-03-02 10:00", "18:00", 0, 0, false, 28800, "")]
    [InlineData(Meal, "2026-03-02 11:15", "12:00", 0, 0, false, 0, "12:45:00.001")]
    [InlineData(Meal, "2026-03-02 11:20", "12:30", 0, 0, false, 1800, "12:45:00.001")]
    [InlineData(Meal, "2026-03-02 11:20", "13:00", 0, 15, false, 3600, "12:45:00.001")]
    [InlineData(Meal, "2026-03-02 11:00", "11:30", 0, 15, true, 0, "11:00:00.000")]
    [InlineData(Meal, "2026-03-02 11:00", "11:10", 0, 10, true, 0, "11:00:00.000")]
    [InlineData(Meal, "2026-03-02 14:00", "14:45", 0, 0, false, 2700, "14:45:00.001")]
    [InlineData(Meal, "2026-03-02 14:00", "14:45", 1800, 30, false, 2700, "14:15:00.001")]
    [InlineData(Meal, "2026-03-02 14:00", "14:10", 2700, 10, false, 600, "14:00:00.001")]
    [InlineData(Meal + ";awayLimitMin=10", "2026-03-02 14:00", "14:20", 0, 10, false, 1200, "14:10:00.001")]
    [InlineData("mealFrom=11:15;mealTo=12:00", "2026-03-02 11:30", "12:05", 0, 5, false, 300, "12:00:00.001")]
    [InlineData("mealFrom=11:15;mealTo=12:00", "2026-03-02 13:00", "13:05", 0, 5, false, 300, "13:00:00.001")]
    [InlineData("mealFrom=23:30;mealTo=00:15;awayAllowanceMin=10", "2026-03-02 23:20", "2026-03-03 00:20", 0, 5, false, 900, "00:15:00.001")]
    [InlineData("awayLimitMin=5;offSiteSunFrom=18:00", "2026-03-08 17:58", "23:00", 0, 0, false, 120, "00:03:00.001")]
    [InlineData("awayLimitMin=5;offSiteSunFrom=18:00", "2026-03-02 18:00", "18:10", 0, 5, false, 600, "18:05:00.001")]
    public void AnAbsenceIsJudged(string parameters, string start, string end, long earlier, int over, bool forbidden, long counted, string faultFrom)
    {
        AwayVerdict verdict = Judgment(parameters).Of(At(start), At(end.Length > 5 ? end : $"{start[..10]} {end}"), earlier);
        Assert.Equal((over, forbidden, counted), (verdict.OverMinutes, verdict.IsForbidden, verdict.CountedSeconds));
        Assert.Equal(faultFrom, verdict.FaultFrom?.ToOffset(TimeSpan.FromHours(8)).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "");
        Assert.Equal(over > 0 || forbidden, verdict.FaultFrom <= At(end.Length > 5 ? end : $"{start[..10]} {end}"));
    }

    /// <summary>R11.2.2: a reason that the pack knows makes it no fault; another is none.</summary>
    [Theory]
    [InlineData("on-scene", false)]
    [InlineData("shopping", true)]
    [InlineData("", true)]
    public void AReasonMakesItNoFault(string reason, bool fault)
    {
        AwayJudgment judgment = Judgment("awayReasons=escort, on-scene;awayLimitMin=5");
        AwayVerdict verdict = judgment.Of(At("2026-03-02 10:00"), At("2026-03-02 11:00"), 0, reason);
        Assert.Equal(fault, verdict.OverMinutes > 0);
        Assert.Equal(fault, verdict.CountedSeconds > 0);
        Assert.Equal(fault, judgment.UnattendedFrom(At("2026-03-02 10:00"), 0, reason) != null);
    }

    /// <summary>Who is away too long is told of as soon as it is so, once, also when he is back and was seen by the terminal.</summary>
    [Fact]
    public void TooLongIsToldAtOnce()
    {
        using var bench = new NoticeBench("away=true;awayLimitMin=5");
        bench.Hold("S01", "D0302").Record("duty.clock-in", "\"staff\":\"S05\",\"shift\":\"D0302\"").RunTo("09:00:00").Record("away.started", "\"staff\":\"S05\"").RunTo("09:05:00");
        Assert.Empty(bench.Sent("away-too-long"));
        bench.RunTo("09:20:00").Record("away.ended", "\"staff\":\"S05\",\"seconds\":1200,\"over\":true").StartAgain();
        Assert.Equal(["09:05:00 S09"], bench.Sent("away-too-long"));
        Assert.Empty(bench.Sent("unattended"));
    }

    /// <summary>An absence that the bridge learns of when it is over is told then.</summary>
    [Fact]
    public void AnAbsenceOfYoreIsTold()
    {
        using var bench = new NoticeBench("away=true;awayLimitMin=5");
        bench.Hold("S01", "D0302").RunTo("09:30:00");
        bench.Record("away.started", "\"staff\":\"S01\"", "09:00:00");
        bench.Record("away.ended", "\"staff\":\"S01\",\"seconds\":600,\"over\":true", "09:10:00").StartAgain();
        Assert.Single(bench.Sent("away-too-long"));
        Assert.Single(bench.Sent("unattended"));
    }

    /// <summary>R15.5.1: the meal is free, the afternoon has an allowance for all absences together, and the morning has none.</summary>
    [Fact]
    public void MealAndAllowance()
    {
        using var bench = new NoticeBench("away=true;" + Meal);
        bench.Hold("S01", "D0302").RunTo("11:15:00");
        Away("12:20:00");
        bench.RunTo("14:00:00");
        Away("14:25:00");
        Assert.Empty(bench.Sent("away-too-long"));
        bench.RunTo("15:00:00");
        Away("15:10:00");
        Assert.Equal(["15:00:00 S09"], bench.Sent("away-too-long"));
        Assert.Single(bench.Sent("unattended"));
        bench.Hold("S01", "D0303").RunTo("2026-03-03 10:00:00").Record("away.started", "\"staff\":\"S01\"");
        Assert.Equal(["15:00:00 S09", "10:00:00 S09"], bench.Sent("away-too-long"));
        Assert.Equal(["15:00:00 S09", "10:00:00 S09"], bench.Sent("unattended").Where(sent => !sent.EndsWith("M01", StringComparison.Ordinal)));

        void Away(string until)
        {
            bench.Record("away.started", "\"staff\":\"S01\"").RunTo(until).Record("away.ended", "\"staff\":\"S01\",\"seconds\":600");
        }
    }

    /// <summary>Where the pack measures nothing, an empty desk is one after as long as one that nobody took.</summary>
    [Fact]
    public void AnEmptyDeskIsUnattended()
    {
        using var bench = new NoticeBench("away=true;unattendedAfterMin=8");
        bench.Hold("S01", "D0302").RunTo("09:00:00").Record("away.started", "\"staff\":\"S01\"").RunTo("09:08:00");
        Assert.Empty(bench.Sent("unattended"));
        bench.RunTo("09:20:00").StartAgain();
        Assert.Equal(["09:08:00 S09"], bench.Sent("unattended"));
        Assert.Empty(bench.Sent("away-too-long"));
    }

    private static AwayJudgment Judgment(string parameters)
    {
        Dictionary<string, string> values = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1], StringComparer.Ordinal);
        return new AwayJudgment(PackShelf.Carried.Resolve("hotline-handover", values, "test"), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
    }

    private static DateTimeOffset At(string civil) => DateTimeOffset.Parse(civil + " +08:00", CultureInfo.InvariantCulture);
}
