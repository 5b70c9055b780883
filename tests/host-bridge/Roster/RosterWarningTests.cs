using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Terminals;
using Xunit;
using static DutyKiosk.HostBridge.Tests.Roster.RosterOfTests;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>What somebody should look at before it happens.</summary>
public sealed class RosterWarningTests
{
    /// <summary>Shifts with less than an hour between them are one stretch; it is too long from the shift on that makes it so.</summary>
    [Fact]
    public void StretchesAreAdded()
    {
        RosterDocument document = Document("Asia/Shanghai", ("doubleShift", "allow"), ("longestStretchH", "20"), ("coverTo", "00:01"));
        document.Shifts =
        [
            Shift("A", "2026-03-02 00:00", "2026-03-02 08:00", "S01"), Shift("B", "2026-03-02 08:30", "2026-03-02 16:00", "S02", "S01"),
            Shift("C", "2026-03-02 16:00", "2026-03-03 00:00", "S01"), Shift("D", "2026-03-03 01:00", "2026-03-03 22:00", "S01"),
        ];
        Assert.Equal(["long-stretch S01 2026-03-02 16:00", "long-stretch S01 2026-03-03 01:00"], Warnings(document, "2026-03-01", "2026-03-05", "long-stretch"));

        // A look at the last hours alone knows what came before.
        Assert.Equal(["long-stretch S01 2026-03-02 16:00"], Warnings(document, "2026-03-02 17:00", "2026-03-02 18:00", "long-stretch"));
    }

    /// <summary>An even-day duty is longer than a day, so the roster warns of every one.</summary>
    [Fact]
    public void EvenDaysAreLong()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("even-days", "2026-03-02", "S01", "S02"));
        Assert.Equal(["long-stretch S01 2026-03-02 08:00", "long-stretch S02 2026-03-04 08:00"], Warnings(document, "2026-03-02", "2026-03-06", "long-stretch"));
        Assert.Empty(Warnings(Document("Asia/Shanghai", Rotation("two-12h", "2026-03-02", "S01", "S02")), "2026-03-02", "2026-03-06"));
    }

    /// <summary>A second assignment that begins in the same civil month is warned of, where the post has at most one.</summary>
    [Fact]
    public void OnceAMonth()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("four-day", "2026-03-01", "S01", "S02"), ("oncePerMonth", "true"));
        Assert.Equal(["once-a-month S01 2026-03-09 08:00", "once-a-month S02 2026-03-13 08:00"], Warnings(document, "2026-03-09 09:00", "2026-03-14", "once-a-month"));
        Assert.Empty(Warnings(document, "2026-04-02 09:00", "2026-04-06", "once-a-month"));
        Assert.Empty(Warnings(Document("Asia/Shanghai", Rotation("four-day", "2026-03-01", "S01", "S02")), "2026-03-01", "2026-04-01", "once-a-month"));
    }

    /// <summary>The hours to be covered end earlier on Saturday, and not at all where they end as they begin; the week's rotation fits them.</summary>
    [Fact]
    public void CoverFollowsTheWeekday()
    {
        (string, string)[] cover = [("coverFrom", "07:00"), ("coverTo", "21:00"), ("coverToSat", "20:30"), ("coverToSun", "07:00"), ("longestStretchH", "24")];
        RotationEntry rotation = Rotation("weekday-hours", "2026-03-02", "S01", "S02").WithHours(("Mon-Fri", "07:00-21:00"), ("Sat", "07:00-20:30"));
        Assert.Empty(Warnings(Document("Asia/Shanghai", rotation, cover), "2026-03-02", "2026-03-16"));
        rotation.Hours["Sat"] = "07:00-20:00";
        Assert.Equal(["coverage-gap  2026-03-07 20:00"], Warnings(Document("Asia/Shanghai", rotation, cover), "2026-03-02", "2026-03-12"));
    }

    /// <summary>A holiday on which the rotation closes the post needs no cover; round the clock there are no holidays.</summary>
    [Fact]
    public void AHolidayNeedsNoCover()
    {
        RosterDocument document = Document("Asia/Shanghai", Rotation("weekday-hours", "2026-03-02", "S01", "S02").WithHours(("daily", "08:00-20:00")), ("coverFrom", "08:00"), ("coverTo", "20:00"));
        document.Calendar = [new CalendarEntry { Day = "2026-03-04", Kind = "holiday" }];
        Assert.Empty(Warnings(document, "2026-03-02", "2026-03-08"));
        document.Rotations.Clear();
        document.Shifts = [Shift("D3", "2026-03-03 08:00", "2026-03-03 20:00", "S01"), Shift("D5", "2026-03-05 08:00", "2026-03-05 20:00", "S01")];
        Assert.Equal(["coverage-gap  2026-03-04 08:00"], Warnings(document, "2026-03-02", "2026-03-08"));
    }

    /// <summary>Where the unqualified are refused, one who leads or deputises is on the shift and may not take over; neither terminal nor bridge lets him.</summary>
    [Theory]
    [InlineData("warn", "\"leader\":\"S01\",\"deputies\":[\"S02\",\"S03\"],\"crew\":[\"S04\"]", "S01 S02 S03")]
    [InlineData("refuse", "\"deputies\":[\"S03\"],\"crew\":[\"S04\",\"S01\",\"S02\"]", "S03")]
    public void TheUnqualifiedDoNotHold(string unqualified, string item, string entitled)
    {
        RosterDocument document = Document("Asia/Shanghai", ("unqualified", unqualified));
        document.Staff[0].Qualified = document.Staff[1].Qualified = false;
        ShiftEntry shift = Shift("D1", "2026-03-02 08:00", "2026-03-02 20:00", "S01", "S04");
        shift.Deputies = ["S02", "S03"];
        document.Shifts = [shift];
        RosterModel model = RosterModel.Of(document);
        DateTimeOffset now = model.At("2026-03-02 09:00");
        var terminal = new TerminalEntry { Id = "T1", Post = "hotline", Key = new string('7', 64) };
        Assert.Contains(item, Encoding.ASCII.GetString(TerminalMessages.Roster(model, terminal, new byte[32], 1, now)[0].Payload), StringComparison.Ordinal);
        Assert.Equal(entitled, string.Join(' ', Sides.Entitled(model, new PostState("hotline"), now)));
        Assert.Equal(4, model.Shifts("hotline", now, now.AddHours(1))[0].People.Count());
        Assert.Equal(2, Warnings(document, "2026-03-02", "2026-03-03", "unqualified").Count);
    }

    private static IReadOnlyList<string> Warnings(RosterDocument document, string from, string to, string topic = "")
    {
        RosterModel model = RosterModel.Of(document);
        return [.. RosterWarnings.Of(model, model.At(Timed(from)), model.At(Timed(to))).Where(warning => topic.Length == 0 || warning.Topic == topic).OrderBy(warning => warning.At)
            .Select(warning => $"{warning.Topic} {warning.Staff} {model.Civil(warning.At):uuuu-MM-dd HH:mm}")];
    }

    private static string Timed(string day) => day.Length == 10 ? day + " 00:00" : day;
}
