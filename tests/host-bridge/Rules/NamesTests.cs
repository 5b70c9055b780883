using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>Parameters, sections and ticks are known by the names that people give them.</summary>
public sealed class NamesTests
{
    /// <summary>Hours, the ladder and a fine for both are written as one value and are several.</summary>
    [Theory]
    [InlineData("cover hours", "08:00-20:00", "coverFrom=08:00 coverTo=20:00")]
    [InlineData("meal window", "11:15–12:00", "mealFrom=11:15 mealTo=12:00")]
    [InlineData("ladder", "0, 3, 5, 10", "dueMin=0 lateMin=3 supervisorMin=5 repeatMin=10")]
    [InlineData("ladder", "0, 3", "ladder=0, 3")]
    [InlineData("cover hours", "8:00-20:00", "coverFrom=08:00 coverTo=20:00")]
    [InlineData("fines", "100", "lateFineYuan=100 earlyFineYuan=100")]
    [InlineData("window", "15", "window=15")]
    public void OneValueMayBeSeveral(string name, string value, string expected)
    {
        Assert.Equal(expected, string.Join(' ', ParameterList.Spread(name, value).Select(pair => $"{pair.Name}={pair.Value}")));
    }

    /// <summary>An override written so is in force.</summary>
    [Fact]
    public void AnOverrideIsSpread()
    {
        PolicyParameters policy = PackShelf.Carried.Resolve("hotline-handover", new Dictionary<string, string>(System.StringComparer.Ordinal) { ["cover hours"] = "08:00-20:00" }, "test");
        Assert.Equal(("08:00", "20:00"), (policy.Word("coverFrom"), policy.Word("coverTo")));
    }

    /// <summary>Where a name says more, or less, than the pack's and only one can be meant, that one is; where two can be, or none, nobody guesses.</summary>
    [Theory]
    [InlineData("work log", "work log")]
    [InlineData("the work log of this night", "work log")]
    [InlineData("business handled this shift", "business handled")]
    [InlineData("weather", null)]
    [InlineData("services handled", null)]
    public void ANameMayBeLooser(string said, string? section)
    {
        Assert.Equal(section, new SheetPlan(PackShelf.Carried.Get("hotline-handover", "test")).Section(said));
    }
}
