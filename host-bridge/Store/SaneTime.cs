using System;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// The span in which a time can be meant. What a terminal signs and what another hand writes may name any moment that a text can hold; at its ends
/// no hour can be added any more, so a time outside of the span is taken for none before anybody reckons with it.
/// </summary>
public static class SaneTime
{
    private const int FirstYear = 2020;
    private const int LastYear = 2200;

    /// <summary>The first moment of it.</summary>
    public static DateTimeOffset First { get; } = new(FirstYear, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first moment after it.</summary>
    public static DateTimeOffset End { get; } = new(LastYear, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>True for a time within it.</summary>
    public static bool Holds(DateTimeOffset at) => at >= First && at < End;

    /// <summary>True for a civil year within it.</summary>
    public static bool HoldsYear(int year) => year is >= FirstYear and < LastYear;
}
