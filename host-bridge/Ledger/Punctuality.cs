using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using NodaTime;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>How punctual some handovers were.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="OnTime">How many of them were confirmed by the end of the shift.</param>
/// <param name="MeanLateSeconds">How late those were on average that were late; 0: none was.</param>
/// <param name="WorstLateSeconds">How late the latest was.</param>
/// <param name="Hasty">How many were hasty.</param>
/// <param name="Absent">At how many the outgoing person was absent.</param>
public sealed record Punctuality(int Count, int OnTime, int MeanLateSeconds, int WorstLateSeconds, int Hasty, int Absent)
{
    /// <summary>The share that was on time, in whole percent; 0: there was none.</summary>
    public int Percent => Count == 0 ? 0 : (int)Math.Round(OnTime * 100.0 / Count, MidpointRounding.AwayFromZero);

    /// <summary>Counts handovers.</summary>
    public static Punctuality Of(IReadOnlyCollection<HandoverFact> handovers)
    {
        int[] late = [.. handovers.Select(handover => handover.LateSeconds).Where(seconds => seconds > 0)];
        return new Punctuality(
            handovers.Count,
            handovers.Count - late.Length,
            late.Length == 0 ? 0 : (int)late.Average(),
            late.Length == 0 ? 0 : late.Max(),
            handovers.Count(handover => handover.IsHasty),
            handovers.Count(handover => handover.IsAbsent));
    }
}

/// <summary>How punctual handovers are by the weekday and the hour in which they are due, and week by week.</summary>
/// <param name="All">All of them.</param>
/// <param name="Cells">Those of one weekday and hour of the day.</param>
/// <param name="Weeks">Those of one week, by its Monday, oldest first.</param>
public sealed record PunctualityPattern(Punctuality All, IReadOnlyDictionary<(IsoDayOfWeek Day, int Hour), Punctuality> Cells, IReadOnlyList<(LocalDate Monday, Punctuality Figures)> Weeks)
{
    /// <summary>Sorts handovers by civil time.</summary>
    public static PunctualityPattern Of(IReadOnlyCollection<HandoverFact> handovers, Func<DateTimeOffset, LocalDateTime> civil)
    {
        (HandoverFact Fact, LocalDateTime Due)[] placed = [.. handovers.Select(handover => (handover, civil(handover.DueAt)))];
        return new PunctualityPattern(
            Punctuality.Of(handovers),
            placed.GroupBy(item => (item.Due.DayOfWeek, item.Due.Hour)).ToDictionary(group => group.Key, group => Punctuality.Of([.. group.Select(item => item.Fact)])),
            [.. placed.GroupBy(item => MondayOf(item.Due.Date)).OrderBy(group => group.Key).Select(group => (group.Key, Punctuality.Of([.. group.Select(item => item.Fact)])))]);
    }

    private static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}
